/** Which of three algorithms draws the fewest responses, over coverage, margin and size of the class; and how often it is foretold. */
import { render } from '../src/display/charts/index.ts';
import { phaseDiagram } from '../src/display/charts/phaseDiagram.ts';
import { winner } from '../src/experiments/catalogue/winner.ts';
import { writeWhole } from '../src/files/writeWhole.ts';
import { clopperPearson } from '../src/statistics/clopperPearson.ts';
import { figureFile, sweepRows } from './sweepRows.ts';

const NAMES: Readonly<Record<string, string>> = {
  'sft-sharpening': 'SFT-sharpening',
  'reward-regression': 'reward regression (DPO)',
  xpo: 'XPO',
};

const fresh = await sweepRows('winnerFresh', winner);
const count = (holds: (values: (typeof fresh.rows)[number]['values']) => boolean): number =>
  fresh.rows.filter(({ values }) => holds(values)).length;
const [of, close, right] = [fresh.rows.length, count((each) => each.close), count((each) => each.right)];
const { lower } = clopperPearson(close, of, 0.01);
console.log(
  `fresh instances: right on ${right} of ${of}, within 1.25 times the winner on ${close} (at least ${(100 * lower).toFixed(1)} %, 99 %)`,
);
for (const name of Object.keys(NAMES)) {
  const wins = count((each) => each.winner === name);
  const always = count(({ winner: best, samples }) => {
    const own = samples[name as keyof typeof samples];
    return best !== null && own !== null && own <= 1.25 * samples[best]!;
  });
  console.log(`  ${NAMES[name]}: wins ${wins}; who always guessed it would be within 1.25 on ${always}`);
}
for (const { values } of fresh.rows.filter((row) => !row.values.close))
  console.log(`  missed: ${JSON.stringify(values)}`);

const { rows, ran } = await sweepRows('winner', winner);
const coverages = [2.5, 3.5, 5, 7, 10, 14, 20, 28, 40, 56, 80];
const margins = [0.25, 0.35, 0.5, 0.7, 1, 1.4, 2, 2.8, 4, 5.6, 8];
const nearest = (list: readonly number[], value: number): number =>
  list.reduce(
    (best, each, i) => (Math.abs(Math.log(each / value)) < Math.abs(Math.log(list[best]! / value)) ? i : best),
    0,
  );
const cells = rows.flatMap(({ values: { family, coverage, winner: measured, predicted } }) =>
  family.kind === 'separate-needles' && measured !== null
    ? [
        {
          column: nearest(coverages, coverage),
          row: nearest(margins, family.bonus),
          panel: `${family.hypotheses} policies a prompt`,
          measured: NAMES[measured]!,
          predicted: NAMES[predicted.winner]!,
        },
      ]
    : [],
);
const { svg, png } = await render(
  phaseDiagram(cells, {
    title: 'Who wins: coverage × margin × size of the class',
    subtitle: [
      'Needles at three prompts, β = 0.1; responses drawn until nine of ten runs end (0.1, 0.1)-sharpened.',
      'Colour: the measured winner. Black: the border that is predicted from coefficients. Below a margin of about 0.7',
      'π*β is not sharpened, and no fit to pairs helps; above it exploring wins while the list is short beside the coverage.',
      'White: a list cannot be longer than there are responses, C_cov (1 + γ) − γ.',
    ],
    x: { title: 'coverage  C_cov', labels: coverages.map(String) },
    y: { title: 'margin  γ', labels: margins.map(String) },
    winners: Object.values(NAMES),
  }),
);
writeWhole(figureFile('winner', 'svg'), svg);
writeWhole(figureFile('winner', 'png'), png);
console.log(`wrote figures/winner.svg and .png from ${rows.length} rows, ${ran} of them computed now`);
