import { requireInteger, requireNonNegative, requireObject } from '../../math/checks.ts';
import { DomainError } from '../../math/domainError.ts';
import type { Interval } from '../../math/interval.ts';
import { finiteClassBoundInExpectation } from '../bounds/sft/finiteClassBound.ts';
import { DELTA } from './delta.ts';
import { leastOver } from './leastOver.ts';

/** Within these ends no number that the best split is found by is beyond the doubles. */
const LEAST_DELTA = 1e-100;
const LARGEST = 1e150;

export interface BestSplitOptions {
  /** Samples, an integer at least 1. */
  readonly m: number;
  /** log |Pi|, nats, in [0, 1e150]. */
  readonly logClassSize: number;
  /** In [1e-100, 1); 1/2 by default. */
  readonly delta?: number;
  /** C_cov, in [1, 1e150]; or the ends between which it lies, such as [1, m] where nothing is known. */
  readonly coverage: number | Interval;
}

export interface BestSplit {
  readonly n: number;
  readonly N: number;
  /** What best-of-N may leave off y* at the prompts that are not given up: the best one for bound (A). */
  readonly tau: number;
  /** Bound (A) in expectation at the lower and the upper end of C_cov; above 1 it says nothing. */
  readonly risk: Interval;
  /** How many times larger than with C_cov known the bound is at most, but for the rounding of n and N. */
  readonly regret: number;
}

/**
 * How to split m samples into n prompts and N responses each for SFT-sharpening, by bound (A) in expectation:
 *
 *   N = sqrt( C_cov m g log(1/tau) / (log|Pi| + 1) ),  tau = argmin log(1/tau) / g(tau, delta).
 *
 * Where C_cov lies between two ends, their geometric mean takes its place, and the bound is at most
 * (R^(1/4) + R^(-1/4)) / 2 times larger than with C_cov known, R being the ratio of the ends. No other N does better at
 * both ends.
 *
 * @throws DomainError naming the option outside its domain
 * @see docs/derivations.md, The best split of a budget
 */
export function bestSplit(options: BestSplitOptions): BestSplit {
  requireObject('bestSplit', 'options', options);
  const { m, logClassSize, delta = DELTA, coverage } = options;
  requireInteger('bestSplit', 'm', m, 1);
  requireNonNegative('bestSplit', 'logClassSize', logClassSize);
  requireAtMost('logClassSize', logClassSize);
  if (!(typeof delta === 'number' && delta >= LEAST_DELTA && delta < 1)) {
    throw new DomainError('bestSplit', 'delta', `a number in [${LEAST_DELTA}, 1)`, delta);
  }
  const { lower, upper } = endsOf(coverage);
  const at = (n: number, N: number, tau: number, C: number): number =>
    finiteClassBoundInExpectation.evaluate({ logClassSize, delta, tau, n, coverage: C, N });
  const middle = Math.sqrt(lower) * Math.sqrt(upper);
  // At the best N both terms are equal, whatever tau: their product, (log|Pi| + 1) C log(1/tau) / g, is least at the same.
  const product = (tau: number): number => at(1, 1, tau, 1) - Math.log(1 / tau);
  const { at: first } = leastOver((candidate) => product(candidate) * Math.log(1 / candidate), delta);
  const real = Math.sqrt((middle * m * Math.log(1 / first)) / product(first));
  const candidates = [Math.floor(real), Math.ceil(real)].map((N) => Math.min(m, Math.max(1, N)));
  const worth = (N: number): number => at(Math.floor(m / N), N, first, middle);
  const N = worth(candidates[0]!) <= worth(candidates[1]!) ? candidates[0]! : candidates[1]!;
  const n = Math.floor(m / N);
  // Where N was cut to [1, m] another tau does better.
  const { at: tau } = leastOver((candidate) => at(n, N, candidate, middle), delta);
  const ratio = (upper / lower) ** 0.25;
  return {
    n,
    N,
    tau,
    risk: { lower: at(n, N, tau, lower), upper: at(n, N, tau, upper) },
    regret: (ratio + 1 / ratio) / 2,
  };
}

function requireAtMost(argument: string, value: number): void {
  if (value > LARGEST) throw new DomainError('bestSplit', argument, 'at most 1e150', value);
}

function endsOf(coverage: BestSplitOptions['coverage']): Interval {
  const { domain, allows } = finiteClassBoundInExpectation.spec.parameters.coverage;
  const check = (argument: string, value: unknown): number => {
    if (!(typeof value === 'number' && allows(value))) throw new DomainError('bestSplit', argument, domain, value);
    requireAtMost(argument, value);
    return value;
  };
  if (typeof coverage !== 'object' || coverage === null) {
    const both = check('coverage', coverage);
    return { lower: both, upper: both };
  }
  const [lower, upper] = [check('coverage.lower', coverage.lower), check('coverage.upper', coverage.upper)];
  if (lower > upper) throw new DomainError('bestSplit', 'coverage.lower', `at most coverage.upper = ${upper}`, lower);
  return { lower, upper };
}
