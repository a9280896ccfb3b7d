import { join } from 'node:path';
import type { Rendered } from '../../display/charts/index.ts';
import { writeWhole } from '../../files/writeWhole.ts';
import type { SharpeningReport } from '../../models/protocols/sharpening/sharpeningReport.ts';

/** Where the figure is, or why there is none. */
export type Drawn = { readonly path: string } | { readonly why: string };

/** Draws the report into the folder, where the packages for drawing are installed; says why where there is no figure. A WriteError where it cannot be kept. */
export async function drawSharpening(report: SharpeningReport, model: string, folder: string): Promise<Drawn> {
  const { render, sharpeningChart } = await import('../../display/charts/index.ts');
  const chart = sharpeningChart(report, model);
  if (!chart) return { why: 'without answers there is no accuracy to draw' };
  let drawn: Rendered;
  try {
    drawn = await render(chart);
  } catch (error) {
    return { why: (error as Error).message };
  }
  writeWhole(join(folder, 'accuracy.svg'), drawn.svg);
  writeWhole(join(folder, 'accuracy.png'), drawn.png);
  return { path: join(folder, 'accuracy.png') };
}
