import { table } from '../../display/table.ts';
import type { Interval } from '../../math/interval.ts';
import type { AccuracyRow } from '../../models/protocols/sharpening/accuracyRow.ts';
import type { FormReport } from '../../models/protocols/sharpening/formReport.ts';
import type { Estimate } from '../../models/protocols/sharpening/measuredAccuracy.ts';
import type { SearchSummary } from '../../models/protocols/sharpening/searchSummary.ts';
import type { SharpeningReport } from '../../models/protocols/sharpening/sharpeningReport.ts';
import type { Drawn } from './drawSharpening.ts';
import { atSpread, spreadWords } from './spreadWords.ts';

/** Prints a report as a person reads it; what it has not is not mentioned. */
export function printSharpening(
  { prompts, samples, failure, rows, all, forms, search, spread }: SharpeningReport,
  { folder, drawn }: { folder: string; drawn: Drawn },
): void {
  const answered = all.plain !== undefined;
  console.log(
    `${answered ? `accuracy of best-of-N on ${prompts} prompts` : `best-of-N on ${prompts} prompts without answers`}, ` +
      `${samples} responses drawn to each\n${tableOf(rows, rowColumns)}`,
  );
  console.log(`\n${tableOf([...forms, all], formColumns(samples))}`);
  for (const form of [...forms, all].filter(({ misleads }) => misleads)) console.log(`\n${misleading(form, samples)}`);
  const summary = [...ofAnswers(all, samples), ...ofCoverage(all)].join(' ');
  console.log(
    (summary === '' ? '' : `\n${summary}\n`) +
      '\n' +
      (search ? searching(search, prompts, atSpread(spread)) : '') +
      spreadWords(spread, search) +
      (answered && search ? 'The interval of what was measured and the exact ends meet, or lie apart.\n' : '') +
      (answered
        ? 'Intervals are over the draws, the prompts held fixed; they hold for all N and rewards together\n' +
          `  with probability ${1 - failure}.\n`
        : '') +
      `${'path' in drawn ? `Figure: ${drawn.path}` : `No figure: ${drawn.why}`}\nEverything else: ${folder}`,
  );
}

/** A column of a table: undefined where it has nothing to say of a row, and left out where it has nothing to say at all. */
type Column<Row> = readonly [title: string, cell: (row: Row) => string | number | undefined];

function tableOf<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string {
  const shown = columns.filter(([, cell]) => rows.some((row) => cell(row) !== undefined));
  return table(
    shown.map(([title]) => title),
    rows.map((row) => shown.map(([, cell]) => cell(row) ?? '')),
  );
}

const rowColumns: readonly Column<AccuracyRow>[] = [
  ['N', ({ N }) => N],
  ['log-likelihood', ({ logLikelihood }) => mean(logLikelihood)],
  ['interval', ({ logLikelihood }) => logLikelihood && ends(logLikelihood)],
  ['exact', ({ exact }) => exact && exactEnds(exact)],
  ['', ({ exact, meets }) => exact && (meets === undefined || isOpen(exact) ? '' : meets ? 'meet' : 'APART')],
  ['length-norm.', ({ lengthNormalised }) => mean(lengthNormalised)],
  // The vote may be left out at every N.
  ['majority', ({ logLikelihood, majority }) => logLikelihood && (mean(majority) ?? '')],
  ['mean nats', ({ meanLogLikelihood }) => meanLogLikelihood?.toFixed(2)],
];

function formColumns(samples: number): readonly Column<FormReport>[] {
  return [
    ['prompts', ({ form }) => form],
    ['count', ({ prompts }) => prompts],
    ['plain', ({ plain }) => share(plain)],
    ['greedy', ({ greedy }) => share(greedy)],
    [`best of ${samples}`, ({ bestOfN }) => share(bestOfN)],
    ['exact', ({ exact }) => exact && exactEnds(exact)],
    ['y*', ({ mode }) => mode && exactEnds(mode, 3)],
    ['C_cov', ({ coverage }) => coverage && coverageEnds(coverage)],
    ['', ({ misleads }) => (misleads === undefined ? undefined : misleads ? 'likelihood misleads' : '')],
  ];
}

function misleading({ form, prompts: count, greedy, exact }: FormReport, samples: number): string {
  return (
    `On ${form === 'all' ? 'all prompts' : form} (${count}) likelihood misleads: greedy decoding is right on ` +
    `${share(greedy)},\n  best-of-${samples} by log-likelihood with probability ${exactEnds(exact!, 3)}.`
  );
}

/** How often responses are right. */
function ofAnswers({ plain, greedy, bestOfN, exact, mode }: FormReport, samples: number): string[] {
  if (plain === undefined) return [];
  const right = [
    `One response is right on ${share(plain)} of the prompts`,
    ...(greedy === undefined ? [] : [`greedy decoding on ${share(greedy)}`]),
    `the best of ${samples} on ${exact ? exactEnds(exact, 3) : share(bestOfN)}`,
  ];
  return [`${right.join(', ')}${mode ? `,\n  y*, which best-of-N tends to, on ${exactEnds(mode, 3)}` : ''}.`];
}

function ofCoverage({ coverage }: FormReport): string[] {
  return coverage ? [`To see y* takes ${coverageEnds(coverage)} draws on average (C_cov).`] : [];
}

function searching(search: SearchSummary, prompts: number, at: string): string {
  const { certified, greedyMisses } = search;
  const found =
    certified === 0
      ? search.lost > 0
        ? '.'
        : '; a larger --budget finds it.'
      : greedyMisses === undefined
        ? '.'
        : `; greedy decoding misses it on ${greedyMisses} of them.`;
  return (
    `y* certified on ${certified} of ${prompts} prompts${at}${found}\n` +
    `Search: ${search.medianExpansions} next-token laws a prompt (median), at most ${search.mostExpansions}. ` +
    `Of the mass ${share(search.meanListed)} is listed on average,\n` +
    `  ${share(search.leastListed)} at least; of what is listed ${share(search.cutMass.lower)} is cut at the length limit.\n`
  );
}

/** Whether nothing is known. */
function isOpen({ lower, upper }: Interval): boolean {
  return upper - lower > 1 - 1e-9;
}

function mean(estimate: Estimate | undefined): string | undefined {
  return share(estimate?.mean);
}

function share(value: number | undefined): string | undefined {
  return value?.toFixed(3);
}

function ends({ lower, upper }: Interval): string {
  return `${lower.toFixed(3)}–${upper.toFixed(3)}`;
}

function coverageEnds(ends: Interval): string {
  return ends.upper === Infinity ? `at least ${ends.lower.toFixed(1)}` : exactEnds(ends, 1);
}

/** As many digits as both ends share, or both. */
function exactEnds({ lower, upper }: Interval, digits = 4): string {
  const [from, to] = [lower.toFixed(digits), upper.toFixed(digits)];
  return from === to ? from : `${from}–${to}`;
}
