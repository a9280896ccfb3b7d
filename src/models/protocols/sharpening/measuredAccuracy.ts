import { bestOfSubset } from '../../../laws/transforms/subsetLaws.ts';
import { compensatedSum } from '../../../math/compensatedSum.ts';
import type { Interval } from '../../../math/interval.ts';
import { mean } from '../../../math/mean.ts';
import { chernoffInterval } from '../../../statistics/chernoffInterval.ts';
import { bestOfNSuccessFromSamples } from '../../../theory/coverage/fromSamples/bestOfNSuccessFromSamples.ts';
import { toUnit } from './ends.ts';
import { atEach } from './findings.ts';
import type { Findings } from './findings.ts';
import { canVote, votedAccuracy } from './votedAccuracy.ts';

/** An estimate with an interval over the draws, the prompts held fixed. */
export interface Estimate extends Interval {
  readonly mean: number;
}

/** Accuracy of best-of-N as it is measured on the pool, by three rewards. */
export interface MeasuredAccuracy {
  readonly logLikelihood: Estimate;
  readonly lengthNormalised: Estimate;
  /** None where the answers are so many that the vote would take minutes. */
  readonly majority?: Estimate;
}

/** The rewards whose intervals share the failure. */
export const REWARDS = 3;

/**
 * Accuracy of best-of-N on the pool; none where no answers are known.
 *
 * @param N at most the size of the pool
 * @param failure the probability that any one of the intervals misses
 */
export function measuredAccuracy(
  findings: readonly Findings[],
  N: number,
  failure: number,
): MeasuredAccuracy | undefined {
  const marks = atEach(findings, ({ marks }) => marks);
  if (!marks) return undefined;
  const drawn = marks.map(({ drawn }) => drawn);
  const S = drawn[0]!.length;
  const by = (rewards: readonly (readonly number[])[]): Estimate => {
    const { mean, sampled } = bestOfNSuccessFromSamples(rewards, drawn, N, failure);
    return { mean: mean!, ...sampled };
  };
  const voted = (): Estimate => {
    const accuracy = toUnit(mean(marks.map((one) => votedAccuracy(one, N))));
    return { mean: accuracy, ...chernoffInterval(accuracy, marks.length * Math.floor(S / N), failure) };
  };
  return {
    logLikelihood: by(findings.map(({ rewards }) => rewards.logLikelihood)),
    lengthNormalised: by(findings.map(({ rewards }) => rewards.lengthNormalised)),
    ...(marks.every(({ answers }) => canVote(answers, N)) && { majority: voted() }),
  };
}

/**
 * The mean, over the subsets of N of a pool, of a value of the response that log-likelihood chooses.
 *
 * @param values of the drawn responses
 */
export function chosenValue({ rewards }: Findings, N: number, values: readonly number[]): number {
  const shares = bestOfSubset(rewards.logLikelihood, N);
  return compensatedSum(values.map((value, j) => (shares[j] === 0 ? 0 : shares[j]! * value)));
}
