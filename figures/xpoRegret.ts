/** The regret of XPO against T, beside Thm J.1 with its constant and the other bounds: slopes, and how much of each bound is slack. */
import { logLinesChart, render } from '../src/display/charts/index.ts';
import type { LogLinesRow } from '../src/display/charts/index.ts';
import { xpoRegret } from '../src/experiments/catalogue/xpoRegret.ts';
import { writeWhole } from '../src/files/writeWhole.ts';
import { fittedExponent } from '../src/statistics/fittedExponent.ts';
import { figureFile, sweepRows } from './sweepRows.ts';

const { rows, ran } = await sweepRows('xpoRegret', xpoRegret);
type Row = (typeof rows)[number];
const LEARNERS = { theorem: 'XPO, α of Thm J.1', small: 'XPO, α = β/10⁴', none: 'online regression, α = 0' } as const;
const learnerOf = ({ parameters: { alpha } }: Row): keyof typeof LEARNERS =>
  alpha.kind === 'theorem' ? 'theorem' : alpha.times === 0 ? 'none' : 'small';

/** Which learner's bound is drawn: those of a theorem at its own alpha, others at a small one. */
const BOUNDS = [
  { id: 'thm-j.1', name: 'Thm J.1, its α', of: 'theorem' },
  { id: 'sampled-optimism-rate', name: '(X), sampled optimism', of: 'small' },
  { id: 'exact-optimism', name: '(A0), exact optimism', of: 'small' },
  { id: 'exact-optimism-rate', name: '(X), exact optimism', of: 'small' },
  { id: 'elimination', name: 'elimination, α → 0', of: 'small' },
] as const;
const FAMILIES = [
  { kind: 'list-needle', title: 'list needle, S = 64, K = 8, h = 1' },
  { kind: 'sphere-packing', title: 'linear softmax: packing of the sphere, d = 3' },
] as const;

/** The slope of log y against log T by least squares, with Student's interval. */
const slopeOf = (T: readonly number[], y: readonly number[]): string => {
  const { exponent, interval } = fittedExponent(T, y, 0.05);
  return `${exponent.toFixed(3)} [${interval.lower.toFixed(3)}, ${interval.upper.toFixed(3)}]`;
};

const points: LogLinesRow[] = [];
for (const { kind, title: panel } of FAMILIES) {
  console.log(panel);
  const own = rows.filter(({ parameters: { family } }) => family.kind === kind);
  for (const [key, line] of Object.entries(LEARNERS)) {
    const of = own.filter((row) => learnerOf(row) === key);
    const T = of.map(({ parameters: { rounds } }) => rounds);
    const means = of.map(({ values: { regret } }) => regret.mean);
    of.forEach(({ parameters: { rounds: x }, values: { regret } }) =>
      points.push({ panel, line, x, y: regret.mean, lower: regret.lower, upper: regret.upper }),
    );
    const slope = slopeOf(T, means);
    const refused = of.reduce((sum, { values }) => sum + values.refused, 0);
    console.log(`  ${line}: regret ~ T^${slope} (95 %); fits refused: ${refused}`);
  }
  for (const { id, name: line, of: whose } of BOUNDS) {
    const of = own.filter((row) => learnerOf(row) === whose && row.values.bounds[id] !== null);
    if (of.length === 0) continue;
    const slack: string[] = [];
    const [T, bounds]: [number[], number[]] = [[], []];
    for (const {
      parameters: { rounds: x },
      values,
    } of of) {
      const y = values.bounds[id]!;
      points.push({ panel, line, x, y });
      T.push(x);
      bounds.push(y);
      // The expectation is bounded by elimination, a quantile by the others.
      const measured = id === 'elimination' ? values.regret.mean : values.regret.quantile;
      slack.push(`${x}: ${(y / measured).toPrecision(3)}`);
    }
    console.log(`  ${line} ~ T^${slopeOf(T, bounds)}; bound / measured at T = ${slack.join(', ')}`);
  }
  const asked = own.flatMap(({ parameters: { rounds }, values: { bounds } }) =>
    bounds['thm-j.3'] === null ? [] : [[rounds, bounds['thm-j.3']] as const],
  );
  if (asked.length > 0) {
    const [rounds, risk] = asked.at(-1)!;
    console.log(`  Thm J.3 at T = ${rounds}: a risk of at most ${risk.toPrecision(3)}, which says nothing`);
  }
}
const { svg, png } = await render(
  logLinesChart(points, {
    title: 'Regret of XPO against T, and what theorems say',
    subtitle: [
      "J(π*β) − J(π), averaged over the T policies that were played, at Thm 4.3's β, δ = 0.1, ρ = 0.1. Points: means of",
      '400 and 200 runs with 95 % intervals. Dashed: bounds on the 0.9 quantile, by elimination on the mean. Where optimism',
      'only breaks ties all regrets together are finite, so that the average falls like 1/T; Thm J.1 says 1/√T at best.',
    ],
    solid: Object.values(LEARNERS),
    dashed: BOUNDS.map(({ name }) => name),
    panels: FAMILIES.map(({ title }) => ({ title, x: 'rounds T', y: 'regret, nats' })),
    columns: 2,
  }),
);
writeWhole(figureFile('xpoRegret', 'svg'), svg);
writeWhole(figureFile('xpoRegret', 'png'), png);
console.log(`wrote figures/xpoRegret.svg and .png from ${rows.length} rows, ${ran} of them computed now`);
