import type { Cost } from '../../access/cost.ts';
import type { AnyQuery } from '../../access/frameworks.ts';
import type { Program } from '../../access/query.ts';
import type { Explicit } from '../../access/spaces.ts';
import { onlineRegression } from '../../learners/rlhf/onlineRegression.ts';
import { rewardRegression } from '../../learners/rlhf/rewardRegression.ts';
import { xpo } from '../../learners/rlhf/xpo.ts';
import { sftSharpening } from '../../learners/sft/sftSharpening.ts';
import type { Source } from '../../math/random/source.ts';
import { bestOfNClass } from '../../policies/classes/bestOfNClass.ts';
import { powerClass } from '../../policies/classes/powerClass.ts';
import type { ExplicitPolicy } from '../../policies/explicitPolicy.ts';
import { logLikelihood } from '../../policies/rewards/logLikelihood.ts';
import { listNeedle } from '../../theory/instances/listNeedle.ts';
import type { NeedleFamily } from '../../theory/sandwich/needleLines.ts';
import { countFailures } from '../countFailures.ts';

/** The learners that can be run on a needle. */
export const needleLearners = ['xpo', 'online-regression', 'sft', 'dpo'] as const;
export type NeedleLearner = (typeof needleLearners)[number];

export interface NeedleTrials {
  readonly family: NeedleFamily;
  readonly learner: NeedleLearner;
  /** Responses that it sees, at least 2: a pair is two of them. */
  readonly m: number;
  readonly replications: number;
}

/** Beside beta: small, so that the fit is one that the pairs leave, and large enough to decide among these. */
const ALPHA = 1e-3;

/**
 * In how many of so many independent runs pi-hat(y*) < 1 - delta on a needle with a short list, y* being picked anew in each. The
 * learners that explore are judged by their last iterate.
 */
export function needleFailures(
  { family, learner, m, replications }: NeedleTrials,
  source: Source,
): { readonly failures: number; readonly cost: Cost } {
  const { responses, hypotheses, bonus, beta, delta } = family;
  const needle = listNeedle({ responses, hypotheses, bonus });
  const policyClass = learner === 'sft' ? bestOfNClass(needle, m) : powerClass(needle, beta);
  const worlds = Array.from({ length: hypotheses }, (_, mode) => needle.at(mode).withClass(policyClass));
  return countFailures(
    {
      where: 'needleFailures',
      learner: () => programOf(learner, m, beta),
      trial: (replication) => ({ world: worlds[replication.split('nature').index(hypotheses)]!, prompt: 0 }),
      sharpness: { delta },
      replications,
    },
    source,
  );
}

function programOf(learner: NeedleLearner, m: number, beta: number): Program<AnyQuery<Explicit>, ExplicitPolicy> {
  const pairs = Math.floor(m / 2);
  const online = { rounds: pairs, pairsPerRound: 1, beta, reward: logLikelihood, returns: 'last' } as const;
  if (learner === 'xpo') return xpo<Explicit>({ ...online, alpha: ALPHA * beta });
  if (learner === 'online-regression') return onlineRegression<Explicit>(online);
  if (learner === 'sft') return sftSharpening<Explicit>({ n: 1, N: m, reward: logLikelihood });
  return rewardRegression<Explicit>({ n: pairs, beta, reward: logLikelihood });
}
