/**
 * The numbers by which kernels take exp(x) for -700 <= x <= 0: x = k log 2 + r with an integer k and |r| <= log(2)/2, and
 *
 *   exp(r) = 1 + 2 r P(r^2) / (Q(r^2) - r P(r^2)).
 *
 * @see Moshier 1989, Methods and Programs for Mathematical Functions (Cephes, exp.c)
 */
export const EXPONENTIAL = {
  /** Below it exp counts as 0: its powers of two are then those of normal doubles. */
  least: -700,
  log2e: Math.LOG2E,
  /** 1.5 * 2^52: a number that is added to it is rounded to an integer, which then stands in its lowest bits. */
  magic: 6755399441055744,
  /** log 2 in two parts, the first of so few bits that its products with k are exact. */
  ln2High: 0.6931471803691238,
  ln2Low: 1.9082149292705877e-10,
  p0: 0.00012617719307481058,
  p1: 0.030299440770744195,
  p2: 1,
  q0: 3.0019850513866446e-6,
  q1: 0.002524483403496841,
  q2: 0.22726554820815503,
  q3: 2,
  one: 1,
} as const;
