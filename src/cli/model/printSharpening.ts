import { table } from '../../display/table.ts';
import { wrap } from '../../display/wrap.ts';
import type { Interval } from '../../math/interval.ts';
import type { AccuracyRow } from '../../models/protocols/sharpening/accuracyRow.ts';
import type { ChosenText, ChosenTexts } from '../../models/protocols/sharpening/chosenTexts.ts';
import type { FormReport } from '../../models/protocols/sharpening/formReport.ts';
import type { Estimate } from '../../models/protocols/sharpening/measuredAccuracy.ts';
import type { SearchSummary } from '../../models/protocols/sharpening/searchSummary.ts';
import type { SharpeningReport } from '../../models/protocols/sharpening/sharpeningReport.ts';
import type { Winners } from '../../models/protocols/sharpening/winners.ts';
import { plural } from '../plural.ts';
import type { Drawn } from './drawSharpening.ts';
import { spreadSentences, atSpread } from './spreadWords.ts';
import { verdictText } from './verdictText.ts';

/** What is printed beside a report. */
export interface PrintedWith {
  readonly folder: string;
  readonly drawn: Drawn;
  /** Where responses were cut. */
  readonly maxTokens: number;
  /** Whether stop strings were given. */
  readonly stops: boolean;
  /** Shown below the report, where they were asked for. */
  readonly texts: readonly ChosenTexts[] | undefined;
}

/** Prints a report as a person reads it; what it has not is not mentioned. */
export function printSharpening(report: SharpeningReport, beside: PrintedWith): void {
  const { prompts, samples, failure, rows, all, forms, search, spread } = report;
  const { folder, drawn, texts, maxTokens } = beside;
  const answered = all.plain !== undefined;
  const asked = plural(prompts, 'prompt');
  console.log(`${wrap(verdictText(report, maxTokens), WIDTH)}\n`);
  console.log(
    `${answered ? `accuracy of best-of-N on ${asked}` : `best-of-N on ${asked} without answers`}, ` +
      `${plural(samples, 'response')} drawn to each\n${tableOf(telling(rows, samples), rowColumns)}`,
  );
  console.log(`\n${tableOf([...forms, all], formColumns(samples))}`);
  for (const form of [...forms, all].filter(({ misleads }) => misleads)) console.log(`\n${misleading(form, samples)}`);
  const summary = [...ofAnswers(all, samples), ...ofCoverage(all)].join(' ');
  const notes = [
    ...ofCutResponses(report, beside),
    ...(search ? searching(search, prompts, atSpread(spread)) : []),
    ...spreadSentences(spread, search),
    `Shares of what log-likelihood chooses: cut, empty${search ? ', and y* itself' : ''}.`,
    ...(answered && search ? ['The interval of what was measured and the exact ends meet, or lie apart.'] : []),
    ...(answered
      ? [
          'Intervals are over the draws, the prompts held fixed; they hold for all N and rewards together with ' +
            `probability ${1 - failure}.`,
        ]
      : []),
  ].map((note) => `${wrap(note, WIDTH, '  ')}\n`);
  console.log(
    (summary === '' ? '' : `\n${wrap(summary, WIDTH, '  ')}\n`) +
      `\n${notes.join('')}` +
      `${'path' in drawn ? `Figure: ${drawn.path}` : `No figure: ${drawn.why}`}\nEverything else: ${folder}`,
  );
  for (const each of texts ?? []) console.log(`\n${textsOf(each)}`);
}

const WIDTH = 80;

/** The rows but for those beyond the pool of which nothing is known, to the digits that are shown. */
function telling(rows: readonly AccuracyRow[], samples: number): readonly AccuracyRow[] {
  const tells = (ends: Interval | undefined): boolean => ends !== undefined && ends.upper - ends.lower < 0.9999;
  return rows.filter(({ N, exact, findsMode }) => N <= samples || tells(exact) || tells(findsMode));
}

/** Which responses were cut, and what that does, where any was. */
function ofCutResponses({ drawn, ended, prompts, all }: SharpeningReport, { maxTokens, stops }: PrintedWith): string[] {
  const { cut, empty, promptsAllCut } = drawn;
  const words: string[] = [];
  if (cut > 0) {
    const wins =
      ended === 'only'
        ? `it wins only where all responses to a prompt were cut, on ${promptsAllCut} of ${plural(prompts, 'prompt')} (--ended only)`
        : `it may win all the same (--ended all), and is ${share(all.winners.cut)} of the winners`;
    words.push(
      `Of the responses ${share(cut)} were cut at ${plural(maxTokens, 'token')}. A cut one is no answer: ${wins}.`,
    );
  }
  if (cut > 0.1) {
    words.push(
      stops
        ? 'A larger --max-tokens cuts fewer.'
        : 'A larger --max-tokens cuts fewer; where a model runs on, --stop ends it.',
    );
  }
  if (empty > 0)
    words.push(`Empty are ${share(empty)} of the responses, and ${share(all.winners.empty)} of the winners.`);
  return words.length === 0 ? [] : [words.join(' ')];
}

/** The responses to one prompt. */
function textsOf({ prompt, answer, best, likeliest, greedy }: ChosenTexts): string {
  const line = (name: string, { text, ended, logLikelihood, right }: ChosenText): string => {
    const mark = right === undefined ? '' : right ? ' right' : ' wrong';
    const first = `  ${name.padEnd(9)} ${logLikelihood.toFixed(2).padStart(7)} nats${mark}  `;
    return inColumns(`${first}${JSON.stringify(text)}${ended ? '' : ' …'}`, first.length);
  };
  return [
    inColumns(`${JSON.stringify(prompt)}${answer === undefined ? '' : `, answer ${JSON.stringify(answer)}`}`, 2),
    line('best', best),
    ...(likeliest ? [line(likeliest.certified ? 'y*' : 'likeliest', likeliest)] : []),
    ...(greedy ? [line('greedy', greedy)] : []),
  ].join('\n');
}

/** A text in lines of 80 columns, the later ones behind an indent: at its spaces, and in the middle of what has none. */
function inColumns(text: string, indent: number): string {
  const margin = ' '.repeat(indent);
  const cut = new RegExp(`.{1,${WIDTH - indent}}`, 'gsu');
  return wrap(text, WIDTH, margin)
    .split('\n')
    .flatMap((line) => {
      if (line.length <= WIDTH) return [line];
      return [
        line.slice(0, WIDTH),
        ...line
          .slice(WIDTH)
          .match(cut)!
          .map((piece) => margin + piece),
      ];
    })
    .join('\n');
}

/** A column of a table: undefined where it has nothing to say of a row, and left out where it has nothing to say at all. */
type Column<Row> = readonly [title: string, cell: (row: Row) => string | number | undefined];

/** The rows, in as many tables below one another as it takes for none to be wider than a terminal; each has the first column. */
function tableOf<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string {
  const [first, ...others] = columns.filter(([, cell]) => rows.some((row) => cell(row) !== undefined));
  const laidOut = (shown: readonly Column<Row>[]): string =>
    table(
      shown.map(([title]) => title),
      rows.map((row) => shown.map(([, cell]) => cell(row) ?? '')),
    );
  const tables: (readonly Column<Row>[])[] = [];
  let shown = [first!];
  for (const column of others) {
    if (
      shown.length > 1 &&
      laidOut([...shown, column])
        .split('\n')
        .some((line) => line.length > WIDTH)
    ) {
      tables.push(shown);
      shown = [first!];
    }
    shown.push(column);
  }
  return [...tables, shown].map(laidOut).join('\n\n');
}

/** What log-likelihood chooses. */
const winnerColumns: readonly Column<{ readonly winners?: Winners }>[] = [
  ['cut', ({ winners }) => share(winners?.cut)],
  ['empty', ({ winners }) => share(winners?.empty)],
];

const rowColumns: readonly Column<AccuracyRow>[] = [
  ['N', ({ N }) => N],
  ['log-likelihood', ({ logLikelihood }) => mean(logLikelihood)],
  ['interval', ({ logLikelihood }) => logLikelihood && ends(logLikelihood)],
  ['exact', ({ exact }) => exact && exactEnds(exact)],
  ['', ({ exact, meets }) => exact && (meets === undefined || isOpen(exact) ? '' : meets ? 'meet' : 'APART')],
  ['per token', ({ lengthNormalised }) => mean(lengthNormalised)],
  // The vote may be left out at every N.
  ['majority', ({ logLikelihood, majority }) => logLikelihood && (mean(majority) ?? '')],
  ['mean nats', ({ meanLogLikelihood }) => meanLogLikelihood?.toFixed(2)],
  ...winnerColumns,
  ['is y*', ({ findsMode }) => findsMode && (isOpen(findsMode) ? 'unknown' : exactEnds(findsMode, 3))],
];

function formColumns(samples: number): readonly Column<FormReport>[] {
  return [
    ['prompts', ({ form }) => form],
    ['count', ({ prompts }) => prompts],
    ['plain', ({ plain }) => share(plain)],
    ['greedy', ({ greedy }) => share(greedy)],
    [unbroken(`best of ${samples}`), ({ bestOfN }) => share(bestOfN)],
    ['exact', ({ exact }) => exact && exactEnds(exact, 3)],
    ['y*', ({ mode }) => mode && exactEnds(mode, 3)],
    ['C_cov', ({ coverage }) => coverage && unbroken(coverageEnds(coverage))],
    ...winnerColumns,
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
  return [`${right.join(', ')}${mode ? `, y*, which best-of-N tends to, on ${exactEnds(mode, 3)}` : ''}.`];
}

function ofCoverage({ coverage }: FormReport): string[] {
  return coverage ? [`To see y* takes ${coverageEnds(coverage)} draws on average (C_cov).`] : [];
}

function searching(search: SearchSummary, prompts: number, at: string): string[] {
  const { certified, greedyMisses } = search;
  const found =
    certified === 0
      ? search.lost > 0
        ? '.'
        : '; a larger --budget may find it.'
      : greedyMisses === undefined
        ? '.'
        : `; greedy decoding misses it on ${greedyMisses} of them.`;
  const { medianExpansions, mostExpansions, meanListed, leastListed, cutMass } = search;
  return [
    `y* certified on ${certified} of ${plural(prompts, 'prompt')}${at}${found}`,
    `Search: ${medianExpansions} next-token laws a prompt (median), at most ${mostExpansions}. Of the mass ` +
      `${share(meanListed)} is listed on average, ${share(leastListed)} at least; of what is listed ` +
      `${share(cutMass.lower)} is cut at the length limit.`,
  ];
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

/** A text that a table keeps on one line. */
function unbroken(text: string): string {
  return text.replaceAll(' ', '\u00a0');
}

function coverageEnds(ends: Interval): string {
  if (ends.lower === Infinity) return 'infinite';
  return ends.upper === Infinity ? `at least ${ends.lower.toFixed(1)}` : exactEnds(ends, 1);
}

/** As many digits as both ends share, or both. */
function exactEnds({ lower, upper }: Interval, digits = 4): string {
  const [from, to] = [lower.toFixed(digits), upper.toFixed(digits)];
  return from === to ? from : `${from}–${to}`;
}
