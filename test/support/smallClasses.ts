import fc from 'fast-check';
import { FiniteLaw } from '../../src/laws/finiteLaw.ts';

/** A law of rational masses: integer weights over their sum. Likelihoods under it are compared without rounding. */
export interface RationalLaw {
  readonly weights: readonly number[];
  readonly law: FiniteLaw;
}

export function rationalLaw(weights: readonly number[]): RationalLaw {
  const total = weights.reduce((a, b) => a + b, 0);
  return { weights, law: FiniteLaw.fromMasses(weights.map((weight) => weight / total)) };
}

/** The weight of a response and the total, as integers. */
export function massOf({ weights }: RationalLaw, response: number): Fraction {
  return [BigInt(weights[response]!), BigInt(weights.reduce((a, b) => a + b, 0))];
}

/** Numerator and denominator, not reduced; the denominator is positive. */
export type Fraction = readonly [bigint, bigint];

export const times = (a: Fraction, b: Fraction): Fraction => [a[0] * b[0], a[1] * b[1]];
export const exceeds = (a: Fraction, b: Fraction): boolean => a[0] * b[1] > b[0] * a[1];
export const equal = (a: Fraction, b: Fraction): boolean => a[0] * b[1] === b[0] * a[1];

/** The index of the first largest of the values; -1 where all are zero. */
export function firstLargest(values: readonly Fraction[]): number {
  let best = -1;
  let most: Fraction = [0n, 1n];
  values.forEach((value, i) => {
    if (exceeds(value, most)) [best, most] = [i, value];
  });
  return best;
}

/** All ways to choose one of each list's indices, the first lists changing slowest. */
export function allChoices(lengths: readonly number[]): number[][] {
  return lengths.reduce<number[][]>(
    (sofar, length) => sofar.flatMap((choices) => Array.from({ length }, (_, i) => [...choices, i])),
    [[]],
  );
}

const laws = (responses: number): fc.Arbitrary<RationalLaw> =>
  fc
    .array(fc.integer({ min: 0, max: 4 }), { minLength: responses, maxLength: responses })
    .filter((weights) => weights.some((weight) => weight > 0))
    .map(rationalLaw);

/** Lists of laws to choose among, one list a prompt: at most 4^4 = 256 members. Small weights repeat and tie. */
export const smallProduct: fc.Arbitrary<RationalLaw[][]> = fc
  .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 }))
  .chain(([prompts, responses]) =>
    fc.array(fc.array(laws(responses), { minLength: 1, maxLength: 4 }), { minLength: prompts, maxLength: prompts }),
  );

/** A list of policies, each a list of laws, one a prompt. */
export const smallList: fc.Arbitrary<RationalLaw[][]> = fc
  .tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 4 }))
  .chain(([prompts, responses]) =>
    fc.array(fc.array(laws(responses), { minLength: prompts, maxLength: prompts }), { minLength: 1, maxLength: 8 }),
  );

/** Pairs of numbers that are cut to a prompt and a response of any shape by `% prompts` and `% responses`. */
export const someRows: fc.Arbitrary<[number, number][]> = fc.oneof(
  fc.array(fc.tuple(fc.nat(11), fc.nat(11)), { maxLength: 6 }),
  fc.array(fc.tuple(fc.nat(11), fc.nat(11)), { maxLength: 40 }),
);
