import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logSumExp } from '../../../src/math/logSpace.ts';
import { listedLaw, MOST_SHOWN } from '../../../src/models/llama/listedLaw.ts';
import { llama } from '../../../src/models/llama/llama.ts';
import type { TokenLaw } from '../../../src/access/queries/tokenLaw.ts';
import { END, fakeLlama, fakeLogLaw, fakeModelFile } from '../fakeLlama.ts';
import { multipliedTogether } from '../multipliedTogether.ts';

const LN = Math.log;

describe('a law from the logits that are shown', () => {
  const vocabulary = { size: 5, ends: [4] };
  /** .5, .25, .125, .125 and nothing, all shifted. */
  const logits = new Map([
    [3, LN(0.125) + 7],
    [0, LN(0.5) + 7],
    [4, LN(0.125) + 7],
    [1, LN(0.25) + 7],
    [2, -Infinity],
  ]);

  it('lists what was asked for by token, and keeps the rest with its ceiling', () => {
    const law = listedLaw(logits, vocabulary, LN(0.2))!;
    expect(law).toMatchObject({ tokens: [0, 1], ends: [4] });
    expect(law.logMasses.map(Math.exp)).toEqual([expect.closeTo(0.5, 14), expect.closeTo(0.25, 14)]);
    expect(Math.exp(law.logRestMass)).toBeCloseTo(0.25, 14);
    expect(Math.exp(law.logRestCeiling)).toBeCloseTo(0.125, 14);
  });

  it('lists everything where nothing was said, also what has no mass', () => {
    const law = listedLaw(logits, vocabulary)!;
    expect(law.tokens).toEqual([0, 1, 2, 3, 4]);
    expect([law.logRestMass, law.logRestCeiling]).toEqual([-Infinity, -Infinity]);
  });

  it('lists the heaviest whatever was asked for, and all that tie with it', () => {
    const even = new Map([0, 1, 2, 3].map((token) => [token, 1e-14 * token]));
    expect(listedLaw(even, { size: 4, ends: [] }, LN(0.9))!.tokens).toEqual([0, 1, 2, 3]);
    expect(listedLaw(logits, vocabulary, LN(0.9))!.tokens).toEqual([0]);
  });

  it('is none where tokens that were asked for may be hidden', () => {
    const shown = new Map([
      [0, 0],
      [1, -20],
    ]);
    const of = (size: number, leastLogMass?: number): TokenLaw | undefined =>
      listedLaw(shown, { size, ends: [] }, leastLogMass);
    // The lightest that is shown has log mass -20: lighter ones may be anything below that.
    expect(of(3, -19.9)?.tokens).toEqual([0]);
    expect(of(3, -20.1)).toBeUndefined();
    expect(of(3)).toBeUndefined();
    expect(of(2, -20.1)?.tokens).toEqual([0, 1]);
  });

  it('is none where more than a thousandth may be hidden, and exact up to that otherwise', () => {
    const shown = new Map([
      [0, 0],
      [1, -20],
    ]);
    const most = Math.floor(1e-3 * Math.exp(20));
    expect(listedLaw(shown, { size: 2 + most, ends: [] }, -1)).toBeDefined();
    expect(listedLaw(shown, { size: 4 + most, ends: [] }, -1)).toBeUndefined();
    const seen = { hidden: 0 };
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -3, max: 0, noNaN: true }), { minLength: 1, maxLength: 6 }),
        fc.array(fc.double({ min: -30, max: -8, noNaN: true }), { minLength: 2, maxLength: 40 }),
        fc.integer({ min: 1, max: 46 }),
        (heaviest, lighter, top) => {
          const all = [...lighter, ...heaviest];
          const sorted = all.map((logit, token) => [token, logit] as const).toSorted(([, a], [, b]) => b - a);
          const total = logSumExp(all);
          const law = listedLaw(new Map(sorted.slice(0, top)), { size: all.length, ends: [] }, -4);
          if (!law) return;
          if (top < all.length) seen.hidden++;
          law.tokens.forEach((token, i) => {
            expect(law.logMasses[i]! - (all[token]! - total)).toBeGreaterThan(-1e-12);
            expect(law.logMasses[i]! - (all[token]! - total)).toBeLessThan(1.001e-3);
          });
          // Nobody who was asked for is missing.
          const heavy = sorted.filter(([, logit]) => logit - total >= -4).map(([token]) => token);
          expect(law.tokens).toEqual(expect.arrayContaining(heavy));
        },
      ),
      { numRuns: 300 },
    );
    expect(seen.hidden).toBeGreaterThan(10);
  });
});

describe('the laws of a model with more tokens than are shown at once', () => {
  const COUNT = 70_000;

  async function open(logit: number, count = COUNT) {
    const fake = fakeLlama({ others: { count, logit } });
    const model = await llama({ path: fakeModelFile(), maxTokens: 4, sequences: 3 }, fake.load);
    const ask = async (leastLogMass?: number): Promise<TokenLaw[]> => {
      const laws: TokenLaw[] = [];
      fake.seen.laws.length = 0;
      const prefixes = ['abc', 'cab', 'bad'].map((prompt) => ({
        prompt,
        tokens: [3],
        ...(leastLogMass !== undefined && { leastLogMass }),
      }));
      await model.nextTokenLaws(prefixes, (i, law) => void (laws[i] = law));
      return laws;
    };
    const others = LN(COUNT) + logit;
    const total = LN(1 + Math.exp(others));
    /** The law behind the prefix, whatever the prompt: the model looks back one token. */
    const expected = Array.from(fakeLogLaw(3), (logMass) => logMass - total);
    const shown = (): (number | 'all')[] => fake.seen.laws.map((each) => each.shown);
    return { ask, shown, model: fake.model, seen: fake.seen, expected, others: Math.exp(others - total) };
  }

  it('take the largest logits alone, where those are enough', async () => {
    const { ask, shown, expected } = await open(-40);
    for (const law of await ask(LN(1e-6))) {
      expect(shown()).toEqual([MOST_SHOWN, MOST_SHOWN, MOST_SHOWN]);
      expect(law.tokens).toEqual(expected.flatMap((logMass, token) => (logMass >= LN(1e-6) ? [token] : [])));
      law.tokens.forEach((token, i) => expect(law.logMasses[i]).toBeCloseTo(expected[token]!, 12));
      expect(law.ends).toEqual([END]);
    }
  });

  it.each([
    // 4,476 hidden ones with e^-12 each could have a fortieth of the mass.
    ['much may be hidden', -12, LN(1e-3)],
    ['tokens that were asked for may be hidden', -40, -60],
  ])('take all of them, asked for again, where %s', async (_name, logit, leastLogMass) => {
    const { ask, model, seen, shown, expected, others } = await open(logit);
    const laws = await ask(leastLogMass);
    const behind = ['abc', 'cab', 'bad'].map((prompt) => [...model.tokenize(prompt), 3].join());
    const asked = seen.laws.map((each) => each.behind.join());
    expect([asked.slice(0, 3).toSorted(), asked.slice(3).toSorted()]).toEqual([behind.toSorted(), behind.toSorted()]);
    expect(shown()).toEqual([...[1, 2, 3].map(() => MOST_SHOWN), 'all', 'all', 'all']);
    for (const law of laws) {
      law.tokens.forEach((token, i) => {
        if (token < expected.length) expect(law.logMasses[i]).toBeCloseTo(expected[token]!, 10);
      });
      const listed = law.logMasses.map(Math.exp).reduce((sum, mass) => sum + mass, 0);
      expect(listed + Math.exp(law.logRestMass)).toBeCloseTo(1, 10);
      if (leastLogMass > logit) expect(Math.exp(law.logRestMass)).toBeGreaterThan(others * (1 - 1e-9));
      else expect(law.tokens).toHaveLength(expected.filter((logMass) => logMass >= leastLogMass).length + COUNT);
    }
    for (const batch of seen.batches)
      for (const rows of multipliedTogether(batch)) expect(rows % 4, JSON.stringify(batch)).toBe(0);
    // The sequences stand where they stood: what is asked next is answered as before.
    expect(await ask(leastLogMass)).toEqual(laws);
  });

  it('take all of them at once where everything is to be listed', async () => {
    const { ask, shown, expected } = await open(-40);
    const [law] = await ask();
    expect(shown()).toEqual(['all', 'all', 'all']);
    expect(law!.tokens).toHaveLength(expected.length + COUNT);
  });

  it('take all of them where they are no more than are shown at once', async () => {
    const { ask, shown } = await open(-40, 50);
    await ask(LN(1e-6));
    expect(shown()).toEqual(['all', 'all', 'all']);
  });
});
