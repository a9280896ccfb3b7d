import { describe, expect, it } from 'vitest';
import { DomainError } from '../../../src/math/domainError.ts';
import { Source } from '../../../src/math/random/source.ts';
import { fitProbability } from '../../support/chiSquare.ts';

// Each statistical test below fails with probability at most 1e-9 over the choice of its seed.
const SURE = 1e-9;
/** P(|Z| > 6.2) < 6e-10 for a standard normal Z. */
const DEVIATIONS = 6.2;

const take = (source: Source, count: number): number[] => Array.from({ length: count }, () => source.uniform());

/** Counts of the values of `bin` over as many calls. */
function counts(bins: number, calls: number, bin: (call: number) => number): Float64Array {
  const result = new Float64Array(bins);
  for (let i = 0; i < calls; i++) result[bin(i)]!++;
  return result;
}
const even = (bins: number): Float64Array => new Float64Array(bins).fill(1);

describe('a source', () => {
  it('gives the same stream for the same name and another one for another name', () => {
    const first = take(Source.named('math/source'), 100);
    expect(take(Source.named('math/source'), 100)).toEqual(first);
    expect(Source.named('math/source').key).toBe(Source.named('math/source').key);
    expect(new Set([...first, ...take(Source.named('math/source '), 100)]).size).toBe(200);
  });

  it('keeps its streams from version to version', () => {
    // Written down from version 0.1.0: a change would silently change every figure and every seeded test.
    const source = Source.named('whetstone');
    expect({
      key: source.key,
      child: source.split(3).split('x').key,
      seed: source.seed,
      first: source.uniform(),
    }).toEqual({
      key: '190b4b5b435a85a29045b77a006d0b3e',
      child: '0fb34855f51857d0d38a31981ffd1730',
      seed: 2127728257,
      first: 0.08864831253508076,
    });
  });

  it('splits by label alone, whatever has been drawn', () => {
    const [fresh, used] = [Source.named('math/source'), Source.named('math/source')];
    take(used, 1000);
    used.split(3).uniform();
    expect(take(used.split(7), 20)).toEqual(take(fresh.split(7), 20));
    expect(take(used.split('x'), 20)).toEqual(take(fresh.split('x'), 20));
    // Splitting draws nothing either.
    expect(take(used, 1)).toEqual(take(fresh, 1001).slice(1000));
  });

  it('gives every label a key of its own', () => {
    const source = Source.named('math/source/labels');
    const labelled = (label: string | number): string => source.split(label).key;
    const keys = [
      source.key,
      ...Array.from({ length: 10_000 }, (_, i) => labelled(i)),
      ...Array.from({ length: 10_000 }, (_, i) => labelled(`${i}`)),
      ...[2 ** 32, 2 ** 32 + 1, 2 ** 33, Number.MAX_SAFE_INTEGER, 2 ** 31, 2 ** 31 - 1].map(labelled),
      ...['', 'ab', 'ba', 'a', 'b', '\0', '\0\0', 'a\0', '\0a', 'ab\0'].map(labelled),
      source.split('a').split('b').key,
      source.split('b').split('a').key,
      source.split('').split('').key,
      source.split('').split('ab').key,
      source.split(0).split(0).key,
      source.split(1).split(0).key,
      source.split(0).split(1).key,
    ];
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys.every((key) => /^[0-9a-f]{32}$/.test(key))).toBe(true);
  });

  it('has no two equal keys in a tree of 300 x 300', () => {
    const root = Source.named('math/source/tree');
    const keys = new Set<string>();
    for (let i = 0; i < 300; i++) for (let j = 0; j < 300; j++) keys.add(root.split(i).split(j).key);
    expect(keys.size).toBe(90_000);
  });

  it('fills an array with what repeated calls would give, and only as far as asked', () => {
    const [one, other] = [Source.named('math/source/fill'), Source.named('math/source/fill')];
    for (const count of [1, 2, 1023, 1024, 1025, 0, 7]) {
      const filled = new Float64Array(count + 3).fill(-1);
      one.fillUniform(filled, count);
      expect([...filled]).toEqual([...take(other, count), -1, -1, -1]);
    }
    const whole = new Float64Array(10);
    one.fillUniform(whole);
    expect([...whole]).toEqual(take(other, 10));
    expect(one.uniform()).toBe(other.uniform());
  });

  it('refuses what is no name or label', () => {
    for (const name of ['', 3, null, undefined]) expect(() => Source.named(name as string)).toThrow(DomainError);
    const source = Source.named('math/source');
    for (const label of [-1, 0.5, NaN, Infinity, 2 ** 53, null, undefined, {}, true]) {
      expect(() => source.split(label as number)).toThrow(
        'Source.split: label must be a string or an integer at least 0',
      );
    }
  });
});

describe('the uniform numbers of a source', () => {
  const CALLS = 1_000_000;

  it('lie in [0, 1) on a grid of 2^-53', () => {
    for (const u of take(Source.named('math/source/grid'), 100_000)) {
      expect(u >= 0 && u < 1 && Number.isInteger(u * 2 ** 53), `${u}`).toBe(true);
    }
  });

  it('are uniform in 1000 bins', () => {
    const source = Source.named('math/source/bins');
    expect(
      fitProbability(
        counts(1000, CALLS, () => Math.floor(source.uniform() * 1000)),
        even(1000),
      ),
    ).toBeGreaterThan(SURE);
  });

  it('are uniform in every byte of their 53 bits, the lowest included', () => {
    for (const lowest of [0, 8, 16, 19, 26, 32, 40, 45]) {
      const source = Source.named(`math/source/bits/${lowest}`);
      const byte = (): number => Math.floor(source.uniform() * 2 ** (53 - lowest)) % 256;
      expect(fitProbability(counts(256, 200_000, byte), even(256)), `bits from ${lowest}`).toBeGreaterThan(SURE);
    }
  });

  it('are uniform as successive pairs and triples', () => {
    const source = Source.named('math/source/serial');
    const digit = (base: number): number => Math.floor(source.uniform() * base);
    expect(
      fitProbability(
        counts(1024, CALLS, () => 32 * digit(32) + digit(32)),
        even(1024),
      ),
    ).toBeGreaterThan(SURE);
    expect(
      fitProbability(
        counts(1000, CALLS, () => 100 * digit(10) + 10 * digit(10) + digit(10)),
        even(1000),
      ),
    ).toBeGreaterThan(SURE);
  });

  it('give integers with equal chances', () => {
    const source = Source.named('math/source/index');
    for (const size of [2, 3, 7, 100]) {
      expect(
        fitProbability(
          counts(size, 100_000, () => source.index(size)),
          even(size),
        ),
        `${size}`,
      ).toBeGreaterThan(SURE);
    }
    expect(source.index(1)).toBe(0);
  });
});

describe('the children of a source', () => {
  const CHILDREN = 200_000;
  const firsts = (name: string, label: (i: number) => string | number): Float64Array => {
    const root = Source.named(name);
    return Float64Array.from({ length: CHILDREN }, (_, i) => root.split(label(i)).uniform());
  };
  const labelled = {
    'numbers in a row': firsts('math/source/children/rows', (i) => i),
    'numbers far apart': firsts('math/source/children/far', (i) => i * 2 ** 20),
    'strings in a row': firsts('math/source/children/strings', (i) => `case-${i}`),
  };

  it.each(Object.entries(labelled))('start uniformly, labelled by %s', (_, values) => {
    expect(
      fitProbability(
        counts(500, CHILDREN, (i) => Math.floor(values[i]! * 500)),
        even(500),
      ),
    ).toBeGreaterThan(SURE);
    const lowest = (i: number): number => (values[i]! * 2 ** 53) % 256;
    expect(fitProbability(counts(256, CHILDREN, lowest), even(256))).toBeGreaterThan(SURE);
  });

  it.each(Object.entries(labelled))('start independently of their neighbours, labelled by %s', (_, values) => {
    for (const lag of [1, 2, 3, 16, 256, 1000]) {
      const cell = (i: number): number => 16 * Math.floor(values[i]! * 16) + Math.floor(values[i + lag]! * 16);
      expect(fitProbability(counts(256, CHILDREN - lag, cell), even(256)), `lag ${lag}`).toBeGreaterThan(SURE);
      let product = 0;
      for (let i = 0; i + lag < CHILDREN; i++) product += 12 * (values[i]! - 0.5) * (values[i + lag]! - 0.5);
      expect(Math.abs(product) / Math.sqrt(CHILDREN - lag), `lag ${lag}`).toBeLessThan(DEVIATIONS);
    }
  });

  it('run independently of one another and of their parent', () => {
    const root = Source.named('math/source/siblings');
    const streams = [root.split(0), root.split(1), root.split('0'), root.split(0).split(0), root];
    const drawn = streams.map((source) => take(source, 100_000));
    for (let a = 0; a < drawn.length; a++) {
      for (let b = 0; b < a; b++) {
        const product = drawn[a]!.reduce((sum, u, i) => sum + 12 * (u - 0.5) * (drawn[b]![i]! - 0.5), 0);
        expect(Math.abs(product) / Math.sqrt(100_000), `${a}, ${b}`).toBeLessThan(DEVIATIONS);
      }
    }
  });

  it('have seeds of 32 bits, spread evenly', () => {
    const root = Source.named('math/source/seeds');
    const seeds = Array.from({ length: 100_000 }, (_, i) => root.split(i).seed);
    expect(seeds.every((seed) => Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32)).toBe(true);
    expect(
      fitProbability(
        counts(256, seeds.length, (i) => seeds[i]! % 256),
        even(256),
      ),
    ).toBeGreaterThan(SURE);
    expect(
      fitProbability(
        counts(256, seeds.length, (i) => seeds[i]! >>> 24),
        even(256),
      ),
    ).toBeGreaterThan(SURE);
    // Two of them agree 1.16 times on average; Poisson, so more than 15 times with probability below 1e-12.
    expect(seeds.length - new Set(seeds).size).toBeLessThanOrEqual(15);
  });

  it('keep their seed whatever they have drawn', () => {
    const source = Source.named('math/source/seed');
    const seed = source.seed;
    take(source, 10);
    expect(source.seed).toBe(seed);
  });
});
