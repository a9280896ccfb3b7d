import { bestOfNLaw } from '../../../laws/transforms/bestOfNLaw.ts';
import type { Interval } from '../../../math/interval.ts';
import { mean } from '../../../math/mean.ts';
import { meanEnds, toUnit } from './ends.ts';
import { atEach } from './findings.ts';
import type { Findings } from './findings.ts';
import { widenedBestOfN } from './spread/widenedBestOfN.ts';
import { tiesOfMode } from './tiesOfMode.ts';

/**
 * Ends of the accuracy of best-of-N by log-likelihood, from the laws that a search has found, as far as the model's spread
 * leaves them known; none without laws or answers.
 */
export function exactAccuracy(findings: readonly Findings[], N: number): Interval | undefined {
  const ends = atEach(findings, ({ searched, marks, spread }): Interval | undefined => {
    if (!searched || !marks?.listed) return undefined;
    if (spread > 0) return widenedBestOfN(searched.law, marks.listed, N, spread);
    const { lower, upper } = bestOfNLaw(searched.law, N).expectation(marks.listed, { lower: 0, upper: 1 });
    return { lower: toUnit(lower), upper: toUnit(upper) };
  });
  return ends && meanEnds(ends);
}

/** Accuracy of y*, of tied ones the mean; its ends lie apart where y* is not certified everywhere. */
export function modeAccuracy(findings: readonly Findings[]): Interval | undefined {
  const ends = atEach(findings, ({ searched, marks, certified }): Interval | undefined => {
    if (!searched || !marks?.listed) return undefined;
    if (!certified) return { lower: 0, upper: 1 };
    // All that ties with a certified y* is listed, and heads the list.
    const right = mean(marks.listed.slice(0, tiesOfMode(searched).length));
    return { lower: right, upper: right };
  });
  return ends && meanEnds(ends);
}
