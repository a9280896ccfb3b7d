import type { FinishedCase } from '../executor.ts';
import type { AnyExperiment } from '../experiment.ts';
import { experiments } from '../registry.ts';
import { runCase } from '../sweep.ts';

/** A case as plain data. */
export interface Task {
  readonly experiment: string;
  readonly seed: string;
  readonly parameters: unknown;
}

/** Runs one case in a thread. */
export default async function runTask({
  experiment: id,
  seed,
  parameters,
}: Task): Promise<Omit<FinishedCase, 'index'>> {
  const experiment = (experiments as readonly AnyExperiment[]).find((each) => each.id === id)!;
  const started = Date.now();
  const outcome = await runCase(experiment, seed, parameters);
  return { outcome, seconds: (Date.now() - started) / 1000 };
}
