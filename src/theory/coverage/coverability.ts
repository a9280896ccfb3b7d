import { requireList } from '../../math/checks.ts';
import { compensatedSum } from '../../math/compensatedSum.ts';
import { DomainError } from '../../math/domainError.ts';
import { FiniteLaw } from '../../laws/finiteLaw.ts';
import { requirePolicy } from '../../policies/explicitPolicy.ts';
import type { ExplicitPolicy } from '../../policies/explicitPolicy.ts';

/**
 * Coverability of a list of policies: the least C such that some law nu has mu(x) pi(y | x) <= C nu(x, y) for all of them,
 *
 *   C = E_x sum_y max_pi pi(y | x).
 *
 * Unlike C_pi it asks nothing of the base policy. It is at most the number of policies, and at most |Y|.
 *
 * @param members at least one policy, over the prompts of the law
 * @param promptLaw mu
 * @returns at least 1
 * @see Xie et al. 2023, The role of coverage in online reinforcement learning
 */
export function coverability(members: readonly ExplicitPolicy[], promptLaw: FiniteLaw): number {
  const where = 'coverability';
  if (!(promptLaw instanceof FiniteLaw)) throw new DomainError(where, 'promptLaw', 'a FiniteLaw', promptLaw);
  requireList(where, 'members', members);
  if (members.length === 0) throw new DomainError(where, 'members', 'at least one policy', members);
  members.forEach((member, k) => {
    requirePolicy(where, `members[${k}]`, member);
    const [{ responses }] = members as [ExplicitPolicy];
    if (member.prompts !== promptLaw.size || member.responses !== responses) {
      const shape = `${promptLaw.size} x ${responses}`;
      throw new DomainError(where, `shape of members[${k}]`, shape, `${member.prompts} x ${member.responses}`);
    }
  });
  const terms: number[] = [];
  for (let prompt = 0; prompt < promptLaw.size; prompt++) {
    const weight = Math.exp(promptLaw.logMasses[prompt]!);
    if (weight === 0) continue;
    const masses = members.map((member) => member.law(prompt).masses());
    masses[0]!.forEach((_, y) => terms.push(weight * masses.reduce((most, each) => Math.max(most, each[y]!), 0)));
  }
  return Math.max(1, compensatedSum(terms));
}
