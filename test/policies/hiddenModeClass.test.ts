import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FiniteLaw } from '../../src/laws/finiteLaw.ts';
import { modes } from '../../src/laws/levels.ts';
import { sameLaw } from '../../src/laws/sameLaw.ts';
import { hiddenModeClass } from '../../src/policies/classes/hiddenModeClass.ts';
import { TabularPolicy } from '../../src/policies/tabularPolicy.ts';
import { hardFamily } from '../../src/theory/instances/hardFamily.ts';

describe('the class that hides y*', () => {
  it('of a member of the hard family is the class that nature picks from', () => {
    const { at, baseClass } = hardFamily({ prompts: 2, responses: 5, hardMass: 0.5 });
    const found = hiddenModeClass(at([3, 0]).base);
    for (let prompt = 0; prompt < 3; prompt++) {
      const laws = found.laws(prompt);
      expect(laws).toHaveLength(baseClass.laws(prompt).length);
      laws.forEach((law, j) => expect(sameLaw(law, baseClass.laws(prompt)[j]!)).toBe(true));
    }
  });

  it('holds the base, has the same masses everywhere, and every place of y* once', () => {
    const weights = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(
        weights.filter((row) => row.some((weight) => weight > 0)),
        (row) => {
          const law = FiniteLaw.fromLogWeights(row.map(Math.log));
          const base = new TabularPolicy([law]);
          const policyClass = hiddenModeClass(base);
          expect(policyClass.contains(base)).toBe(true);
          const laws = policyClass.laws(0);
          const sorted = (each: FiniteLaw) => Array.from(each.masses().sort(), (mass) => mass.toFixed(12));
          for (const each of laws) expect(sorted(each)).toEqual(sorted(law));
          const heaviest = Math.max(...row);
          const places = row.flatMap((weight, i) => (weight > 0 && weight < heaviest ? [i] : []));
          expect(laws).toHaveLength(places.length + 1);
          for (const place of places) expect(laws.some((each) => modes(each).includes(place))).toBe(true);
          if (modes(law).length > 1) return;
          expect(laws.map((each) => modes(each)[0])).toEqual([...places, row.indexOf(heaviest)].sort((a, b) => a - b));
        },
      ),
    );
  });

  it('refuses laws that would not fit in memory, and what is no policy', () => {
    const law = FiniteLaw.fromMasses([0.5, ...Array<number>(8999).fill(0.5 / 8999)]);
    expect(() => hiddenModeClass(new TabularPolicy([law]))).toThrow(
      'hiddenModeClass: base must be of at most 67108864 log masses, those of all laws of the class',
    );
    expect(() => hiddenModeClass({} as TabularPolicy)).toThrow('hiddenModeClass: base must be a policy');
  });
});
