import { DomainError } from '../../math/domainError.ts';
import type { Source } from '../../math/random/source.ts';
import type { ExplicitPolicy } from '../../policies/explicitPolicy.ts';
import type { ExplicitWorld } from '../../policies/explicitWorld.ts';
import { sharpenedShare } from '../../theory/coverage/sharpenedShare.ts';
import type { Outcome } from '../experiment.ts';
import { replicate } from '../replicate.ts';
import type { LearnerFactory } from '../replicate.ts';

export interface Replicated {
  /** The experiment, for messages. */
  readonly where: string;
  /** The world of a run; all have one coverage and one size of class. */
  readonly world: (source: Source) => ExplicitWorld;
  readonly learner: LearnerFactory;
  /** What the theorem assumes to be in the class. */
  readonly target: { readonly name: string; readonly of: (base: ExplicitPolicy) => ExplicitPolicy };
  readonly delta: number;
  readonly replications: number;
}

/** The risks that occurred, ascending, and in how many runs. */
export type Risks = readonly { readonly risk: number; readonly runs: number }[];

/** The risk P_x[ pi-hat(y* | x) <= 1 - delta ] of a learner in independent runs. */
export function replicatedRisks(
  { where, world, learner, target, delta, replications }: Replicated,
  source: Source,
): Outcome<{ readonly risks: Risks }> & { readonly first: ExplicitWorld } {
  const first = world(source.split(0));
  requireRealizable(first, target, where);
  const counts = new Map<number, number>();
  const cost = replicate(
    {
      where,
      learner,
      replications,
      setting: (replication) => ({ world: world(replication) }),
      judge(policy, { world: instance }) {
        const risk = 1 - sharpenedShare(policy, instance, { delta, strict: true });
        counts.set(risk, (counts.get(risk) ?? 0) + 1);
      },
    },
    source,
  );
  const risks = [...counts].sort(([a], [b]) => a - b).map(([risk, runs]) => ({ risk, runs }));
  return { values: { risks }, cost, first };
}

/**
 * The theorems assume that the class holds what the learner's responses are drawn from.
 *
 * @throws DomainError where the world's class does not
 */
export function requireRealizable(
  { base, policyClass }: ExplicitWorld,
  target: Replicated['target'],
  where: string,
): void {
  if (policyClass?.contains(target.of(base))) return;
  throw new DomainError(where, 'policyClass', `one that holds ${target.name}, as the theorem assumes`, policyClass);
}
