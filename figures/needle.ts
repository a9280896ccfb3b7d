/** A needle with a short list: the risk with m samples, and the samples for one risk as the responses grow, offline and exploring. */
import { writeFileSync } from 'node:fs';
import { needleChart, render } from '../src/display/charts/index.ts';
import type { NeedleRow } from '../src/display/charts/index.ts';
import { needleSandwich } from '../src/experiments/catalogue/needleSandwich.ts';
import { needleLines } from '../src/theory/sandwich/needleLines.ts';
import { figureFile, sweepRows } from './sweepRows.ts';

const { rows, ran } = await sweepRows('needle', needleSandwich);
const points = (kind: 'risk' | 'samples') =>
  rows
    .filter(({ parameters: { asks } }) => asks.kind === kind)
    .flatMap(({ parameters: { responses }, values }) =>
      values.points.map(({ id, m, ...point }): NeedleRow => ({
        line: needleLines[id].name,
        responses,
        m: m!,
        ...point,
      })),
    );
const { svg, png } = await render(
  needleChart(
    { risks: points('risk'), samples: points('samples') },
    {
      title: 'Exploring does without coverage',
      subtitle: [
        'One prompt, S responses; y* is one of K = 8 that are known, twice as likely as any other. Lines are exact.',
        "Risk: how likely more than δ = 0.1 is off y*, at Thm 4.3's β. A sample is a response whose likelihood",
        'is seen, a pair is two. Points: learners run 4,000 times, judged by their last iterate;',
        'the intervals all hold with probability 0.999.',
      ],
      risks: 'S = 1,024: the risk with m samples',
      samples: 'samples for a risk of 0.1',
      leastRisk: 1e-4,
    },
  ),
);
writeFileSync(figureFile('needle', 'svg'), svg);
writeFileSync(figureFile('needle', 'png'), png);
console.log(`wrote figures/needle.svg and .png from ${rows.length} rows, ${ran} of them computed now`);
