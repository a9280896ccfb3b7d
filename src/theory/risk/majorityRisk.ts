import { requireInteger } from '../../math/checks.ts';
import { compensatedSum, RunningSum } from '../../math/compensatedSum.ts';
import { logBinomialMasses } from '../../math/logBinomialMasses.ts';
import { logMissed, requireHardFamily } from './hardFamilyParameters.ts';
import type { HardFamilyParameters } from './hardFamilyParameters.ts';
import { LOG_NEGLIGIBLE } from './likelyVisits.ts';
import type { SamplePlan } from './minimaxRisk.ts';
import { riskOverVisits } from './riskOverVisits.ts';

/** The visits to one prompt that are followed. */
const MOST_VISITS = 1e5;

/**
 * The risk of majority voting among best-of-N responses on the hard family, at least that of SFT-sharpening:
 *
 *   Delta E[ P[Bin(K, s) < K/2] + P[Bin(K, s) = K/2] / 2 ],  K ~ Binomial(n, Delta/d),  s = 1 - (1 - 2/M)^N,
 *
 * where K = 0 costs 1 - 1/M. A response with more than half of the draws is the only mode; one with just half has at
 * most one rival.
 *
 * @throws DomainError naming the parameter outside its domain, or where N is so small, and n so large, that 100,000
 *   responses to a prompt do not tell it
 * @see docs/derivations.md, Bound (C)
 */
export function majorityRisk(parameters: HardFamilyParameters & SamplePlan): number {
  requireHardFamily('majorityRisk', parameters);
  const { responses, n, N } = parameters;
  requireInteger('majorityRisk', 'n', n, 1);
  requireInteger('majorityRisk', 'N', N, 1);
  return majorityRiskOf('majorityRisk', parameters, logMissed(responses, N), 'N');
}

/** The same where each response to a hard prompt misses the hidden one with a probability whose log is given. */
export function majorityRiskOf(
  where: string,
  parameters: HardFamilyParameters & { readonly n: number },
  logMissed: number,
  argument: 'N' | 'mu',
): number {
  const missed = Math.exp(logMissed);
  const visits = { telling: tellingVisits(logMissed), most: MOST_VISITS, argument };
  return riskOverVisits(where, parameters, visits, (most) => {
    const failures = minorities(missed, most);
    failures[0] = 1 - 1 / parameters.responses;
    return (k) => failures[k]!;
  });
}

/** So many visits tell: beyond, the failure, at most (4 s (1 - s))^(k/2), is negligible. */
function tellingVisits(logMissed: number): number {
  return logMissed >= -Math.LN2
    ? Infinity
    : (2 * LOG_NEGLIGIBLE) / (Math.log(4) + logMissed + Math.log1p(-Math.exp(logMissed)));
}

/**
 * How likely a response that each draw misses with probability `missed` is to lose the majority of k draws, half a loss
 * where it has just half: for k = 0..most, the first to be set by the caller.
 *
 * With u the miss, 2j draws lose as often as 2j - 1, and these more often than 2j + 1 by (1 - 2u) C(2j - 1, j) (u (1 - u))^j.
 * Counted down from the most, whose tail is summed, small failures keep their digits.
 */
function minorities(missed: number, most: number): Float64Array {
  const last = Math.ceil(most / 2);
  const misses = logBinomialMasses(2 * last - 1, missed, 2 * last - 1)
    .subarray(last)
    .map(Math.exp);
  const gains = new Float64Array(last);
  gains[0] = (1 - 2 * missed) * missed * (1 - missed);
  for (let j = 1; j < last; j++) gains[j] = (gains[j - 1]! * missed * (1 - missed) * (4 * j + 2)) / (j + 1);
  const failures = new Float64Array(2 * last + 1);
  const sum = new RunningSum(compensatedSum(misses));
  for (let j = last; j >= 1; j--) {
    failures[2 * j - 1] = failures[2 * j] = sum.value;
    // What one pair of draws fewer loses more.
    if (j > 1) sum.add(gains[j - 2]!);
  }
  return failures;
}
