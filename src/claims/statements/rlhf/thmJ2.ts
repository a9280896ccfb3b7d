import { FiniteLaw } from '../../../laws/finiteLaw.ts';
import { power } from '../../../laws/transforms/power.ts';
import { DomainError } from '../../../math/domainError.ts';
import { Bound } from '../../../theory/bounds/bound.ts';
import { lemmaJ4Paper, lemmaJ5 } from '../../../theory/bounds/rlhf/extrapolation.ts';
import { sharpeningStep } from '../../../theory/bounds/rlhf/sharpeningStep.ts';
import { thmJ1, thmJ1Covering } from '../../../theory/bounds/rlhf/thmJ1.ts';
import { thmJ2, thmJ2Regret, thmJ3, thmJ3Norm } from '../../../theory/bounds/rlhf/thmJ2.ts';
import { coldestNeeded } from '../../cases/failingPolicies.ts';
import type { Grid } from '../../claim.ts';
import { claimInSettings, claimOf } from '../../claimOf.ts';
import { below } from '../../compare.ts';
import { whereAssumed } from '../../whereAssumed.ts';

const shape = { margin: 1, support: 1000 };
const betaFor = (tau: number): number => coldestNeeded(shape.support, tau, shape.margin);

type Values = Parameters<typeof thmJ2.evaluate>[0];

/** The bound of Thm J.1 at a share of the theorem's alpha. */
function regretAfter(
  rounds: number,
  values: Omit<Values, 'eps' | 'delta' | 'tau' | 'margin' | 'support'>,
  share = 1,
): number {
  const { rewardBound, beta, ratio, extrapolation, logClassSize, rho } = values;
  const L = logClassSize + Math.log((2 * rounds) / rho);
  return thmJ1.evaluate({
    ratio,
    range: 2 * (rewardBound + ratio),
    spread: 4 * ratio,
    rounds,
    extrapolation,
    alpha: share * beta * (rewardBound + ratio) * Math.sqrt(L / (extrapolation * rounds)),
    beta,
    logClassSize,
    rho,
  });
}

function* rates(grid: Grid) {
  const base = { beta: 0.2, rho: 0.1, logClassSize: Math.log(8), extrapolation: 3, ratio: 1.5, rewardBound: 1 };
  for (const rounds of grid === 'full' ? [2, 3, 10, 1000, 1e9] : [2, 1000]) {
    for (const share of [1, 0.1]) {
      yield { ...base, rounds, share };
      // Near-extremal: nothing but the first round and the draws of the base policy; and nothing but what pairs show.
      yield { ...base, rounds, share, rho: 0.99, logClassSize: 0, extrapolation: 1e-12, rewardBound: 0 };
      yield { ...base, rounds, share, logClassSize: 1e6, extrapolation: 100, ratio: 1e-9 };
    }
  }
}

/** The regret of Thm J.1 as one rate. */
export const claimThmJ2Regret = claimInSettings(
  thmJ2Regret,
  rates,
  ({ rounds, share, beta, ...values }, bound) =>
    below(
      `T = ${rounds}, ${share} of the theorem's alpha, SEC ${values.extrapolation}, V ${values.ratio}`,
      regretAfter(rounds, { ...values, beta }, share),
      bound.evaluate({ ...values, rounds }),
    ),
  {
    compares: "Thm J.1 at the theorem's alpha and below, with the rate",
    mutations: [
      { name: 'the 1 of 1 + 4 sqrt 2 dropped', formula: () => thmJ2Regret.spec.formula.replace('C', '(C - ratio)') },
      { name: 'C made 0.99 C', formula: () => '0.99 * C * sqrt(L / rounds)' },
      {
        name: 'the 1/2 of alpha dropped',
        formula: () => '(C - (rewardBound + ratio) * sqrt(extrapolation) / 2) * sqrt(L / rounds)',
      },
      { name: 'the exponent of T made 1', formula: () => 'C * sqrt(L) / rounds' },
    ],
  },
);

function* settings(grid: Grid): Iterable<Values> {
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
  // Near-extremal: A near 1, and so small that two rounds are enough.
  const beta = betaFor(0.05);
  const kl = 0.1 * Math.log(2) + 0.9 * Math.log1p(-0.05 / 0.95);
  for (const A of [3, 1.2, 0.7, 0.1, 1e-6]) {
    for (const rho of [0.99, 0.5]) {
      const ratio = (Math.sqrt(A) * 0.5 * beta * kl) / (1 + 4 * Math.SQRT2);
      const values = { eps: 0.5, delta: 0.1, tau: 0.05, beta, ...shape, logClassSize: 0, rho };
      yield { ...values, extrapolation: 1e-12, ratio, rewardBound: 0 };
    }
  }
}

/** The risk after T rounds at the theorem's alpha: Thm J.1, then the sharpening step. */
function riskAfter(rounds: number, values: Values): number {
  const { delta, tau, margin, support, beta } = values;
  return sharpeningStep.evaluate({ regret: regretAfter(rounds, values), beta, delta, tau, margin, support });
}

/**
 * The least T at which the risk is at most eps, up to rounding.
 *
 * @throws DomainError where it rises above eps again
 */
function leastRounds(values: Values): number {
  const enough = (rounds: number): boolean => riskAfter(rounds, values) <= values.eps;
  let [low, high] = [0, 1];
  while (!enough(high)) [low, high] = [high, 2 * high];
  while (high - low > Math.max(1, 1e-12 * high)) {
    const middle = Math.floor((low + high) / 2);
    if (enough(middle)) high = middle;
    else low = middle;
  }
  for (const factor of [2, 10, 1e4]) {
    if (enough(factor * high)) continue;
    throw new DomainError('leastRounds', 'the risk', 'at most eps from there on', riskAfter(factor * high, values));
  }
  return high;
}

/** So many rounds make XPO sharpen: the least at which Thm J.1 and the sharpening step say so. */
export const claimThmJ2 = claimInSettings(
  thmJ2,
  settings,
  (values, bound) => {
    const { eps, delta, tau, extrapolation, ratio, rho } = values;
    const name = `eps ${eps}, delta ${delta}, tau ${tau}, rho ${rho}, SEC ${extrapolation}, V ${ratio.toPrecision(3)}`;
    return below(name, leastRounds(values), Math.ceil(bound.evaluate(values)));
  },
  {
    compares:
      "least T at which Thm J.1 and the sharpening step give a risk of eps, at the theorem's alpha, with the bound",
    mutations: [
      { name: 'A made A/3', formula: () => 'max(1, 2 / 3 * A * (logClassSize + log(2 / 3 * A / rho)))' },
      { name: 'log |Pi| dropped', formula: () => 'max(1, 2 * A * log(2 * A / rho))' },
      { name: 'the max with 1 dropped', formula: () => '2 * A * (logClassSize + log(2 * A / rho))' },
      {
        name: 'the 2 made 1.9',
        formula: (factor) => `max(1, 1.9 / ${factor} * A * (logClassSize + log(2 * A / rho)))`,
        hiddenBecause: 'to solve T = A log(2 |Pi| T/rho) for T, its logarithm is doubled',
      },
      { name: 'log(2 A / rho) made log(2 / rho)', formula: () => 'max(1, 2 * A * (logClassSize + log(2 / rho)))' },
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

function* bases(): Iterable<Parameters<typeof thmJ3Norm.evaluate>[0]> {
  for (const support of [2, 1000]) {
    for (const delta of [0.1, 0.5]) {
      // Near-extremal: the largest margin that the assumption allows, up to rounding.
      const largest = Math.log((2 * support) / delta) * (1 - 1e-12);
      for (const margin of [0.01, 1, largest, 2 * largest]) yield { norm: 5, margin, support, delta };
    }
  }
}

/** The condition of Thm J.3 on the base policy: its power is in the class. Beyond the assumption it is not. */
export const claimThmJ3Norm = claimOf(thmJ3Norm, {
  compares: 'norm of (1 + 1/beta) theta_0, theta_0 as large as Thm J.3 allows, with B',
  printed: new Bound({ ...thmJ3Norm.spec, assumptions: [] }),
  *cases(bound) {
    for (const values of bases()) {
      const { norm, margin, support, delta } = values;
      // Two features, of which theta_0 takes the first: powers multiply log-weights.
      const base = FiniteLaw.fromLogWeights([(margin * norm) / (3 * Math.log((2 * support) / delta)), 0]);
      const optimum = power(base, 1 + (2 * Math.log((2 * support) / delta)) / margin);
      const length = optimum.logMasses[0]! - optimum.logMasses[1]!;
      yield* whereAssumed(bound, values, (most) =>
        below(`margin ${margin}, |Y| = ${support}, delta ${delta}`, length, most),
      );
    }
  },
  mutations: [
    { name: 'B made 0.99 B', formula: () => '0.99 * norm' },
    { name: 'B made gamma B', formula: () => 'margin * norm' },
  ],
});
