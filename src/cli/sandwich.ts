import { Command } from 'commander';
import type { HardFamilyParameters, RiskLine } from '../theory/sandwich/index.ts';
import { integer } from './integer.ts';
import { jsonLine } from './jsonLine.ts';
import { asUsageErrors } from './model/asUsageErrors.ts';
import { number } from './number.ts';
import { progressBar } from './progress.ts';
import { table } from './table.ts';
import { UsageError } from './usageError.ts';

interface SandwichFlags {
  readonly prompts?: number;
  readonly responses?: number;
  readonly hardMass?: number;
  readonly risk?: number;
  readonly m?: number;
  readonly adaptive?: boolean;
  readonly json?: boolean;
}

/** Small, middling and large, where no family is asked for. */
const FAMILIES: readonly HardFamilyParameters[] = [
  { prompts: 4, responses: 16, hardMass: 0.5 },
  { prompts: 32, responses: 32, hardMass: 0.25 },
  { prompts: 64, responses: 256, hardMass: 0.05 },
];

/** `whetstone sandwich`: lower bounds, exact risks and upper bounds beside one another. */
export function sandwichCommand(): Command {
  return new Command('sandwich')
    .description('lower bounds, exact risks and upper bounds of SFT-sharpening on the hard family, side by side')
    .option('--prompts <d>', 'hard prompts', integer)
    .option('--responses <M>', 'responses to a hard prompt', integer)
    .option('--hard-mass <Delta>', 'mass of the hard prompts together, in (0, 1]', number)
    .option(
      '--risk <eps>',
      'the samples that each line needs for this risk; by default Delta/16, of which Thm 3.1 speaks, and with --adaptive Delta/(16e)',
      number,
    )
    .option('--m <samples>', 'instead, the risk of each line with so many samples', integer)
    .option('--adaptive', 'the framework that chooses the number of responses at each prompt as it goes (Def D.1)')
    .option('--json', 'one JSON object a line on stdout, nothing else')
    .addHelpText(
      'after',
      `
The risk is the share of prompts with at most half of the mass on y*. Each line stands at its best n prompts and N
responses; a lower bound says that no learner reaches the risk with fewer samples. Without a family, three are shown.
JSON has no infinities: with --json a number without end is the string "Infinity".

Examples:
  whetstone sandwich                                                    samples for a risk of Delta/16
  whetstone sandwich --prompts 4 --responses 16 --hard-mass 0.5 --m 240
  whetstone sandwich --adaptive --json`,
    )
    .action((flags: SandwichFlags) => asUsageErrors('sandwich', () => sandwich(flags)));
}

async function sandwich(flags: SandwichFlags): Promise<void> {
  const families = familiesOf(flags);
  if (flags.m !== undefined && flags.risk !== undefined) {
    throw new UsageError('sandwich: --m asks for risks and --risk for samples; give one of them');
  }
  // Formulas take most of a second to load: other commands do without them.
  const { adaptiveLines, fixedLines, samplesFor, worstCase } = await import('../theory/sandwich/index.ts');
  const lines = flags.adaptive ? adaptiveLines : fixedLines;
  const bar = progressBar('lines');
  const total = families.length * lines.length;
  const answers = families.map((family, i) =>
    lines.map((line, j): Answer => {
      bar.update(i * lines.length + j, total, line.name);
      if (flags.m === undefined) {
        const risk = flags.risk ?? family.hardMass / (flags.adaptive ? 16 * Math.E : 16);
        return { family, line, risk, ...samplesFor(line, family, risk) };
      }
      const { id: _, side: __, worst: ___, ...point } = worstCase(line, [family], flags.m);
      return { family, line, m: flags.m, ...point };
    }),
  );
  bar.stop();
  if (flags.json) {
    for (const { family, line, ...rest } of answers.flat()) {
      console.log(jsonLine({ ...family, line: line.id, side: line.side, ...rest }));
    }
    return;
  }
  const what = flags.m === undefined ? 'samples m' : `risk with ${flags.m} samples`;
  const header = [
    'line',
    ...families.map(({ prompts, responses, hardMass }) => `(${prompts}, ${responses}, ${hardMass})`),
  ];
  const cell = (answer: Answer) => (flags.m === undefined ? samplesCell(answer) : riskCell(answer));
  const rows = lines.map((line, j) => [line.name, ...answers.map((column) => cell(column[j]!))]);
  console.log(`${what} on hard families (d, M, Delta)${flags.m === undefined ? riskOf(flags) : ''}\n`);
  console.log(table(header, rows));
  console.log('\nIn brackets the plan: n prompts x N responses, or mu where the number of responses is adaptive.');
}

interface Answer {
  readonly family: HardFamilyParameters;
  readonly line: RiskLine;
  readonly m: number;
  readonly risk: number;
  readonly vacuous?: boolean;
  readonly n?: number;
  readonly N?: number;
  readonly mu?: number;
}

function familiesOf({ prompts, responses, hardMass }: SandwichFlags): readonly HardFamilyParameters[] {
  if (prompts === undefined && responses === undefined && hardMass === undefined) return FAMILIES;
  if (prompts === undefined || responses === undefined || hardMass === undefined) {
    throw new UsageError('sandwich: a family needs all of --prompts, --responses and --hard-mass');
  }
  return [{ prompts, responses, hardMass }];
}

const riskOf = ({ risk, adaptive }: SandwichFlags): string =>
  `, for a risk of ${risk ?? (adaptive ? 'Delta/(16e)' : 'Delta/16')}`;

function samplesCell({ m, n, N, mu }: Answer): string {
  const samples = m === Infinity ? 'not reached' : Math.ceil(m).toLocaleString('en');
  return `${samples}${planOf({ n, N, mu })}`;
}

function riskCell({ risk, vacuous, n, N, mu }: Answer): string {
  return `${risk.toPrecision(6)}${vacuous ? ', vacuous' : planOf({ n, N, mu })}`;
}

function planOf({
  n,
  N,
  mu,
}: Pick<Answer, 'n' | 'N' | 'mu'> | { n: number | undefined; N: number | undefined; mu: number | undefined }): string {
  if (N !== undefined) return ` (${n} x ${N})`;
  return mu === undefined ? '' : ` (${n}, mu ${mu.toPrecision(3)})`;
}
