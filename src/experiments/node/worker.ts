import type { FinishedCase } from '../executor.ts';
import { runCase } from '../sweep.ts';
import { loadAllExperiments } from './loadExperiments.ts';

/** A case as plain data. */
export interface CaseRun {
  /** What exports experiments beyond those of the library. */
  readonly modules: readonly string[];
  readonly experiment: string;
  readonly seed: string;
  readonly parameters: unknown;
}

/** Runs one case in a thread. */
export default async function runInThread({
  modules,
  experiment: id,
  seed,
  parameters,
}: CaseRun): Promise<Omit<FinishedCase, 'index'>> {
  const experiment = (await loadAllExperiments(modules)).find((each) => each.id === id)!;
  const started = Date.now();
  const outcome = await runCase(experiment, seed, parameters);
  return { outcome, seconds: (Date.now() - started) / 1000 };
}
