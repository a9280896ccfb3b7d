import { lemmaJ4Paper, lemmaJ5 } from '../../../theory/bounds/rlhf/extrapolation.ts';
import { sharpeningStep } from '../../../theory/bounds/rlhf/sharpeningStep.ts';
import { thmJ1, thmJ1Covering } from '../../../theory/bounds/rlhf/thmJ1.ts';
import { thmJ2, thmJ3 } from '../../../theory/bounds/rlhf/thmJ2.ts';
import { coldestNeeded } from '../../cases/failingPolicies.ts';
import type { Grid } from '../../claim.ts';
import { claimInSettings } from '../../claimOf.ts';
import { below } from '../../compare.ts';

const shape = { margin: 1, support: 1000 };
const betaFor = (tau: number): number => coldestNeeded(shape.support, tau, shape.margin);

function* settings(grid: Grid) {
  for (const eps of grid === 'full' ? [0.5, 0.1, 0.01, 1e-4] : [0.5, 0.01]) {
    for (const [delta, tau] of [
      [0.1, 0.05],
      [0.5, 1e-3],
    ] as const) {
      for (const [logClassSize, extrapolation] of [
        [Math.log(8), 3],
        [0, 0.01],
        [1e4, 100],
      ] as const) {
        const values = { eps, delta, tau, beta: betaFor(tau), ...shape, logClassSize, rho: 0.1, extrapolation };
        yield { ...values, ratio: 1.5, rewardBound: 1 };
        yield { ...values, ratio: 0.01, rewardBound: 10 };
      }
    }
  }
}

/** The risk after T rounds at the theorem's alpha: Thm J.1, then the sharpening step. */
function riskAfter(rounds: number, values: Parameters<typeof thmJ2.evaluate>[0]): number {
  const { rewardBound, delta, tau, margin, support, beta, ratio, extrapolation, logClassSize, rho } = values;
  const L = logClassSize + Math.log((2 * rounds) / rho);
  const regret = thmJ1.evaluate({
    ratio,
    range: 2 * (rewardBound + ratio),
    spread: 4 * ratio,
    rounds,
    extrapolation,
    alpha: beta * (rewardBound + ratio) * Math.sqrt(L / (extrapolation * rounds)),
    beta,
    logClassSize,
    rho,
  });
  return sharpeningStep.evaluate({ regret, beta, delta, tau, margin, support });
}

/** So many rounds make XPO sharpen: the least at which Thm J.1 and the sharpening step say so. */
export const claimThmJ2 = claimInSettings(
  thmJ2,
  settings,
  (values, bound) => {
    let [low, high] = [1, 2 ** 52];
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (riskAfter(middle, values) <= values.eps) high = middle;
      else low = middle;
    }
    const { eps, delta, tau, extrapolation, ratio } = values;
    const name = `eps ${eps}, delta ${delta}, tau ${tau}, SEC ${extrapolation}, V ${ratio}`;
    return below(name, high, Math.ceil(bound.evaluate(values)));
  },
  {
    compares:
      "least T at which Thm J.1 and the sharpening step give a risk of eps, at the theorem's alpha, with the bound",
    mutations: [
      { name: 'A made A/3', formula: () => '2 / 3 * A * (logClassSize + log(2 / 3 * A / rho))' },
      { name: 'log |Pi| dropped', formula: () => '2 * A * log(2 * A / rho)' },
      {
        name: 'the 2 made 1.9',
        formula: (factor) => `1.9 / ${factor} * A * (logClassSize + log(2 * A / rho))`,
        hiddenBecause: 'to solve T = A log(2 |Pi| T/rho) for T, its logarithm is doubled',
      },
      { name: 'log(2 A / rho) made log(2 / rho)', formula: () => '2 * A * (logClassSize + log(2 / rho))' },
    ],
  },
);

function* linear(grid: Grid) {
  for (const dimension of grid === 'full' ? [1, 2, 8, 64] : [1, 8]) {
    for (const rounds of [1, 1000, 1e9]) {
      for (const delta of [0.1, 0.5])
        yield { norm: 5, dimension, rounds, delta, rho: 0.1, ...shape, beta: betaFor(delta / 2) };
    }
  }
}

/** Thm J.3: what Thm J.1 by a net says with the net of Lemma J.4 and the coefficient of Lemma J.5. */
export const claimThmJ3 = claimInSettings(
  thmJ3,
  linear,
  (values, bound) => {
    const { norm, dimension, rounds, delta, rho, beta, margin, support } = values;
    const e = norm / rounds;
    const regret = thmJ1Covering.evaluate({
      ratio: 4 * beta * norm,
      range: 4 * beta * norm,
      spread: 8 * beta * norm,
      rounds,
      extrapolation: lemmaJ5.evaluate({ k: 4, dimension, rounds }),
      logCovering: dimension * Math.log(lemmaJ4Paper.evaluate({ norm, e, dimension: 1 })),
      e,
      rho,
      alpha: 1e-300,
      beta,
    });
    const risk = sharpeningStep.evaluate({ regret, beta, delta, tau: delta / 2, margin, support });
    return below(`d = ${dimension}, T = ${rounds}, delta ${delta}`, risk, bound.evaluate(values));
  },
  {
    compares:
      'Thm J.1 by the net of Lemma J.4 at e = B/T, with the coefficient of Lemma J.5 and the sharpening step, with the bound',
    mutations: [
      { name: 'the 6 made 5.9', formula: () => thmJ3.formulaWith('6 / rounds', '5.9 / rounds') },
      {
        name: 'the 8 made 7.9',
        formula: () => thmJ3.formulaWith('8 * sqrt(2 * L / rounds)', '7.9 * sqrt(2 * L / rounds)'),
      },
      { name: 'S dropped', formula: () => thmJ3.formulaWithout('S') },
      { name: 'the 16 made 15.9', formula: () => thmJ3.formulaWith('16', '15.9') },
      { name: 'B dropped', formula: () => thmJ3.formulaWithout('norm') },
    ],
  },
);
