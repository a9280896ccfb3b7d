import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { progressBar } from '../src/display/progress.ts';
import { parseSpec } from '../src/experiments/index.ts';
import type { AnyExperiment, Row } from '../src/experiments/index.ts';
import { runSweep, threads } from '../src/experiments/node/index.ts';

/** A file of a figure, by its ending. */
export const figureFile = (name: string, ending: string): string =>
  fileURLToPath(new URL(`${name}.${ending}`, import.meta.url));

/** Runs the sweep figures/NAME.json unless its rows are there. */
export async function sweepRows<E extends AnyExperiment>(
  name: string,
  experiment: E,
): Promise<{ rows: readonly Row<E>[]; ran: number }> {
  const sweep = parseSpec(readFileSync(figureFile(name, 'json'), 'utf8'), {
    file: `figures/${name}.json`,
    experiments: [experiment],
  });
  const bar = progressBar('cases');
  const { rows, ran } = await runSweep(sweep, {
    path: figureFile(name, 'jsonl'),
    executor: threads(availableParallelism()),
    // The rows are kept in version control: those of an older spec or version make way.
    replace: true,
    onProgress: ({ done, total }) => bar.update(done, total),
  });
  bar.stop();
  return { rows, ran };
}
