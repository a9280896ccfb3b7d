import type { EndedChoice } from '../../../access/queries/ended.ts';
import type { Interval } from '../../../math/interval.ts';
import { mean } from '../../../math/mean.ts';
import { exactAccuracy } from './exactAccuracy.ts';
import type { Findings } from './findings.ts';
import { known } from './known.ts';
import { chosenValue, measuredAccuracy } from './measuredAccuracy.ts';
import type { MeasuredAccuracy } from './measuredAccuracy.ts';
import { modeFound } from './modeFound.ts';
import { winnersOf } from './winners.ts';
import type { Winners } from './winners.ts';

/** Best-of-N at one N. What is measured is there where N is not larger than the pool. */
export interface AccuracyRow extends Partial<MeasuredAccuracy> {
  readonly N: number;
  /** Mean log-likelihood of the response that log-likelihood chooses, nats. */
  readonly meanLogLikelihood?: number;
  /** What log-likelihood chooses. */
  readonly winners?: Winners;
  /** By log-likelihood, from the law that the search has found: the ends of what it can be. */
  readonly exact?: Interval;
  /** How often y* is returned, from the search: the ends of what it can be. */
  readonly findsMode?: Interval;
  /** Whether the interval of what was measured meets the exact ends. */
  readonly meets?: boolean;
}

/**
 * What best-of-N comes to at one N; undefined where nothing is known: beyond the pool, without laws or answers.
 *
 * @param options.failure the probability that any one of the intervals misses
 */
export function accuracyRow(
  findings: readonly Findings[],
  N: number,
  { failure, ended }: { failure: number; ended: EndedChoice },
): AccuracyRow | undefined {
  const exact = exactAccuracy(findings, N, ended);
  const findsMode = modeFound(findings, N);
  if (N > findings[0]!.logLikelihoods.length) {
    return exact || findsMode ? { N, ...known({ exact, findsMode }) } : undefined;
  }
  const measured = measuredAccuracy(findings, N, failure);
  return {
    N,
    ...measured,
    meanLogLikelihood: mean(findings.map((at) => chosenValue(at, N, at.logLikelihoods))),
    winners: winnersOf(findings, N),
    ...known({
      exact,
      findsMode,
      meets:
        measured && exact
          ? measured.logLikelihood.lower <= exact.upper && measured.logLikelihood.upper >= exact.lower
          : undefined,
    }),
  };
}
