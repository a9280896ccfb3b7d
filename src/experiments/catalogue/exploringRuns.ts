import { Meter } from '../../access/cost.ts';
import type { Cost } from '../../access/cost.ts';
import { run } from '../../access/run.ts';
import type { Explicit } from '../../access/spaces.ts';
import { xpo } from '../../learners/rlhf/xpo.ts';
import { compensatedSum } from '../../math/compensatedSum.ts';
import { klDivergence } from '../../laws/divergences.ts';
import type { Source } from '../../math/random/source.ts';
import { FitError } from '../../policies/classes/fitError.ts';
import type { ExplicitPolicy } from '../../policies/explicitPolicy.ts';
import type { ExplicitWorld } from '../../policies/explicitWorld.ts';
import { logLikelihood } from '../../policies/rewards/logLikelihood.ts';
import { powerPolicy } from '../../policies/transforms/powerPolicy.ts';
import { sharpenedShare } from '../../theory/coverage/sharpenedShare.ts';
import type { ExploringFamily } from './exploringFamily.ts';

export interface Exploring {
  readonly family: ExploringFamily;
  /** T. */
  readonly rounds: number;
  /** Weight of optimism; 0 is online regression. */
  readonly alpha: number;
  readonly beta: number;
  /** Mass that a sharpened policy may leave off y*. */
  readonly delta: number;
  readonly replications: number;
}

/** Independent runs of XPO; each list has an entry for a run that came to its end. */
export interface ExploringRuns {
  /** J_beta(pi*_beta) - J_beta(pi^t), averaged over the T policies that were played, nats. */
  readonly averages: Float64Array;
  /** That of the last iterate. */
  readonly last: Float64Array;
  /** The first round from which on all iterates are sharpened at every prompt; infinite where the last one is not. */
  readonly settled: Float64Array;
  /** Runs that a fit ended with an error, because it reached no minimum. */
  readonly refused: number;
  readonly cost: Cost;
}

interface Judged {
  readonly regret: number;
  readonly sharpened: boolean;
}

/** Runs XPO for T rounds, each run in a world picked anew. */
export function exploringRuns(
  { family, rounds, alpha, beta, delta, replications }: Exploring,
  source: Source,
): ExploringRuns {
  const meter = new Meter('exploringRuns', {});
  const policyClass = family.policyClass(beta);
  const judges = new Map<number, (policy: ExplicitPolicy) => Judged>();
  const averages: number[] = [];
  const last: number[] = [];
  const settled: number[] = [];
  let refused = 0;
  for (let i = 0; i < replications; i++) {
    const from = source.split(i);
    const place = from.split('nature').index(family.size);
    const world = family.at(place).withClass(policyClass);
    let judge = judges.get(place);
    if (!judge) judges.set(place, (judge = judgeOf(world, beta, delta)));
    // Round 1 plays the base policy.
    const regrets = [judge(world.base).regret];
    let since = Infinity;
    const learner = xpo<Explicit>({
      rounds,
      pairsPerRound: 1,
      alpha,
      beta,
      reward: logLikelihood,
      returns: 'last',
      onRound({ round, policy }) {
        const { regret, sharpened } = judge(policy);
        regrets.push(regret);
        since = sharpened ? Math.min(since, round) : Infinity;
      },
    });
    try {
      meter.charge('run', run(learner, world, { source: from }).cost);
    } catch (error) {
      if (!(error instanceof FitError)) throw error;
      refused++;
      continue;
    }
    last.push(regrets.pop()!);
    averages.push(compensatedSum(regrets) / rounds);
    settled.push(since);
  }
  return {
    averages: Float64Array.from(averages),
    last: Float64Array.from(last),
    settled: Float64Array.from(settled),
    refused,
    cost: meter.cost,
  };
}

/** The regret of a policy, beta KL(pi || pi*_beta), and whether it is sharpened; those of a finite class come again and again. */
function judgeOf(world: ExplicitWorld, beta: number, delta: number): (policy: ExplicitPolicy) => Judged {
  const optimum = powerPolicy(world.base, 1 + 1 / beta);
  const known = new WeakMap<ExplicitPolicy, Judged>();
  return (policy) => {
    let judged = known.get(policy);
    if (!judged) {
      const parts = Array.from({ length: world.base.prompts }, (_, x) => {
        return world.promptLaw.mass(x) * beta * klDivergence(policy.law(x), optimum.law(x));
      });
      const sharpened = sharpenedShare(policy, world, { delta }) >= 1 - 1e-12;
      known.set(policy, (judged = { regret: compensatedSum(parts), sharpened }));
    }
    return judged;
  };
}
