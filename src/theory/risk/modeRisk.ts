import { compensatedSum } from '../../math/compensatedSum.ts';
import { DomainError } from '../../math/domainError.ts';
import { binomialMasses } from './binomialMasses.ts';
import type { HardFamilyParameters } from './hardFamilyParameters.ts';
import { modeFailure } from './modeFailure.ts';

/** Visits and failures this unlikely are left out. */
const LOG_NEGLIGIBLE = Math.log(1e-40);
/** The visits to one prompt that are followed exactly. */
const MOST_VISITS = 600;
/** A figure asks for the failures of some thousands of plans again and again. */
const MOST_KEPT = 20_000;

const kept = new Map<string, Float64Array>();

/**
 * Delta P[the most frequent response that a hard prompt has got is not the hidden one]; ties by shares.
 *
 * @param share the mass of the hidden response in the law that responses come from; the others share the rest evenly
 * @throws DomainError where thousands of responses to a prompt would not tell the hidden one
 */
export function modeRisk(
  where: string,
  { prompts, responses, hardMass, n }: HardFamilyParameters & { readonly n: number },
  share: number,
): number {
  const visits = binomialMasses(n, hardMass / prompts, mostVisits(where, responses, share, n, hardMass / prompts));
  const failures = failuresOf(responses, share, visits.length - 1);
  return hardMass * compensatedSum(visits.map((mass, k) => mass * failures[k]!));
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

/**
 * Beyond so many visits the failure, at most (M - 1) (1 - g)^k with g = (sqrt s - sqrt r)^2, or the chance of as many
 * visits, at most exp(-KL) by Chernoff, is negligible.
 */
function mostVisits(where: string, responses: number, share: number, n: number, p: number): number {
  const other = (1 - share) / (responses - 1);
  const told = (Math.log(responses) - LOG_NEGLIGIBLE) / -Math.log1p(-((Math.sqrt(share) - Math.sqrt(other)) ** 2));
  let seen = Math.ceil(n * p);
  const logBeyond = (k: number): number => {
    const q = k / n;
    return k >= n
      ? k === n
        ? n * Math.log(p)
        : -Infinity
      : -n * (q * Math.log(q / p) + (1 - q) * Math.log((1 - q) / (1 - p)));
  };
  while (seen < n && seen <= MOST_VISITS && logBeyond(seen) > LOG_NEGLIGIBLE) seen++;
  const most = Math.min(Math.ceil(told), seen, n);
  if (most > MOST_VISITS) {
    const expected = `so large that ${MOST_VISITS} best-of-N responses tell the hidden one, or n smaller`;
    throw new DomainError(where, 'N', expected, `about ${most} needed`);
  }
  return most;
}
