import { FiniteLaw } from '../../../laws/finiteLaw.ts';
import { power } from '../../../laws/transforms/power.ts';
import { compensatedSum } from '../../../math/compensatedSum.ts';
import { TabularPolicy } from '../../../policies/tabularPolicy.ts';
import { powerPolicy } from '../../../policies/transforms/powerPolicy.ts';
import {
  exponentForSharpness,
  marginStep,
  sharpeningStep,
  sharpeningStepKappa,
  sharpeningStepPinsker,
} from '../../../theory/bounds/rlhf/sharpeningStep.ts';
import { failingPolicies, failingPolicy, lawOfMargin } from '../../cases/failingPolicies.ts';
import type { FailingPolicy } from '../../cases/failingPolicies.ts';
import type { Grid } from '../../claim.ts';
import { claimInSettings, claimOf } from '../../claimOf.ts';
import { below } from '../../compare.ts';
import { computedOnce } from '../../computedOnce.ts';

/** What the power law leaves off the first response. */
function leftBy(law: FiniteLaw, exponent: number): number {
  return compensatedSum(power(law, exponent).masses().slice(1));
}

/** The least exponent at which the power law leaves at most tau off the first response, by bisection. */
const leastExponent = computedOnce(
  ({ support, margin, tau }: { support: number; margin: number; tau: number }): number => {
    const law = lawOfMargin(support, margin);
    let [low, high] = [1e-9, 1e4];
    while (high / low > 1 + 1e-10) {
      const middle = Math.sqrt(low * high);
      if (leftBy(law, middle) <= tau) high = middle;
      else low = middle;
    }
    return low;
  },
);

function* exponents(grid: Grid) {
  for (const support of grid === 'full' ? [2, 10, 300, 10_000] : [2, 10, 300]) {
    for (const margin of [0.1, 1, 10]) {
      for (const tau of [0.4, 0.05, 1e-6]) yield { support, margin, tau };
    }
  }
}

/** The exponent from which on pi*_beta is sharp enough. */
export const claimExponentForSharpness = claimInSettings(
  exponentForSharpness,
  exponents,
  (values, bound) =>
    below(
      `|Y| = ${values.support}, margin ${values.margin}, tau ${values.tau}`,
      leastExponent(values),
      bound.evaluate(values),
    ),
  {
    compares: 'least exponent at which pi*_beta leaves at most tau off y*, with log(|Y|/tau) / log(1 + gamma_margin)',
    // What the informal Thm 4.3 asks for: 1/beta >= 2 log(2 |Y| / delta) / gamma_margin, tau = delta/2.
    printed: exponentForSharpness.withFormula('1 + 2 * log(support / tau) / margin'),
    mutations: [
      { name: 'the constant 1 made 0.99', formula: () => '0.99 * log(support / tau) / log1p(margin)' },
      { name: '|Y| dropped', formula: () => 'log(1 / tau) / log1p(margin)' },
      { name: 'tau dropped', formula: () => 'log(support) / log1p(margin)' },
      { name: 'log(1 + gamma) made gamma', formula: () => 'log(support / tau) / margin' },
    ],
  },
);

const stepCases = computedOnce((grid: Grid) => Array.from(failingPolicies(grid)));
const atHalf = (grid: Grid) => stepCases(grid).filter(({ tau, delta }) => tau === delta / 2);
const compares = 'P_x[ pi-hat(y*|x) <= 1 - delta ] of policies that just fail, with the bound by their regret';

/** By kl(delta, tau). */
export const claimSharpeningStep = claimInSettings(
  sharpeningStep,
  stepCases,
  ({ name, risk, regret, beta, delta, tau, margin, support }, bound) =>
    below(name, risk, bound.evaluate({ regret, beta, delta, tau, margin, support })),
  {
    compares,
    mutations: [
      { name: 'the constant 1 made 0.99', formula: () => '0.99 * regret / (beta * kl)' },
      { name: 'beta dropped', formula: () => 'regret / kl' },
      { name: 'kl without its second term', formula: () => 'regret / (beta * delta * log(delta / tau))' },
      {
        name: 'tau made tau/2 in kl',
        formula: () =>
          'regret / (beta * (delta * log(2 * delta / tau) + (1 - delta) * log((1 - delta) / (1 - tau / 2))))',
      },
    ],
  },
);

/** By Hellinger's distance, as Thm 4.1' has it. */
export const claimSharpeningStepKappa = claimInSettings(
  sharpeningStepKappa,
  atHalf,
  ({ name, risk, regret, beta, delta, margin, support }, bound) =>
    below(name, risk, bound.evaluate({ regret, beta, delta, margin, support })),
  {
    compares,
    mutations: [
      { name: 'kappa dropped', formula: () => 'regret / (beta * delta)' },
      { name: 'beta dropped', formula: () => sharpeningStepKappa.formulaWith('beta * delta', 'delta') },
      { name: 'the exponent of 1/delta made 1/2', formula: () => 'kappa * regret / (beta * delta^(1 / 2))' },
      {
        name: 'kappa made 0.9 kappa',
        formula: (factor) => `0.9 / ${factor} * kappa * regret / (beta * delta)`,
        hiddenBecause: 'a divergence is at least a squared distance, and here 2.25 times as large or more',
      },
    ],
  },
);

/** By Pinsker's inequality. */
export const claimSharpeningStepPinsker = claimInSettings(
  sharpeningStepPinsker,
  atHalf,
  ({ name, risk, regret, beta, delta, margin, support }, bound) =>
    below(name, risk, bound.evaluate({ regret, beta, delta, margin, support })),
  {
    compares,
    mutations: [
      { name: 'the constant 2 made 1', formula: () => 'regret / (beta * delta^2)' },
      {
        name: 'the constant 2 made 1.9',
        formula: (factor) => `1.9 / ${factor} * regret / (beta * delta^2)`,
        hiddenBecause: 'it is tightest near delta = 0.66, where at that temperature pi*_beta leaves less than delta/2',
      },
      { name: 'beta dropped', formula: () => '2 * regret / delta^2' },
      { name: 'the exponent of delta made 1', formula: () => '2 * regret / (beta * delta)' },
    ],
  },
);

/** One prompt, of which `policy` fails, at any temperature. */
function marginCase(name: string, law: FiniteLaw, policy: FiniteLaw, beta: number, margin: number): FailingPolicy {
  const delta = compensatedSum(policy.masses().slice(1));
  const parts = {
    base: new TabularPolicy([law]),
    promptLaw: FiniteLaw.uniform(1),
    policy: new TabularPolicy([policy]),
  };
  return failingPolicy({ name, ...parts, beta, delta, tau: delta / 2, margin });
}

function* marginCases(grid: Grid): Iterable<FailingPolicy & { gamma: number }> {
  for (const each of stepCases(grid)) yield { ...each, gamma: 0 };
  // Near-extremal for the regret: the base policy itself, at low temperature.
  for (const beta of [1e-3, 0.1, 3]) {
    const law = lawOfMargin(5, 0.5);
    yield { ...marginCase(`the base policy, beta ${beta}`, law, law, beta, 0.5), gamma: 0 };
  }
  // For beta log C_cov: pi*_beta itself, of many responses.
  for (const [beta, margin] of [
    [0.3, 2],
    [3, 120],
  ] as const) {
    const law = lawOfMargin(3000, margin);
    yield { ...marginCase(`pi*_beta, beta ${beta}`, law, power(law, 1 + 1 / beta), beta, margin), gamma: 0 };
  }
  // For gamma: pi*_beta itself, where nearly all responses are near maximisers.
  const law = lawOfMargin(3000, 0.25);
  yield {
    ...marginCase('many near maximisers', law, powerPolicy(new TabularPolicy([law]), 3).law(0), 0.5, 0.25),
    gamma: 0.2,
  };
}

/** By the margin, at every temperature. */
export const claimMarginStep = claimOf(marginStep, {
  compares,
  *cases(bound, grid) {
    for (const { name, risk, regret, beta, delta, margin, gamma, coverage } of marginCases(grid)) {
      // pi*_beta itself has a regret of zero but for rounding.
      const values = { regret: Math.max(0, regret), beta, coverage: coverage(gamma), gamma, delta, margin };
      yield below(`${name}, gamma ${gamma}`, risk, bound.evaluate(values));
    }
  },
  mutations: [
    { name: 'the regret made 0.95 of it', formula: () => marginStep.formulaWith('regret', '0.95 * regret') },
    { name: 'beta log C_cov dropped', formula: () => marginStep.formulaWithout('beta * log(coverage)') },
    { name: 'beta dropped', formula: () => marginStep.formulaWithout('beta') },
    { name: 'the term of gamma dropped', formula: () => '(regret + beta * log(coverage)) / (delta * log1p(margin))' },
    { name: 'delta dropped', formula: () => marginStep.formulaWithout('delta') },
    {
      name: 'log(1 + gamma_margin) made gamma_margin',
      formula: () => marginStep.formulaWith('log1p(margin)', 'margin'),
    },
  ],
});
