/**
 * The numbers by which kernels take exp(x) for -700 <= x <= 0: x = k log 2 + r with an integer k and |r| <= log(2)/2, and
 * exp(r) by its series to r^13, whose rest is below 5e-18.
 */
export const EXPONENTIAL = {
  /** Below it exp counts as 0: its powers of two are then those of normal doubles. */
  least: -700,
  log2e: Math.LOG2E,
  /** 1.5 * 2^52: a number that is added to it is rounded to an integer, which then stands in its lowest bits. */
  magic: 6755399441055744,
  /** log 2 in two parts, the first of so few bits that its products with k are exact (fdlibm). */
  ln2High: 6.9314718036912381649e-1,
  ln2Low: 1.90821492927058770002e-10,
  /** 1/13!, ..., 1/1!, 1/0!. */
  coefficients: Array.from({ length: 14 }, (_, i) => {
    let factorial = 1;
    for (let n = 2; n <= 13 - i; n++) factorial *= n;
    return 1 / factorial;
  }),
} as const;
