import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { evaluate } from '../../src/access/queries/evaluate.ts';
import { nextTokenLaw } from '../../src/access/queries/nextTokenLaw.ts';
import { LineLog } from '../../src/access/remote/answerLog.ts';
import { promptsInOrder } from '../../src/access/remote/promptStreams.ts';
import { StoppedError } from '../../src/access/remote/remoteRun.ts';
import { run } from '../../src/access/run.ts';
import { runAsync } from '../../src/access/runAsync.ts';
import type { Explicit } from '../../src/access/spaces.ts';
import { bestFirstSearch } from '../../src/learners/decoding/bestFirstSearch.ts';
import { greedy } from '../../src/learners/decoding/greedy.ts';
import { FiniteLaw } from '../../src/laws/finiteLaw.ts';
import { Source } from '../../src/math/random/source.ts';
import { llama } from '../../src/models/llama/llama.ts';
import type { LlamaBackend } from '../../src/models/llama/llama.ts';
import type { Neural } from '../../src/models/neural.ts';
import { AutoregressivePolicy } from '../../src/policies/autoregressivePolicy.ts';
import { ExplicitWorld } from '../../src/policies/explicitWorld.ts';
import { missingModel, modelPath, requirement } from '../support/requirement.ts';
import { END, fakeLlama, fakeLogLaw, fakeModelFile } from './fakeLlama.ts';

const source = Source.named('test/models/search');
const MINUTES = 60_000;
const say = (line: string): void => void process.stderr.write(`  search: ${line}\n`);

describe('decoding on llama.cpp, with a runtime of our own in its place', () => {
  const texts = ['abc', 'bad: ', 'cab?'];
  const maxTokens = 8;
  const prompts = promptsInOrder(texts);
  const open = async () => {
    const runtime = fakeLlama();
    const model = await llama({ path: fakeModelFile(), maxTokens, sequences: 4 }, runtime.load);
    return { model, runtime };
  };
  /** The same model as an explicit policy. */
  const explicit = (text: string, model: ReturnType<typeof fakeLlama>['model']) => {
    const last = model.tokenize(text).at(-1)!;
    const vocabulary = fakeLogLaw(last).length;
    const policy = new AutoregressivePolicy({ prompts: 1, vocabulary, end: END, maxTokens }, (_prompt, tokens) =>
      FiniteLaw.fromLogMasses(fakeLogLaw(tokens.at(-1) ?? last)),
    );
    return new ExplicitWorld(FiniteLaw.uniform(1), policy);
  };

  it.each([1, 5])('finds what it finds in the explicit policy, at width %i', async (width) => {
    const { model, runtime } = await open();
    const options = { maxTokens, budget: 200, mass: 0.3, width };
    const { result } = await runAsync(bestFirstSearch<Neural>({ n: 3, ...options }), model, { source, prompts });
    result.forEach((found, i) => {
      const world = explicit(texts[i]!, runtime.model);
      const [expected] = run(bestFirstSearch<Explicit>({ n: 1, ...options }), world, { source }).result;
      expect(found.prompt).toBe(texts[i]);
      expect(found.expansions).toBe(expected!.expansions);
      expect(found.certified).toBe(expected!.certified);
      expect(found.certified).toBeGreaterThan(5);
      expect(found.law.restMass).toBeCloseTo(expected!.law.restMass, 12);
      const tokens = found.responses.map((each) => each.tokens.join());
      expect(tokens.slice(0, 5)).toEqual(expected!.responses.slice(0, 5).map((each) => each.tokens.join()));
    });
  });

  it('decodes greedily as the explicit policy does', async () => {
    const { model, runtime } = await open();
    const { result } = await runAsync(greedy<Neural>({ n: 3, maxTokens }), model, { source, prompts });
    result.forEach(({ tokens, ended, logLikelihood }, i) => {
      const [expected] = run(greedy<Explicit>({ n: 1, maxTokens }), explicit(texts[i]!, runtime.model), {
        source,
      }).result;
      expect({ tokens, ended }).toEqual({ tokens: expected!.tokens, ended: expected!.ended });
      expect(logLikelihood).toBeCloseTo(expected!.logLikelihood, 12);
    });
  });

  it('reads about two tokens for each law: prefixes that begin alike share a sequence', async () => {
    const { model, runtime } = await open();
    const long = promptsInOrder(texts.map((text) => text.repeat(8)));
    const options = { n: 3, maxTokens, budget: 200, width: 16 };
    const { cost } = await runAsync(bestFirstSearch<Neural>(options), model, { source, prompts: long });
    expect(cost.evaluations).toBe(600);
    // 2.0; in the order in which they are asked for it is 2.6, on sequences that follow no order 2.3.
    expect((runtime.seen.read - runtime.seen.filled) / cost.evaluations).toBeLessThan(2.15);
  });

  it('lists as much of a law as it is asked for', async () => {
    const { model, runtime } = await open();
    const law = Array.from(fakeLogLaw(runtime.model.tokenize('abc').at(-1)!));
    const leastLogMass = Math.log(0.1);
    const asked = nextTokenLaw<Neural>([{ prompt: 'abc', tokens: [], leastLogMass }]);
    const [listed] = (await runAsync(asked, model, { source, prompts })).result;
    const heavy = law.flatMap((logMass, token) => (logMass >= leastLogMass ? [token] : []));
    expect(heavy.length).toBeGreaterThan(1);
    expect(listed).toMatchObject({ tokens: heavy, ends: [END] });
    expect(Math.exp(listed!.logRestMass)).toBeCloseTo(
      law.reduce((sum, logMass) => sum + (logMass < leastLogMass ? Math.exp(logMass) : 0), 0),
      12,
    );
  });
});

requirement('llama', missingModel)('decoding by a real language model', () => {
  const questions = ['Q: What is 7 + 5?\nA:', 'The capital of France is'];
  const prompts = promptsInOrder(questions);
  const maxTokens = 3;
  let model: LlamaBackend;

  beforeAll(async () => {
    model = await llama({ path: modelPath, maxTokens, threads: 1, sequences: 8 });
  }, MINUTES);
  afterAll(() => model.dispose());

  it('finds certified responses, whose likelihoods its second path confirms', { timeout: 3 * MINUTES }, async () => {
    const options = { n: 2, maxTokens, budget: 24, width: 8, leastMass: 1e-4 };
    const log = new LineLog();
    const signal = { aborted: false };
    const stop = runAsync(bestFirstSearch<Neural>(options), model, {
      source,
      prompts,
      log,
      signal,
      onProgress: ({ answers }) => (signal.aborted = answers >= 10),
    });
    await expect(stop).rejects.toThrow(StoppedError);
    const kept = log.lines.length - 1;
    const started = performance.now();
    let last = { answers: 0, replayed: 0 };
    const { result, cost } = await runAsync(bestFirstSearch<Neural>(options), model, {
      source,
      prompts,
      log,
      onProgress: (now) => (last = now),
    });
    const seconds = (performance.now() - started) / 1000;
    const bytes = log.lines.reduce((sum, line) => sum + line.length, 0);
    say(
      `${((cost.evaluations - kept) / seconds).toFixed(1)} laws/s, ${(bytes / cost.evaluations / 1000).toFixed(1)} kB a law`,
    );
    expect(last).toMatchObject({ answers: cost.evaluations, replayed: kept });
    for (const { prompt, responses, certified, mode, law } of result) {
      say(
        `${JSON.stringify(prompt)}: y* ${JSON.stringify(mode)}, ${certified} certified, rest ${law.restMass.toFixed(3)}`,
      );
      expect(certified).toBeGreaterThan(0);
      const chosen = responses.slice(0, 4);
      const { result: scored } = await runAsync(
        evaluate<Neural>(
          chosen.map(() => prompt),
          chosen.map(({ tokens, ended }) => ({ text: '', tokenCount: tokens.length, ended, tokens })),
        ),
        model,
        { source, prompts },
      );
      chosen.forEach(({ logLikelihood }, i) => expect(Math.abs(logLikelihood - scored[i]!)).toBeLessThan(3e-3));
    }
    const { result: written } = await runAsync(greedy<Neural>({ n: 2, maxTokens }), model, { source, prompts });
    written.forEach(({ logLikelihood }, i) => {
      expect(logLikelihood).toBeLessThan(result[i]!.mode!.logLikelihood + 1e-3);
    });
  });

  it('lists as much of a law as it is asked for', { timeout: MINUTES }, async () => {
    const prompt = questions[0]!;
    const asked = nextTokenLaw<Neural>([
      { prompt, tokens: [] },
      { prompt, tokens: [], leastLogMass: Math.log(1e-3) },
    ]);
    const [whole, top] = (await runAsync(asked, model, { source, prompts })).result;
    expect(whole!.ends.length).toBeGreaterThan(0);
    expect(top!.tokens.length).toBeLessThan(1000);
    const light = whole!.logMasses.filter((logMass) => logMass < Math.log(1e-3));
    expect(light.length + top!.tokens.length).toBe(whole!.tokens.length);
    const rest = light.reduce((sum, logMass) => sum + Math.exp(logMass), 0);
    expect(Math.exp(top!.logRestMass)).toBeCloseTo(rest, 9);
    expect(top!.logRestCeiling).toBeCloseTo(Math.max(...light), 9);
  });
});
