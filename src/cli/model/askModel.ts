import { join } from 'node:path';
import type { Program } from '../../access/query.ts';
import { promptsInOrder } from '../../access/remote/promptStreams.ts';
import type { Progress } from '../../access/remote/remoteRun.ts';
import { runAsync } from '../../access/runAsync.ts';
import type { Source } from '../../math/random/source.ts';
import { FileLog } from '../../files/fileLog.ts';
import type { LlamaBackend } from '../../models/llama/llama.ts';
import { progressBar } from '../../display/progress.ts';
import type { ProgressBar } from '../../display/progress.ts';
import { countingPrompts } from './countingPrompts.ts';

/** A model with its prompts, and the folder that keeps its answers. */
export interface Setting {
  readonly model: LlamaBackend;
  readonly prompts: readonly string[];
  readonly folder: string;
  readonly source: Source;
  readonly sequences: number;
  readonly signal: { readonly aborted: boolean };
}

/** Runs a program that draws `total` responses. */
export function sampled<R>(program: Program<any, R>, total: number, setting: Setting): Promise<R> {
  return asked(program, { ...setting, name: 'samples', label: 'responses' }, (bar, { answers, tokens }, seconds) => {
    bar.update(answers, total, tokens === 0 ? 'from the log' : `${(tokens / seconds).toFixed(0)} tokens/s`);
  });
}

/**
 * Runs a program that decodes at each prompt. How many laws a prompt needs shows at its end only, so it is prompts that are
 * counted.
 */
export function decodedBy<R>(name: string, what: string, program: Program<any, R>, setting: Setting): Promise<R> {
  const { prompts, sequences } = setting;
  let done = 0;
  const counting = countingPrompts(program, () => done++);
  // As many prompts at once as there are sequences: each then stays where it has read.
  const options = { ...setting, name, label: `${what}, prompts`, inFlight: sequences };
  return asked(counting, options, (bar, { answers, replayed }, seconds) => {
    const fresh = answers - replayed;
    bar.update(
      done,
      prompts.length,
      fresh === 0 ? 'from the log' : `${answers} laws, ${(fresh / seconds).toFixed(0)}/s`,
    );
  });
}

/** Runs one program on the prompts, each once and in order, with a log of its own. */
async function asked<R>(
  program: Program<any, R>,
  options: Setting & { readonly name: string; readonly label: string; readonly inFlight?: number },
  show: (bar: ProgressBar, progress: Progress, seconds: number) => void,
): Promise<R> {
  const { model, prompts, folder, source, signal, name, label, inFlight } = options;
  const log = new FileLog(join(folder, `${name}.jsonl`));
  const bar = progressBar(label);
  const started = performance.now();
  let last: Progress = { answers: 0, replayed: 0, tokens: 0 };
  const tell = (): void => show(bar, last, (performance.now() - started) / 1000);
  try {
    const { result } = await runAsync(program, model, {
      prompts: promptsInOrder(prompts),
      source: source.split(name),
      log,
      signal,
      onProgress: (progress) => {
        last = progress;
        tell();
      },
      ...(inFlight !== undefined && { inFlight }),
    });
    tell();
    return result;
  } finally {
    bar.stop();
    log.close();
  }
}
