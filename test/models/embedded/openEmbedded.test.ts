import { afterAll, describe, expect, it } from 'vitest';
import type { Deliver, Sample, SampleRequest, StopSignal } from '../../../src/access/remote/backend.ts';
import { StoppedError } from '../../../src/access/remote/remoteRun.ts';
import { DomainError } from '../../../src/math/domainError.ts';
import { embeddedModel } from '../../../src/models/embedded/embeddedModel.ts';
import { drawToken } from '../../../src/models/embedded/forward/drawToken.ts';
import { heldOutPrompts } from '../../../src/models/embedded/heldOutPrompts.ts';
import { openOnThreads } from '../../../src/models/embedded/node/openOnThreads.ts';
import { openEmbedded } from '../../../src/models/embedded/openEmbedded.ts';
import type { EmbeddedBackend } from '../../../src/models/embedded/openEmbedded.ts';
import { llama } from '../../../src/models/llama/llama.ts';
import type { Neural } from '../../../src/models/neural.ts';
import { fixedSource } from '../../support/fixedSource.ts';
import { embeddedBytes, tinyLlama } from '../../support/ggufFile.ts';

const bytes = embeddedBytes();
const prompts = heldOutPrompts().slice(0, 4);
const requests = Array.from({ length: 100 }, (_, i) => ({ prompt: prompts[i % 4]!, seed: i }));

type Call<Answer> = (deliver: Deliver<Answer>) => Promise<void>;
async function answers<Answer>(call: Call<Answer>): Promise<Answer[]> {
  const found: Answer[] = [];
  await call((index, answer) => (found[index] = answer));
  return found;
}
const sampled = (model: EmbeddedBackend, asked: readonly SampleRequest<Neural>[] = requests) =>
  answers<Sample<Neural>>((deliver) => model.sample(asked, deliver));

const opened: EmbeddedBackend[] = [];
afterAll(async () => {
  for (const each of opened) await each.dispose();
});

describe('the forward pass as a backend', () => {
  it('answers to the last bit alike, whatever changes its speed', { timeout: 120_000 }, async () => {
    const maxTokens = 24;
    const model = await openEmbedded(bytes, { maxTokens });
    const expected = await sampled(model);
    expect(new Set(expected.map(({ response }) => response.text)).size).toBeGreaterThan(50);
    const threaded = await openOnThreads(bytes, { maxTokens, threads: 3 });
    opened.push(threaded);
    const others = [
      await openEmbedded(bytes, { maxTokens, sequences: 1 }),
      await openEmbedded(bytes, { maxTokens, sequences: 7, cacheBytes: 0 }),
      threaded,
    ];
    for (const other of others) {
      expect(other.name).toBe(model.name);
      expect(await sampled(other)).toEqual(expected);
    }
    const some = requests.slice(0, 8);
    const plain = await openEmbedded(bytes, { maxTokens, kernel: 'plain' });
    expect(plain.name).toBe(model.name);
    expect(await sampled(plain, some)).toEqual(expected.slice(0, 8));
    // In another order, one at a time, and on threads that have been started.
    expect(await sampled(threaded, some.toReversed())).toEqual(expected.slice(0, 8).toReversed());
    for (const [i, request] of some.entries()) expect(await sampled(model, [request])).toEqual([expected[i]]);
  });

  it('agrees with llama.cpp within the rounding of that', { timeout: 120_000 }, async () => {
    const model = await openEmbedded(bytes, { maxTokens: 48 });
    const other = await llama({ path: embeddedModel, maxTokens: 48 });
    try {
      const own = await sampled(model);
      const asked = requests.map(({ prompt }, i) => ({ prompt, response: own[i]!.response }));
      const theirs = await answers<number>((deliver) => other.evaluate(asked, deliver));
      const apart = own.map(({ logLikelihood, tokens }, i) => Math.abs(logLikelihood - theirs[i]!) / tokens);
      expect(Math.max(...apart)).toBeLessThan(2e-3);
      for (const [i, { response }] of own.entries()) {
        const { prompt } = requests[i]!;
        expect(model.textOf(prompt, response.tokens!)).toBe(response.text);
        expect(other.textOf(prompt, response.tokens!)).toBe(response.text);
      }
      for (const prompt of ['7*8+6*9?', '7 * 8:', 'é', '']) {
        const refusal = (of: { checkPrompt(text: string): void }): string => {
          try {
            of.checkPrompt(prompt);
          } catch (error) {
            return (error as Error).message.replace(/^[a-z]+: /, '');
          }
          return 'accepted';
        };
        expect(refusal(model)).toBe(refusal(other));
        expect(refusal(model)).not.toBe('accepted');
      }
    } finally {
      await other.dispose();
    }
  });

  it('says in its name what changes its responses', async () => {
    const name = async (file: Uint8Array, options: object) => (await openEmbedded(file, options)).name;
    const fingerprint = /^whetstone embedded\.gguf ([\da-f]{12}), float32, at most 64 tokens$/;
    const own = await name(bytes, {});
    expect(own).toMatch(fingerprint);
    const changed = bytes.slice();
    changed[changed.length - 1]! ^= 1;
    expect(await name(changed, {})).toMatch(fingerprint);
    expect(await name(changed, {})).not.toBe(own);
    const tiny = await name(tinyLlama(), { name: 'a.gguf', precision: 'float64', maxTokens: 8, stop: ['b', '"'] });
    expect(tiny).toMatch(/^whetstone a\.gguf [\da-f]{12}, float64, at most 8 tokens, stop "b", stop "\\""$/);
  });

  it('reads one character a token, also beyond ASCII, and leaves out of texts what is none', async () => {
    const model = await openEmbedded(tinyLlama(), { maxTokens: 8 });
    expect(() => model.checkPrompt('é a')).not.toThrow();
    expect(() => model.checkPrompt('xyzxyzxyz01234567')).toThrow(
      'it cannot represent "x" "y" "z" "0" "1" "2" "3" "4" and 3 more',
    );
    expect(() => model.checkPrompt('a'.repeat(24))).toThrow('at most 24 tokens long (it has 25)');
    expect(model.textOf('a', [2, 0, 8, 7, 3, 1])).toBe('aé b');
  });

  it('refuses what it cannot answer', async () => {
    const model = await openEmbedded(tinyLlama(), { maxTokens: 4 });
    const laws = (tokens: number[]) => model.nextTokenLaws([{ prompt: 'a', tokens }], () => {});
    const scores = (tokens: number[], ended: boolean) =>
      model.evaluate([{ prompt: 'a', response: { text: '', tokenCount: tokens.length, tokens, ended } }], () => {});
    await expect(laws([2, 2, 2, 2])).rejects.toThrow('fewer than maxTokens = 4');
    await expect(laws([1])).rejects.toThrow('none of them an end token');
    await expect(laws([9])).rejects.toThrow('nextTokenLaw: token must be an integer in [0, 8], got 9');
    await expect(scores([2, -1, 1], true)).rejects.toThrow('evaluate: token must be an integer in [0, 8], got -1');
    await expect(scores([2, 1], false)).rejects.toThrow('response.ended');
    await expect(scores([2], false)).rejects.toThrow('response.tokens.length');
    for (const options of [
      { maxTokens: 32 },
      { sequences: 0 },
      { cacheBytes: -1 },
      { precision: 'float16' },
      { kernel: 'gpu' },
      { kernel: 'simd', precision: 'float64' },
      { stop: [''] },
    ]) {
      await expect(openEmbedded(tinyLlama(), options as object)).rejects.toThrow(DomainError);
    }
    await expect(openEmbedded('embedded.gguf' as never)).rejects.toThrow('bytes must be the bytes of a GGUF file');
    await expect(openOnThreads(tinyLlama(), { threads: 0, maxTokens: 4 })).rejects.toThrow('threads');
  });

  it('on threads ends where it is told to, refuses as without, and goes on', { timeout: 120_000 }, async () => {
    const model = await openOnThreads(bytes, { maxTokens: 48, threads: 2 });
    opened.push(model);
    const signal: { aborted: boolean } & StopSignal = { aborted: false };
    let answered = 0;
    const stopped = model.sample(requests, () => void (signal.aborted = ++answered >= 1), signal);
    await expect(stopped).rejects.toThrow(StoppedError);
    expect(answered).toBeLessThan(requests.length);
    await expect(model.sample([{ prompt: '?', seed: 1 }], () => {})).rejects.toThrow(/^embedded: prompt must be/);
    // What becomes of an answer is not the thread's fault, and it does not end for it.
    const full = new Error('the disk is full');
    const failing = model.sample(requests, () => {
      throw full;
    });
    await expect(failing).rejects.toBe(full);
    expect(await sampled(model, requests.slice(0, 2))).toHaveLength(2);
    await model.dispose();
    await expect(model.sample(requests, () => {})).rejects.toThrow('embedded: a thread has ended');
  });
});

describe('a draw from a law', () => {
  const law = [-Infinity, Math.log(0.25), -Infinity, Math.log(0.75), -Infinity];

  it.each([
    [0, 1],
    [0.2499, 1],
    [0.2501, 3],
    [1 - 2 ** -53, 3],
  ])('at %d is token %i: never one without mass', (uniform, token) => {
    expect(drawToken(law, fixedSource(uniform))).toBe(token);
  });

  it('is the last token with mass where rounding leaves none', () => {
    expect(drawToken([Math.log(0.3), Math.log(0.3), -Infinity], fixedSource(0.99))).toBe(1);
  });
});
