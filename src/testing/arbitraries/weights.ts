import type { Arbitrary, Random, Stream, Value } from 'fast-check';
import { fc } from './fastCheck.ts';
import { FiniteLaw } from '../../laws/finiteLaw.ts';
import { shorter } from './lists.ts';

/**
 * Lists of weights: small integers, which tie and vanish, numbers of no special kind, and powers of ten down to 1e-300.
 *
 * They shrink to fewer weights first, each of which can go, and then to simpler ones, tied ones together, so that a
 * counterexample that needs a tie keeps it.
 */
class Weights extends fc.Arbitrary<readonly number[]> {
  readonly #least: number;
  readonly #most: number;

  constructor(least: number, most: number) {
    super();
    this.#least = least;
    this.#most = most;
  }

  override generate(random: Random): Value<readonly number[]> {
    const length = random.nextInt(this.#least, this.#most);
    const weights = Array.from({ length }, () => {
      const kind = random.nextInt(1, 8);
      if (kind <= 5) return SMALL[random.nextInt(0, SMALL.length - 1)]!;
      return kind <= 7 ? 1e-3 + random.nextDouble() : powerOfTen(random.nextInt(1, 300));
    });
    return new fc.Value(weights, undefined);
  }

  override canShrinkWithoutContext(value: unknown): value is readonly number[] {
    return (
      Array.isArray(value) &&
      value.length >= this.#least &&
      value.length <= this.#most &&
      value.every((each) => typeof each === 'number' && each >= 0 && each < Infinity)
    );
  }

  override shrink(weights: readonly number[]): Stream<Value<readonly number[]>> {
    return fc.stream(this.#simpler(weights)).map((simpler) => new fc.Value(simpler, undefined));
  }

  *#simpler(weights: readonly number[]): IterableIterator<readonly number[]> {
    yield* shorter(weights, this.#least);
    for (const weight of new Set(weights)) {
      for (const simpler of simplerThan(weight)) yield weights.map((each) => (each === weight ? simpler : each));
    }
    for (let i = 0; i < weights.length; i++) {
      if (weights.indexOf(weights[i]!) === weights.lastIndexOf(weights[i]!)) continue;
      for (const simpler of simplerThan(weights[i]!)) yield weights.with(i, simpler);
    }
  }
}

/** 10^-k, written as such. */
function powerOfTen(k: number): number {
  return Number(`1e${-k}`);
}

/** From the simplest on. */
const SMALL = [1, 2, 0, 3, 4];

/** What a weight shrinks to. No weight comes back to itself, so shrinking ends. */
function simplerThan(weight: number): number[] {
  const rank = SMALL.indexOf(weight);
  if (rank >= 0) return SMALL.slice(0, rank);
  const exponent = -Math.round(Math.log10(weight));
  const power = powerOfTen(exponent);
  if (weight !== power) return exponent >= 1 ? [...SMALL, power] : SMALL;
  // A power of ten goes half of the way to 1, a quarter, and so on.
  const steps: number[] = [];
  for (let step = Math.ceil(exponent / 2); step >= 1 && exponent - step >= 1; step = Math.floor(step / 2)) {
    steps.push(powerOfTen(exponent - step));
  }
  return [...SMALL, ...steps];
}

/** Weights that are not all zero: those that are stand for a point mass on the first outcome. */
export function weightsUpTo(most: number, least = 1): Arbitrary<readonly number[]> {
  return new Weights(least, most);
}

/**
 * Weights of so many outcomes, the given ones over and over. Laws that must be of one size are made from lists of any
 * length in this way, so that each list shrinks on its own.
 */
export function fitTo(weights: readonly number[], outcomes: number): number[] {
  const fitted = Array.from({ length: outcomes }, (_, i) => weights[i % weights.length]!);
  return fitted.some((each) => each > 0) ? fitted : fitted.map((_, i) => (i === 0 ? 1 : 0));
}

/** The law of mass proportional to the weights. */
export function lawOf(weights: readonly number[]): FiniteLaw {
  return FiniteLaw.fromLogWeights(weights.map(Math.log));
}

/** The code of `lawOf`. */
export function codeOfLaw(weights: readonly number[]): string {
  return `FiniteLaw.fromLogWeights([${weights.join(', ')}].map(Math.log))`;
}
