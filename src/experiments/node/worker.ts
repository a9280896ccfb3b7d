import type { FinishedCase } from '../executor.ts';
import type { AnyExperiment } from '../experiment.ts';
import { experiments } from '../registry.ts';
import { runCase } from '../sweep.ts';
import { loadExperiments } from './loadExperiments.ts';

/** A case as plain data. */
export interface CaseRun {
  /** What exports the experiment, where it is none of the library. */
  readonly module: string | undefined;
  readonly experiment: string;
  readonly seed: string;
  readonly parameters: unknown;
}

/** Runs one case in a thread. */
export default async function runInThread({
  module,
  experiment: id,
  seed,
  parameters,
}: CaseRun): Promise<Omit<FinishedCase, 'index'>> {
  const known: readonly AnyExperiment[] = module === undefined ? experiments : await loadExperiments(module);
  const experiment = known.find((each) => each.id === id)!;
  const started = Date.now();
  const outcome = await runCase(experiment, seed, parameters);
  return { outcome, seconds: (Date.now() - started) / 1000 };
}
