import { describe, expect, it } from 'vitest';
import { PrefixTree } from '../../../../src/models/embedded/forward/prefixTree.ts';
import { Source } from '../../../../src/math/random/source.ts';

const tree = (most: number) =>
  new PrefixTree({ size: 4, vocabulary: 3, most, make: (length) => new Float64Array(length) });

/** Walks, and says which prefixes were known; then all are. */
function visit(of: PrefixTree<Float64Array>, tokens: readonly number[]): boolean[] {
  return [...of.walk(tokens)].map((prefix) => {
    const known = of.isKnown(prefix);
    of.setKnown(prefix);
    return known;
  });
}

describe('the tree of prefixes', () => {
  it('knows what texts begin with once', () => {
    const one = tree(100);
    expect(visit(one, [0, 1, 2])).toEqual([false, false, false]);
    expect(visit(one, [0, 1, 1, 0])).toEqual([true, true, false, false]);
    expect(visit(one, [1])).toEqual([false]);
    expect(one.count).toBe(6);
    const path = one.walk([0, 1, 1, 0]);
    expect([...path].map((prefix) => one.tokenOf(prefix))).toEqual([0, 1, 1, 0]);
  });

  it('forgets what was used longest ago, and no prefix of what it keeps', () => {
    const one = tree(4);
    visit(one, [0, 1]);
    one.release();
    visit(one, [2]);
    one.release();
    visit(one, [0]);
    one.release();
    // Room for one more: of 0, 01 and 2 the second goes first, then 2; never 0 before what continues it.
    visit(one, [1]);
    one.release();
    expect(one.count).toBe(4);
    visit(one, [1, 1]);
    one.release();
    expect(visit(one, [0])).toEqual([true]);
    one.release();
    expect(visit(one, [1, 1])).toEqual([true, true]);
    one.release();
    expect(visit(one, [2])).toEqual([true]);
    one.release();
    expect(visit(one, [0, 1])).toEqual([true, false]);
    expect(one.count).toBe(4);
  });

  it('keeps what is in use even if that is more, and goes back to no more than that', () => {
    const one = tree(3);
    const path = one.walk([0, 0, 0, 0, 0]);
    one.keysAndValues[one.offsetOf(path[0]!)] = 5;
    one.law(path[0]!)[1] = 6;
    const longer = one.walk([0, 0, 0, 0, 0, 1, 2, 1]);
    expect([...longer.subarray(0, 5)]).toEqual([...path]);
    expect(one.keysAndValues[one.offsetOf(path[0]!)]).toBe(5);
    expect(one.law(path[0]!)[1]).toBe(6);
    one.release();
    for (const tokens of [[1], [2], [1, 1], [2, 2], [1, 2]]) {
      one.walk(tokens);
      one.release();
    }
    expect(one.count).toBe(8);
  });

  it('holds, and says what it knows, whatever is asked of it', () => {
    const stream = Source.named('test/models/embedded/prefixTree');
    const one = tree(20);
    // A second account of it: what was last used when.
    const used = new Map<string, number>();
    for (let step = 0; step < 2000; step++) {
      const texts = Array.from({ length: 1 + stream.index(3) }, () =>
        Array.from({ length: 1 + stream.index(5) }, () => stream.index(3)),
      );
      for (const tokens of texts) {
        visit(one, tokens).forEach((known, i) => {
          const key = tokens.slice(0, i + 1).join('');
          const fresh = used.get(key) === step;
          if (fresh) expect(known).toBe(true);
          // Used among the last few, so that it cannot be gone: at most 15 prefixes are walked in a step.
          if (used.get(key) === step - 1 && texts.length === 1) expect(known).toBe(true);
          used.set(key, step);
        });
      }
      one.release();
      expect(one.count).toBeLessThanOrEqual(20);
      expect(one.keysAndValues).toHaveLength(80);
    }
  });
});
