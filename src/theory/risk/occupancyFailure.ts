import { log1mexp } from '../../math/logSpace.ts';

/** The chance that draws cover all of M values is at most exp(-t) where t are expected to be missing: beyond, it is negligible. */
const MANY_MISSING = 40;
/** Up to so many wrong responses expected unseen the alternating sum loses a digit or so. */
const FEW_UNSEEN = 3;

/**
 * `identificationFailure` after k draws, in a time that grows neither with M nor with k: for M from some hundreds on.
 *
 *   failure(k) = (1 - a)^k (1 - C(k)) ,  C(k) = E[ 1/(M - D_k) ] = (1/M) (M/(M - 1))^k P[ k draws from M values miss one ]
 *
 * @param responses M
 * @param k an integer at least 0
 * @see docs/derivations.md, Exact minimax risk
 */
export function occupancyFailure(responses: number, k: number): number {
  const M = responses;
  const logUnmet = k * Math.log1p(-2 / M);
  const logUnseen = Math.log(M - 1) + k * Math.log1p(-1 / (M - 1));
  if (logUnseen < Math.log(FEW_UNSEEN)) return Math.exp(logUnmet) * alternating(M - 1, k);
  const logMissing = Math.log(M) + k * Math.log1p(-1 / M);
  const covered = k < M || logMissing > Math.log(MANY_MISSING) ? 0 : coverage(M, k);
  // log C(k) <= 0.
  return Math.exp(logUnmet + log1mexp(Math.log1p(-covered) - logMissing));
}

/** 1 - C(k) = sum_j (-1)^(j + 1) (W choose j) (1 - j/W)^k / (j + 1) from j = 1 on, W = M - 1, where few are unseen. */
function alternating(W: number, k: number): number {
  let [sum, choices] = [0, -1];
  for (let j = 1; j <= W; j++) {
    choices *= -(W - j + 1) / j;
    const term = (choices * Math.exp(k * Math.log1p(-j / W))) / (j + 1);
    sum += term;
    if (Math.abs(term) <= 1e-18 * Math.abs(sum)) break;
  }
  return sum;
}

/**
 * P[k draws cover all of M values] = k!/M^k [x^k] (e^x - 1)^M, for k of at least 3 M: Cauchy's integral on the circle
 * through the saddle point r, r = (k/M)(1 - e^-r). The trapezoidal rule is exact there but for what is as unlikely as 15
 * deviations of the total of M Poisson variables.
 */
function coverage(M: number, k: number): number {
  let r = k / M;
  for (let last = 0; r !== last;) [last, r] = [r, Math.min(r, (k / M) * -Math.expm1(-r))];
  const q = Math.exp(-r);
  // k! by Stirling's series; what cancels at the saddle point is left out.
  const logHeight = -k * (Math.log1p(-q) + q) + M * Math.log1p(-q) + 1 / (12 * k);
  const step = 0.4 / Math.sqrt(k);
  let sum = 1;
  for (let i = 1; i * 0.4 <= 9; i++) {
    const angle = i * step;
    // Beside its value at angle 0, log( (e^x - 1)^M x^-k ), x = r e^(i angle), from e^x - 1 = e^x (1 - e^-x).
    const [across, size] = [r * Math.sin(angle), Math.exp(-r * Math.cos(angle))];
    const [re, im] = [size * Math.cos(across), -size * Math.sin(across)];
    const logSize =
      -2 * M * r * Math.sin(angle / 2) ** 2 + M * (Math.log1p(re * (re - 2) + im * im) / 2 - Math.log1p(-q));
    const turn = M * r * Math.sin(angle) - k * angle + M * Math.atan2(-im, 1 - re);
    sum += 2 * Math.exp(logSize) * Math.cos(turn);
  }
  return (Math.exp(logHeight) * 0.4 * sum) / Math.sqrt(2 * Math.PI);
}
