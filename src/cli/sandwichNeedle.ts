import { Command } from 'commander';
import { jsonLine } from '../display/jsonLine.ts';
import { table } from '../display/table.ts';
import type { NeedleFamily, NeedleLine } from '../theory/sandwich/needleLines.ts';
import { asUsageErrors } from './asUsageErrors.ts';
import { integer } from './integer.ts';
import { number } from './number.ts';
import { UsageError } from './usageError.ts';

interface NeedleFlags {
  readonly responses?: number;
  readonly hypotheses: number;
  readonly bonus: number;
  readonly delta: number;
  readonly beta?: number;
  readonly risk?: number;
  readonly m?: number;
  readonly regret?: boolean;
  readonly json?: boolean;
}

/** Numbers of responses, where none is asked for. */
const SIZES = [64, 256, 1024, 4096];
const RISK = 0.1;

/** `whetstone sandwich needle`: what each algorithm takes on a needle with a short list, beside the best of its framework. */
export function sandwichNeedleCommand(): Command {
  return new Command('needle')
    .description('the same for RLHF-sharpening, where exploring does without coverage')
    .option('--responses <S>', 'responses; by default 64, 256, 1024 and 4096', integer)
    .option('--hypotheses <K>', 'how many of them may be y*', integer, 8)
    .option('--bonus <h>', 'how much heavier y* is than any other response, as a share', number, 1)
    .option('--delta <delta>', 'mass that a sharpened policy may leave off y*', number, 0.1)
    .option('--beta <beta>', "weight of the divergence; by default Thm 4.3's, h / (2 log(2 S/delta))", number)
    .option('--risk <eps>', `the samples that each line needs for this risk, by default ${RISK}`, number)
    .option('--m <samples>', 'instead, the risk of each line with so many samples', integer)
    .option('--regret', 'with --m: what J_beta falls short of its optimum, in nats, in place of the risk')
    .option('--json', 'one JSON object a line on stdout, nothing else')
    .addHelpText(
      'after',
      `
One prompt with S responses, of which one of the first K is y*: a needle whose
coverage C_cov = (S + h)/(1 + h) grows with S. All lines are exact: the best
that any learner can do who explores, and who has samples of the base policy
alone; and four algorithms. The risk is how likely the learner leaves more than
delta off y*, on average over the K places of y*. A sample is a response whose
likelihood is seen: a pair of responses is two.

SFT-sharpening stands at its best plan, one prompt; the RLHF learners at their
last iterate, XPO at an alpha that is small beside beta. Where pi*_beta itself
is not sharpened, at too large a beta, their risk is 1. The regret is what the
J_beta of the policy that is returned falls short of that of pi*_beta, on
average; that of the best learners is the least that there can be.

Examples:
  whetstone sandwich needle                        samples for a risk of 0.1
  whetstone sandwich needle --responses 1024 --m 20      risks with 20 samples
  whetstone sandwich needle --m 8 --regret               what J_beta lacks
  whetstone sandwich needle --hypotheses 32 --bonus 0.5 --json`,
    )
    .action((flags: NeedleFlags) => asUsageErrors('sandwich needle', () => needle(flags)));
}

interface Answer {
  readonly m: number;
  readonly risk?: number;
  readonly regret?: number;
}

async function needle(flags: NeedleFlags): Promise<void> {
  const { responses, hypotheses, bonus, delta, m, regret, json } = flags;
  if (m !== undefined && flags.risk !== undefined) {
    throw new UsageError('sandwich needle: --m asks for risks and --risk for samples; give one of them');
  }
  if (regret && m === undefined) throw new UsageError('sandwich needle: --regret needs --m, the number of samples');
  const { needleLines, thm43Beta } = await import('../theory/sandwich/needleLines.ts');
  const lines: readonly NeedleLine[] = Object.values(needleLines);
  const risk = flags.risk ?? RISK;
  const sizes = responses === undefined ? SIZES.filter((S) => S >= hypotheses) : [responses];
  if (sizes.length === 0) {
    throw new UsageError(`sandwich needle: --hypotheses ${hypotheses} is more than all responses; give --responses`);
  }
  const families = sizes.map((S): NeedleFamily => {
    const family = { responses: S, hypotheses, bonus, delta };
    return { ...family, beta: flags.beta ?? thm43Beta(family) };
  });
  const answerOf = (line: NeedleLine, family: NeedleFamily): Answer => {
    if (m === undefined) return { risk, m: line.samples(family, risk) };
    return regret ? { regret: line.regret(family, m), m } : { risk: line.risk(family, m), m };
  };
  const answers = lines.map((line) => families.map((family) => answerOf(line, family)));
  if (json) {
    lines.forEach(({ id, side, framework }, i) => {
      families.forEach((family, j) =>
        console.log(jsonLine({ ...family, line: id, side, framework, ...answers[i]![j] })),
      );
    });
    return;
  }
  const what =
    m === undefined
      ? `samples for a risk of ${risk}`
      : `${regret ? 'regret in nats' : 'risk'} with ${m.toLocaleString('en')} samples`;
  console.log(`${what} on needles with K = ${hypotheses}, h = ${bonus}, delta = ${delta}\n`);
  const cell = (answer: Answer): string =>
    m === undefined ? samplesText(answer.m) : riskText((answer.regret ?? answer.risk)!);
  const rows = lines.map(({ name }, i) => [name, ...answers[i]!.map(cell)]);
  console.log(table(['line', ...families.map((family) => `S = ${family.responses}`)], rows));
  console.log('\nA sample is a response whose likelihood is seen: a pair is two. All lines\nare exact.');
}

function samplesText(m: number): string {
  return m === Infinity ? 'never' : m.toLocaleString('en');
}

function riskText(risk: number): string {
  return risk === 0 || risk === 1 ? String(risk) : risk.toPrecision(4);
}
