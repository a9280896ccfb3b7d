import type { Interval } from '../../math/interval.ts';
import { chanceOf } from './allSamples.ts';
import type { Chance } from './allSamples.ts';

/** An interval that a sample gives, and what it is to hold. */
export interface Judged {
  readonly interval: Interval;
  readonly truth: number;
}

/** How likely each end of an interval is to lie beyond what it is to hold, and either of them; what is equal but for rounding does not. */
export function missedEnds(samples: Iterable<Chance<Judged>>): { lower: number; upper: number; either: number } {
  const judged = Array.from(samples, ({ value: { interval, truth }, probability }) => ({
    value: { low: truth * (1 + 1e-12) < interval.lower, high: truth > interval.upper * (1 + 1e-12) },
    probability,
  }));
  return {
    lower: chanceOf(judged, ({ low }) => low),
    upper: chanceOf(judged, ({ high }) => high),
    either: chanceOf(judged, ({ low, high }) => low || high),
  };
}
