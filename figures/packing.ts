/** Example J.1: what SFT-sharpening, reward regression and XPO draw on packings of the sphere, as |Y| and d grow; and what theorems ask. */
import { logLinesChart, render } from '../src/display/charts/index.ts';
import type { LogLinesRow } from '../src/display/charts/index.ts';
import { packingSamples } from '../src/experiments/catalogue/packingSamples.ts';
import { writeWhole } from '../src/files/writeWhole.ts';
import { fittedExponent } from '../src/statistics/fittedExponent.ts';
import { figureFile, sweepRows } from './sweepRows.ts';

const { rows, ran } = await sweepRows('packing', packingSamples);
const NAMES = { sft: 'SFT-sharpening, exact', pairs: 'reward regression (DPO)', rounds: 'XPO' } as const;
const ELIMINATION = 'XPO by elimination of d dimensions';
const THEOREM = 'XPO by Thm J.3';

const drawn = rows.map(({ parameters: { dimension, distance }, values }) => {
  const { responses, coverage, sft, pairs, rounds, bounds, refused } = values;
  return {
    dimension,
    distance,
    responses,
    coverage,
    refused,
    sft,
    pairs: pairs.least!,
    rounds: rounds.least!,
    pairsOf: pairs,
    roundsOf: rounds,
    bounds,
  };
});
const panels = [
  { title: 'distance 1/4, d = 3 to 5', of: drawn.filter(({ distance }) => distance === 0.25) },
  { title: 'distance 1/2, d = 3 to 10', of: drawn.filter(({ distance }) => distance === 0.5) },
  { title: 'd = 3, distance 1 to 0.18', of: drawn.filter(({ dimension }) => dimension === 3) },
].map(({ title, of }) => ({ title, of: of.sort((a, b) => a.responses - b.responses) }));

// A pair, and a round, are two responses.
const points = panels.flatMap(({ title: panel, of }) =>
  of.flatMap(({ responses: x, sft, pairs, rounds, pairsOf, roundsOf, bounds }): LogLinesRow[] => {
    const ends = ({ lower, upper }: typeof pairsOf) => ({ lower: 2 * lower!, upper: 2 * upper! });
    return [
      { panel, line: NAMES.sft, x, y: sft },
      { panel, line: NAMES.pairs, x, y: 2 * pairs, ...ends(pairsOf) },
      { panel, line: NAMES.rounds, x, y: 2 * rounds, ...ends(roundsOf) },
      ...(bounds.elimination === null ? [] : [{ panel, line: ELIMINATION, x, y: 2 * bounds.elimination }]),
    ];
  }),
);
const ROUNDS = 'distance 1/2: rounds of XPO, and what is asked';
const byDimension = panels[1]!.of.flatMap(({ dimension, rounds, roundsOf, bounds }): LogLinesRow[] => {
  const at = { panel: ROUNDS, x: String(dimension) };
  return [
    { ...at, line: NAMES.rounds, y: rounds, lower: roundsOf.lower!, upper: roundsOf.upper! },
    ...(bounds.elimination === null ? [] : [{ ...at, line: ELIMINATION, y: bounds.elimination }]),
    ...(bounds.thmJ3 === null ? [] : [{ ...at, line: THEOREM, y: bounds.thmJ3 }]),
  ];
});
const dimensions = panels[1]!.of.map(({ dimension }) => String(dimension));

/** Log samples against a logarithm, by least squares, with Student's interval (95 %). */
const exponentOf = (x: readonly number[], y: readonly number[]): string => {
  if (new Set(x).size < 3) return '';
  const { exponent, interval } = fittedExponent(x, y, 0.05);
  return `${exponent.toFixed(3)} [${interval.lower.toFixed(3)}, ${interval.upper.toFixed(3)}]`;
};
const AGAINST = { responses: '|Y|', coverage: 'C_cov', dimension: 'd' } as const;
for (const { title, of } of panels) {
  console.log(`${title}: |Y| = ${of.map(({ responses }) => responses).join(', ')}`);
  for (const [key, name] of Object.entries(NAMES) as [keyof typeof NAMES, string][]) {
    const samples = of.map((each) => (key === 'sft' ? 1 : 2) * each[key]);
    const exponents = (Object.entries(AGAINST) as [keyof typeof AGAINST, string][]).flatMap(([x, symbol]) => {
      const exponent = exponentOf(
        of.map((each) => each[x]),
        samples,
      );
      return exponent === '' ? [] : [`in ${symbol} ${exponent}`];
    });
    console.log(`  ${name}: ${samples.join(', ')}; exponent ${exponents.join(', ')}`);
  }
  const asked = of.map(({ bounds }) => bounds.thmJ3?.toPrecision(2) ?? 'above 2^52');
  console.log(
    `  rounds by elimination: ${of.map(({ bounds }) => bounds.elimination).join(', ')}; by Thm J.3: ${asked.join(', ')}`,
  );
}
const refused = drawn.reduce((sum, each) => sum + each.refused, 0);
console.log(`runs of XPO that a fit ended with an error: ${refused}`);

const samplesPanel = (title: string) => ({ title, x: 'responses |Y|', y: 'samples' });
const { svg, png } = await render(
  logLinesChart([...points, ...byDimension], {
    title: 'Example J.1: SFT-sharpening pays |Y|, who fits rewards pays d',
    subtitle: [
      'Points of the unit sphere of R^d that lie apart, π_base ∝ exp⟨y, y*⟩. Responses drawn until nine of ten',
      "runs end 0.1-sharpened, at Thm 4.3's β; a pair, and a round, are two. Points: 200 runs, 50 from d = 9 on,",
      'with 95 % intervals. Where regression is not seen it is XPO. Dashed: what theorems ask of XPO.',
    ],
    solid: Object.values(NAMES),
    dashed: [ELIMINATION, THEOREM],
    panels: [
      ...panels.map(({ title }) => samplesPanel(title)),
      { title: ROUNDS, x: 'dimension d', y: 'rounds', labels: dimensions },
    ],
    columns: 2,
  }),
);
writeWhole(figureFile('packing', 'svg'), svg);
writeWhole(figureFile('packing', 'png'), png);
console.log(`wrote figures/packing.svg and .png from ${rows.length} rows, ${ran} of them computed now`);
