import { writeFileSync } from 'node:fs';
import { sandwich } from '../src/experiments/catalogue/sandwich.ts';
import { render, sandwichChart } from '../src/display/charts/index.ts';
import type { SandwichChartText, SandwichRow } from '../src/display/charts/index.ts';
import { lines } from '../src/theory/sandwich/lines.ts';
import { figureFile, sweepRows } from './sweepRows.ts';

/** Runs the sweep figures/NAME.json unless its rows are there, and draws SVG and PNG from the rows. */
export async function drawSandwich(name: string, text: SandwichChartText): Promise<void> {
  const { rows, ran } = await sweepRows(name, sandwich);
  const names = new Map(Object.values(lines).map((line) => [line.id, line.name]));
  const points = rows.flatMap(({ parameters: { m }, values }) =>
    values.points.map((point): SandwichRow => ({ line: names.get(point.id)!, m, ...point })),
  );
  const { svg, png } = await render(sandwichChart(points, text));
  writeFileSync(figureFile(name, 'svg'), svg);
  writeFileSync(figureFile(name, 'png'), png);
  console.log(`wrote figures/${name}.svg and .png from ${rows.length} rows, ${ran} of them computed now`);
}
