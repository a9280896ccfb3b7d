import type { Source } from './source.ts';

/**
 * One draw of Binomial(n, p) in time that does not grow with n.
 *
 * Below a mean of 10 by inversion, above by Hörmann's transformed rejection BTRS (1993), both exact.
 * `n` is an integer at least 0 and `p` lies in [0, 1]; the caller has checked them.
 */
export function drawBinomial(n: number, p: number, source: Source): number {
  if (n === 0 || p <= 0) return 0;
  if (p >= 1) return n;
  if (p > 0.5) return n - drawBinomial(n, 1 - p, source);
  return n * p < 10 ? byInversion(n, p, source) : byRejection(n, p, source);
}

function byInversion(n: number, p: number, source: Source): number {
  const odds = p / (1 - p);
  const none = Math.exp(n * Math.log1p(-p));
  for (;;) {
    let mass = none;
    let u = source.uniform();
    let k = 0;
    while (u >= mass && mass > 0) {
      u -= mass;
      k++;
      mass *= (odds * (n - k + 1)) / k;
    }
    // Rounding can leave a sliver of u beyond the last outcome, or beyond the last whose mass a double holds: draw again
    // rather than return a value of mass 0, or count on to n.
    if (mass > 0) return k;
  }
}

function byRejection(n: number, p: number, source: Source): number {
  const deviation = Math.sqrt(n * p * (1 - p));
  const b = 1.15 + 2.53 * deviation;
  const a = -0.0873 + 0.0248 * b + 0.01 * p;
  const centre = n * p + 0.5;
  const squeeze = 0.92 - 4.2 / b;
  for (;;) {
    const u = source.uniform() - 0.5;
    const v = source.uniform();
    const distance = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / distance + b) * u + centre);
    if (distance >= 0.07 && v <= squeeze) return k;
    if (k < 0 || k > n) continue;
    const alpha = (2.83 + 5.1 / b) * deviation;
    if ((v * alpha) / (a / (distance * distance) + b) <= overMode(n, p, k)) return k;
  }
}

/** The mass of k over that of the mode. */
function overMode(n: number, p: number, k: number): number {
  const odds = p / (1 - p);
  const mode = Math.floor((n + 1) * p);
  if (Math.abs(k - mode) <= 16) {
    // Each mass is odds (n - i + 1) / i times the one before.
    let [above, below] = [1, 1];
    for (let i = mode + 1; i <= k; i++) above *= (odds * (n - i + 1)) / i;
    for (let i = k + 1; i <= mode; i++) below *= (odds * (n - i + 1)) / i;
    return above / below;
  }
  return Math.exp(
    (mode + 0.5) * Math.log((mode + 1) / (odds * (n - mode + 1))) +
      (n + 1) * Math.log((n - mode + 1) / (n - k + 1)) +
      (k + 0.5) * Math.log((odds * (n - k + 1)) / (k + 1)) +
      stirlingTail(mode) +
      stirlingTail(n - mode) -
      stirlingTail(k) -
      stirlingTail(n - k),
  );
}

const SMALL_TAILS = [
  0.0810614667953272, 0.0413406959554092, 0.0276779256849983, 0.020790672103765, 0.0166446911898211, 0.0138761288230707,
  0.0118967099458917, 0.010411265261972, 0.00925546218271273, 0.00833056343336287,
];

/** log k! minus Stirling's (k + 1/2) log(k + 1) - (k + 1) + log(2 pi) / 2. */
function stirlingTail(k: number): number {
  if (k <= 9) return SMALL_TAILS[k]!;
  const next = k + 1;
  const square = next * next;
  return (1 / 12 - (1 / 360 - 1 / 1260 / square) / square) / next;
}
