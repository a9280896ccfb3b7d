import type { ExactLaw } from '../../laws/exactLaw.ts';
import { cumulate, levelsOf } from '../../laws/levels.ts';
import { logBinomialMasses } from '../../math/logBinomialMasses.ts';
import { logSumExp } from '../../math/logSpace.ts';
import { tied } from '../../math/tolerance.ts';
import type { SeenNearBest } from '../../theory/coverage/fromSamples/modeMassFromSamples.ts';

/**
 * The exact law of what N draws show of the mode: the best likelihood, and how many draws are within a factor 1 - gamma of it,
 * at most `most` of them being listed.
 *
 * With the mass F of a level and all worse ones, and v of which near it, the best lies in the level and t draws near it with
 * probability F^N Binomial(N, v/F)(t) (1 - (1 - m/v)^t), m being the mass of the level itself.
 */
export function* bestSeenLaw(
  law: ExactLaw,
  N: number,
  { gamma = 0, most = N }: { readonly gamma?: number; readonly most?: number } = {},
): Iterable<SeenNearBest & { readonly probability: number }> {
  const { order, starts } = levelsOf(law);
  const ordered = Float64Array.from(order, (y) => law.levelLogMasses[y]!);
  const { logLevels, logUpTo } = cumulate(ordered, starts);
  const likelihoods = Array.from(logLevels, (_, level) => law.logMasses[order[starts[level]!]!]!);
  for (const [level, logBest] of likelihoods.entries()) {
    const least = logBest + Math.log1p(-gamma);
    const end = likelihoods.findLastIndex((each) => each >= least || tied(each, least)) + 1;
    const logNear = logSumExp(logLevels.subarray(level, end));
    const share = end === likelihoods.length ? 1 : Math.exp(logNear - logUpTo[level]!);
    const others = end === level + 1 ? 0 : Math.exp(logSumExp(logLevels.subarray(level + 1, end)) - logNear);
    const logCounts = logBinomialMasses(N, share, most);
    for (let near = 1; near < logCounts.length; near++) {
      const probability = Math.exp(N * logUpTo[level]! + logCounts[near]!) * (1 - others ** near);
      yield { logBest, draws: N, near, probability };
    }
  }
}
