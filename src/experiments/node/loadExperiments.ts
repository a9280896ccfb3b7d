import { importList } from '../../files/importModule.ts';
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
  const experiments = await importList(where, module, 'experiments');
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
