import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { plan } from '../../access/queries/plan.ts';
import { StoppedError } from '../../access/remote/remoteRun.ts';
import { bestFirstSearch } from '../../learners/decoding/bestFirstSearch.ts';
import { greedy } from '../../learners/decoding/greedy.ts';
import { requireInteger } from '../../math/checks.ts';
import { DomainError } from '../../math/domainError.ts';
import { Source } from '../../math/random/source.ts';
import type { Neural } from '../../models/neural.ts';
import { rescored } from '../../models/protocols/sharpening/spread/rescored.ts';
import { sharpeningReport } from '../../models/protocols/sharpening/sharpeningReport.ts';
import type { SharpeningData } from '../../models/protocols/sharpening/sharpeningData.ts';
import type { SharpeningReport } from '../../models/protocols/sharpening/sharpeningReport.ts';
import { integer } from '../integer.ts';
import { number } from '../number.ts';
import { UsageError } from '../usageError.ts';
import { decodedBy, sampled, scored } from './askModel.ts';
import type { KeptRun } from './askModel.ts';
import { asUsageErrors } from '../asUsageErrors.ts';
import { drawSharpening } from './drawSharpening.ts';
import { modelOption } from './modelOption.ts';
import { printSharpening } from './printSharpening.ts';
import type { OpenModel } from '../../models/openedModel.ts';
import { stoppable } from '../stoppable.ts';
import { taskFrom } from './taskFrom.ts';
import type { TaskFlags } from './taskFrom.ts';

interface SharpenFlags extends TaskFlags {
  readonly samples: number;
  readonly maxTokens?: number;
  readonly mass: number;
  readonly budget: number;
  readonly seed: string;
  readonly threads?: number;
  readonly sequences: number;
  readonly out?: string;
  readonly json?: boolean;
}

/** The failure probability of all intervals of one report together. */
const FAILURE = 1e-3;
const NS = [1, 2, 3, 5, 7, 10, 15, 25, 35, 50, 100, 250, 1000, 10_000, 100_000, 1_000_000];
/** Prefixes that a search looks behind at once at a prompt: the sequences are shared by the prompts under way. */
const WIDTH = 4;
/** Responses lighter than this are not listed one by one. */
const LEAST_MASS = 1e-7;

/** `whetstone model sharpen`: what best-of-N does to a model, measured and exact. */
export function sharpenCommand(open: OpenModel): Command {
  return new Command('sharpen')
    .description('what best-of-N does to a language model: accuracy against N, measured and exact, and how hard it is')
    .addOption(modelOption())
    .option(
      '--prompts <file>',
      'JSON lines {"prompt": ..., "answer": ...}, or all without an answer; by default those of the model that ships',
    )
    .option('--count <count>', 'how many of the prompts, from the first on; by default 128, or all if fewer', integer)
    .option('--samples <count>', 'responses drawn to each prompt', integer, 50)
    .option('--max-tokens <count>', 'where a response is cut; by default 48, or 64 for a model of your own', integer)
    .option('--mass <share>', 'a search lists responses from the likeliest down to this mass', number, 0.5)
    .option('--budget <count>', 'the most next-token laws that a search asks for at a prompt', integer, 2000)
    .option(
      '--seed <name>',
      'all randomness: the same name gives the same responses, whatever --sequences is, up to rounding',
      'whetstone',
    )
    .option('--threads <count>', 'default: the cores of this machine, 1 for a tiny model', integer)
    .option('--sequences <count>', 'texts that the model works on at once', integer, 32)
    .option('--out <folder>', 'answers, and report and figure of the last run; by default one below .whetstone/')
    .option('--json', 'the report as one JSON object on stdout, nothing else')
    .addHelpText(
      'after',
      `
Draws --samples responses to each prompt, decodes greedily, and searches the tree of tokens for
the likeliest responses. From the samples come the accuracy of best-of-N by log-likelihood, by
length-normalised log-likelihood and by majority, with intervals over the draws that hold for all
N together with probability ${1 - FAILURE}. From the search come y* with a certificate, the coverage
coefficient C_cov, and the exact accuracy of best-of-N for any N, between two ends. Some responses, each
y* and its rivals are scored again alone and in batches: the largest difference is the spread, for which
what is exact allows, and at which certificates are held. It bounds no response that was not compared.

A response is right where it ended and its last word is the answer: what follows its last space
or equals sign, without a full stop.

Every answer of the model is kept in --out: after Ctrl-C the same command goes on where it was.

Examples:
  whetstone model sharpen                                 the model that ships, 128 held-out prompts
  whetstone model sharpen --mass 0.9 --budget 8000        a longer list, so closer ends
  whetstone model sharpen --model FILE.gguf --prompts questions.jsonl --count 20 --samples 10`,
    )
    .action((flags: SharpenFlags) => asUsageErrors('model sharpen', () => sharpen(flags, open)));
}

async function sharpen(flags: SharpenFlags, open: OpenModel): Promise<void> {
  const { samples, mass, budget, seed, threads, sequences } = flags;
  requireInteger('sharpen', 'samples', samples, 1);
  // The search checks these too, but only when all samples have been drawn.
  requireInteger('sharpen', 'budget', budget, 1, 2 ** 26);
  if (!(mass > 0 && mass <= 1)) throw new DomainError('sharpen', 'mass', 'a number in (0, 1]', mass);
  const { path, task } = taskFrom(flags);
  const maxTokens = flags.maxTokens ?? task.maxTokens;
  const prompts = task.questions.map(({ prompt }) => prompt);
  const source = Source.named(seed);
  const key = source.split(JSON.stringify([path, prompts, samples, maxTokens])).key.slice(0, 12);
  const folder = flags.out ?? join('.whetstone', `sharpen-${key}`);
  const model = await open({
    path,
    maxTokens,
    sequences,
    ...(threads !== undefined && { threads }),
  });
  try {
    // Before anything is written: a run would find it out too, but only when the folder is there.
    for (const prompt of prompts) model.checkPrompt?.(prompt);
    makeFolder(folder);
    await stoppable(async (signal) => {
      const kept = { model, prompts, folder, source, sequences, signal };
      const n = prompts.length;
      const pool = await sampled(plan<Neural>({ n, N: samples }), n * samples, kept);
      const decoded = await decode(kept, { maxTokens, budget, mass });
      const again =
        model.evaluate && (await scored(`scores-${budget}-${mass}`, rescored({ prompts, pool, ...decoded }), kept));
      const Ns = [...new Set([...NS, samples])].sort((a, b) => a - b);
      const report = sharpeningReport({ task, pool, ...decoded, ...(again && { rescored: again }) }, Ns, FAILURE);
      await publish(report, { model: model.name, seed, maxTokens, mass, budget }, folder, flags.json === true);
    });
  } catch (error) {
    if (!(error instanceof StoppedError)) throw error;
    console.error(`model sharpen: stopped; the same command goes on from ${folder}`);
    process.exitCode = 130;
  } finally {
    await model.dispose();
  }
}

/** What is found by next-token laws, with the way to read it; nothing of a model that does not show them. */
async function decode(
  kept: KeptRun,
  { maxTokens, budget, mass }: { maxTokens: number; budget: number; mass: number },
): Promise<Pick<SharpeningData, 'greedy' | 'searched' | 'textOf'>> {
  const { model, prompts } = kept;
  if (!model.nextTokenLaws || !model.textOf) return {};
  const textOf = model.textOf.bind(model);
  const n = prompts.length;
  const decoded = await decodedBy('greedy', 'greedy decoding', greedy<Neural>({ n, maxTokens }), kept);
  const search = bestFirstSearch<Neural>({ n, maxTokens, budget, mass, width: WIDTH, leastMass: LEAST_MASS });
  const searched = await decodedBy('search', 'search', search, kept);
  return { greedy: decoded, searched, textOf };
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new UsageError(`model sharpen: cannot make the folder ${folder}: ${(error as Error).message}`);
  }
}

async function publish(
  report: SharpeningReport,
  run: Readonly<Record<string, unknown>>,
  folder: string,
  json: boolean,
): Promise<void> {
  const whole = { ...run, ...report };
  writeFileSync(join(folder, 'report.json'), `${JSON.stringify(whole, null, 2)}\n`);
  const drawn = await drawSharpening(report, String(run['model']), folder);
  if (json) console.log(JSON.stringify(whole));
  else printSharpening(report, { folder, drawn });
}
