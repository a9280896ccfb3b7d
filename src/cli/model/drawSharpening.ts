import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ChartSpec } from '../../display/charts/index.ts';
import type { SharpeningReport } from '../../models/protocols/sharpeningReport.ts';

const MOST_DRAWN = 1000;

/** Draws the report into the folder, where the packages for drawing are installed; says why where they are not. */
export async function drawSharpening(
  report: SharpeningReport,
  model: string,
  folder: string,
): Promise<{ readonly path: string } | { readonly why: string }> {
  const { render } = await import('../../display/charts/index.ts');
  try {
    const { svg, png } = await render(await sharpeningChart(report, model));
    writeFileSync(join(folder, 'accuracy.svg'), svg);
    writeFileSync(join(folder, 'accuracy.png'), png);
    return { path: join(folder, 'accuracy.png') };
  } catch (error) {
    return { why: (error as Error).message };
  }
}

/** The chart of a report. */
export async function sharpeningChart(report: SharpeningReport, model: string): Promise<ChartSpec> {
  const { accuracyAgainstN } = await import('../../display/charts/index.ts');
  const { all, rows, prompts, samples, search, failure } = report;
  // Further out all lines are flat.
  const near = rows.filter(({ N }) => N <= MOST_DRAWN);
  const listed = (100 * search.meanListed).toFixed(0);
  return accuracyAgainstN(near, {
    title: 'Best-of-N on a language model: measured, and exact',
    subtitle: [
      model,
      `${prompts} prompts, ${samples} responses each; intervals hold together with probability ${1 - failure}.`,
      `Exact: from the likeliest ${listed} % of each law, found by search;`,
      'the ends leave open what is not listed.',
    ],
    greedy: all.greedy,
    mode: all.mode,
  });
}
