import { mayWin } from '../../../access/queries/ended.ts';
import type { EndedChoice } from '../../../access/queries/ended.ts';
import { bestOfNLaw } from '../../../laws/transforms/bestOfNLaw.ts';
import type { Interval } from '../../../math/interval.ts';
import { mean } from '../../../math/mean.ts';
import { meanEnds, toUnit } from './ends.ts';
import { atEach } from './findings.ts';
import type { Findings } from './findings.ts';
import { widenedBestOfN } from './spread/widenedBestOfN.ts';

/**
 * Ends of the accuracy of best-of-N by log-likelihood, from the laws that a search has found, as far as the model's spread
 * leaves them known; none without laws or answers.
 *
 * @param ended which responses may win: the others are worse than all that may, as they are among what was drawn
 */
export function exactAccuracy(findings: readonly Findings[], N: number, ended: EndedChoice): Interval | undefined {
  const ends = atEach(findings, ({ searched, marks, spread }): Interval | undefined => {
    if (!searched || !marks?.listed) return undefined;
    const { law, responses } = searched;
    const rewards = responses.map((response, i) => (mayWin(response, ended) ? law.logMasses[i]! : -Infinity));
    if (spread > 0) return widenedBestOfN(law, { rewards, right: marks.listed }, N, spread);
    const { lower, upper } = bestOfNLaw(law, N, rewards).expectation(marks.listed, { lower: 0, upper: 1 });
    return { lower: toUnit(lower), upper: toUnit(upper) };
  });
  return ends && meanEnds(ends);
}

/** Accuracy of y*, of tied ones the mean, among what may win; its ends lie apart where y* is not certified everywhere. */
export function modeAccuracy(findings: readonly Findings[]): Interval | undefined {
  const ends = atEach(findings, ({ marks, certified }): Interval | undefined => {
    if (!marks?.mode) return undefined;
    if (!certified) return { lower: 0, upper: 1 };
    // All that ties with a certified y* is listed.
    const right = mean(marks.mode);
    return { lower: right, upper: right };
  });
  return ends && meanEnds(ends);
}
