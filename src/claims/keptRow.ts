import type { Experiment, Outcome, ParametersOf } from '../experiments/experiment.ts';
import { rowsOf } from '../experiments/inline.ts';
import { sweepHash, sweepOf } from '../experiments/sweep.ts';
import type { Row } from '../experiments/sweep.ts';

const kept = new Map<string, Row>();

/** The row of one case of an experiment, simulated once however many bounds it is held against. */
export function keptRow<E extends Experiment<any, Outcome>>(
  experiment: E,
  seed: string,
  parameters: ParametersOf<E>,
): Row<E> {
  const sweep = sweepOf(experiment, { seed, cases: [parameters] });
  const key = sweepHash(sweep);
  const [row] = kept.has(key) ? [kept.get(key) as Row<E>] : rowsOf(sweep);
  kept.set(key, row!);
  return row!;
}
