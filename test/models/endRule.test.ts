import { describe, expect, it } from 'vitest';
import { plan } from '../../src/access/queries/plan.ts';
import { promptsInOrder } from '../../src/access/remote/promptStreams.ts';
import { runAsync } from '../../src/access/runAsync.ts';
import { bestFirstSearch } from '../../src/learners/decoding/bestFirstSearch.ts';
import { greedy } from '../../src/learners/decoding/greedy.ts';
import { Source } from '../../src/math/random/source.ts';
import {
  endsAt,
  firstEnd,
  requirePrefix,
  requireResponse,
  requireStop,
  stopsBehind,
  textOfResponse,
} from '../../src/models/endRule.ts';
import { llama } from '../../src/models/llama/llama.ts';
import type { Neural } from '../../src/models/neural.ts';
import { END, fakeLlama, fakeLogLaw, fakeModelFile } from './fakeLlama.ts';

/** A token is a syllable; 0 ends. */
const SYLLABLES = ['', 'so', ' it', ' is', '.', '\n', 'Q', ':', '\nQ:'];
const read = (tokens: readonly number[]): string => tokens.map((token) => SYLLABLES[token]).join('');
const rule = { isEnd: (token: number) => token === 0, stop: ['\nQ:', 'isQ'] };

describe('the rule by which responses end', () => {
  it.each<[tokens: number[], ends: boolean, text: string]>([
    [[], false, ''],
    [[1, 2, 3], false, 'so it is'],
    [[1, 2, 0], true, 'so it'],
    // At the end of a stop string, whatever tokens it is in, and the text is what stands before it.
    [[1, 5, 6, 7], true, 'so'],
    [[1, 8], true, 'so'],
    [[1, 5, 6], false, 'so\nQ'],
    [[3, 6], true, ' '],
    [[8], true, ''],
  ])('says of %j: ended %s, text %j', (tokens, ends, text) => {
    expect(endsAt(rule, tokens, read)).toBe(ends);
    expect(textOfResponse(rule, tokens, read)).toBe(text);
    expect(firstEnd(rule, tokens, read)).toBe(ends ? tokens.length - 1 : -1);
  });

  it('finds the first end, and the tokens that would be one', () => {
    expect(firstEnd(rule, [1, 8, 1, 0], read)).toBe(1);
    expect(stopsBehind(rule, [1, 5, 6], [0, 1, 7, 8], read)).toEqual([7, 8]);
    expect(stopsBehind(rule, [1, 3], [1, 6, 7], read)).toEqual([6]);
    expect(stopsBehind({ ...rule, stop: [] }, [1, 5, 6], [7], read)).toEqual([]);
  });

  it('refuses what is no response, no prefix and no stop string', () => {
    const check = (tokens: number[], ended: boolean) => () =>
      requireResponse(rule, { text: '', tokenCount: tokens.length, tokens, ended }, 4, read);
    for (const right of [check([1, 8], true), check([1, 0], true), check([1, 2, 3, 4], false)]) right();
    expect(check([1, 8, 2], true)).toThrow(/response\.tokens must be without a stop string before its last/);
    expect(check([1, 0, 2], true)).toThrow(/response\.tokens must be without an end token before its last/);
    expect(check([1, 8], false)).toThrow(/response\.ended must be true, as its last token says/);
    expect(check([1, 2], true)).toThrow(/response\.ended must be false/);
    expect(check([1, 2], false)).toThrow(/response\.tokens\.length must be maxTokens = 4/);
    requirePrefix(rule, [1, 2], 4, read);
    expect(() => requirePrefix(rule, [1, 8], 4, read)).toThrow(
      /none of them an end token, and no stop string in their/,
    );
    expect(() => requirePrefix(rule, [1, 2, 3, 3], 4, read)).toThrow(/fewer than maxTokens = 4/);
    expect(() => requireStop('llama', ['a', ''])).toThrow(`llama: stop[1] must be a non-empty text, got ""`);
    expect(() => requireStop('llama', 'a' as never)).toThrow('llama: stop must be a list of texts');
  });
});

describe('stop strings of a model', () => {
  const source = Source.named('test/models/endRule');
  const prompts = ['ab'];
  const maxTokens = 3;
  const stop = ['ab', 'c'];
  const run = { prompts: promptsInOrder(prompts), source };
  const open = () => llama({ path: fakeModelFile(), maxTokens, sequences: 4, stop }, fakeLlama().load);

  it('are part of the law: the whole tree, by hand, is what a search lists, and what is sampled', async () => {
    // All responses with their masses, by the definition: the first prefix that ends, or as many tokens as there may be.
    const { model: letters } = fakeLlama();
    const [before] = [letters.tokenize('ab').at(-1)!];
    const whole = new Map<string, { mass: number; ended: boolean; text: string }>();
    const grow = (tokens: readonly number[], mass: number): void => {
      const text = letters.detokenize(tokens);
      const place = Math.min(...stop.map((each) => text.indexOf(each)).filter((at) => at >= 0));
      const ended = tokens.at(-1) === END || place < Infinity;
      if (ended || tokens.length === maxTokens) {
        whole.set(tokens.join(), { mass, ended, text: text.slice(0, place) });
        return;
      }
      fakeLogLaw(tokens.at(-1) ?? before).forEach((logMass, token) =>
        grow([...tokens, token], mass * Math.exp(logMass)),
      );
    };
    grow([], 1);
    const model = await open();
    expect(model.name).toContain('at most 3 tokens, stop "ab", stop "c"');
    const search = bestFirstSearch<Neural>({ n: 1, maxTokens, budget: 2000 });
    const [found] = (await runAsync(search, model, run)).result;
    expect(found!.law.restMass).toBe(0);
    const heavy = Array.from(whole).filter(([, { mass }]) => mass > 1e-30);
    expect(found!.responses.filter(({ logLikelihood }) => logLikelihood > -60)).toHaveLength(heavy.length);
    let cut = 0;
    for (const { tokens, ended, logLikelihood } of found!.responses) {
      const expected = whole.get(tokens.join())!;
      expect(ended).toBe(expected.ended);
      expect(Math.exp(logLikelihood)).toBeCloseTo(expected.mass, 12);
      expect(model.textOf('ab', tokens)).toBe(expected.text);
      if (!ended) cut += expected.mass;
    }
    expect(found!.cutMass.lower).toBeCloseTo(cut, 10);
    // Both ways to end come up at the last token as well.
    expect(heavy.some(([key, { ended }]) => key.split(',').length === maxTokens && ended)).toBe(true);

    const [first] = (await runAsync(greedy<Neural>({ n: 1, maxTokens }), model, run)).result;
    expect(first!.ended).toBe(whole.get(first!.tokens.join())!.ended);
    const { responses, logLikelihoods } = (await runAsync(plan<Neural>({ n: 1, N: 60 }), model, run)).result;
    for (let i = 0; i < 60; i++) {
      const { tokens, text, ended } = responses[i]!;
      const expected = whole.get(tokens!.join())!;
      expect({ text, ended }).toEqual({ text: expected.text, ended: expected.ended });
      expect(Math.exp(logLikelihoods[i]!)).toBeCloseTo(expected.mass, 12);
    }
    expect(Array.from(responses).some(({ tokens, ended }) => ended && tokens!.at(-1) !== END)).toBe(true);
  });
});
