import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AliasTable } from '../../../src/math/random/aliasTable.ts';
import { DomainError } from '../../../src/math/domainError.ts';
import { Source } from '../../../src/math/random/source.ts';
import { fitProbability } from '../../support/chiSquare.ts';
import { LAST_UNIFORM } from '../../support/fixedSource.ts';

/** Weights of every size from 1e-300 to 1e300, and many zeros. */
const weight = fc.oneof(
  { weight: 3, arbitrary: fc.constant(0) },
  { weight: 3, arbitrary: fc.double({ min: -300, max: 300, noNaN: true }).map((power) => 10 ** power) },
  { weight: 3, arbitrary: fc.double({ min: 0, max: 1, noNaN: true }) },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 4 }) },
  { weight: 1, arbitrary: fc.constantFrom(5e-324, 1e-310, 1e-300, 1e300) },
);
const someWeights = (maxLength: number): fc.Arbitrary<number[]> =>
  fc.array(weight, { minLength: 1, maxLength }).filter((weights) => weights.some((w) => w > 0));

/** The number before a double in [0, 1], on the grid that a source draws from. */
const justBelow = (u: number): number => (Math.ceil(u * 2 ** 53) - 1) / 2 ** 53;

describe('an alias table', () => {
  it('never picks an outcome of weight zero, at either end of the uniform numbers or of a column', () => {
    fc.assert(
      fc.property(someWeights(40), fc.double({ min: 0, max: LAST_UNIFORM, noNaN: true }), (weights, anywhere) => {
        const table = new AliasTable(weights);
        const at = (u: number): void => {
          const outcome = table.pick(u);
          if (!(weights[outcome]! > 0)) throw new Error(`pick(${u}) is ${outcome}, of weight ${weights[outcome]}`);
        };
        for (const u of [0, 2 ** -53, anywhere, LAST_UNIFORM]) at(u);
        for (let column = 1; column <= weights.length; column++) {
          at(justBelow(column / weights.length));
          if (column < weights.length) at(column / weights.length);
        }
      }),
      { seed: 121, numRuns: 5000 },
    );
  });

  it('gives each outcome its share of the uniform numbers to 2e-15', () => {
    // Within a column the outcome changes at most once: bisection finds where, and so the law, not an estimate of it.
    fc.assert(
      fc.property(someWeights(12), (weights) => {
        const table = new AliasTable(weights);
        const size = weights.length;
        const masses = weights.map(() => 0);
        for (let column = 0; column < size; column++) {
          const [start, end] = [column / size, (column + 1) / size];
          let [low, high] = [start, justBelow(end)];
          // Where u * size is rounded, a number at the border belongs to the neighbouring column.
          while (Math.floor(low * size) < column) low += 2 ** -53;
          while (Math.floor(high * size) > column) high -= 2 ** -53;
          const [first, last] = [table.pick(low), table.pick(high)];
          while (first !== last && high - low > 2 ** -53) {
            const middle = (low + high) / 2;
            if (table.pick(middle) === first) low = middle;
            else high = middle;
          }
          const change = first === last ? end : high;
          masses[first]! += change - start;
          masses[last]! += end - change;
        }
        const largest = Math.max(...weights);
        const total = weights.reduce((sum, w) => sum + w / largest, 0);
        masses.forEach((mass, i) => expect(Math.abs(mass - weights[i]! / largest / total)).toBeLessThanOrEqual(2e-15));
      }),
      { seed: 122, numRuns: 2000 },
    );
  });

  // Each draw test fails with probability 1e-9 over the choice of its seed.
  it.each([
    [[1]],
    [[1, 1]],
    [[0.3, 0.3, 0.2, 0.1, 0.1]],
    [[0, 5, 0, 1, 0, 0, 3]],
    [[1e300, 1e-300, 1e300, 0]],
    [[2e-320, 1e-320, 1e-320]],
    [Array.from({ length: 1000 }, (_, i) => (i % 3 === 0 ? 0 : 1 / (i + 1)))],
  ])('draws from weights %j what they say', (weights) => {
    const table = new AliasTable(weights);
    const seen = new Float64Array(weights.length);
    const drawn = new Int32Array(500_000);
    table.fill(drawn, Source.named(`math/aliasTable/${weights.length}/${weights[0]}`));
    drawn.forEach((outcome) => seen[outcome]!++);
    if (weights.length === 1) expect(seen[0]).toBe(500_000);
    else expect(fitProbability(seen, weights)).toBeGreaterThan(1e-9);
  });

  it('fills with what repeated draws would give, across its blocks', () => {
    const table = new AliasTable([0.1, 0, 0.4, 0.5]);
    const [one, other] = [Source.named('math/aliasTable/fill'), Source.named('math/aliasTable/fill')];
    for (const count of [0, 1, 1023, 1024, 1025, 5000]) {
      const filled = new Int32Array(count);
      table.fill(filled, one);
      expect([...filled]).toEqual(Array.from({ length: count }, () => table.draw(other)));
    }
    expect(one.uniform()).toBe(other.uniform());
  });

  it('can be as large as memory allows', () => {
    const size = 2_000_000;
    const table = new AliasTable(Float64Array.from({ length: size }, (_, i) => i % 2));
    expect([table.pick(0) % 2, table.pick(LAST_UNIFORM) % 2, table.size]).toEqual([1, 1, size]);
  });

  it('refuses weights that are negative, not finite, or all zero', () => {
    expect(() => new AliasTable([1, -1])).toThrow(
      new DomainError('AliasTable', 'weights[1]', 'a finite number at least 0', -1),
    );
    for (const bad of [NaN, Infinity, -Infinity])
      expect(() => new AliasTable([1, bad])).toThrow('AliasTable: weights[1]');
    for (const empty of [[], [0], [0, 0]]) expect(() => new AliasTable(empty)).toThrow('AliasTable: sum of weights');
    expect(() => new AliasTable([1e308, 1e308])).toThrow('AliasTable: sum of weights');
  });
});
