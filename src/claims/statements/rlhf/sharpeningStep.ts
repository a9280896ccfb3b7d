import { FiniteLaw } from '../../../laws/finiteLaw.ts';
import { power } from '../../../laws/transforms/power.ts';
import { compensatedSum } from '../../../math/compensatedSum.ts';
import { TabularPolicy } from '../../../policies/tabularPolicy.ts';
import { powerPolicy } from '../../../policies/transforms/powerPolicy.ts';
import {
  exponentForModes,
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

/** The least exponent at which the power law leaves at most tau off so many first responses, by bisection. */
function leastExponentOf(law: FiniteLaw, maximisers: number, tau: number): number {
  let [low, high] = [1e-9, 1e4];
  while (high / low > 1 + 1e-10) {
    const middle = Math.sqrt(low * high);
    if (compensatedSum(power(law, middle).masses().slice(maximisers)) <= tau) high = middle;
    else low = middle;
  }
  return low;
}

const leastExponent = computedOnce(
  ({ support, margin, tau }: { support: number; margin: number; tau: number }): number =>
    leastExponentOf(lawOfMargin(support, margin), 1, tau),
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

/** A law of several maximisers, by `maximisers`, `next` and `support`: the others have all the mass of the next one. */
const lawOfModes = ({
  support,
  maximisers,
  next,
  peak,
}: {
  support: number;
  maximisers: number;
  next: number;
  peak: number;
}) => FiniteLaw.fromMasses(Float64Array.from({ length: support }, (_, y) => (y < maximisers ? peak : next)));

const leastOfModesOnce = computedOnce((values: Parameters<typeof lawOfModes>[0] & { tau: number }): number =>
  leastExponentOf(lawOfModes(values), values.maximisers, values.tau),
);

function* modeExponents(grid: Grid) {
  for (const [support, maximisers] of [
    [4, 3],
    [30, 2],
    ...(grid === 'full' ? ([[3000, 10]] as const) : ([[1000, 2]] as const)),
  ] as const) {
    for (const gap of [0.016, 0.5, 3]) {
      for (const tau of [0.4, 0.05, 1e-6]) {
        const next = 1 / (maximisers * (1 + gap) + support - maximisers);
        yield { support, maximisers, next, peak: next * (1 + gap), tau };
      }
    }
  }
}

/** The same of several maximisers. */
export const claimExponentForModes = claimInSettings(
  exponentForModes,
  modeExponents,
  (values, bound) => {
    const { support, maximisers, next, peak, tau } = values;
    const name = `|Y| = ${support}, |y*| = ${maximisers}, margin ${(peak / next - 1).toPrecision(3)}, tau ${tau}`;
    return below(name, leastOfModesOnce(values), bound.evaluate(values));
  },
  {
    compares:
      'least exponent at which pi*_beta leaves at most tau off y*, with log(|Y|/(|y*| tau)) over the log of the largest mass over the next',
    // As we have Assumption J.2: the mass of the set y*.
    printed: exponentForModes.withFormula('log(support / (maximisers * tau)) / log(maximisers * peak / next)'),
    mutations: [
      {
        name: 'the constant 1 made 0.99',
        formula: () => '0.99 * log(support / (maximisers * tau)) / log(peak / next)',
      },
      { name: '|Y| dropped', formula: () => 'log(1 / (maximisers * tau)) / log(peak / next)' },
      { name: 'tau dropped', formula: () => 'log(support / maximisers) / log(peak / next)' },
      { name: '|y*| squared', formula: () => exponentForModes.formulaWith('maximisers * tau', 'maximisers^2 * tau') },
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
