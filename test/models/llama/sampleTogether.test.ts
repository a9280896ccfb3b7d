import { describe, expect, it } from 'vitest';
import { Source } from '../../../src/math/random/source.ts';
import { llama } from '../../../src/models/llama/llama.ts';
import { drawableSeed } from '../../../src/models/drawableSeed.ts';
import { fakeLlama, fakeModelFile } from '../fakeLlama.ts';

/** The seeds that the tokens of responses are drawn with, in the order in which they are, and how many tokens each has. */
async function seedsOf(requests: readonly { prompt: string; seed: number }[], sequences = 4) {
  const { load, seen } = fakeLlama();
  const model = await llama({ path: fakeModelFile(), maxTokens: 12, sequences }, load);
  const lengths: number[] = [];
  await model.sample(requests, (i, { tokens }) => void (lengths[i] = tokens));
  return { seeds: seen.seeds, lengths };
}

/** Written apart from the code: the k-th token has the k-th stream of the seed of its request. */
const seedsFrom = (seed: number, tokens: number): number[] =>
  Array.from({ length: tokens }, (_, k) => drawableSeed(Source.named(String(seed)).split(k).seed));

describe('the seeds of tokens', () => {
  it('are one for each token, from the seed of the request and the place of the token alone', async () => {
    const long: number[] = [];
    for (const seed of [1, 2, 3, 4, 5, 6]) {
      const { seeds, lengths } = await seedsOf([{ prompt: 'abc', seed }]);
      expect(seeds).toEqual(seedsFrom(seed, lengths[0]!));
      long.push(lengths[0]!);
    }
    expect(Math.max(...long)).toBeGreaterThan(3);
  });

  it('are the same whatever the prompt is, and whoever writes beside it', async () => {
    const requests = [7, 8, 9, 10, 11].map((seed, i) => ({ prompt: ['abc', 'bad: ', 'cab?'][i % 3]!, seed }));
    for (const sequences of [1, 2, 4]) {
      const { seeds, lengths } = await seedsOf(requests, sequences);
      const expected = requests.flatMap(({ seed }, i) => seedsFrom(seed, lengths[i]!));
      expect(seeds.toSorted((a, b) => a - b)).toEqual(expected.toSorted((a, b) => a - b));
    }
  });
});
