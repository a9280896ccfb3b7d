/**
 * Risk of SFT-sharpening on one hard family against the number of samples, between the paper's bounds: the claims
 * thm-3.1 and thm-4.1-expectation.
 *
 * Runs the sweep beside this file unless its rows are there, and draws SVG and PNG from the rows.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { progressBar } from '../src/cli/progress.ts';
import { riskAgainstSamples } from '../src/experiments/catalogue/riskAgainstSamples.ts';
import { parseSpec } from '../src/experiments/index.ts';
import { runSweep, threads } from '../src/experiments/node/index.ts';
import { render, riskAgainstSamples as chartOf } from '../src/experiments/plots/index.ts';
import type { RiskRow } from '../src/experiments/plots/index.ts';

const NAME = 'riskAgainstSamples';
const file = (ending: string) => fileURLToPath(new URL(`${NAME}.${ending}`, import.meta.url));

const spec = readFileSync(file('json'), 'utf8');
const sweep = parseSpec(spec, { file: `figures/${NAME}.json`, experiments: [riskAgainstSamples] });
const bar = progressBar('cases');
const { rows, ran } = await runSweep(sweep, {
  path: file('jsonl'),
  executor: threads(availableParallelism()),
  // The rows are kept in version control: those of an older spec or version make way.
  replace: true,
  onProgress: ({ done, total }) => bar.update(done, total),
});
bar.stop();

const [{ parameters, values }] = rows as [(typeof rows)[number]];
const { prompts: d, responses: M, hardMass: Delta } = parameters.family;
const { upperBoundFrom: turn, lowerBound } = values;
const upper = rows.map(({ parameters: { m }, values }): RiskRow => ({ line: 'upper bound', m, ...values.upperBound }));
// Where Thm 4.1' begins to say something, the dotted line ends and the full one begins.
const bend = [true, false].map((vacuous): RiskRow => ({ line: 'upper bound', m: turn!, risk: Delta, vacuous }));
const points: RiskRow[] = [
  ...[...upper, ...bend].sort((a, b) => a.m - b.m),
  ...rows.map(({ parameters: { m }, values }): RiskRow => ({ line: 'measured', m, ...values.measured })),
  ...[upper[0]!.m, lowerBound.upTo].map((m): RiskRow => ({ line: 'lower bound', m, risk: lowerBound.risk })),
];
const chart = chartOf(points, {
  title: 'SFT-sharpening between the bounds of the theory',
  subtitle: [
    `Hard family: ${d} hard prompts of mass Δ = ${Delta} together, M = ${M} responses to each.`,
    `Sharpened: mass above 1 − δ = ${1 - parameters.delta} on y*. Each line at its best n and N.`,
    'Intervals hold together with probability at least 0.999;',
    `▼ is the upper end where none of ${parameters.replications.toLocaleString('en')} runs failed.`,
  ],
  names: {
    'upper bound': "Thm 4.1' in expectation, at most Δ; dotted where vacuous",
    measured: 'SFT-sharpening, measured',
    'lower bound': "Thm 3.1': no learner is below Δ/16 with fewer samples",
  },
});
const { svg, png } = await render(chart);
writeFileSync(file('svg'), svg);
writeFileSync(file('png'), png);
console.log(`wrote figures/${NAME}.svg and .png from ${rows.length} rows, ${ran} of them computed now`);
