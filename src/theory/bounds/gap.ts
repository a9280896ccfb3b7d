import type { Assumption } from './bound.ts';

/**
 * Half the squared Hellinger distance between two coins, one with tau and one with delta on tails:
 * g = 1 - sqrt((1 - tau)(1 - delta)) - sqrt(tau delta), written as half a sum of squares so that small ones keep their
 * digits. It needs tau below delta.
 */
export const gap = {
  formula:
    '(((delta - tau) / (sqrt(1 - tau) + sqrt(1 - delta)))^2 + ((delta - tau) / (sqrt(delta) + sqrt(tau)))^2) / 2',
  tex: 'g(\\tau, \\delta)',
} as const;

/**
 * log(1 - p g), which n multiplies: from -p g where 1 - p g is above 1/2, and from what is left, summed without
 * cancellation, below.
 */
export const logLess = (g: string, left: string): string =>
  `log1p(max(-p * ${g}, -1 / 2)) + log(min(2 * (${left}), 1))`;

/** What the theorems with g assume of tau. */
export const tauBelowDelta: Assumption<'tau' | 'delta'> = {
  name: 'below delta: best-of-N must leave less off y* than the fit may',
  about: 'tau',
  holds: ({ tau, delta }) => tau < delta,
};
