import { expect } from 'vitest';
import type { FiniteLaw, Interval, Source } from '../../../../src/index.ts';

/** Equal but for rounding. */
export const near = (a: number, b: number): void => expect(Math.abs(a - b)).toBeLessThanOrEqual(1e-12 * Math.abs(b));
/** Whether a value lies in an interval; what is equal but for rounding does. */
export const holds = ({ lower, upper }: Interval, value: number): boolean =>
  lower <= value * (1 + 1e-12) && value <= upper * (1 + 1e-12);
/** A pool of draws with these likelihoods. */
export const logs = (...masses: number[]): number[] => masses.map(Math.log);
export const average = (values: readonly number[]): number => values.reduce((a, b) => a + b) / values.length;
/** The log-likelihoods of N draws. */
export const drawPool = (law: FiniteLaw, N: number, source: Source): Float64Array =>
  Float64Array.from({ length: N }, () => law.logMasses[law.draw(source)]!);
/** P*. */
export const peakOf = (law: FiniteLaw): number => law.masses().reduce((a, b) => Math.max(a, b));
