import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { plan } from '../../access/queries/plan.ts';
import { StoppedError } from '../../access/remote/remoteRun.ts';
import { LockedError, takeLock } from '../../files/lock.ts';
import type { Lock } from '../../files/lock.ts';
import { reasonOf, WriteError } from '../../files/writeError.ts';
import { writeWhole } from '../../files/writeWhole.ts';
import { bestFirstSearch } from '../../learners/decoding/bestFirstSearch.ts';
import { greedy } from '../../learners/decoding/greedy.ts';
import { requireInteger } from '../../math/checks.ts';
import { DomainError } from '../../math/domainError.ts';
import type { Neural } from '../../models/neural.ts';
import { chosenTexts } from '../../models/protocols/sharpening/chosenTexts.ts';
import type { ChosenTexts } from '../../models/protocols/sharpening/chosenTexts.ts';
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
import { openedAs, withModelOptions } from './modelOptions.ts';
import type { ModelFlags } from './modelOptions.ts';
import { printSharpening } from './printSharpening.ts';
import { requireRoom } from './requireRoom.ts';
import { sourceOf } from './sourceOf.ts';
import type { OpenModel } from '../../models/openedModel.ts';
import { stoppable } from '../stoppable.ts';
import { taskFrom } from './taskFrom.ts';
import type { TaskFlags } from './taskFrom.ts';

interface SharpenFlags extends TaskFlags, ModelFlags {
  readonly samples: number;
  readonly maxTokens?: number;
  readonly mass: number;
  readonly budget: number;
  readonly seed: string;
  readonly sequences: number;
  readonly out?: string;
  readonly showTexts?: boolean;
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
  const command = new Command('sharpen').description(
    'what best-of-N does to a language model: accuracy against N, measured and exact, and how hard it is',
  );
  return withModelOptions(command)
    .option(
      '--prompts <file>',
      'JSON lines {"prompt": ..., "answer": ...}, or all without an answer, or the lines of GSM8K; by default those of the model that ships',
    )
    .option(
      '--mark <how>',
      'how answers are marked: last-word (the default), number, exact, regex:PATTERN, or a module such as ./mark.js',
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
    .option('--sequences <count>', 'texts that the model works on at once', integer, 32)
    .option('--out <folder>', 'answers, and report and figure of the last run; by default one below .whetstone/')
    .option('--show-texts', 'the best, the likeliest and the greedy response to each prompt, below the report')
    .option('--json', 'the report as one JSON object on stdout, nothing else')
    .addHelpText(
      'after',
      `
Draws --samples responses to each prompt, decodes greedily, and searches the
tree of tokens for the likeliest responses. From the samples come the accuracy
of best-of-N by log-likelihood, by length-normalised log-likelihood and by
majority, with intervals over the draws that hold for all N together with
probability ${1 - FAILURE}. From the search come y* with a certificate, the coverage
coefficient C_cov, and the exact accuracy of best-of-N for any N, between two
ends. Some responses, each y* and its rivals are scored again, alone and in
batches: the largest difference is the spread, for which what is exact allows,
and at which certificates are held. It bounds no response that was not compared.

A response is right where it ended and gives the answer, by --mark:
  last-word      what follows its last space or equals sign, without a full
                 stop; answers are one word
  number         its last number, and the last number of the answer
  exact          the whole text, but for the spaces around it; answers may have
                 several words
  regex:PATTERN  what the pattern finds first, its first group where it has one;
                 the same of the answer, or all of that
  ./mark.js      a module that exports answerOf({ text, ended }),
                 isRight(question, response), or both
Without answers there is no accuracy; y* and the coverage need none.

A response that --max-tokens cuts is no answer, and its likelihood is that of
all its continuations together, so that best-of-N would prefer it. So only
responses that ended may win (--ended only): measured, exact and y* alike. Where
all responses to a prompt were cut, the first stands for it and is wrong. With
--ended all a cut response is one like any other.

A model of the base kind runs on after its answer. A stop string ends a response
where its text first contains it; the text is what stands before it. That is
part of the law of responses, and holds in samples, likelihoods and search
alike. A model that was trained to chat wants --chat.

Every answer of the model is kept in --out: after Ctrl-C the same command goes
on where it was.

Examples:
  whetstone model sharpen             the model that ships, 128 held-out prompts
  whetstone model sharpen --mass 0.9 --budget 8000  a longer list, closer ends
  whetstone model sharpen --model FILE.gguf --prompts questions.jsonl --count 20
  whetstone model sharpen --model BASE.gguf --prompts few.jsonl --stop '\\n'
  whetstone model sharpen --model CHAT.gguf --prompts chat.jsonl --chat`,
    )
    .action((flags: SharpenFlags) =>
      asUsageErrors('model sharpen', () => sharpen(flags, open), { command, log: '--out' }),
    );
}

async function sharpen(flags: SharpenFlags, open: OpenModel): Promise<void> {
  const { samples, mass, budget, seed, sequences, ended } = flags;
  requireInteger('sharpen', 'samples', samples, 1);
  // The search checks these too, but only when all samples have been drawn.
  requireInteger('sharpen', 'budget', budget, 1, 2 ** 26);
  if (!(mass > 0 && mass <= 1)) throw new DomainError('sharpen', 'mass', 'a number in (0, 1]', mass);
  const { path, task } = await taskFrom(flags);
  const maxTokens = flags.maxTokens ?? task.maxTokens;
  const prompts = task.questions.map(({ prompt }) => prompt);
  const source = sourceOf(seed);
  const { stop, chat, specialTokens, runtime } = flags;
  const told = [stop, chat, specialTokens].some((one) => one !== undefined) ? [{ stop, chat, specialTokens }] : [];
  const key = source
    .split(JSON.stringify([path, runtime ?? null, prompts, samples, maxTokens, ...told]))
    .key.slice(0, 12);
  const folder = flags.out ?? join('.whetstone', `sharpen-${key}`);
  const model = await open({
    path,
    maxTokens,
    sequences,
    ...openedAs(flags),
  });
  let lock: Lock | undefined;
  try {
    // A model knows itself how many tokens it can: so the room for them is asked for behind it.
    requireRoom({ command: 'model sharpen', flag: '--samples', count: samples, prompts: prompts.length, maxTokens });
    // Before anything is written: a run would find it out too, but only when the folder is there.
    for (const prompt of prompts) await model.checkPrompt?.(prompt);
    lock = lockedFolder(folder);
    await stoppable(async (signal) => {
      const kept = { model, prompts, folder, source, sequences, signal };
      const n = prompts.length;
      const pool = await sampled(plan<Neural>({ n, N: samples }), n * samples, kept);
      const decoded = await decode(kept, { maxTokens, budget, mass });
      const again =
        model.evaluate &&
        (await scored(`scores-${budget}-${mass}-${ended}`, rescored({ prompts, pool, ended, ...decoded }), kept));
      const Ns = [...new Set([...NS, samples])].sort((a, b) => a - b);
      const data = { task, pool, ...decoded, ...(again && { rescored: again }) };
      const report = sharpeningReport(data, Ns, FAILURE, { ended });
      const texts = flags.showTexts ? chosenTexts(data, { ended }) : undefined;
      const run = { model: model.name, seed, maxTokens, mass, budget };
      await publish({ report, texts, run, stops: stop !== undefined }, folder, flags.json === true);
    });
  } catch (error) {
    if (!(error instanceof StoppedError)) throw error;
    console.error(`model sharpen: stopped; the same command goes on from ${folder}`);
    process.exitCode = 130;
  } finally {
    lock?.release();
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

/** Makes the folder, which then is of this process alone. */
function lockedFolder(folder: string): Lock {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new UsageError(`model sharpen: cannot make the folder ${folder}: ${reasonOf(error)}`);
  }
  try {
    return takeLock(join(folder, 'report'));
  } catch (error) {
    if (error instanceof LockedError || error instanceof WriteError) throw error;
    throw new UsageError(`model sharpen: cannot write in the folder ${folder}: ${reasonOf(error)}`);
  }
}

interface Published {
  readonly report: SharpeningReport;
  readonly texts: readonly ChosenTexts[] | undefined;
  readonly run: { readonly model: string; readonly maxTokens: number } & Readonly<Record<string, unknown>>;
  /** Whether stop strings were given. */
  readonly stops: boolean;
}

async function publish({ report, texts, run, stops }: Published, folder: string, json: boolean): Promise<void> {
  const whole = { ...run, ...report, ...(texts && { texts }) };
  writeWhole(join(folder, 'report.json'), `${JSON.stringify(whole, null, 2)}\n`);
  const drawn = await drawSharpening(report, run.model, folder);
  if (json) console.log(JSON.stringify(whole));
  else printSharpening(report, { folder, drawn, texts, maxTokens: run.maxTokens, stops });
}
