import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SharpeningReport } from '../../models/protocols/sharpening/sharpeningReport.ts';

/** Where the figure is, or why there is none. */
export type Drawn = { readonly path: string } | { readonly why: string };

/** Draws the report into the folder, where the packages for drawing are installed; says why where there is no figure. */
export async function drawSharpening(report: SharpeningReport, model: string, folder: string): Promise<Drawn> {
  const { render, sharpeningChart } = await import('../../display/charts/index.ts');
  const chart = sharpeningChart(report, model);
  if (!chart) return { why: 'without answers there is no accuracy to draw' };
  try {
    const { svg, png } = await render(chart);
    writeFileSync(join(folder, 'accuracy.svg'), svg);
    writeFileSync(join(folder, 'accuracy.png'), png);
    return { path: join(folder, 'accuracy.png') };
  } catch (error) {
    return { why: (error as Error).message };
  }
}
