import { moduleUrl } from '../../files/importModule.ts';
import { requireInteger, requireObject } from '../../math/checks.ts';
import { DomainError } from '../../math/domainError.ts';
import { CaseError } from '../executor.ts';
import type { Executor, FinishedCase } from '../executor.ts';
import type { AnyExperiment } from '../experiment.ts';
import { experiments } from '../registry.ts';
import { loadAllExperiments } from './loadExperiments.ts';
import type { CaseRun } from './worker.ts';

const MOST_THREADS = 1024;

export interface ThreadsOptions {
  /**
   * The module that exports a list `experiments` with the one that is run, as a URL or the path of a file, or several of
   * them; not needed for those of the library.
   */
  readonly module?: string | URL | readonly (string | URL)[];
}

/**
 * Runs cases on so many worker threads. A thread knows an experiment by its id: those of the library, and those that the
 * modules export, which every thread imports itself.
 *
 * @throws DomainError where the number is not an integer in [1, 1024], or a module is neither a URL nor a path; when
 * it is to run, where a module cannot be used (see `loadExperiments`) or none has an experiment of that id
 */
export function threads(count: number, options: ThreadsOptions = {}): Executor {
  requireInteger('threads', 'threads', count, 1, MOST_THREADS);
  requireObject('threads', 'options', options);
  const modules = [options.module ?? []].flat().map((module) => moduleUrl('threads', module));
  return {
    name: count === 1 ? '1 thread' : `${count} threads`,
    async execute(sweep, indices, deliver, { signal, onStart } = {}) {
      const { experiment, seed, cases } = sweep;
      await requireKnown(experiment, modules);
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
          const run: CaseRun = { modules, experiment: experiment.id, seed, parameters: cases[index] };
          let result: Omit<FinishedCase, 'index'>;
          try {
            result = (await pool.run(run, { signal: stop.signal })) as Omit<FinishedCase, 'index'>;
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

/** Refuses an experiment that a thread would not find. */
async function requireKnown(experiment: AnyExperiment, modules: readonly string[]): Promise<void> {
  if (modules.length === 0) {
    if ((experiments as readonly AnyExperiment[]).includes(experiment)) return;
    const expected = 'one of the library, or be exported by a module: threads(count, { module })';
    throw new DomainError('threads', 'experiment', expected, experiment.id);
  }
  const known = (await loadAllExperiments(modules)).map(({ id }) => id);
  if (known.includes(experiment.id)) return;
  const expected = `one that ${modules.join(' or ')} exports, or of the library`;
  throw new DomainError('threads', 'experiment', expected, experiment.id);
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
