import type { EndedChoice } from '../../../access/queries/ended.ts';
import { FiniteLaw } from '../../../laws/finiteLaw.ts';
import type { Interval } from '../../../math/interval.ts';
import { mean } from '../../../math/mean.ts';
import { tied } from '../../../math/tolerance.ts';
import { lawPolicy } from '../../../theory/coverage/lawWorld.ts';
import { modeCoverage } from '../../../theory/coverage/modeCoverage.ts';
import { exactAccuracy, modeAccuracy } from './exactAccuracy.ts';
import { atEach } from './findings.ts';
import type { Findings } from './findings.ts';
import { known } from './known.ts';
import { chosenValue } from './measuredAccuracy.ts';
import { widenedReciprocal } from './spread/widened.ts';
import { winnersOf } from './winners.ts';
import type { Winners } from './winners.ts';

/** One group of prompts, or all of them. Accuracies are there where answers are known. */
export interface FormReport {
  readonly form: string;
  readonly prompts: number;
  readonly plain?: number;
  readonly greedy?: number;
  /** Measured at N = S. */
  readonly bestOfN?: number;
  /** What log-likelihood chooses at N = S. */
  readonly winners: Winners;
  /** Exact at N = S, where a search was made. */
  readonly exact?: Interval;
  /** Accuracy of y*, of tied ones the mean, among what may win; apart where it is not certified everywhere. */
  readonly mode?: Interval;
  /** C_cov, of y* among what may win, where a search was made; the upper end is infinite, null in JSON, where nothing was listed at a prompt. */
  readonly coverage?: Interval;
  /** Whether best-of-N by log-likelihood is certain to be less often right than greedy decoding. */
  readonly misleads?: boolean;
}

/** Reports on a group of prompts, of which there is at least one. */
export function formReport(form: string, findings: readonly Findings[], ended: EndedChoice): FormReport {
  const S = findings[0]!.logLikelihoods.length;
  const drawn = atEach(findings, ({ marks }) => marks?.drawn);
  const greedyMarks = atEach(findings, ({ marks }) => marks?.greedy);
  const laws = atEach(findings, ({ contenders }) => contenders?.law);
  const greedy = greedyMarks && mean(greedyMarks);
  const exact = exactAccuracy(findings, S, ended);
  return {
    form,
    prompts: findings.length,
    winners: winnersOf(findings, S),
    ...known({
      plain: drawn && mean(drawn.map(mean)),
      greedy,
      bestOfN: drawn && mean(findings.map((at, i) => chosenValue(at, S, drawn[i]!))),
      exact,
      mode: modeAccuracy(findings),
      coverage:
        laws &&
        widenedReciprocal(
          modeCoverage({ promptLaw: FiniteLaw.uniform(laws.length), base: lawPolicy(laws) }),
          findings[0]!.spread,
        ),
      misleads: exact && greedy !== undefined ? exact.upper < greedy && !tied(exact.upper, greedy) : undefined,
    }),
  };
}
