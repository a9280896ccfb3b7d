import { requireInteger } from '../../math/checks.ts';
import { DomainError } from '../../math/domainError.ts';
import { giveUpPoints } from './giveUpPoints.ts';
import { requireHardFamily } from './hardFamilyParameters.ts';
import type { HardFamilyParameters } from './hardFamilyParameters.ts';

export interface AdaptiveBudget {
  /** Prompts, an integer at least 1; infinity where they are free. */
  readonly n: number;
  /** E[m], samples on average, a number at least 0. Visits to the easy prompt x_0 need none. */
  readonly m: number;
}

/**
 * The exact minimax risk of adaptive sample-and-evaluate learners (Def D.1) on the hard family, delta = 1/2.
 *
 *   risk = Delta [ 1 - P0/M - (1 - P0) F(m / (d (1 - P0))) ],  P0 = (1 - Delta/d)^n
 *
 * At a prompt that is seen the best learner draws until the hidden response shows itself, or gives up when it has seen t
 * distinct wrong ones. F is the concave envelope of the points (E[draws], P[success]) of the thresholds t = 0..M-1, which
 * mixing thresholds reaches.
 *
 * @throws DomainError naming the parameter outside its domain
 * @see docs/derivations.md, Exact adaptive minimax risk
 */
export function adaptiveMinimaxRisk(parameters: HardFamilyParameters & AdaptiveBudget): number {
  requireHardFamily('adaptiveMinimaxRisk', parameters);
  const { prompts, responses, hardMass, n, m } = parameters;
  if (n !== Infinity) requireInteger('adaptiveMinimaxRisk', 'n', n, 1);
  if (!(typeof m === 'number' && m >= 0)) throw new DomainError('adaptiveMinimaxRisk', 'm', 'a number at least 0', m);
  const p = hardMass / prompts;
  const unseen = p === 1 ? 0 : Math.exp(n * Math.log1p(-p));
  const seen = p === 1 ? 1 : -Math.expm1(n * Math.log1p(-p));
  const failure = giveUpFailure(responses, m / (prompts * seen));
  return hardMass * (unseen * (1 - 1 / responses) + seen * failure);
}

/** The least failure at one prompt for so many draws on average: 1 - F. */
function giveUpFailure(M: number, draws: number): number {
  let before = { cost: 0, failure: 1 };
  for (const point of giveUpPoints(M)) {
    if (draws < point.cost) {
      const share = (draws - before.cost) / (point.cost - before.cost);
      return before.failure + (point.failure - before.failure) * share;
    }
    before = point;
  }
  return 0;
}
