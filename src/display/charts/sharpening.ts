import { count } from '../count.ts';
import type { SharpeningReport } from '../../models/protocols/sharpening/sharpeningReport.ts';
import { accuracyAgainstN } from './accuracyAgainstN.ts';
import type { ChartSpec } from './theme.ts';

const MOST_DRAWN = 1000;

/**
 * The chart of a report: accuracy of best-of-N against N, with what is known of the model beside it.
 *
 * @returns undefined where no answers are known, and so no accuracies
 */
export function sharpeningChart(report: SharpeningReport, model: string): ChartSpec | undefined {
  const { all, rows, prompts, samples, search, failure } = report;
  if (all.plain === undefined) return undefined;
  // Further out all lines are flat.
  const near = rows.filter(({ N }) => N <= MOST_DRAWN);
  const listed = search && (100 * search.meanListed).toFixed(0);
  return accuracyAgainstN(near, {
    title: `Best-of-N on a language model: measured${search ? ', and exact' : ''}`,
    subtitle: [
      model,
      `${count(prompts, 'prompt')}, ${count(samples, 'response')} each; intervals hold together with probability ${1 - failure}.`,
      ...(search
        ? [
            `Exact: from the likeliest ${listed} % of each law, found by search;`,
            'the ends leave open what is not listed.',
          ]
        : []),
    ],
    ...(all.greedy !== undefined && { greedy: all.greedy }),
    ...(all.mode && { mode: all.mode }),
  });
}
