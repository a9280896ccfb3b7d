import { requireInteger } from '../../math/checks.ts';
import { compensatedSum } from '../../math/compensatedSum.ts';
import { binomialMasses } from './binomialMasses.ts';
import { requireHardFamily } from './hardFamilyParameters.ts';
import type { HardFamilyParameters } from './hardFamilyParameters.ts';
import { identificationFailure } from './identificationFailure.ts';

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
 * digits, down to 1e-30 and below.
 *
 * @throws DomainError naming the parameter outside its domain
 * @see docs/derivations.md, Exact minimax risk
 */
export function minimaxRisk(parameters: HardFamilyParameters & SamplePlan): number {
  requireHardFamily('minimaxRisk', parameters);
  const { prompts, responses, hardMass, n, N } = parameters;
  requireInteger('minimaxRisk', 'n', n, 1);
  requireInteger('minimaxRisk', 'N', N, 1);
  const failures = identificationFailure(responses);
  const visits = binomialMasses(n, hardMass / prompts, Math.floor((failures.length - 1) / N));
  return hardMass * compensatedSum(visits.map((mass, k) => mass * failures[k * N]!));
}
