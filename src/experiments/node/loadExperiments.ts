import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DomainError } from '../../math/domainError.ts';
import { requireExperiment } from '../experiment.ts';
import type { AnyExperiment } from '../experiment.ts';
import { experiments as registered } from '../registry.ts';

/**
 * The experiments that are known already, and those that a module exports as a list `experiments`; one that it exports again
 * is known once.
 *
 * @param module a URL, or the path of a file, relative to the working directory
 * @param known by default those of the library
 * @throws DomainError where the module cannot be imported, exports no such list, or two experiments have one id
 */
export async function loadExperiments(
  module: string | URL,
  known: readonly AnyExperiment[] = registered,
): Promise<readonly AnyExperiment[]> {
  const where = 'loadExperiments';
  const url = moduleUrl(where, module);
  let exported: { readonly experiments?: readonly AnyExperiment[] };
  try {
    exported = (await import(/* @vite-ignore */ url)) as typeof exported;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new DomainError(where, 'module', `one that can be imported (${why})`, String(module));
  }
  const { experiments } = exported;
  if (!Array.isArray(experiments) || experiments.length === 0) {
    const expected = `a list of experiments: export const experiments = [...] in ${String(module)}`;
    throw new DomainError(where, 'experiments', expected, experiments);
  }
  const all: AnyExperiment[] = [...known];
  experiments.forEach((each, i) => {
    requireExperiment(where, `experiments[${i}]`, each);
    if (known.includes(each)) return;
    if (all.some(({ id }) => id === each.id)) {
      throw new DomainError(where, `experiments[${i}].id`, 'one that no other experiment has', each.id);
    }
    all.push(each);
  });
  return all;
}

/** The experiments of the library, and those of some modules. */
export async function loadAllExperiments(modules: readonly string[]): Promise<readonly AnyExperiment[]> {
  let known: readonly AnyExperiment[] = registered;
  for (const module of modules) known = await loadExperiments(module, known);
  return known;
}

/** Where a module is, as a thread can import it too. */
export function moduleUrl(where: string, module: string | URL): string {
  if (module instanceof URL) return module.href;
  if (typeof module !== 'string' || module === '') {
    throw new DomainError(where, 'module', 'a URL, or the path of a file', module);
  }
  return module.startsWith('file:') ? module : pathToFileURL(resolve(module)).href;
}
