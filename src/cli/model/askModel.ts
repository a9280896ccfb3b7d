import { join } from 'node:path';
import type { Program } from '../../access/query.ts';
import { promptsInOrder } from '../../access/remote/promptStreams.ts';
import type { Progress } from '../../access/remote/remoteRun.ts';
import { runAsync } from '../../access/runAsync.ts';
import { FileLog } from '../../files/fileLog.ts';
import { progressBar } from '../../display/progress.ts';
import type { ProgressBar } from '../../display/progress.ts';
import { countingPrompts } from './countingPrompts.ts';
import type { ModelRun } from './modelRun.ts';

/** A run whose answers are kept in a folder, a log for each program. */
export interface KeptRun extends ModelRun {
  readonly folder: string;
  /** Texts that the model works on at once. */
  readonly sequences: number;
}

/** Runs a program that draws `total` responses. */
export function sampled<R>(program: Program<any, R>, total: number, kept: KeptRun): Promise<R> {
  return asked(program, { ...kept, name: 'samples', label: 'responses' }, (bar, { answers, tokens }, seconds) => {
    bar.update(answers, total, tokens === 0 ? 'from the log' : `${(tokens / seconds).toFixed(0)} tokens/s`);
  });
}

/**
 * Runs a program that decodes at each prompt. How many laws a prompt needs shows at its end only, so it is prompts that are
 * counted.
 */
export function decodedBy<R>(name: string, what: string, program: Program<any, R>, kept: KeptRun): Promise<R> {
  const { prompts, sequences } = kept;
  let done = 0;
  const counting = countingPrompts(program, () => done++);
  // As many prompts at once as there are sequences: each then stays where it has read.
  const options = { ...kept, name, label: `${what}, prompts`, inFlight: sequences };
  return asked(counting, options, (bar, { answers, replayed }, seconds) => {
    const fresh = answers - replayed;
    bar.update(
      done,
      prompts.length,
      fresh === 0 ? 'from the log' : `${answers} laws, ${(fresh / seconds).toFixed(0)}/s`,
    );
  });
}

/** Runs a program that scores given responses; how many is not known before. */
export function scored<R>(name: string, program: Program<any, R>, kept: KeptRun): Promise<R> {
  return asked(program, { ...kept, name, label: 'scores' }, (bar, { answers, replayed }, seconds) => {
    const fresh = answers - replayed;
    bar.update(answers, answers, fresh === 0 ? 'from the log' : `${(fresh / seconds).toFixed(0)}/s`);
  });
}

/** Runs one program on the prompts, each once and in order, with a log of its own. */
async function asked<R>(
  program: Program<any, R>,
  options: KeptRun & { readonly name: string; readonly label: string; readonly inFlight?: number },
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
