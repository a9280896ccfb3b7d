import { closeSync, mkdtempSync, openSync, readFileSync, readSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adaptiveBestOfN } from '../../src/access/queries/adaptiveBestOfN.ts';
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
import { FileLog } from '../../src/files/fileLog.ts';
import { llama } from '../../src/models/llama/llama.ts';
import type { LlamaBackend, LlamaOptions } from '../../src/models/llama/llama.ts';
import { ModelError } from '../../src/models/modelError.ts';
import type { Neural, NeuralResponse } from '../../src/models/neural.ts';
import { logLikelihood } from '../../src/policies/rewards/logLikelihood.ts';
import { gTest } from '../../src/statistics/goodnessOfFit.ts';
import { logMassOf } from '../support/logMassOf.ts';
import { missingModel, modelPath, requirement } from '../support/requirement.ts';

const source = Source.named('test/models/llama');
const MINUTES = 60_000;
/** One thread: two that share two cores with other tests wait for each other most of the time. */
const threads = 1;
const maxTokens = 16;

const questions = [
  'Q: What is 7 + 5?\nA:',
  'The capital of France is',
  'Q: What colour is the sky?\nA:',
  'Once upon a time',
  'The opposite of hot is',
  'def add(a, b):\n    return',
];

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const say = (line: string): void => void process.stderr.write(`  llama: ${line}\n`);

requirement('llama', missingModel)('a real language model', () => {
  const prompts = promptsInOrder(questions);
  const opened: LlamaBackend[] = [];
  const open = async (options: Partial<LlamaOptions> = {}): Promise<LlamaBackend> => {
    const backend = await llama({ path: modelPath, maxTokens, threads, sequences: 32, ...options });
    opened.push(backend);
    return backend;
  };
  let model: LlamaBackend;
  /** 20 responses to each of two prompts: with 32 sequences, some of them write twice. */
  let log: LineLog;
  const draw = async (into: LineLog): Promise<void> => {
    await runAsync(plan<Neural>({ n: 2, N: 20 }), model, { source, prompts, log: into });
  };
  const drawn = (from: LineLog): (Sample<Neural> & { path: string; prompt: string })[] =>
    from.lines.slice(1).map((line) => {
      const { path, question, answer } = JSON.parse(line) as LogEntry;
      return { ...(answer as Sample<Neural>), path, prompt: (question as { prompt: string }).prompt };
    });

  beforeAll(async () => {
    model = await open();
    log = new LineLog();
    const started = performance.now();
    await draw(log);
    const tokens = drawn(log).reduce((sum, each) => sum + each.tokens, 0);
    say(`${tokens} tokens, ${((1000 * tokens) / (performance.now() - started)).toFixed(0)} tokens/s on one thread`);
  }, 3 * MINUTES);

  afterAll(async () => {
    for (const each of opened) await each.dispose();
  });

  it('gives the same responses for the same seed, batches and threads', { timeout: 2 * MINUTES }, async () => {
    const again = new LineLog();
    await draw(again);
    expect(again.lines).toEqual(log.lines);
  });

  it('draws in parallel what is not all the same', () => {
    const texts = drawn(log)
      .filter(({ prompt }) => prompt === questions[0])
      .map(({ response }) => response.text);
    const distinct = new Set(texts).size;
    say(`${distinct} of ${texts.length} parallel responses are distinct, such as ${JSON.stringify(texts[0])}`);
    expect(texts).toHaveLength(20);
    expect(distinct).toBeGreaterThan(10);
  });

  it('says how each response ended', () => {
    for (const { response, tokens } of drawn(log)) {
      expect(response.tokens).toHaveLength(tokens);
      expect(response.tokenCount).toBe(tokens);
      if (!response.ended) expect(tokens).toBe(maxTokens);
    }
  });

  it('scores a response by a second path as it did when it sampled it', { timeout: 2 * MINUTES }, async () => {
    const samples = drawn(log);
    const started = performance.now();
    const learner = evaluate<Neural>(
      samples.map(({ prompt }) => prompt),
      samples.map(({ response }) => response),
    );
    const { result, cost } = await runAsync(learner, model, { source, prompts });
    const seconds = (performance.now() - started) / 1000;
    const tokens = samples.reduce((sum, each) => sum + each.tokens, 0);
    const perToken = samples.map(({ logLikelihood, tokens }, i) => Math.abs(result[i]! - logLikelihood) / tokens);
    say(
      `sampled against scored, nats a token: largest ${Math.max(...perToken).toExponential(1)}, ` +
        `mean ${mean(perToken).toExponential(1)}; ${(tokens / seconds).toFixed(0)} tokens/s`,
    );
    expect(cost.evaluations).toBe(40);
    expect(Math.max(...perToken)).toBeLessThan(1e-3);
  });

  it('multiplies its own next-token laws to the same likelihood', { timeout: 2 * MINUTES }, async () => {
    const { prompt, response, logLikelihood } = drawn(log).find(({ tokens }) => tokens === maxTokens)!;
    const written = response.tokens!;
    const prefixes = written.map((_, i) => ({ prompt, tokens: written.slice(0, i) }));
    const { result: laws } = await runAsync(nextTokenLaw<Neural>(prefixes), model, { source, prompts });
    let sum = 0;
    laws.forEach((law, i) => {
      expect(law.logMasses.reduce((mass, logMass) => mass + Math.exp(logMass), 0)).toBeCloseTo(1, 9);
      sum += logMassOf(law, written[i]!);
    });
    const perToken = Math.abs(sum - logLikelihood) / written.length;
    say(`sampled against its whole laws, nats a token: ${perToken.toExponential(1)}`);
    // llama.cpp adds up the vocabulary in single precision when it samples, we in double.
    expect(perToken).toBeLessThan(1e-3);
  });

  it('draws first tokens by its own next-token law', { timeout: 2 * MINUTES }, async () => {
    const draws = 1000;
    const prompt = questions[0]!;
    const short = await open({ maxTokens: 1 });
    const { result: laws } = await runAsync(nextTokenLaw<Neural>([{ prompt, tokens: [] }]), short, { source, prompts });
    const { result } = await runAsync(plan<Neural>({ n: 1, N: draws }), short, { source, prompts });
    const expected = laws[0]!.logMasses.map((logMass) => draws * Math.exp(logMass));
    const observed = expected.map(() => 0);
    for (const { tokens } of Array.from(result.responses)) observed[tokens![0]!]!++;
    const { statistic, degreesOfFreedom, pValue } = gTest(observed, expected);
    say(
      `first tokens: G = ${statistic.toFixed(1)} on ${degreesOfFreedom} degrees of freedom, p = ${pValue.toFixed(3)}`,
    );
    expect(degreesOfFreedom).toBeGreaterThan(5);
    // A right sampler fails with probability 1e-6 over the choice of the seed.
    expect(pValue).toBeGreaterThan(1e-6);

    const { cost, result: chosen } = await runAsync(adaptiveBestOfN<Neural>({ n: 3, mu: 1.5, ended: 'all' }), short, {
      source,
      prompts,
    });
    for (let i = 0; i < 3; i++) expect(cost.samples * Math.exp(chosen.logLikelihoods[i]!)).toBeGreaterThan(1.5);
  });

  it('chooses likelier responses by best-of-16 than it draws', { timeout: 3 * MINUTES }, async () => {
    const n = questions.length;
    const ask = (N: number) =>
      runAsync(bestOfN<Neural>({ n, N, reward: logLikelihood }), model, {
        prompts,
        source: source.split(`best of ${N}`),
      });
    const best = Array.from((await ask(16)).result.logLikelihoods);
    const plain = Array.from((await ask(1)).result.logLikelihoods);
    const wins = best.filter((value, i) => value > plain[i]!).length;
    say(
      `mean log-likelihood: best-of-16 ${mean(best).toFixed(1)}, plain ${mean(plain).toFixed(1)}; better on ${wins} of ${n}`,
    );
    expect(mean(best)).toBeGreaterThan(mean(plain));
  });

  it('goes on where it was interrupted and draws nothing twice', { timeout: 2 * MINUTES }, async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'whetstone-test-')), 'answers.jsonl');
    const learner = () => bestOfN<Neural>({ n: 2, N: 20, reward: logLikelihood });
    const signal = { aborted: false };
    const first = new FileLog(path);
    const stopped = runAsync(learner(), model, {
      source,
      prompts,
      log: first,
      signal,
      onProgress: ({ answers }) => (signal.aborted = answers >= 12),
    });
    await expect(stopped).rejects.toThrow(StoppedError);
    first.close();
    const kept = readFileSync(path, 'utf8').trim().split('\n').length - 1;
    expect(kept).toBeGreaterThanOrEqual(12);
    expect(kept).toBeLessThan(40);

    const second = new FileLog(path);
    let last = { answers: 0, replayed: 0 };
    const { cost } = await runAsync(learner(), model, {
      source,
      prompts,
      log: second,
      onProgress: (now) => (last = now),
    });
    second.close();
    expect(last).toMatchObject({ answers: 40, replayed: kept });
    expect(cost.samples).toBe(40);
    expect(new Set(drawn(second).map(({ path }) => path)).size).toBe(40);
    // The responses are those of a run that nobody interrupted, although they were drawn in other batches.
    const whole = new Map(drawn(log).map(({ path, response }) => [path, response.text]));
    const equal = drawn(second).filter(({ path, response }) => whole.get(path) === response.text).length;
    say(`${equal} of 40 responses of an interrupted run are those of the whole one`);
    expect(equal).toBeGreaterThanOrEqual(kept);
  });

  it('draws the same response again with the seed that llama.cpp takes for "any"', { timeout: MINUTES }, async () => {
    const texts: string[] = [];
    const requests = [{ prompt: questions[3]!, seed: 0xffffffff }];
    for (let i = 0; i < 2; i++) await model.sample(requests, (_, { response }) => texts.push(response.text));
    expect(texts[0]).toBe(texts[1]);
  });

  it('refuses SFT, in plain words, by the compiler and at run time', async () => {
    const learner = sftSharpening<Neural>({ n: 1, N: 1, reward: logLikelihood });
    // @ts-expect-error llama.cpp does not answer maximumLikelihood
    const training = runAsync(learner, model, { source, prompts });
    await expect(training).rejects.toThrow(
      /'maximumLikelihood' is refused: .*llama.cpp cannot fit \(train\) a policy; run this learner on a backend that trains/,
    );
  });

  it(
    'answers in its own chat template, up to a stop string, and scores that as it sampled it',
    { timeout: MINUTES },
    async () => {
      const asked = await open({ chat: true, stop: ['.', ','], maxTokens: 6, sequences: 2 });
      try {
        expect(asked.name).toMatch(/at most 6 tokens, chat template [0-9a-f]{8}, stop "\.", stop ","$/);
        const question = promptsInOrder(['What is 2 + 2?']);
        const run = { prompts: question, source };
        const { responses, logLikelihoods } = (await runAsync(plan<Neural>({ n: 1, N: 4 }), asked, run)).result;
        const scored = (await runAsync(evaluate<Neural>(Array(4).fill('What is 2 + 2?'), responses), asked, run))
          .result;
        for (let i = 0; i < 4; i++) {
          const { text, ended, tokens } = responses[i]!;
          say(`in a chat: ${JSON.stringify(text)}${ended ? '' : ' …'}`);
          expect(text).not.toMatch(/[.,]/);
          expect(ended || tokens!.length === 6).toBe(true);
          expect(Math.abs(scored[i]! - logLikelihoods[i]!) / tokens!.length).toBeLessThan(0.01);
        }
      } finally {
        await asked.dispose();
      }
    },
  );

  it('reads special tokens of a prompt only when it is told to', async () => {
    const prompt = '<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n';
    const length = async (specialTokens: boolean): Promise<number> => {
      const cramped = await open({ specialTokens, maxTokens: 1, contextSize: 2 });
      let message = '';
      try {
        cramped.checkPrompt(prompt);
      } catch (error) {
        ({ message } = error as Error);
      }
      return Number(/it has (\d+)/.exec(message)![1]);
    };
    expect(await length(false)).toBeGreaterThan(2 * (await length(true)));
  });

  describe('refuses', () => {
    it.each<[string, string, Partial<LlamaOptions>, RegExp]>([
      ['an empty prompt', '', {}, /prompt must be a non-empty text/],
      ['half a character', 'a\ud800b', {}, /it cannot represent "\\ud800"/],
      [
        'a prompt longer than the context',
        'one two three four five',
        { contextSize: 18 },
        /prompt must be at most 2 tokens long/,
      ],
    ])('%s', async (_name, prompt, options, message) => {
      const backend = await open(options);
      expect(() => backend.checkPrompt(prompt)).toThrow(message);
    });

    it('a context longer than it was trained on', async () => {
      await expect(open({ contextSize: 1e6 })).rejects.toThrow(
        /contextSize must be an integer in \[17, 8192\], got 1000000/,
      );
    });

    it('a file that was cut short', async () => {
      const path = join(mkdtempSync(join(tmpdir(), 'whetstone-test-')), 'cut.gguf');
      const part = Buffer.alloc(2 ** 22);
      const file = openSync(modelPath, 'r');
      readSync(file, part);
      closeSync(file);
      writeFileSync(path, part);
      const error: unknown = await open({ path }).then(
        () => undefined,
        (reason: unknown) => reason,
      );
      expect(error).toBeInstanceOf(ModelError);
      expect((error as Error).message).toMatch(
        /cannot load the model ".*cut.gguf"; is the file cut short or damaged\?/,
      );
    });

    it('to score what is no response of it', async () => {
      const response: NeuralResponse = { text: 'a', tokenCount: 1, ended: false, tokens: [1000] };
      await expect(model.evaluate([{ prompt: 'a', response }], () => {})).rejects.toThrow(/must be maxTokens = 16/);
    });
  });
});
