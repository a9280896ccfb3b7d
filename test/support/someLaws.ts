import fc from 'fast-check';
import { FiniteLaw } from '../../src/laws/finiteLaw.ts';
import { Spectrum } from '../../src/laws/spectrum.ts';

/** A spectrum, the same law with every outcome listed, and which level each listed outcome is of. */
export interface TwoWays {
  readonly spectrum: Spectrum;
  readonly listed: FiniteLaw;
  /** The level of each listed outcome. */
  readonly levelOf: readonly number[];
}

/** Lists a spectrum without help of its own: multiplicities are given as counts. */
export function twoWays(logWeights: readonly number[], counts: readonly number[]): TwoWays {
  const levelOf = counts.flatMap((count, level) => Array.from({ length: count }, () => level));
  return {
    spectrum: Spectrum.fromLogWeights(logWeights, counts.map(Math.log)),
    listed: FiniteLaw.fromLogWeights(levelOf.map((level) => logWeights[level]!)),
    levelOf,
  };
}

/** Log weights of which some are equal, some equal but for the last bits, some minus infinity. */
export const tiedLogWeights = (maxLength: number): fc.Arbitrary<number[]> =>
  fc
    .array(
      fc.oneof(
        { weight: 4, arbitrary: fc.integer({ min: -6, max: 0 }).map((k) => k * Math.LN2) },
        { weight: 2, arbitrary: fc.constantFrom(Math.log(0.1 + 0.2), Math.log(0.3), Math.log(0.7) + Math.log(0.1)) },
        { weight: 2, arbitrary: fc.double({ min: -12, max: 0, noNaN: true }) },
        { weight: 1, arbitrary: fc.double({ min: -690, max: 0, noNaN: true }) },
        { weight: 1, arbitrary: fc.constant(-Infinity) },
      ),
      { minLength: 1, maxLength },
    )
    .filter((weights) => weights.some((weight) => weight > -Infinity));

/** A law with planted ties, as a spectrum and listed; most are small, some have up to `most` outcomes. */
export const someTwoWays = (most: number): fc.Arbitrary<TwoWays> =>
  tiedLogWeights(7).chain((logWeights) => {
    const each = Math.floor(most / logWeights.length);
    return fc
      .array(
        fc.oneof(
          { weight: 15, arbitrary: fc.integer({ min: 1, max: 5 }) },
          { weight: 1, arbitrary: fc.integer({ min: 1, max: each }) },
        ),
        { minLength: logWeights.length, maxLength: logWeights.length },
      )
      .map((counts) => twoWays(logWeights, counts));
  });

/** A law with planted ties over at most so many outcomes. */
export const someLaw = (maxLength: number): fc.Arbitrary<FiniteLaw> =>
  tiedLogWeights(maxLength).map((weights) => FiniteLaw.fromLogWeights(weights));
