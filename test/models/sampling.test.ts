import { describe, expect, it } from 'vitest';
import { bestOfN } from '../../src/access/queries/bestOfN.ts';
import { evaluate } from '../../src/access/queries/evaluate.ts';
import { nextTokenLaw } from '../../src/access/queries/nextTokenLaw.ts';
import { plan } from '../../src/access/queries/plan.ts';
import { LineLog } from '../../src/access/remote/answerLog.ts';
import type { LogEntry } from '../../src/access/remote/answerLog.ts';
import type { Sample } from '../../src/access/remote/backend.ts';
import { promptsInOrder } from '../../src/access/remote/promptStreams.ts';
import { StoppedError } from '../../src/access/remote/remoteRun.ts';
import { runAsync } from '../../src/access/runAsync.ts';
import { sftSharpening } from '../../src/learners/sft/sftSharpening.ts';
import { Source } from '../../src/math/random/source.ts';
import { encodePrompt } from '../../src/models/llama/encodePrompt.ts';
import { llama } from '../../src/models/llama/llama.ts';
import { drawableSeed } from '../../src/models/drawableSeed.ts';
import type { LlamaOptions } from '../../src/models/llama/llama.ts';
import type { Neural } from '../../src/models/neural.ts';
import { logLikelihood } from '../../src/policies/rewards/logLikelihood.ts';
import { logMassOf } from '../support/logMassOf.ts';
import { BEGIN, END, fakeLlama, fakeLogLaw, fakeModelFile } from './fakeLlama.ts';
import type { FakeLlamaOptions } from './fakeLlama.ts';
import { multipliedTogether } from './multipliedTogether.ts';

const source = Source.named('test/models/sampling');
const path = fakeModelFile();

const prompts = promptsInOrder(['abc', 'bad: ', 'cab?']);

async function open(options: Partial<LlamaOptions> = {}, fake: FakeLlamaOptions = {}) {
  const runtime = fakeLlama(fake);
  const model = await llama({ path, maxTokens: 12, sequences: 4, ...options }, runtime.load);
  return { model, seen: runtime.seen };
}

const samplesOf = (log: LineLog): (Sample<Neural> & { prompt: string })[] =>
  log.lines.slice(1).map((line) => {
    const { question, answer } = JSON.parse(line) as LogEntry;
    return { ...(answer as Sample<Neural>), prompt: (question as { prompt: string }).prompt };
  });

describe('sampling on llama.cpp, with a runtime of our own in its place', () => {
  it('draws from the law of the model, ends at its end token or at maxTokens, and counts the end token', async () => {
    const { model } = await open();
    const log = new LineLog();
    const { cost } = await runAsync(plan<Neural>({ n: 3, N: 20 }), model, { source, prompts, log });
    const samples = samplesOf(log);
    expect(samples).toHaveLength(60);
    expect(cost.tokens).toBe(samples.reduce((sum, { tokens }) => sum + tokens, 0));
    expect(samples.some(({ response }) => response.ended) && samples.some(({ response }) => !response.ended)).toBe(
      true,
    );
    for (const { prompt, response, logLikelihood: claimed, tokens } of samples) {
      const last = fakeLlama().model.tokenize(prompt).at(-1)!;
      const written = response.tokens!;
      const expected = written.reduce((sum, token, i) => sum + fakeLogLaw(written[i - 1] ?? last)[token]!, 0);
      expect(claimed).toBeCloseTo(expected, 10);
      expect(tokens).toBe(written.length);
      expect(response.tokenCount).toBe(tokens);
      expect(response.ended).toBe(written.at(-1) === END);
      if (!response.ended) expect(tokens).toBe(12);
      expect(written.slice(0, -1)).not.toContain(END);
      expect(response.text).toHaveLength(tokens - (response.ended ? 1 : 0));
    }
  });

  it('scores what it sampled by the second path, and by whole next-token laws', async () => {
    const { model } = await open();
    const drawn = await runAsync(plan<Neural>({ n: 3, N: 5 }), model, { source, prompts });
    const { responses, logLikelihoods } = drawn.result;
    const pairs = Array.from(responses, (_, row) => drawn.result.prompts[Math.floor(row / 5)]!);
    const scored = await runAsync(evaluate<Neural>(pairs, responses), model, { source, prompts });
    const prefixes = Array.from(responses).flatMap(({ tokens }, row) =>
      tokens!.map((_, i) => ({ prompt: pairs[row]!, tokens: tokens!.slice(0, i) })),
    );
    const laws = [...(await runAsync(nextTokenLaw<Neural>(prefixes), model, { source, prompts })).result];
    for (let row = 0; row < 15; row++) {
      expect(scored.result[row]).toBeCloseTo(logLikelihoods[row]!, 10);
      const byLaws = responses[row]!.tokens!.reduce((sum, token) => sum + logMassOf(laws.shift()!, token), 0);
      expect(byLaws).toBeCloseTo(logLikelihoods[row]!, 10);
    }
  });

  it('reads each prompt once, keeps every sequence busy, and hands the next request to one that is free', async () => {
    const long = ['abc'.repeat(8), 'bad: '.repeat(5), 'cab?'.repeat(6)];
    const { model, seen } = await open({ sequences: 4 });
    const log = new LineLog();
    await runAsync(plan<Neural>({ n: 3, N: 10 }), model, { source, prompts: promptsInOrder(long), log });
    const samples = samplesOf(log);
    // Each response reads the last token of its prompt and every token of its own but the last.
    const written = samples.reduce((sum, { tokens }) => sum + tokens, 0);
    // In fours: 23, 24 and 23 tokens of prompts, and four a step.
    expect(seen.read).toBe(3 * 24 + 4 * seen.steps.length);
    expect(seen.saved).toBe(3);
    expect(seen.contexts).toHaveLength(1);
    expect(seen.steps.reduce((sum, together) => sum + together, 0)).toBe(written);
    const tail = seen.steps.findIndex((together) => together < 4);
    expect(seen.steps.slice(0, tail).length).toBeGreaterThan(seen.steps.length / 2);
    expect(seen.steps.slice(tail).every((together, i, steps) => i === 0 || together <= steps[i - 1]!)).toBe(true);
  });

  it('leaves a short prompt to each response, and keeps no state of it', async () => {
    const { model, seen } = await open({ sequences: 4 });
    const log = new LineLog();
    await runAsync(plan<Neural>({ n: 3, N: 10 }), model, { source, prompts, log });
    const written = samplesOf(log).reduce((sum, { tokens }) => sum + tokens, 0);
    expect(seen.saved).toBe(0);
    expect(seen.read).toBeGreaterThan(4 * seen.steps.length);
    expect(seen.read).toBeLessThanOrEqual(4 * seen.steps.length + 10 * 3 * 4);
    expect(4 * seen.steps.length).toBeGreaterThanOrEqual(written);
  });

  it('draws a response that depends on its prompt and seed alone: not on the others, their number, or the sequences', async () => {
    const request = (prompt: string, seed: number) => ({ prompt, seed });
    const drawn = async (sequences: number, requests: readonly { prompt: string; seed: number }[]) => {
      const { model } = await open({ sequences });
      const samples: Sample<Neural>[] = [];
      await model.sample(requests, (i, sample) => void (samples[i] = sample));
      return samples;
    };
    const many = [1, 2, 3, 4, 5, 6, 7, 8].map((seed) => request('abc', seed));
    const expected = await drawn(4, many);
    expect(await drawn(32, many)).toEqual(expected);
    expect(await drawn(1, many.slice(0, 5))).toEqual(expected.slice(0, 5));
    const others = [request('bad: ', 9), many[2]!, request('cab?', 1)];
    expect((await drawn(2, others))[1]).toEqual(expected[2]);
  });

  it.each([1, 3, 4, 7])('evaluates rows in fours only, with %i sequences', async (sequences) => {
    const { model, seen } = await open({ sequences });
    const drawn = await runAsync(plan<Neural>({ n: 3, N: 7 }), model, { source, prompts });
    const { responses } = drawn.result;
    const pairs = Array.from(responses, (_, row) => drawn.result.prompts[Math.floor(row / 7)]!);
    await runAsync(evaluate<Neural>(pairs, responses), model, { source, prompts });
    const prefixes = Array.from(responses, ({ tokens }, row) => ({
      prompt: pairs[row]!,
      tokens: tokens!.slice(0, -1),
    }));
    await runAsync(nextTokenLaw<Neural>(prefixes), model, { source, prompts });
    await model.sample([{ prompt: 'abcd'.repeat(150), seed: 1 }], () => {});
    expect(seen.batches.length).toBeGreaterThan(30);
    for (const batch of seen.batches) {
      expect(batch.reduce((sum, { rows }) => sum + rows, 0)).toBeLessThanOrEqual(512);
      for (const rows of multipliedTogether(batch)) expect(rows % 4, JSON.stringify(batch)).toBe(0);
    }
  });

  it('delivers each response as it ends', async () => {
    const waitingAt: number[] = [];
    let delivered = 0;
    const { model } = await open({ sequences: 4 }, { onStep: () => waitingAt.push(delivered) });
    await runAsync(plan<Neural>({ n: 1, N: 12 }), model, {
      source,
      prompts,
      onProgress: ({ answers }) => (delivered = answers),
    });
    expect(new Set(waitingAt).size).toBeGreaterThan(3);
  });

  it('stops between two tokens, keeps what has ended, and can be asked again', async () => {
    const signal = { aborted: false };
    let steps = 0;
    const { model, seen } = await open({ maxTokens: 40 }, { onStep: () => (signal.aborted = ++steps === 9) });
    const log = new LineLog();
    const stopped = runAsync(bestOfN<Neural>({ n: 3, N: 50, reward: logLikelihood }), model, {
      source,
      prompts,
      log,
      signal,
    });
    await expect(stopped).rejects.toThrow(StoppedError);
    expect(seen.steps).toHaveLength(9);
    expect(log.lines.length - 1).toBeLessThan(20);
    const { cost } = await runAsync(plan<Neural>({ n: 1, N: 10 }), model, { source, prompts });
    expect(cost.samples).toBe(10);
  });

  it('never hands llama.cpp the seed that it takes for "any"', async () => {
    expect([0, 7, 0xfffffffe, 0xffffffff].map(drawableSeed)).toEqual([0, 7, 0xfffffffe, 0xfffffffe]);
    const { model, seen } = await open();
    await model.sample([{ prompt: 'abc', seed: 0xffffffff }], () => {});
    // Each token has its own.
    expect(new Set(seen.seeds).size).toBe(seen.seeds.length);
  });

  it("puts the model's beginning of a text first where the model asks for it", () => {
    const options = { room: 100, specialTokens: false };
    expect(encodePrompt(fakeLlama({ prependBegin: true }).model, 'ab', options).tokens).toEqual([BEGIN, 2, 3]);
    expect(encodePrompt(fakeLlama().model, 'ab', options).tokens).toEqual([2, 3]);
  });

  it('takes no offence at spaces that a detokenizer leaves out', () => {
    const { model } = fakeLlama();
    const options = { room: 100, specialTokens: false };
    const tidying = {
      ...model,
      detokenize: (tokens: readonly number[]) => ` ${model.detokenize(tokens).replaceAll(' ?', '?')}`,
    };
    expect(encodePrompt(tidying, 'ab ? cd', options).tokens).toHaveLength(7);
    expect(() => encodePrompt(tidying, 'ab ? xd', options)).toThrow(/it cannot represent "x"/);
  });

  it('makes more room when a longer prompt comes', async () => {
    const { model, seen } = await open();
    const draw = (prompt: string) => model.sample([{ prompt, seed: 1 }], () => {});
    await draw('abc');
    await draw('abcd'.repeat(100));
    await draw('abc');
    expect(seen.contexts).toEqual([256, 512]);
    await expect(draw('abcd'.repeat(260))).rejects.toThrow(/at most 1012 tokens long \(it has 1040\)/);
  });

  it('answers one call at a time', async () => {
    const { model } = await open({ sequences: 2 });
    const ended: string[] = [];
    const requests = [1, 2, 3].map((seed) => ({ prompt: 'abc', seed }));
    const first = model.sample(requests, () => {}).then(() => ended.push('sample'));
    const second = model.nextTokenLaws([{ prompt: 'abc', tokens: [] }], () => {}).then(() => ended.push('law'));
    await Promise.all([first, second]);
    expect(ended).toEqual(['sample', 'law']);
  });

  it('frees everything', async () => {
    const { model, seen } = await open();
    await model.sample([{ prompt: 'abc', seed: 1 }], () => {});
    await model.dispose();
    expect(seen.disposed).toBe(1);
  });
});

describe('what the adapter refuses', () => {
  it('to train, in plain words, by the compiler and at run time', async () => {
    const { model } = await open();
    const learner = sftSharpening<Neural>({ n: 1, N: 1, reward: logLikelihood });
    // @ts-expect-error llama.cpp does not answer maximumLikelihood
    const training = runAsync(learner, model, { source, prompts });
    const reason = 'llama.cpp cannot fit (train) a policy; run this learner on a backend that trains';
    await expect(training).rejects.toThrow(
      new RegExp(`'maximumLikelihood' is refused: .*${reason.replace(/[()]/g, '\\$&')}`),
    );
  });

  const given = (options: Partial<LlamaOptions>) => () => open(options);
  const reading =
    (prompts: string[], options: Partial<LlamaOptions> = {}) =>
    async () => {
      const { model, seen } = await open(options);
      try {
        await runAsync(plan<Neural>({ n: 1, N: 1 }), model, { source, prompts });
      } finally {
        // All of the list is looked at before anything is drawn.
        expect(seen.read).toBe(0);
      }
    };
  const cases: [string, () => Promise<unknown>, RegExp][] = [
    ['maxTokens 0', given({ maxTokens: 0 }), /llama: maxTokens must be an integer at least 1, got 0/],
    ['sequences 0', given({ sequences: 0 }), /llama: sequences must be an integer in \[1, 256\], got 0/],
    ['sequences 1000', given({ sequences: 1000 }), /llama: sequences must be an integer in \[1, 256\], got 1000/],
    ['threads 0', given({ threads: 0 }), /llama: threads must be an integer in \[1, 256\], got 0/],
    // The runtime ends the process where there are so many.
    ['threads 99999999999', given({ threads: 99_999_999_999 }), /llama: threads .* in \[1, 256\], got 99999999999/],
    [
      'maxTokens 99999999999',
      given({ maxTokens: 99_999_999_999 }),
      /llama: maxTokens .* in \[1, 1023\], got 99999999999/,
    ],
    ['a context without room', given({ contextSize: 12 }), /llama: contextSize must be an integer at least 13, got 12/],
    [
      'a context beyond training',
      given({ contextSize: 4096 }),
      /contextSize must be an integer in \[13, 1024\], got 4096/,
    ],
    ['no prompts', reading([]), /a non-empty list of prompts/],
    ['an empty prompt', reading(['abc', '']), /llama: prompt must be a non-empty text, got ""/],
    ['a prompt that is no text', reading([3 as never]), /llama: prompt must be a non-empty text, got 3/],
    [
      'characters outside the vocabulary',
      reading(['abcXYa!']),
      /a text that the model can read \(it cannot represent "X" "Y" "!"\), got "abcXYa!"/,
    ],
    [
      'a prompt beyond the context',
      reading(['abcdefgh'], { contextSize: 16 }),
      /at most 4 tokens long \(it has 8\), to leave room for a response/,
    ],
  ];
  it.each(cases)('%s', async (_name, attempt, message) => {
    await expect(attempt()).rejects.toThrow(message);
  });

  const response = (tokens: number[], ended: boolean) => ({ text: '', tokenCount: tokens.length, ended, tokens });
  it.each([
    ['no tokens', response([], false), /response.tokens.length must be in \[1, maxTokens = 12\], got 0/],
    [
      'too many tokens',
      response(
        Array.from({ length: 13 }, () => 2),
        false,
      ),
      /tokens.length must be in \[1, maxTokens = 12\], got 13/,
    ],
    ['a false end', response([2, 3], true), /response.ended must be false, as its last token says, got true/],
    ['a hidden end', response([2, END], false), /response.ended must be true, as its last token says, got false/],
    ['two ends', response([END, END], true), /response.tokens must be without an end token before its last/],
    [
      'a part',
      response([2, 3], false),
      /response.tokens.length must be maxTokens = 12 where the response has no end token, got 2/,
    ],
  ])('to score a response with %s', async (_name, given, message) => {
    const { model } = await open();
    await expect(model.evaluate([{ prompt: 'abc', response: given }], () => {})).rejects.toThrow(message);
  });

  it('to score a text alone: other tokens may read the same', async () => {
    const { model } = await open();
    const asked = model.evaluate([{ prompt: 'abc', response: { text: 'a', tokenCount: 2, ended: true } }], () => {});
    await expect(asked).rejects.toThrow(
      'evaluate: response.tokens must be the ids of its tokens, which a text alone does not give: ask a backend that answers with them, got undefined',
    );
  });

  it('the law after the end', async () => {
    const { model } = await open();
    for (const tokens of [[END], Array.from({ length: 12 }, () => 2)]) {
      const asked = model.nextTokenLaws([{ prompt: 'abc', tokens }], () => {});
      await expect(asked).rejects.toThrow(
        /nextTokenLaw: tokens must be fewer than maxTokens = 12, none of them an end token/,
      );
    }
  });
});
