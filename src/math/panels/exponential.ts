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
  ln2High: 6.9314718036912381649e-1,
  ln2Low: 1.90821492927058770002e-10,
  p0: 1.26177193074810590878e-4,
  p1: 3.029944077074419613e-2,
  p2: 9.9999999999999999991e-1,
  q0: 3.00198505138664455042e-6,
  q1: 2.52448340349684104192e-3,
  q2: 2.27265548208155028766e-1,
  q3: 2,
  one: 1,
} as const;
