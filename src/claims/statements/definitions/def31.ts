import { FiniteLaw } from '../../../laws/finiteLaw.ts';
import { powerPolicy } from '../../../policies/transforms/powerPolicy.ts';
import { TabularPolicy } from '../../../policies/tabularPolicy.ts';
import { def31 } from '../../../theory/bounds/definitions/def31.ts';
import { isSharpenedAt, sharpenedShare } from '../../../theory/coverage/sharpenedShare.ts';
import type { Grid } from '../../claim.ts';
import { claimOf } from '../../claimOf.ts';
import { equal } from '../../compare.ts';

/** A law of three levels: y*, what is near it, and others. */
interface Shape {
  readonly maximisers: number;
  readonly near: number;
  readonly nearRatio: number;
  readonly others: number;
  readonly ratio: number;
}

const SHAPES: readonly Shape[] = [
  // At gamma = 0.25 the near ones are just near enough.
  { maximisers: 1, near: 2, nearRatio: 0.75, others: 9, ratio: 0.5 },
  { maximisers: 3, near: 1, nearRatio: 0.9, others: 8, ratio: 0.6 },
  { maximisers: 1, near: 4, nearRatio: 0.8, others: 7, ratio: 0.7 },
];
/** Sums of these are exact: a share of prompts that just suffices is not missed by rounding. */
const WEIGHTS = [0.25, 0.25, 0.5];

function lawOf({ maximisers, near, nearRatio, others, ratio }: Shape): FiniteLaw {
  const weights = [
    ...Array<number>(maximisers).fill(1),
    ...Array<number>(near).fill(nearRatio),
    ...Array<number>(others).fill(ratio),
  ];
  return FiniteLaw.fromLogWeights(weights.map(Math.log));
}

/** The least delta at which a condition holds that goes on holding for larger ones. */
function leastDelta(holds: (delta: number) => boolean): number {
  let [fails, does] = [0, 1];
  while (does - fails > 1e-14) {
    const delta = (fails + does) / 2;
    if (holds(delta)) does = delta;
    else fails = delta;
  }
  return does;
}

const NEAR_ENOUGH = 'nearRatio >= 1 - gamma';

/** The least delta at which pi*_beta is (eps, delta, gamma)-sharpened is the off-mode mass at one of the prompts. */
export const claimDef31 = claimOf(def31, {
  compares: 'least delta at which pi*_beta is sharpened, at a prompt and for 1 - eps of several, with its form: equal',
  *cases(bound, grid: Grid) {
    const base = new TabularPolicy(SHAPES.map(lawOf));
    const world = { promptLaw: FiniteLaw.fromMasses(WEIGHTS), base };
    for (const beta of grid === 'full' ? [0.7, 1, 2, 10, 100] : [0.7, 1, 10]) {
      const policy = powerPolicy(base, 1 + 1 / beta);
      for (const gamma of [0, 0.1, 0.25, 0.29]) {
        const expected = SHAPES.map((shape) => bound.evaluate({ ...shape, gamma, beta }));
        for (const [prompt, delta] of expected.entries()) {
          const measured = leastDelta((delta) => isSharpenedAt(policy, base, prompt, { delta, gamma }));
          yield equal(`prompt ${prompt}, gamma ${gamma}, beta ${beta}`, measured, delta);
        }
        // Prompts may fail while they weigh at most eps together: those that are hardest to sharpen first.
        const hardest = expected.map((delta, prompt) => ({ delta, weight: WEIGHTS[prompt]! }));
        hardest.sort((a, b) => b.delta - a.delta);
        let eps = 0;
        for (const { delta, weight } of hardest) {
          const measured = leastDelta((delta) => sharpenedShare(policy, world, { delta, gamma }) >= 1 - eps);
          yield equal(`all prompts, eps ${eps}, gamma ${gamma}, beta ${beta}`, measured, delta);
          eps += weight;
        }
      }
    }
  },
  mutations: [
    { name: 'gamma ignored', formula: () => def31.formulaWithout(`(${NEAR_ENOUGH}) * near * nearRatio^exponent`) },
    {
      name: 'a near one that is just near enough not counted',
      formula: () => def31.formulaWith(NEAR_ENOUGH, 'nearRatio > 1 - gamma'),
    },
    { name: 'near ones always counted', formula: () => def31.formulaWith(NEAR_ENOUGH, 'nearRatio > 0') },
    { name: 'the exponent 1 + 1/beta made 1/beta', formula: () => def31.formulaWith('exponent', '1 / beta', 3) },
    { name: 'the number of maximisers dropped', formula: () => def31.formulaWith('maximisers', '1', 2) },
    { name: 'the number of near ones dropped', formula: () => def31.formulaWithout('near', 2) },
    { name: 'the number of others dropped', formula: () => def31.formulaWithout('others') },
    { name: 'the constant 1 made 1.0001', formula: () => `1.0001 * (${def31.spec.formula})` },
  ],
});
