import { DomainError } from '../math/domainError.ts';
import { compensatedSum } from '../math/compensatedSum.ts';
import { requireSameOutcomes } from './exactLaw.ts';
import type { ExactLaw } from './exactLaw.ts';
import { log1mexp, logSumExp } from '../math/logSpace.ts';

/**
 * KL(p || q) = sum p log(p / q), nats; infinite where p has mass that q has not.
 *
 * Each term is taken as p log(p / q) - p + q, which is never negative: near laws lose no digits to cancellation.
 *
 * @param p, q over the same outcomes, or two spectra of the same levels
 */
export function klDivergence(p: ExactLaw, q: ExactLaw): number {
  return sumOver('klDivergence', p, q, (pair) => {
    if (pair.logQ === -Infinity) return Infinity;
    return pair.logP === -Infinity ? Math.exp(pair.logQ) : excess(pair, 1);
  });
}

/** D_H^2(p, q) = sum (sqrt p - sqrt q)^2, not halved, as in the paper: at most 2. */
export function squaredHellinger(p: ExactLaw, q: ExactLaw): number {
  return sumOver('squaredHellinger', p, q, (pair) => Math.exp(2 * logAbsoluteDifference(halved(pair))));
}

/** chi^2(p || q) = sum (p - q)^2 / q; infinite where p has mass that q has not. */
export function chiSquaredDivergence(p: ExactLaw, q: ExactLaw): number {
  return sumOver('chiSquaredDivergence', p, q, (pair) =>
    pair.logQ === -Infinity ? Infinity : Math.exp(2 * logAbsoluteDifference(pair) - pair.logQ),
  );
}

/** TV(p, q) = sum |p - q| / 2, in [0, 1]. */
export function totalVariation(p: ExactLaw, q: ExactLaw): number {
  return sumOver('totalVariation', p, q, (pair) => Math.exp(logAbsoluteDifference(pair))) / 2;
}

/**
 * Rényi divergence of an order: log( sum p^order q^(1 - order) ) / (order - 1), nats; KL at order 1, the largest
 * log(p / q) at order infinity.
 *
 * @param order above 0, infinity allowed
 */
export function renyiDivergence(p: ExactLaw, q: ExactLaw, order: number): number {
  const where = 'renyiDivergence';
  if (!(typeof order === 'number' && order > 0)) throw new DomainError(where, 'order', 'a number above 0', order);
  if (order === 1) return klDivergence(p, q);
  const pairs = pairsOf(where, p, q);
  if (order === Infinity) {
    return pairs.reduce((most, { gap }) => Math.max(most, gap), 0);
  }
  if (order > 1 && pairs.some(({ logP, logQ }) => logP > -Infinity && logQ === -Infinity)) return Infinity;
  const logs = pairs.map(({ logP, logQ }) =>
    logP === -Infinity || logQ === -Infinity ? -Infinity : order * logP + (1 - order) * logQ,
  );
  const logSum = logSumExp(logs);
  if (Math.abs(logSum) > SMALL_GAP) return Math.max(0, logSum / (order - 1));
  // Near laws, or an order near 0 or 1: the sum minus 1, term by term, in a form that cancels nothing.
  const terms = pairs.map((pair) => {
    if (pair.logP === -Infinity) return (order - 1) * Math.exp(pair.logQ);
    if (pair.logQ === -Infinity) return -order * Math.exp(pair.logP);
    return order * ((order - 1) * excess(pair, order));
  });
  return Math.max(0, Math.log1p(compensatedSum(terms)) / (order - 1));
}

/** The masses of one level in both laws, logs. */
interface Pair {
  readonly logP: number;
  readonly logQ: number;
  /** log(p / q). */
  readonly gap: number;
}

/** The levels that one of the laws at least gives mass. */
function pairsOf(where: string, p: ExactLaw, q: ExactLaw): Pair[] {
  requireSameOutcomes(where, p, q);
  const pairs: Pair[] = [];
  for (let level = 0; level < p.size; level++) {
    const [logP, logQ] = [p.levelLogMasses[level]!, q.levelLogMasses[level]!];
    // The gap of one outcome, not of the whole level: it has no multiplicity to round.
    if (logP > -Infinity || logQ > -Infinity)
      pairs.push({ logP, logQ, gap: p.logMasses[level]! - q.logMasses[level]! });
  }
  return pairs;
}

function sumOver(where: string, p: ExactLaw, q: ExactLaw, term: (pair: Pair) => number): number {
  return compensatedSum(Float64Array.from(pairsOf(where, p, q), term));
}

/** log |p - q|, without cancellation. */
function logAbsoluteDifference({ logP, logQ, gap }: Pair): number {
  if (gap === 0) return -Infinity;
  return Math.max(logP, logQ) + log1mexp(-Math.abs(gap));
}

function halved({ logP, logQ, gap }: Pair): Pair {
  return { logP: logP / 2, logQ: logQ / 2, gap: gap / 2 };
}

const SMALL_GAP = 0.1;

/**
 * (p^a q^(1-a) - a p - (1-a) q) / (a (a - 1)) of two masses above 0: never negative; p log(p / q) - p + q in the limit
 * a = 1, and the same with p and q exchanged for a = 0.
 */
function excess({ logP, logQ, gap }: Pair, a: number): number {
  // Symmetric, so that a is never near 0.
  if (a < 0.5) return excess({ logP: logQ, logQ: logP, gap: -gap }, 1 - a);
  if (Math.abs(gap) * Math.max(1, a) < SMALL_GAP) return Math.exp(logQ) * excessSeries(gap, a);
  // (p^a q^(1-a) - p) / (a - 1) + q - p, over a.
  const c = a - 1;
  if (gap > 0 && c * gap > 1)
    return ((Math.exp(logP + c * gap) - Math.exp(logP)) / c + Math.exp(logQ) - Math.exp(logP)) / a;
  const slope = c === 0 ? gap : Math.expm1(c * gap) / c;
  if (gap > 0) return (Math.exp(logP) * (slope + Math.expm1(-gap))) / a;
  // q e^gap slope; where e^(c gap) is large beside e^gap, both at once.
  const scaled = c * gap > 1 ? (Math.exp(a * gap) - Math.exp(gap)) / c : Math.exp(gap) * slope;
  return (Math.exp(logQ) * (scaled - Math.expm1(gap))) / a;
}

/** (e^(a r) - a e^r - (1 - a)) / (a (a - 1)) = sum_{k >= 2} (1 + a + ... + a^(k-2)) r^k / k!, for |r| max(1, a) < 0.1. */
function excessSeries(r: number, a: number): number {
  // Each term from the last, so that no power of a large order overflows.
  let [sum, power, term] = [0, r, 0];
  for (let k = 2; k <= 13; k++) {
    power *= r / k;
    term = power + ((a * r) / k) * term;
    sum += term;
  }
  return sum;
}
