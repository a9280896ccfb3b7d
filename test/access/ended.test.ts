import { describe, expect, it } from 'vitest';
import type { AdaptiveBestOfNOptions } from '../../src/access/queries/adaptiveBestOfN.ts';
import { adaptiveBestOfN } from '../../src/access/queries/adaptiveBestOfN.ts';
import { bestOfN } from '../../src/access/queries/bestOfN.ts';
import type { EndedChoice } from '../../src/access/queries/ended.ts';
import type { Backend } from '../../src/access/remote/backend.ts';
import { promptsInOrder } from '../../src/access/remote/promptStreams.ts';
import { runAsync } from '../../src/access/runAsync.ts';
import type { Spaces } from '../../src/access/spaces.ts';
import { Source } from '../../src/math/random/source.ts';
import { logLikelihood } from '../../src/policies/rewards/logLikelihood.ts';
import { majorityVote } from '../../src/policies/rewards/majorityVote.ts';
import type { SelfReward } from '../../src/policies/rewards/selfReward.ts';

interface Texts extends Spaces {
  Prompt: string;
  Response: { readonly text: string; readonly ended: boolean };
  Policy: never;
}

const source = Source.named('test/access/ended');

/** A model that gives these responses, with these masses, in this order and over again; "…" is one that was cut. */
function script(lines: readonly (readonly [text: string, mass: number])[]): Backend<Texts> {
  let next = 0;
  return {
    name: 'a script',
    batchSize: 100,
    async sample(requests, deliver) {
      requests.forEach((_, i) => {
        const [text, mass] = lines[next++ % lines.length]!;
        const response = { text, ended: !text.endsWith('…') };
        deliver(i, { response, logLikelihood: Math.log(mass), tokens: 1 });
      });
    },
  };
}

async function kept(
  lines: readonly (readonly [text: string, mass: number])[],
  ended: EndedChoice | undefined,
  reward: SelfReward<string, Texts['Response']> = logLikelihood,
): Promise<string> {
  const learner = bestOfN<Texts>({ n: 1, N: lines.length, reward, ...(ended && { ended }) });
  const { result } = await runAsync(learner, script(lines), { prompts: promptsInOrder(['x']), source });
  return result.responses[0]!.text;
}

describe('best-of-N where a length limit cuts', () => {
  const lines = [
    ['a', 0.1],
    ['long…', 0.5],
    ['b', 0.2],
    ['c', 0.2],
  ] as const;

  it('keeps the best that ended, the first of ties, unless all may win', async () => {
    expect(await kept(lines, undefined)).toBe('b');
    expect(await kept(lines, 'only')).toBe('b');
    expect(await kept(lines, 'all')).toBe('long…');
  });

  it('where nothing ended keeps the first, which says of itself that it was cut', async () => {
    const cut = [
      ['x…', 0.1],
      ['y…', 0.5],
    ] as const;
    expect(await kept(cut, 'only')).toBe('x…');
    expect(await kept(cut, 'all')).toBe('y…');
  });

  it('lets a set-wise reward judge those alone that may win', async () => {
    const votes = [
      ['z…', 0.1],
      ['a', 0.1],
      ['b', 0.1],
      ['z…', 0.1],
      ['b', 0.1],
      ['z…', 0.1],
    ] as const;
    const vote = majorityVote(({ text }: Texts['Response']) => text);
    expect(await kept(votes, undefined, vote)).toBe('b');
    expect(await kept(votes, 'all', vote)).toBe('z…');
  });
});

describe('adaptive best-of-N where a length limit cuts', () => {
  async function adaptive(
    lines: readonly (readonly [text: string, mass: number])[],
    options: Pick<AdaptiveBestOfNOptions, 'ended'> = {},
  ) {
    const learner = adaptiveBestOfN<Texts>({ n: 1, mu: 2, ...options });
    const { result, cost } = await runAsync(learner, script(lines), { prompts: promptsInOrder(['x']), source });
    return { text: result.responses[0]!.text, draws: cost.samples };
  }

  it('looks at those that ended: k times the likeliest of them reaches mu', async () => {
    const lines = [
      ['long…', 0.5],
      ['a', 0.2],
    ] as const;
    expect(await adaptive(lines)).toEqual({ text: 'a', draws: 10 });
    expect(await adaptive(lines, { ended: 'all' })).toEqual({ text: 'long…', draws: 4 });
  });

  it('stops where nothing ends, as if all might win, and keeps the first', async () => {
    const lines = [
      ['x…', 0.1],
      ['y…', 0.5],
    ] as const;
    expect(await adaptive(lines)).toEqual({ text: 'x…', draws: 4 });
    expect(await adaptive(lines, { ended: 'all' })).toEqual({ text: 'y…', draws: 4 });
  });
});
