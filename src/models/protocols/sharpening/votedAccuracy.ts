import { mostVotes } from '../../../laws/transforms/pluralityShares.ts';
import { pluralityOfSubset } from '../../../laws/transforms/subsetLaws.ts';
import { compensatedSum } from '../../../math/compensatedSum.ts';
import { logSumExp } from '../../../math/logSpace.ts';
import { mean } from '../../../math/mean.ts';
import type { Marks } from './findings.ts';

/** Whether the vote of N can be counted in some seconds. */
export function canVote(answers: Marks['answers'], N: number): boolean {
  const names = new Set(answers.filter((answer) => answer !== undefined)).size;
  const abstaining = answers.filter((answer) => answer === undefined).length;
  // One count for each number of votes that there may be.
  return N === answers.length || N <= mostVotes(names * (1 + Math.min(abstaining, N)));
}

/**
 * Accuracy of the majority vote of N at one prompt: the mean, over the subsets of N of the pool, of whether the first
 * response with the winning answer is right. Where all of them abstain, the first one is kept.
 */
export function votedAccuracy({ answers, drawn }: Marks, N: number): number {
  const names = [...new Set(answers)].filter((answer) => answer !== undefined);
  const rightOf = (name: string | undefined): number => mean(drawn.filter((_, j) => answers[j] === name));
  const counts = names.map((name) => answers.filter((answer) => answer === name).length);
  // A response that was cut gives no answer of its own, so responses of one answer may differ in being right.
  const rightShares = names.map(rightOf);
  const abstaining = answers.filter((answer) => answer === undefined).length;
  const ofVotes = (votes: number): number => {
    if (votes === 0) return rightOf(undefined);
    const wins = pluralityOfSubset(counts, votes);
    return compensatedSum(rightShares.map((share, a) => (wins[a] === 0 ? 0 : wins[a]! * share)));
  };
  return compensatedSum(
    subsetCounts(abstaining, answers.length, N).map(({ count, mass }) => mass * ofVotes(N - count)),
  );
}

/** How many of `marked` members a subset of N holds, of a pool of `size`: the hypergeometric law. */
function subsetCounts(marked: number, size: number, N: number): { count: number; mass: number }[] {
  const least = Math.max(0, N - (size - marked));
  const logWeights = [0];
  for (let k = least; k < Math.min(marked, N); k++) {
    const ratio = ((marked - k) * (N - k)) / ((k + 1) * (size - marked - N + k + 1));
    logWeights.push(logWeights.at(-1)! + Math.log(ratio));
  }
  const total = logSumExp(logWeights);
  return logWeights.map((logWeight, i) => ({ count: least + i, mass: Math.exp(logWeight - total) }));
}
