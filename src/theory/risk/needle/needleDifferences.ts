import { requireInteger } from '../../../math/checks.ts';
import { RunningSum } from '../../../math/compensatedSum.ts';
import { DomainError } from '../../../math/domainError.ts';
import { gaussLegendre } from '../gaussLegendre.ts';
import { needlePairs } from './needlePairs.ts';
import { baseMasses, requireNeedle } from './needleParameters.ts';
import type { NeedleParameters } from './needleParameters.ts';

/** Down to here risks have their digits. */
const LEAST_RISK = 1e-30;
/** Counts that are less likely than this are left out. */
const NEGLIGIBLE = 1e-48;
/** Relative error up to which the alternating sum is given. */
const TOLERANCE = 1e-9;

/**
 * The exact minimax risk of whoever sees n pairs of the base policy and the difference of their rewards, as in Eq. 4: at most
 * the failure of DPO (`needlePairs`), at least that of 2 n samples with likelihoods (`needleSamples`).
 *
 * A pair y = y' = k tells nothing by its difference, but is (1 + h)^2 times as likely if k is y*: the best guess is the one of
 * those that are left that came up so most often. With c the times that y* did, its risk is
 *
 *   sum_c sum_{j>=1} (-1)^(j+1) C(K-1, j) E[ 1{c, nothing tells y* and j given ones} prod over the j of (1{e > c} + (1-z) 1{e = c}) ],
 *
 * e being the times of each, integrated over z in [0, 1], which shares ties out.
 *
 * It is no line of `needleLines`: a line stands for a framework, by what a learner may ask, and who asks for pairs sees
 * likelihoods as well (`needleSamples`). To use differences alone is what the fit of Eq. 4 does, and it costs next to nothing
 * here: this risk is within 1 % of both ends at S = 64, K = 8, n = 10, and for a risk of 0.1 they ask for 62 and 64 responses.
 *
 * @param parameters pairs, an integer at least 0
 * @throws DomainError naming the parameter outside its domain, where so many pairs leave a risk below 1e-30, or so many
 *   hypotheses the sum without digits
 * @see docs/derivations.md, The needle with a short list
 */
export function needleDifferencesRisk(parameters: NeedleParameters & { readonly pairs: number }): number {
  requireNeedle('needleDifferencesRisk', parameters);
  const { hypotheses: K, pairs: n } = parameters;
  const { own, other } = baseMasses(parameters);
  requireInteger('needleDifferencesRisk', 'pairs', n, 0);
  if (needlePairs(parameters).failure(n) < LEAST_RISK) {
    throw new DomainError('needleDifferencesRisk', 'pairs', `so few that DPO's risk is at least ${LEAST_RISK}`, n);
  }
  const [ofTruth, ofOther] = [n * own ** 2, n * other ** 2];
  // A polynomial in z of degree K - 1.
  const { at, weights } = gaussLegendre(Math.ceil(K / 2));
  const sum = new RunningSum();
  let rounding = 0;
  const chances = poisson(ofTruth, n);
  for (let c = 0; c < chances.length; c++) {
    at.forEach((z, node) => {
      // Of one wrong hypothesis, by its count, and of j of them together.
      const one = poisson(ofOther, n).map((chance, e) => (e > c ? chance : e === c ? (1 - z) * chance : 0));
      let together: Float64Array = Float64Array.of(1);
      let coefficient = weights[node]! * chances[c]!;
      for (let j = 1; j < K; j++) {
        together = product(together, one, n - c);
        coefficient *= (K - j) / j;
        const untouched = Math.max(0, 1 - own - j * other) ** 2;
        const term = coefficient * ordered(together, untouched, n, c);
        sum.add(j % 2 === 1 ? term : -term);
        rounding += term * (4 * j + n) * Number.EPSILON;
        if (term === 0) break;
      }
    });
  }
  if (!(rounding <= TOLERANCE * sum.value || sum.value === 0)) {
    throw new DomainError('needleDifferencesRisk', 'hypotheses', 'so few that the alternating sum keeps its digits', K);
  }
  return sum.value;
}

/** mean^e / e!, up to where it is negligible. */
function poisson(mean: number, most: number): Float64Array {
  const values = [1];
  for (let e = 1; e <= most && (e <= mean || values[e - 1]! > NEGLIGIBLE); e++)
    values.push((values[e - 1]! * mean) / e);
  return Float64Array.from(values);
}

function product(a: Float64Array, b: Float64Array, most: number): Float64Array {
  const all = new Float64Array(Math.min(a.length + b.length - 1, most + 1));
  for (let i = 0; i < Math.min(a.length, all.length); i++) {
    if (a[i] === 0) continue;
    for (let k = 0; k < b.length && i + k < all.length; k++) all[i + k] = all[i + k]! + a[i]! * b[k]!;
  }
  return all;
}

/** sum_t counts[t] n!/((n - c - t)! n^(c + t)) untouched^(n - c - t): the other pairs are untouched ones. */
function ordered(counts: Float64Array, untouched: number, n: number, c: number): number {
  let falling = 1;
  for (let i = 0; i < c; i++) falling *= 1 - i / n;
  let sum = 0;
  for (let t = 0; t < counts.length; t++) {
    const rest = n - c - t;
    if (counts[t] !== 0) sum += counts[t]! * falling * (rest === 0 ? 1 : untouched ** rest);
    falling *= 1 - (c + t) / n;
  }
  return sum;
}
