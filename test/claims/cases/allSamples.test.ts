import { describe, expect, it } from 'vitest';
import { allSamples, alike, chanceOf } from '../../../src/claims/cases/allSamples.ts';
import type { Chance } from '../../../src/claims/cases/allSamples.ts';
import { byBestAndNear, listedPools, summedPools } from '../../../src/claims/cases/drawnPools.ts';
import type { DrawnPool } from '../../../src/claims/cases/drawnPools.ts';
import { smallWorlds } from '../../../src/claims/cases/randomWorlds.ts';
import { seenNearBest } from '../../../src/theory/coverage/fromSamples/modeMassFromSamples.ts';

const coins = [
  { value: 'a', probability: 0.5 },
  { value: 'never', probability: 0 },
  { value: 'b', probability: 0.3 },
  { value: 'c', probability: 0.2 },
];

describe('all samples', () => {
  it('are listed once each, as often as sequences of them come', () => {
    for (const n of [1, 2, 4]) {
      let sequences: [string, number][] = [['', 1]];
      for (let draw = 0; draw < n; draw++) {
        sequences = sequences.flatMap(([text, mass]) =>
          coins.map(({ value, probability }): [string, number] => [`${text}${value}`, mass * probability]),
        );
      }
      const expected = new Map<string, number>();
      for (const [text, mass] of sequences) {
        const key = text.split('').sort().join('');
        if (mass > 0) expected.set(key, (expected.get(key) ?? 0) + mass);
      }
      const found = Array.from(
        allSamples(coins, n),
        ({ value, probability }) => [value.join(''), probability] as const,
      );
      expect(found.map(([key]) => key).sort()).toEqual([...expected.keys()].sort());
      for (const [key, probability] of found) expect(probability).toBeCloseTo(expected.get(key)!, 14);
    }
  });

  it('add up to 1, and to what they are merged into', () => {
    const all = [...allSamples(coins, 5)];
    expect(chanceOf(all, () => true)).toBeCloseTo(1, 14);
    const merged = alike(all, (values) => String(values.filter((value) => value === 'a').length));
    expect(merged.map(({ probability }) => probability)).toHaveLength(6);
    expect(chanceOf(merged, (values) => !values.includes('a'))).toBeCloseTo(0.5 ** 5, 14);
  });

  it('show of the best and of what is near it what its law says', () => {
    for (const { world } of smallWorlds('test/pools', 'quick')) {
      for (const gamma of [0, 0.3]) {
        // Ties differ in their last bits.
        const keyOf = ({ prompt, pool }: DrawnPool): string => {
          const { logBest, near } = seenNearBest(pool, gamma);
          return `${prompt} ${logBest.toFixed(9)} ${near}`;
        };
        const keyed = (pools: Iterable<Chance<DrawnPool>>) =>
          alike(pools, keyOf)
            .map(({ value, probability }) => ({ key: keyOf(value), probability }))
            .filter(({ probability }) => probability > 0)
            .sort((a, b) => (a.key < b.key ? -1 : 1));
        const [listed, summed] = [
          keyed(byBestAndNear(listedPools(world, 4), gamma)),
          keyed(summedPools(world, 4, gamma)),
        ];
        expect(listed.map(({ key }) => key)).toEqual(summed.map(({ key }) => key));
        listed.forEach(({ probability }, i) => expect(probability).toBeCloseTo(summed[i]!.probability, 13));
      }
    }
  });
});
