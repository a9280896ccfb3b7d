import { compensatedSum } from '../../math/compensatedSum.ts';

/** What one draw may give, and how likely it does. */
export interface Chance<T> {
  readonly value: T;
  readonly probability: number;
}

/**
 * All samples of n independent draws, exactly: each set of values with repetitions once, with the probability that it comes
 * up in some order.
 *
 * There are C(n + k - 1, n) of them for k values: for small worlds only.
 */
export function* allSamples<T>(each: readonly Chance<T>[], n: number): Iterable<Chance<readonly T[]>> {
  const possible = each.filter(({ probability }) => probability > 0);
  const drawn: T[] = [];
  yield* from(0, 1);

  /** Samples of the values from a place on, given those of the values before it. */
  function* from(place: number, probability: number): Iterable<Chance<readonly T[]>> {
    const left = n - drawn.length;
    if (left === 0) {
      yield { value: drawn.slice(), probability };
      return;
    }
    if (place === possible.length) return;
    const { value, probability: one } = possible[place]!;
    const last = place === possible.length - 1;
    // The ways to choose which of the draws that are left give this value, times its probability so often.
    let ways = 1;
    for (let times = 0; times <= left; times++) {
      if (times > 0) {
        ways *= (one * (left - times + 1)) / times;
        drawn.push(value);
      }
      if (!last || times === left) yield* from(place + 1, probability * ways);
    }
    drawn.length -= left;
  }
}

/** The same chances, those of values that are alike being one. @param keyOf what decides that they are */
export function alike<T>(chances: Iterable<Chance<T>>, keyOf: (value: T) => string): Chance<T>[] {
  const groups = new Map<string, { value: T; probabilities: number[] }>();
  for (const { value, probability } of chances) {
    const key = keyOf(value);
    const group = groups.get(key);
    if (group) group.probabilities.push(probability);
    else groups.set(key, { value, probabilities: [probability] });
  }
  return Array.from(groups.values(), ({ value, probabilities }) => ({
    value,
    probability: compensatedSum(probabilities),
  }));
}

/** How likely something is, exactly. */
export function chanceOf<T>(chances: Iterable<Chance<T>>, happens: (value: T) => boolean): number {
  const masses: number[] = [];
  for (const { value, probability } of chances) if (happens(value)) masses.push(probability);
  return compensatedSum(masses);
}
