import { Meter } from '../access/cost.ts';
import type { Cost } from '../access/cost.ts';
import type { AnyQuery } from '../access/frameworks.ts';
import type { Program } from '../access/query.ts';
import { run } from '../access/run.ts';
import type { Explicit } from '../access/spaces.ts';
import type { Source } from '../math/random/source.ts';
import type { ExplicitPolicy } from '../policies/explicitPolicy.ts';
import type { ExplicitWorld } from '../policies/explicitWorld.ts';

/** Makes the program of a run: one that has run is at its end. */
export type LearnerFactory = () => Program<AnyQuery<Explicit>, ExplicitPolicy>;

export interface Replicate<S extends { readonly world: ExplicitWorld }> {
  /** Who asks, for messages. */
  readonly where: string;
  readonly learner: LearnerFactory;
  /** The world of a run, and what else belongs to it. */
  readonly setting: (source: Source) => S;
  /** Sees what a run returned. */
  readonly judge: (policy: ExplicitPolicy, setting: S) => void;
  readonly replications: number;
  /** The number of the first one, 0 by default: runs are told apart by their numbers, wherever they are done. */
  readonly first?: number;
}

/** Independent runs of a learner, each on a stream of its own, and what they cost together. */
export function replicate<S extends { readonly world: ExplicitWorld }>(
  { where, learner, setting, judge, replications, first = 0 }: Replicate<S>,
  source: Source,
): Cost {
  const meter = new Meter(where, {});
  for (let i = first; i < first + replications; i++) {
    const replication = source.split(i);
    const at = setting(replication);
    const { result, cost } = run(learner(), at.world, { source: replication });
    meter.charge('run', cost);
    judge(result, at);
  }
  return meter.cost;
}
