import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { progressBar } from '../src/display/progress.ts';
import { sandwich } from '../src/experiments/catalogue/sandwich.ts';
import { parseSpec } from '../src/experiments/index.ts';
import { runSweep, threads } from '../src/experiments/node/index.ts';
import { render, sandwichChart } from '../src/display/charts/index.ts';
import type { SandwichChartText, SandwichRow } from '../src/display/charts/index.ts';
import { lines } from '../src/theory/sandwich/lines.ts';

/** Runs the sweep figures/NAME.json unless its rows are there, and draws SVG and PNG from the rows. */
export async function drawSandwich(name: string, text: SandwichChartText): Promise<void> {
  const file = (ending: string) => fileURLToPath(new URL(`${name}.${ending}`, import.meta.url));
  const sweep = parseSpec(readFileSync(file('json'), 'utf8'), {
    file: `figures/${name}.json`,
    experiments: [sandwich],
  });
  const bar = progressBar('cases');
  const { rows, ran } = await runSweep(sweep, {
    path: file('jsonl'),
    executor: threads(availableParallelism()),
    // The rows are kept in version control: those of an older spec or version make way.
    replace: true,
    onProgress: ({ done, total }) => bar.update(done, total),
  });
  bar.stop();
  const names = new Map(Object.values(lines).map((line) => [line.id, line.name]));
  const points = rows.flatMap(({ parameters: { m }, values }) =>
    values.points.map((point): SandwichRow => ({ line: names.get(point.id)!, m, ...point })),
  );
  const { svg, png } = await render(sandwichChart(points, text));
  writeFileSync(file('svg'), svg);
  writeFileSync(file('png'), png);
  console.log(`wrote figures/${name}.svg and .png from ${rows.length} rows, ${ran} of them computed now`);
}
