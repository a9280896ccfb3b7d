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
 * @param share the mass of the hidden response in the law that responses come from; the others share the rest evenly
 * @throws DomainError where a thousand responses to a prompt do not tell the hidden one
 */
export function modeRisk(
  where: string,
  parameters: HardFamilyParameters & { readonly n: number },
  share: number,
  argument: 'N' | 'mu',
): number {
  const { responses } = parameters;
  const visits = { telling: tellingVisits(responses, share), most: MOST_VISITS, argument };
  return riskOverVisits(where, parameters, visits, (most) => failuresOf(responses, share, most));
}

function failuresOf(responses: number, share: number, most: number): Float64Array {
  const key = `${responses} ${share}`;
  let failures = kept.get(key);
  if (failures && failures.length > most) return failures;
  failures = modeFailure(responses, share, most);
  if (kept.size >= MOST_KEPT) kept.clear();
  kept.set(key, failures);
  return failures;
}

/** So many visits tell: beyond, the failure, at most (M - 1) (1 - g)^k with g = (sqrt s - sqrt r)^2, is negligible. */
function tellingVisits(responses: number, share: number): number {
  const other = (1 - share) / (responses - 1);
  return (Math.log(responses) - LOG_NEGLIGIBLE) / -Math.log1p(-((Math.sqrt(share) - Math.sqrt(other)) ** 2));
}
