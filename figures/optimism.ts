/** How much optimism XPO needs: when its iterates settle, and its regret, against alpha. */
import { logLinesChart, render } from '../src/display/charts/index.ts';
import type { LogLinesRow } from '../src/display/charts/index.ts';
import { xpoRegret } from '../src/experiments/catalogue/xpoRegret.ts';
import { writeWhole } from '../src/files/writeWhole.ts';
import { figureFile, sweepRows } from './sweepRows.ts';

const { rows, ran } = await sweepRows('optimism', xpoRegret);
const FAMILIES = {
  'list-needle': 'list needle',
  'shared-needle': 'shared needle, 8 prompts',
  'linear-needle': 'linear needle',
  'sphere-packing': 'packing of the sphere, d = 3',
} as const;
const THEOREM = 'Thm J.1';
type Row = (typeof rows)[number];
const label = ({ parameters: { alpha } }: Row): string => (alpha.kind === 'theorem' ? THEOREM : String(alpha.times));
const labels = [...new Set(rows.filter((row) => label(row) !== THEOREM).map(label)), THEOREM];
const [AVERAGE, LAST, ROUNDS] = [
  'regret of 64 rounds, averaged',
  'runs whose last iterate is not sharpened',
  'rounds until all iterates are sharpened, median',
];

const points = rows.flatMap((row): LogLinesRow[] => {
  const { regret, sharpened, settled } = row.values;
  const x = label(row);
  // Each family has an alpha of its own there.
  const at = { line: FAMILIES[row.parameters.family.kind], x, alone: x === THEOREM };
  return [
    { panel: AVERAGE, ...at, y: regret.mean, lower: regret.lower, upper: regret.upper },
    { panel: LAST, ...at, y: 1 - sharpened.share, lower: 1 - sharpened.upper, upper: 1 - sharpened.lower },
    ...(settled.median === null
      ? []
      : [
          {
            panel: ROUNDS,
            ...at,
            y: settled.median,
            lower: settled.lower!,
            upper: settled.upper ?? row.parameters.rounds,
          },
        ]),
  ];
});
for (const row of rows) {
  const { alpha, beta, regret, lastRegret, sharpened, settled, refused } = row.values;
  const of = FAMILIES[row.parameters.family.kind];
  console.log(
    `${of}, alpha/beta ${label(row) === THEOREM ? `of Thm J.1, ${(alpha / beta).toPrecision(3)}` : label(row)}: regret ${regret.mean.toPrecision(3)} ` +
      `[${regret.lower.toPrecision(3)}, ${regret.upper.toPrecision(3)}], of the last iterate ${lastRegret.mean.toPrecision(3)}; ` +
      `last sharpened in ${(100 * sharpened.share).toFixed(1)} % [${(100 * sharpened.lower).toFixed(1)}, ${(100 * sharpened.upper).toFixed(1)}]; ` +
      `settled after ${settled.median ?? 'more than all'} rounds [${settled.lower ?? '-'}, ${settled.upper ?? '-'}]; fits refused ${refused}`,
  );
}
const { svg, png } = await render(
  logLinesChart(points, {
    title: 'How much optimism?',
    subtitle: [
      "XPO for 64 rounds at Thm 4.3's β, δ = 0.1; needles with S = 64, K = 8, h = 1, |Y| = 125 on the sphere. 200 runs, 95 % intervals. The α of Alg. 1 as a",
      'multiple of β: 0 is online regression, and at the right is what Thm J.1 asks for, 0.11 to 0.18. No point on the left: more than half had not settled.',
    ],
    solid: Object.values(FAMILIES),
    dashed: [],
    panels: [
      { title: ROUNDS, x: 'α / β', y: 'rounds', labels, linear: true },
      { title: AVERAGE, x: 'α / β', y: 'regret, nats', labels },
      { title: LAST, x: 'α / β', y: 'share of runs', labels, linear: true },
    ],
    columns: 3,
  }),
);
writeWhole(figureFile('optimism', 'svg'), svg);
writeWhole(figureFile('optimism', 'png'), png);
console.log(`wrote figures/optimism.svg and .png from ${rows.length} rows, ${ran} of them computed now`);
