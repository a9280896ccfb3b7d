import { logHit, logSumExp } from '../../../math/logSpace.ts';
import type { Interval } from '../../../math/interval.ts';
import { meanEnds } from './ends.ts';
import { atEach } from './findings.ts';
import type { Findings } from './findings.ts';
import { tiesOfMode } from './tiesOfMode.ts';

/**
 * How often best-of-N by log-likelihood returns y*, or what ties with it, among what may win: the mean of 1 - (1 - mass)^N over
 * the prompts. Its ends lie apart where y* is not certified everywhere; none where no search was made.
 */
export function modeFound(findings: readonly Findings[], N: number): Interval | undefined {
  const ends = atEach(findings, ({ contenders }): Interval | undefined => {
    if (!contenders) return undefined;
    if (!contenders.mode?.certified) return { lower: 0, upper: 1 };
    const logMass = Math.min(0, logSumExp(tiesOfMode(contenders).map(({ logLikelihood }) => logLikelihood)));
    const found = Math.exp(logHit(N, logMass));
    return { lower: found, upper: found };
  });
  return ends && meanEnds(ends);
}
