import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plan } from '../../../src/access/queries/plan.ts';
import { LineLog } from '../../../src/access/remote/answerLog.ts';
import { promptsInOrder } from '../../../src/access/remote/promptStreams.ts';
import { StoppedError } from '../../../src/access/remote/remoteRun.ts';
import { runAsync } from '../../../src/access/runAsync.ts';
import { Source } from '../../../src/math/random/source.ts';
import { embeddedModel } from '../../../src/models/embedded/embeddedModel.ts';
import { embeddedModelBytes } from '../../../src/models/embedded/embeddedModelBytes.ts';
import { openEmbedded } from '../../../src/models/embedded/openEmbedded.ts';
import type { Neural } from '../../../src/models/neural.ts';
import type { OpenedModel } from '../../../src/models/openedModel.ts';
import { openaiServer } from '../../../src/models/openai/openaiServer.ts';
import { backendContract } from '../../../src/testing/contracts/backendContract.ts';
import { missingModel, modelPath, requirement } from '../../support/requirement.ts';
import { missingServer, realServer } from './realServer.ts';
import type { RealServer } from './realServer.ts';

const source = Source.named('test/models/openai/llamaServer');
const prompts = ['7*8+6*9:', '1*2+3*4:', '9*9+8*8:'];
const maxTokens = 24;
const say = (line: string): void => void process.stderr.write(`  server: ${line}\n`);

requirement('server', missingServer)('a real llama-server with the model that ships', () => {
  let server: RealServer;
  let model: OpenedModel;
  const open = (more: object = {}) => openaiServer({ url: server.url, maxTokens, concurrency: 4, ...more });
  beforeAll(async () => {
    server = await realServer(fileURLToPath(embeddedModel));
    model = await open();
  });
  afterAll(() => server.kill());

  it('is found to be one, and to score and show laws rightly', () => {
    expect(model.name).toBe('llama-server embedded.gguf, at most 24 tokens');
    expect([model.evaluate, model.nextTokenLaws, model.textOf]).not.toContain(undefined);
  });

  describe('keeps to the contract of backends', () => {
    // Its cache of keys and values has half precision.
    const contract = backendContract<Neural>({
      backend: () => model,
      prompts,
      source: source.split('contract'),
      tolerance: 0.01,
      draws: 300,
      tokensOf: ({ tokens }) => tokens,
    });
    it.each(contract.map(({ name, check }) => [name, check] as const))('%s', async (_, check) => {
      await check();
    });
  });

  it('has the laws of the forward pass of this package, up to its rounding', async () => {
    const own = await openEmbedded(await embeddedModelBytes(), { maxTokens });
    const asked = prompts.flatMap((prompt) => [[], [9], [17, 4]].map((tokens) => ({ prompt, tokens })));
    const lawsOf = async (of: OpenedModel) => {
      const laws: (readonly number[])[] = [];
      await of.nextTokenLaws!(asked, (i, { tokens, logMasses }) => {
        laws[i] = Array.from({ length: 24 }, (_, token) => logMasses[tokens.indexOf(token)] ?? -Infinity);
      });
      return laws;
    };
    const [ours, theirs] = [await lawsOf(own), await lawsOf(model)];
    let largest = 0;
    ours.forEach((law, i) =>
      law.forEach((logMass, token) => {
        largest = Math.max(largest, Math.abs(Math.exp(logMass) - Math.exp(theirs[i]![token]!)));
      }),
    );
    say(`largest difference of a next-token probability from our forward pass: ${largest.toExponential(1)}`);
    expect(largest).toBeLessThan(2e-3);
  });

  it('reads stop strings as part of the law: draws, scores and laws end there', async () => {
    const stopping = await open({ stop: [';', ','] });
    const log = new LineLog();
    const { result } = await runAsync(plan<Neural>({ n: 1, N: 40 }), stopping, {
      source: source.split('stop'),
      prompts: promptsInOrder(prompts),
      log,
    });
    const responses = Array.from(result.responses);
    expect(responses.some(({ text }) => /=/.test(text))).toBe(true);
    for (const { text, ended, tokens } of responses) {
      expect(text).not.toMatch(/[;,]/);
      expect(ended).toBe(true);
      // The stop string is of the response, and not of its text.
      const last = stopping.textOf!('', tokens!.slice(-1));
      expect(last).toBe('');
    }
    const scores: number[] = [];
    await stopping.evaluate!(
      responses.map((response) => ({ prompt: prompts[0]!, response })),
      (i, score) => (scores[i] = score),
    );
    scores.forEach((score, i) => expect(score).toBeCloseTo(result.logLikelihoods[i]!, 2));
    let ends: string[] = [];
    await stopping.nextTokenLaws!([{ prompt: prompts[0]!, tokens: [9, 16, 12, 17, 8, 7] }], (_, law) => {
      ends = law.ends.map((token) => model.textOf!('', [token]));
    });
    expect(ends).toContain(',');
  });

  it('names what its model cannot read, and prompts that are too long', async () => {
    await expect(async () => await model.checkPrompt!('7*8+6*9?')).rejects.toThrow(/cannot represent "\?"/);
    await expect(async () => await model.checkPrompt!('1+'.repeat(300))).rejects.toThrow(/tokens long \(it has \d+\)/);
    await expect(async () => await model.checkPrompt!('')).rejects.toThrow(/prompt must be a non-empty text/);
  });

  it('draws through OpenAI completions alone, with the same likelihoods', async () => {
    const plain = await open({ dialect: 'completions' });
    const drawn: { text: string; logLikelihood: number }[] = [];
    await plain.sample(
      Array.from({ length: 20 }, (_, i) => ({ prompt: prompts[0]!, seed: i })),
      (i, { response, logLikelihood }) => (drawn[i] = { text: response.text, logLikelihood }),
    );
    expect(plain.evaluate).toBeUndefined();
    const known = new Map<string, number>();
    await model.sample(
      Array.from({ length: 20 }, (_, i) => ({ prompt: prompts[0]!, seed: i })),
      (_, { response, logLikelihood }) => known.set(response.text, logLikelihood),
    );
    const common = drawn.filter(({ text }) => known.has(text));
    expect(common.length).toBeGreaterThan(5);
    for (const { text, logLikelihood } of common) expect(logLikelihood).toBeCloseTo(known.get(text)!, 2);
  });

  it('dies in the middle of a run: what was drawn is kept, and another goes on', async () => {
    let own = await realServer(fileURLToPath(embeddedModel));
    const log = new LineLog();
    const run = async () => {
      const backend = await openaiServer({ url: own.url, maxTokens, concurrency: 2, retries: 1 });
      return await runAsync(plan<Neural>({ n: 3, N: 40 }), backend, {
        source: source.split('dies'),
        prompts: promptsInOrder(prompts),
        log,
        onProgress: () => {
          if (log.lines.length > 20) void own.kill();
        },
      });
    };
    await expect(run()).rejects.toThrow(/broke off|cannot be reached/);
    const kept = log.lines.length;
    expect(kept).toBeGreaterThan(20);
    expect(kept).toBeLessThan(120);
    const lines = [...log.lines];
    own = await realServer(fileURLToPath(embeddedModel));
    try {
      const backend = await openaiServer({ url: own.url, maxTokens, concurrency: 2 });
      const again = new LineLog(lines);
      const { cost } = await runAsync(plan<Neural>({ n: 3, N: 40 }), backend, {
        source: source.split('dies'),
        prompts: promptsInOrder(prompts),
        log: again,
      });
      expect(cost.samples).toBe(120);
      expect(again.lines.slice(0, kept)).toEqual(lines);
    } finally {
      await own.kill();
    }
  });

  it('ends its work soon after a run is stopped', async () => {
    const signal = { aborted: false };
    const run = runAsync(plan<Neural>({ n: 3, N: 200 }), model, {
      source: source.split('stopped'),
      prompts: promptsInOrder(prompts),
      signal,
      onProgress: () => (signal.aborted = true),
    });
    await expect(run).rejects.toThrow(StoppedError);
    const slots = async () => (await (await fetch(`${server.url}/slots`)).json()) as { is_processing: boolean }[];
    await expect.poll(async () => (await slots()).some((slot) => slot.is_processing), { timeout: 5000 }).toBe(false);
  });
});

requirement('server', missingServer ?? missingModel)('a real llama-server with a language model', () => {
  let server: RealServer;
  beforeAll(async () => {
    server = await realServer(modelPath, { parallel: 2, context: 512, threads: 2 });
  }, 120_000);
  afterAll(() => server.kill());

  it('cuts inside characters, and loses no token', async () => {
    const model = await openaiServer({ url: server.url, maxTokens: 2, concurrency: 2 });
    const responses: Neural['Response'][] = [];
    const prompt = 'Emoji: 😀 🎉 🚀 🌍 漢字 かな 😀 🎉';
    const logLikelihoods: number[] = [];
    await model.sample(
      Array.from({ length: 6 }, (_, i) => ({ prompt, seed: i })),
      (i, sample) => {
        responses[i] = sample.response;
        logLikelihoods[i] = sample.logLikelihood;
      },
    );
    // Of a character that takes several tokens the server says the last alone, and of one that is cut none.
    expect(responses.some(({ text, ended }) => !ended && text.includes('\uFFFD'))).toBe(true);
    for (const { tokens, ended, tokenCount } of responses) {
      expect(tokens).toHaveLength(tokenCount);
      if (!ended) expect(tokenCount).toBe(2);
    }
    const scores: number[] = [];
    await model.evaluate!(
      responses.map((response) => ({ prompt, response })),
      (i, score) => (scores[i] = score),
    );
    scores.forEach((score, i) => expect(Math.abs(score - logLikelihoods[i]!)).toBeLessThan(0.05));
  });

  it('reads the chat template, and special tokens only where it is told to', async () => {
    const open = (more: object) => openaiServer({ url: server.url, maxTokens: 4, concurrency: 2, ...more });
    const [plain, special, chat] = [await open({}), await open({ specialTokens: true }), await open({ chat: true })];
    expect(special.name).toContain('special tokens in prompts');
    expect(chat.name).toMatch(/chat template [0-9a-f]{8}/);
    const written =
      '<|im_start|>system\nYou are a helpful AI assistant named SmolLM, trained by Hugging Face<|im_end|>\n<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n';
    const lawOf = async (model: OpenedModel, prompt: string) => {
      let heaviest: [number, number] = [-1, -Infinity];
      await model.nextTokenLaws!([{ prompt, tokens: [], leastLogMass: Math.log(0.05) }], (_, { tokens, logMasses }) => {
        tokens.forEach((token, i) => {
          if (logMasses[i]! > heaviest[1]) heaviest = [token, logMasses[i]!];
        });
      });
      return heaviest;
    };
    const [asText, asTokens, asked] = [
      await lawOf(plain, written),
      await lawOf(special, written),
      await lawOf(chat, 'Hi'),
    ];
    expect(asked[0]).toBe(asTokens[0]);
    expect(asked[1]).toBeCloseTo(asTokens[1], 1);
    expect(Math.abs(asText[1] - asTokens[1])).toBeGreaterThan(0.01);
  });
});
