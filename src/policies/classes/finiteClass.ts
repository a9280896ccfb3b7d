import { requireLength } from '../../math/checks.ts';
import { DomainError } from '../../math/domainError.ts';
import type { FiniteLaw } from '../../laws/finiteLaw.ts';
import { sameLaw } from '../../laws/sameLaw.ts';
import { bestCandidate, CandidateScores } from './candidateScores.ts';
import type { FitRequest } from './fitRequest.ts';
import { requirePolicy } from '../explicitPolicy.ts';
import type { ExplicitPolicy } from '../explicitPolicy.ts';
import type { PolicyClass } from './policyClass.ts';
import { TransformedPolicy } from '../transforms/transformedPolicy.ts';

/** A class given as a list of policies; fits go through the list. */
export class FiniteClass implements PolicyClass {
  readonly logSize: number;
  readonly prompts: number;
  readonly responses: number;
  readonly members: readonly ExplicitPolicy[];
  readonly #hypotheses: readonly ExplicitPolicy[];
  readonly #scores: CandidateScores;

  /**
   * @param members at least one policy, all over the same prompts and responses
   * @param hypotheses for each member the base policy it was made from, where that is another one (see `map`)
   */
  constructor(members: readonly ExplicitPolicy[], hypotheses: readonly ExplicitPolicy[] = members) {
    requirePolicies('members', members, members);
    requirePolicies('hypotheses', hypotheses, members);
    const [{ prompts, responses }] = members as [ExplicitPolicy];
    this.members = members;
    this.#hypotheses = hypotheses;
    this.prompts = prompts;
    this.responses = responses;
    this.logSize = Math.log(members.length);
    const lawsOf = (policies: readonly ExplicitPolicy[]) => {
      const laws: (readonly FiniteLaw[])[] = [];
      return (prompt: number): readonly FiniteLaw[] => (laws[prompt] ??= policies.map((policy) => policy.law(prompt)));
    };
    const laws = lawsOf(members);
    this.#scores = new CandidateScores({
      shape: { prompts, responses },
      scores: members.length,
      offset: () => 0,
      laws,
      hypotheses: members === hypotheses ? laws : lawsOf(hypotheses),
    });
  }

  /** The class of the transformed members, e.g. of pi^BoN_N; it remembers the policies they were made from. */
  map(transform: (law: FiniteLaw) => FiniteLaw): FiniteClass {
    return new FiniteClass(
      this.members.map((member) => new TransformedPolicy(member, transform)),
      this.#hypotheses,
    );
  }

  contains(policy: ExplicitPolicy): boolean {
    return (
      policy.prompts === this.prompts &&
      this.members.some((member) => {
        for (let prompt = 0; prompt < this.prompts; prompt++) {
          if (!sameLaw(member.law(prompt), policy.law(prompt))) return false;
        }
        return true;
      })
    );
  }

  fit(request: FitRequest<number, number>): ExplicitPolicy {
    return this.members[bestCandidate(this.#scores.of(request), 0, this.members.length, request.kind)]!;
  }
}

/** Refuses what is not a list of policies, as many as there are members and of the shape of the first member. */
function requirePolicies(
  argument: string,
  policies: readonly ExplicitPolicy[],
  members: readonly ExplicitPolicy[],
): void {
  const where = 'FiniteClass';
  if (!Array.isArray(policies) || policies.length === 0) {
    throw new DomainError(where, argument, 'a non-empty list of policies', policies);
  }
  requireLength(where, argument, policies, members.length);
  // By index: a list with holes has entries that forEach would not see.
  for (let i = 0; i < policies.length; i++) {
    const policy = policies[i]!;
    requirePolicy(where, `${argument}[${i}]`, policy);
    const [shape, expected] = [policy, members[0]!].map(({ prompts, responses }) => `${prompts} x ${responses}`);
    if (shape !== expected)
      throw new DomainError(where, `shape of ${argument}[${i}]`, `${expected}, as members[0]`, shape);
  }
}
