import type { Arbitrary, Random, Stream, Value } from 'fast-check';
import { fc } from './fastCheck.ts';

/**
 * Lists of least..most values.
 * Unlike `fc.array`, which cuts off beginnings only, they shrink by leaving any value out.
 *
 * @param item must shrink without context, as `fc.integer` and `fc.tuple` do, and `map` does not
 */
export function listsOf<T>(item: Arbitrary<T>, least: number, most: number): Arbitrary<readonly T[]> {
  return new Lists(item, least, most);
}

class Lists<T> extends fc.Arbitrary<readonly T[]> {
  readonly #item: Arbitrary<T>;
  readonly #least: number;
  readonly #most: number;

  constructor(item: Arbitrary<T>, least: number, most: number) {
    super();
    this.#item = item;
    this.#least = least;
    this.#most = most;
  }

  override generate(random: Random, bias: number | undefined): Value<readonly T[]> {
    const length = random.nextInt(this.#least, this.#most);
    return new fc.Value(
      Array.from({ length }, () => this.#item.generate(random, bias).value),
      undefined,
    );
  }

  override canShrinkWithoutContext(value: unknown): value is readonly T[] {
    return (
      Array.isArray(value) &&
      value.length >= this.#least &&
      value.length <= this.#most &&
      value.every((each) => this.#item.canShrinkWithoutContext(each))
    );
  }

  override shrink(list: readonly T[]): Stream<Value<readonly T[]>> {
    return fc.stream(this.#simpler(list)).map((simpler) => new fc.Value(simpler, undefined));
  }

  *#simpler(list: readonly T[]): IterableIterator<readonly T[]> {
    yield* shorter(list, this.#least);
    for (let i = 0; i < list.length; i++) {
      for (const { value } of this.#item.shrink(list[i]!, undefined)) yield list.with(i, value);
    }
  }
}

/** The list cut in half, then without any one of its values, while it is longer than `least`. */
export function* shorter<T>(list: readonly T[], least: number): IterableIterator<readonly T[]> {
  const half = Math.max(least, Math.ceil(list.length / 2));
  if (half < list.length - 1) yield list.slice(0, half);
  if (list.length > least) for (let i = 0; i < list.length; i++) yield list.toSpliced(i, 1);
}
