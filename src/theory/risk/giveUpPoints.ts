import { hardMasses } from './hardFamilyParameters.ts';

/**
 * What an adaptive learner pays and risks at one hard prompt that draws until the hidden response shows itself or t
 * distinct wrong ones were seen, for t = 0..M-1: E[draws] and P[failure]. The points are convex, so that mixing
 * neighbours is best; the last one never fails.
 */
export function* giveUpPoints(M: number): Iterable<{ readonly cost: number; readonly failure: number }> {
  const { hidden, other } = hardMasses(M);
  // Reaching t distinct wrong responses, and the draws that it takes, threshold by threshold.
  let [reach, cost] = [1, 0];
  for (let t = 0; t < M; t++) {
    // A guess among the M - t that are left.
    yield { cost, failure: reach * (1 - 1 / (M - t)) };
    const fresh = other * (M - 1 - t);
    cost += reach / (hidden + fresh);
    reach *= fresh / (hidden + fresh);
  }
}
