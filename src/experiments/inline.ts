import { CaseError } from './executor.ts';
import type { Executor } from './executor.ts';
import type { Experiment, Outcome } from './experiment.ts';
import { runCase } from './sweep.ts';
import type { Row, Sweep } from './sweep.ts';

/** How long the event loop may wait for a signal to be seen. */
const BREATH_MILLISECONDS = 50;

/** Runs the cases one after another, here. */
export const inline: Executor = {
  name: 'inline',
  async execute({ experiment, seed, cases }, indices, deliver, { signal, onStart } = {}) {
    let breathed = Date.now();
    for (const index of indices) {
      if (Date.now() - breathed > BREATH_MILLISECONDS) {
        await breath();
        breathed = Date.now();
      }
      if (signal?.aborted) return;
      onStart?.(index);
      const started = Date.now();
      let outcome: Outcome;
      try {
        outcome = await runCase(experiment, seed, cases[index]!);
      } catch (error) {
        throw new CaseError({ experiment, seed, cases }, index, error);
      }
      deliver({ index, outcome, seconds: (Date.now() - started) / 1000 });
    }
  },
};

/** The rows of a sweep as they are computed, one after another, synchronously. */
export function* rowsOf<E extends Experiment<any, Outcome>>({ experiment, seed, cases }: Sweep<E>): Iterable<Row<E>> {
  for (const parameters of cases) {
    const { values, cost } = runCase(experiment, seed, parameters) as Outcome;
    yield { parameters, values, cost };
  }
}

/** Lets a signal from outside in between two cases; timers are in every environment, but in no type of the language. */
function breath(): Promise<void> {
  const { setTimeout } = globalThis as unknown as { setTimeout: (then: () => void, milliseconds: number) => void };
  return new Promise((resolve) => setTimeout(resolve, 0));
}
