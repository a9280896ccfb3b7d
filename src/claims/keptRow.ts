import type { Experiment, Outcome, ParametersOf } from '../experiments/experiment.ts';
import { rowsOf } from '../experiments/inline.ts';
import { sweepHash, sweepOf } from '../experiments/sweep.ts';
import type { Row, Sweep } from '../experiments/sweep.ts';
import { computedOnce } from './computedOnce.ts';

type Synchronous = Experiment<any, Outcome>;

const firstRow = computedOnce((sweep: Sweep<Synchronous>) => [...rowsOf(sweep)][0]!, sweepHash);

/** The row of one case of an experiment, simulated once however many bounds it is held against. */
export function keptRow<E extends Synchronous>(experiment: E, seed: string, parameters: ParametersOf<E>): Row<E> {
  return firstRow(sweepOf(experiment, { seed, cases: [parameters] })) as Row<E>;
}
