import { Command } from 'commander';
import type {
  CoverageFamiliesOptions,
  HardFamilyParameters,
  RiskLine,
  RiskPoint,
  Split,
} from '../theory/sandwich/index.ts';
import { integer } from './integer.ts';
import { jsonLine } from '../display/jsonLine.ts';
import { asUsageErrors } from './asUsageErrors.ts';
import { loadLines } from './loadLines.ts';
import { number } from './number.ts';
import { progressBar } from '../display/progress.ts';
import { sandwichNeedleCommand } from './sandwichNeedle.ts';
import { strict } from './strict.ts';
import { table } from '../display/table.ts';
import { UsageError } from './usageError.ts';

interface SandwichFlags {
  readonly prompts?: number;
  readonly responses?: number;
  readonly hardMass?: number;
  readonly coverage?: number;
  readonly risk?: number;
  readonly m?: number;
  readonly adaptive?: boolean;
  readonly lines?: string;
  readonly json?: boolean;
}

/** Families of one coverage are looked at up to this many responses. */
const MOST_RESPONSES = 16_384;

/** Small, middling and large, where no family is asked for. */
const FAMILIES: readonly HardFamilyParameters[] = [
  { prompts: 4, responses: 16, hardMass: 0.5 },
  { prompts: 32, responses: 32, hardMass: 0.25 },
  { prompts: 64, responses: 256, hardMass: 0.05 },
];

/** `whetstone sandwich`: lower bounds, exact risks and upper bounds beside one another. */
export function sandwichCommand(): Command {
  return new Command('sandwich')
    .addCommand(strict(sandwichNeedleCommand()))
    .enablePositionalOptions()
    .option('--prompts <d>', 'hard prompts', integer)
    .option('--responses <M>', 'responses to a hard prompt', integer)
    .option('--hard-mass <Delta>', 'mass of the hard prompts together, in (0, 1]', number)
    .option(
      '--risk <eps>',
      'the samples that each line needs for this risk; by default Delta/16, of which Thm 3.1 speaks, and with --adaptive Delta/(16e)',
      number,
    )
    .option('--m <samples>', 'instead, the risk of each line with so many samples', integer)
    .option('--coverage <C>', 'with --m: the worst of the families that have this C_cov, in place of one', number)
    .option('--adaptive', 'the framework that chooses the number of responses at each prompt as it goes (Def D.1)')
    .option(
      '--lines <module>',
      'lines and families of your own as well: a module that exports `lines`, `families` or both, e.g. ./mine.js',
    )
    .option('--json', 'one JSON object a line on stdout, nothing else')
    .addHelpText(
      'after',
      `
The risk is the share of prompts with at most half of the mass on y*. Each line
stands at its best n prompts and N responses; a lower bound says that no learner
reaches the risk with fewer samples. Without a family, three are shown, or those
of --lines. At one coverage a line stands at the worst of the families with up
to 16,384 responses, at the split that is best for it. JSON has no infinities:
with --json a number without end is the string "Infinity".

A line of your own is a bound with boundLine around it, from whetstone/sandwich.
Where lines are out of order, lower bound above an exact risk or that above an
upper bound, the pairs are named and the exit code is 1.

Examples:
  whetstone sandwich                           samples for a risk of Delta/16
  whetstone sandwich --prompts 4 --responses 16 --hard-mass 0.5 --m 240
  whetstone sandwich --prompts 4 --coverage 8 --m 10000     the worst of one C
  whetstone sandwich --adaptive --json
  whetstone sandwich --lines ./mine.js         bounds of your own, too
  whetstone sandwich needle                    RLHF-sharpening and exploration`,
    )
    .action((flags: SandwichFlags) => asUsageErrors('sandwich', () => sandwich(flags)));
}

async function sandwich(flags: SandwichFlags): Promise<void> {
  refuseMixtures(flags);
  // Formulas take most of a second to load: other commands do without them.
  const library = await import('../theory/sandwich/index.ts');
  const own = await loadLines(flags.lines, Object.values(library.lines));
  const lines = [...(flags.adaptive ? library.adaptiveLines : library.fixedLines), ...own.lines];
  const columns = columnsOf(flags, own.families, library.coverageFamilies);
  for (const { title, families } of columns) {
    if (flags.risk !== undefined && !(flags.risk < families[0]!.hardMass)) {
      throw new UsageError(`sandwich: --risk ${flags.risk} is not below the mass of the hard prompts of ${title}`);
    }
  }
  const bar = progressBar('lines');
  const total = columns.length * lines.length;
  const answers = columns.map(({ families }, i) =>
    lines.map((line, j): Answer => {
      bar.update(i * lines.length + j, total, line.name);
      if (flags.m !== undefined) {
        const { worst: family, risk, vacuous, n, N, mu } = library.worstCase(line, families, flags.m);
        return { family, line, m: flags.m, risk, vacuous, n, N, mu };
      }
      const [family] = families as [HardFamilyParameters];
      const risk = flags.risk ?? family.hardMass / (flags.adaptive ? library.ADAPTIVE_SCALE : library.FIXED_SCALE);
      return { family, line, risk, ...library.samplesFor(line, family, risk) };
    }),
  );
  bar.stop();
  // In the order of risks, and so of the samples that a risk takes.
  const broken = own.lines.length === 0 ? [] : answers.flatMap((column) => library.chain(column.map(pointOf)));
  if (broken.length > 0) process.exitCode = 1;
  if (flags.json) {
    for (const { family, line, ...rest } of answers.flat()) {
      console.log(jsonLine({ ...family, line: line.id, side: line.side, ...rest }));
    }
    return;
  }
  const show = flags.m === undefined ? samplesCell : riskCell;
  const rows = lines.map((line, j) => [line.name, ...answers.map((column) => show(column[j]!))]);
  console.log(`${titleOf(flags)}\n`);
  console.log(table(['line', ...columns.map(({ title }) => title)], rows));
  console.log(
    '\nIn brackets the split: n prompts x N responses, or n and mu where the number of\nresponses is adaptive.',
  );
  const nameOf = (id: string): string => lines.find((line) => line.id === id)!.name;
  for (const { below, above } of broken) {
    console.log(`Out of order: ${nameOf(below.id)} (${below.side}) is above ${nameOf(above.id)} (${above.side}).`);
  }
  // Families with more responses weigh less than the last one, so they are not worse where the risk exceeds that.
  const open = answers.flat().filter(({ risk }) => risk < columns[0]!.families.at(-1)!.hardMass);
  if (flags.coverage !== undefined && open.length > 0) {
    const names = open.map(({ line }) => `\n  ${line.name}`).join('');
    console.log(`A family with more than ${MOST_RESPONSES.toLocaleString('en')} responses may be worse for${names}`);
  }
}

interface Answer extends Split {
  readonly family: HardFamilyParameters;
  readonly line: RiskLine;
  readonly m: number;
  readonly risk: number;
  readonly vacuous?: boolean;
}

/** What `chain` compares of an answer. */
function pointOf({ line: { id, side }, m, risk, vacuous }: Answer): RiskPoint {
  return { id, side, risk: vacuous === undefined ? m : risk, vacuous: vacuous ?? false };
}

interface Column {
  readonly title: string;
  readonly families: readonly HardFamilyParameters[];
}

function refuseMixtures({ m, risk, coverage, responses, hardMass }: SandwichFlags): void {
  if (m !== undefined && risk !== undefined) {
    throw new UsageError('sandwich: --m asks for risks and --risk for samples; give one of them');
  }
  if (coverage === undefined) return;
  if (m === undefined) throw new UsageError('sandwich: --coverage needs --m, the number of samples');
  if (responses !== undefined || hardMass !== undefined) {
    throw new UsageError('sandwich: --coverage takes the place of --responses and --hard-mass');
  }
}

function columnsOf(
  { prompts, responses, hardMass, coverage }: SandwichFlags,
  own: readonly HardFamilyParameters[],
  coverageFamilies: (options: CoverageFamiliesOptions) => readonly HardFamilyParameters[],
): readonly Column[] {
  if (coverage !== undefined) {
    if (prompts === undefined) throw new UsageError('sandwich: --coverage needs --prompts');
    const families = coverageFamilies({ prompts, coverage, mostResponses: MOST_RESPONSES });
    return [{ title: `worst of d = ${prompts}, C_cov = ${coverage}`, families }];
  }
  const given = [prompts, responses, hardMass].filter((value) => value !== undefined).length;
  if (given > 0 && given < 3) {
    throw new UsageError('sandwich: a family needs all of --prompts, --responses and --hard-mass');
  }
  const shown = own.length > 0 ? own : FAMILIES;
  const families = given === 0 ? shown : [{ prompts, responses, hardMass } as HardFamilyParameters];
  return families.map((family) => ({
    title: `(${family.prompts}, ${family.responses}, ${family.hardMass})`,
    families: [family],
  }));
}

function titleOf({ m, risk, adaptive, coverage }: SandwichFlags): string {
  const on = coverage === undefined ? 'hard families (d, M, Delta)' : 'the worst hard family of one coverage';
  if (m !== undefined) return `risk with ${m.toLocaleString('en')} samples on ${on}`;
  return `samples m on ${on}, for a risk of ${risk ?? (adaptive ? 'Delta/(16e)' : 'Delta/16')}`;
}

function samplesCell({ line, m, ...split }: Answer): string {
  if (line.side === 'lower' && m <= 1) return 'says nothing';
  return (m === Infinity ? 'more than 2^50' : Math.ceil(m).toLocaleString('en')) + splitText(split);
}

function riskCell({ line, risk, vacuous, ...split }: Answer): string {
  if (line.side === 'lower' && vacuous) return 'says nothing';
  if (risk === 0) return '0';
  return risk.toPrecision(6) + (vacuous ? ', vacuous' : splitText(split));
}

function splitText({ n, N, mu }: Split): string {
  if (N !== undefined) return ` ${together(`(${n} x ${N})`)}`;
  return mu === undefined ? '' : ` ${together(`(${n}, mu ${mu.toPrecision(3)})`)}`;
}

/** A text that is not parted where a table wraps. */
function together(text: string): string {
  return text.replaceAll(' ', '\u00a0');
}
