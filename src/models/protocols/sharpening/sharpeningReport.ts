import { ENDED, requireEnded } from '../../../access/queries/ended.ts';
import type { EndedChoice } from '../../../access/queries/ended.ts';
import { requireInteger, requireNumbers, requireOpenUnit } from '../../../math/checks.ts';
import { accuracyRow } from './accuracyRow.ts';
import type { AccuracyRow } from './accuracyRow.ts';
import { findingsOf } from './findings.ts';
import type { Findings } from './findings.ts';
import { formReport } from './formReport.ts';
import type { FormReport } from './formReport.ts';
import { known } from './known.ts';
import { REWARDS } from './measuredAccuracy.ts';
import { spreadOf } from './spread/spread.ts';
import type { Spread } from './spread/spread.ts';
import { searchSummary } from './searchSummary.ts';
import type { SearchSummary } from './searchSummary.ts';
import { requireSharpeningData } from './sharpeningData.ts';
import type { SharpeningData } from './sharpeningData.ts';
import { verdictOf } from './verdict.ts';
import type { Verdict } from './verdict.ts';
import { drawnOf } from './winners.ts';
import type { Drawn } from './winners.ts';

/** What sharpening does to a model on these prompts. Plain JSON. */
export interface SharpeningReport {
  readonly prompts: number;
  readonly samples: number;
  /** All intervals of the report together miss with at most this probability. */
  readonly failure: number;
  /** Which responses may win: measured, exact and y* alike. */
  readonly ended: EndedChoice;
  /** Of all that was drawn. */
  readonly drawn: Drawn;
  readonly verdict: Verdict;
  readonly rows: readonly AccuracyRow[];
  readonly all: FormReport;
  readonly forms: readonly FormReport[];
  /** How far apart the model's scores of one response lay; none where nothing was scored again. What is exact allows for it. */
  readonly spread?: Spread;
  /** None where no search was made. */
  readonly search?: SearchSummary;
}

/**
 * Accuracy against N from one pool of samples, and exactly from the laws that a search has found. What was not asked is left
 * out: all accuracies where no answers are known, all that is exact where no search was made.
 *
 * A pool of S draws gives the expectation over all subsets of N: unbiased for best-of-N, and a U-statistic, so that its
 * interval is that of floor(S/N) independent groups a prompt. Intervals hold for all N and rewards together.
 *
 * @param Ns numbers of responses, ascending; those above S are answered exactly only
 * @param failure the probability that any interval misses, in (0, 1)
 * @param ended whether a response that the length limit cut may win; by default only one that ended
 * @throws DomainError where what was asked is not that of the task, or a number is not in its domain
 */
export function sharpeningReport(
  data: SharpeningData,
  Ns: readonly number[],
  failure: number,
  { ended = ENDED }: { readonly ended?: EndedChoice } = {},
): SharpeningReport {
  const where = 'sharpeningReport';
  requireSharpeningData(where, data);
  requireNumbers(where, 'Ns', Ns);
  Ns.forEach((N, i) => requireInteger(where, `Ns[${i}]`, N, 1));
  requireOpenUnit(where, 'failure', failure);
  requireEnded(where, ended);
  const findings = findingsOf(where, data, ended);
  const S = data.pool.perPrompt;
  const measured = Ns.filter((N) => N <= S).length;
  const each = failure / (REWARDS * Math.max(1, measured));
  const rows = Ns.flatMap((N) => accuracyRow(findings, N, { failure: each, ended }) ?? []);
  const all = formReport('all', findings, ended);
  const drawn = drawnOf(findings);
  return {
    prompts: findings.length,
    samples: S,
    failure,
    ended,
    drawn,
    verdict: verdictOf(rows, { allCut: drawn.promptsAllCut === findings.length, greedy: all.greedy }),
    rows,
    all,
    forms: byForm(findings).map(([form, members]) => formReport(form, members, ended)),
    ...known({
      spread: data.rescored && spreadOf(data.rescored.map(({ scores }) => scores)),
      search: searchSummary(findings),
    }),
  };
}

/** Groups of prompts in the order in which they first come; none where there is one only. */
function byForm(findings: readonly Findings[]): [form: string, members: Findings[]][] {
  const groups = new Map<string, Findings[]>();
  for (const at of findings) {
    const { form = 'all' } = at.question;
    groups.set(form, [...(groups.get(form) ?? []), at]);
  }
  return groups.size < 2 ? [] : [...groups];
}
