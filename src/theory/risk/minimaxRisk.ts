import { requireInteger } from '../../math/checks.ts';
import { logMissed, requireHardFamily } from './hardFamilyParameters.ts';
import type { HardFamilyParameters } from './hardFamilyParameters.ts';
import { identificationFailure } from './identificationFailure.ts';
import { LOG_NEGLIGIBLE } from './likelyVisits.ts';
import { occupancyFailure } from './occupancyFailure.ts';
import { riskOverVisits } from './riskOverVisits.ts';

/** Among so many responses draws are followed one by one, which has positive terms only; among more a closed form is quicker. */
const MOST_FOLLOWED = 1024;

export interface SamplePlan {
  /** Prompts, an integer at least 1. */
  readonly n: number;
  /** Responses drawn for each prompt, an integer at least 1. */
  readonly N: number;
}

/**
 * The exact minimax risk of sample-and-evaluate learners on the hard family, delta = 1/2.
 *
 *   risk = Delta E[ failure(N K) ],  K ~ Binomial(n, Delta/d)
 *
 * The family is symmetric under relabelling, so the minimax learner is the Bayes learner under the uniform prior. For a
 * given budget m = nN the best split is N = 1, because failure is convex. Failures are summed, so small risks keep their
 * digits: visits and failures rarer than 1e-45 are left out.
 *
 * @throws DomainError naming the parameter outside its domain
 * @see docs/derivations.md, Exact minimax risk
 */
export function minimaxRisk(parameters: HardFamilyParameters & SamplePlan): number {
  requireHardFamily('minimaxRisk', parameters);
  const { responses, n, N } = parameters;
  requireInteger('minimaxRisk', 'n', n, 1);
  requireInteger('minimaxRisk', 'N', N, 1);
  // A draw of the hidden response tells it: no more visits than this leave a failure that counts.
  const telling = LOG_NEGLIGIBLE / logMissed(responses, N);
  const visits = { telling, most: Infinity, argument: 'N' } as const;
  return riskOverVisits('minimaxRisk', parameters, visits, (most) => {
    if (responses > MOST_FOLLOWED) return (k) => occupancyFailure(responses, k * N);
    const failures = identificationFailure(responses, most * N);
    return (k) => failures[k * N] ?? 0;
  });
}
