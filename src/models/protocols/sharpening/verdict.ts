import type { Interval } from '../../../math/interval.ts';
import type { AccuracyRow } from './accuracyRow.ts';
import { known } from './known.ts';

/** So much accuracy is not worth more draws. */
const WORTH = 0.01;
/** Best-of-N has as good as found y* where it returns it as often as this. */
const FOUND = 0.9;

/** What a report comes to. */
export interface Verdict {
  /**
   * - `gain`: best-of-N by log-likelihood is certain to be right more often than one response, at `N`.
   * - `loss`: at no N it is certain to be right more often, and at `N`, the least such, it is certain to be right less often.
   * - `open`: the ends of what is known overlap.
   * - `cut`: every response that was drawn was cut, so that none answers.
   * - `unmarked`: without answers there is no accuracy; `N` is then the draws that find y*.
   */
  readonly finding: 'gain' | 'loss' | 'open' | 'cut' | 'unmarked';
  /**
   * Of a gain, the least N whose accuracy is certain to be as high as is certain of any, up to 0.01; where it is open, the largest N that was measured;
   * without answers the least N at which best-of-N returns y* with probability at least 0.9, where that is known.
   */
  readonly N?: number;
  /** What is known of the accuracy of one response, and at `N`. */
  readonly one?: KnownAccuracy;
  readonly best?: KnownAccuracy;
  /** Of a gain: the most that larger N, as far as they are known, can add to what is certain at `N`. */
  readonly mayAdd?: number;
  /** Of a gain: whether greedy decoding is right at least as often as best-of-N can be at `N`. */
  readonly greedyIsEnough?: boolean;
}

/** Ends of an accuracy: exact ones, or an interval around what was measured. */
export interface KnownAccuracy extends Interval {
  readonly rests: 'exact' | 'measured';
}

/** Draws the conclusion from the rows of a report. */
export function verdictOf(
  rows: readonly AccuracyRow[],
  { allCut, greedy }: { readonly allCut: boolean; readonly greedy: number | undefined },
): Verdict {
  if (allCut) return { finding: 'cut' };
  const all = rows.flatMap((row) => {
    const accuracy = accuracyOf(row);
    return accuracy ? [{ N: row.N, accuracy, drawn: row.logLikelihood !== undefined }] : [];
  });
  if (all.length === 0) {
    const enough = rows.find(({ findsMode }) => findsMode && findsMode.lower >= FOUND);
    return { finding: 'unmarked', ...known({ N: enough?.N }) };
  }
  const [first] = all;
  const one = first!.accuracy;
  const certain = all.filter(({ accuracy }) => accuracy.lower > one.upper);
  const highest = Math.max(...certain.map(({ accuracy }) => accuracy.lower));
  const enough = certain.find(({ accuracy }) => accuracy.lower >= highest - WORTH);
  if (enough) {
    const { N, accuracy: best } = enough;
    const mayAdd = all.reduce((most, row) => Math.max(most, row.N > N ? row.accuracy.upper - best.lower : 0), 0);
    return { finding: 'gain', N, one, best, mayAdd, greedyIsEnough: greedy !== undefined && greedy >= best.upper };
  }
  const worst = all.find(({ accuracy }) => accuracy.upper < one.lower);
  if (worst) return { finding: 'loss', N: worst.N, one, best: worst.accuracy };
  // What is known beyond the pool is no clearer, or it would be a gain or a loss.
  const largest = all.findLast(({ drawn }) => drawn) ?? all.at(-1)!;
  return { finding: 'open', N: largest.N, one, best: largest.accuracy };
}

/** The narrower of what is exact and what was measured. */
function accuracyOf({ exact, logLikelihood: measured }: AccuracyRow): KnownAccuracy | undefined {
  const width = ({ lower, upper }: Interval): number => upper - lower;
  if (exact && (!measured || width(exact) <= width(measured))) return { ...exact, rests: 'exact' };
  return measured && { lower: measured.lower, upper: measured.upper, rests: 'measured' };
}
