import { logHit, logSumExp } from '../../../math/logSpace.ts';
import type { Interval } from '../../../math/interval.ts';
import { meanEnds } from './ends.ts';
import { atEach } from './findings.ts';
import type { Findings } from './findings.ts';
import { widenedMass } from './spread/widened.ts';
import { tiesOfMode } from './tiesOfMode.ts';

/**
 * How often best-of-N by log-likelihood returns y*, or what ties with it, among what may win: the mean of 1 - (1 - mass)^N over
 * the prompts, as far as the model's spread leaves the mass known. Its ends lie apart where y* is not certified everywhere; none where no search was made.
 */
export function modeFound(findings: readonly Findings[], N: number): Interval | undefined {
  const ends = atEach(findings, ({ contenders, certified, spread }): Interval | undefined => {
    if (!contenders) return undefined;
    if (!certified) return { lower: 0, upper: 1 };
    const mass = Math.min(1, Math.exp(logSumExp(tiesOfMode(contenders).map(({ logLikelihood }) => logLikelihood))));
    const { lower, upper } = widenedMass({ lower: mass, upper: mass }, spread);
    return { lower: Math.exp(logHit(N, Math.log(lower))), upper: Math.exp(logHit(N, Math.log(upper))) };
  });
  return ends && meanEnds(ends);
}
