import { logAddExp } from '../../math/logSpace.ts';
import type { HardFamilyParameters } from './hardFamilyParameters.ts';
import { LOG_NEGLIGIBLE } from './likelyVisits.ts';
import { modeFailure } from './modeFailure.ts';
import { riskOverVisits } from './riskOverVisits.ts';

/** The visits to one prompt that are followed exactly. */
const MOST_VISITS = 1200;
/** A figure asks for the failures of some thousands of plans again and again. */
const MOST_KEPT = 20_000;

const kept = new Map<string, Float64Array>();

/**
 * Delta P[the most frequent response that a hard prompt has got is not the hidden one]; ties by shares.
 *
 * @param logMissed log of the mass that the law which responses come from has off the hidden one; the others share it evenly
 * @throws DomainError where a thousand responses to a prompt do not tell the hidden one
 */
export function modeRisk(
  where: string,
  parameters: HardFamilyParameters & { readonly n: number },
  logMissed: number,
  argument: 'N' | 'mu',
): number {
  const { responses } = parameters;
  const visits = { telling: tellingVisits(responses, logMissed), most: MOST_VISITS, argument };
  return riskOverVisits(where, parameters, visits, (most) => {
    const failures = failuresOf(responses, logMissed, most);
    return (k) => failures[k]!;
  });
}

function failuresOf(responses: number, logMissed: number, most: number): Float64Array {
  const key = `${responses} ${logMissed}`;
  let failures = kept.get(key);
  if (failures && failures.length > most) return failures;
  failures = modeFailure(responses, Math.exp(logMissed), most);
  if (kept.size >= MOST_KEPT) kept.clear();
  kept.set(key, failures);
  return failures;
}

/**
 * So many visits tell: beyond, the failure, at most (M - 1) (1 - g)^k with g = (sqrt s - sqrt r)^2, is negligible.
 *
 * Where g is near 1, log(1 - g) is that of u (1 - 1/(M - 1)) + 2 sqrt(s u/(M - 1)), u = 1 - s: no difference.
 */
function tellingVisits(responses: number, logMissed: number): number {
  const [others, share] = [responses - 1, -Math.expm1(logMissed)];
  const gap = Math.sqrt(share) - Math.sqrt(Math.exp(logMissed) / others);
  const logNear =
    gap < 1 / 2
      ? Math.log1p(-gap * gap)
      : logAddExp(logMissed + Math.log1p(-1 / others), Math.LN2 + (Math.log(share / others) + logMissed) / 2);
  return (Math.log(responses) - LOG_NEGLIGIBLE) / -logNear;
}
