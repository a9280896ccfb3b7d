import { requireInteger } from '../../math/checks.ts';
import { DomainError } from '../../math/domainError.ts';
import { CaseError } from '../executor.ts';
import type { Executor, FinishedCase } from '../executor.ts';
import type { AnyExperiment } from '../experiment.ts';
import { experiments } from '../registry.ts';
import type { Task } from './worker.ts';

const MOST_THREADS = 1024;

/**
 * Runs cases on so many worker threads. Only experiments of the library can be run there: a thread knows them by name.
 *
 * @throws DomainError where the number is not an integer in [1, 1024]
 */
export function threads(count: number): Executor {
  requireInteger('threads', 'count', count, 1, MOST_THREADS);
  return {
    name: count === 1 ? '1 thread' : `${count} threads`,
    async execute(sweep, indices, deliver, { signal, onStart } = {}) {
      const { experiment, seed, cases } = sweep;
      if (!(experiments as readonly AnyExperiment[]).includes(experiment)) {
        throw new DomainError('threads', 'experiment', 'one of the library, or run inline', experiment.id);
      }
      if (indices.length === 0) return;
      const size = Math.min(count, indices.length);
      const { Piscina } = await import('piscina');
      const pool = new Piscina({ ...workerModule(), minThreads: size, maxThreads: size });
      const stop = new AbortController();
      const onAbort = (): void => stop.abort();
      signal?.addEventListener('abort', onAbort);
      if (signal?.aborted) onAbort();
      let failed: CaseError | undefined;
      let next = 0;
      // Each lane keeps one thread busy, so that it is known which case begins when.
      const lane = async (): Promise<void> => {
        while (next < indices.length && !failed && !stop.signal.aborted) {
          const index = indices[next++]!;
          onStart?.(index);
          const task: Task = { experiment: experiment.id, seed, parameters: cases[index] };
          let result: Omit<FinishedCase, 'index'>;
          try {
            result = (await pool.run(task, { signal: stop.signal })) as Omit<FinishedCase, 'index'>;
          } catch (error) {
            if (!stop.signal.aborted) failed ??= new CaseError(sweep, index, error);
            return;
          }
          deliver({ index, ...result });
        }
      };
      try {
        await Promise.all(Array.from({ length: size }, lane));
      } finally {
        signal?.removeEventListener('abort', onAbort);
        await pool.destroy();
      }
      if (failed) throw failed;
    },
  };
}

/** The file that a thread runs: compiled code as it is, TypeScript through a loader. */
function workerModule(): { filename: string; execArgv: string[] } {
  const compiled = import.meta.url.endsWith('.js');
  const filename = new URL(compiled ? './worker.js' : './worker.ts', import.meta.url).href;
  if (compiled) return { filename, execArgv: [] };
  // `--import tsx` does nothing in a thread: its hooks have to be registered there.
  const hooks = `register('tsx/esm', { parentURL: ${JSON.stringify(import.meta.url)}, data: true })`;
  const register = `import { register } from 'node:module'; ${hooks};`;
  return { filename, execArgv: ['--import', `data:text/javascript,${encodeURIComponent(register)}`] };
}
