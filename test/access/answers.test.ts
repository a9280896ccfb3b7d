import { describe, expect, it } from 'vitest';
import { bestOfN } from '../../src/access/queries/bestOfN.ts';
import { basePolicy } from '../../src/access/queries/basePolicy.ts';
import { evaluate } from '../../src/access/queries/evaluate.ts';
import { maximumLikelihood } from '../../src/access/queries/maximumLikelihood.ts';
import { nextTokenLaw } from '../../src/access/queries/nextTokenLaw.ts';
import { plan } from '../../src/access/queries/plan.ts';
import { release } from '../../src/access/queries/release.ts';
import { sampleFrom } from '../../src/access/queries/sampleFrom.ts';
import { LineLog } from '../../src/access/remote/answerLog.ts';
import type { Deliver, FitOptions } from '../../src/access/remote/backend.ts';
import { StoppedError } from '../../src/access/remote/remoteRun.ts';
import { runAsync } from '../../src/access/runAsync.ts';
import { FiniteLaw } from '../../src/laws/finiteLaw.ts';
import { sftSharpening } from '../../src/learners/sft/sftSharpening.ts';
import { Source } from '../../src/math/random/source.ts';
import { FiniteClass } from '../../src/policies/classes/finiteClass.ts';
import type { FitRequest } from '../../src/policies/classes/fitRequest.ts';
import { ExplicitWorld } from '../../src/policies/explicitWorld.ts';
import { logLikelihood } from '../../src/policies/rewards/logLikelihood.ts';
import { TabularPolicy } from '../../src/policies/tabularPolicy.ts';
import { powerPolicy } from '../../src/policies/transforms/powerPolicy.ts';
import { fakeRemote, promptsOf } from '../support/fakeRemote.ts';
import type { Handle, Wire } from '../support/fakeRemote.ts';
import { resealed } from '../support/resealed.ts';

const source = Source.named('test/access/answers');
const base = TabularPolicy.fromMasses([[0.5, 0.3, 0.2]]);
const world = new ExplicitWorld(
  FiniteLaw.uniform(1),
  base,
  new FiniteClass([1, 2, 3].map((exponent) => powerPolicy(base, exponent))),
);
const prompts = promptsOf(world);
const best = () => bestOfN<Wire>({ n: 2, N: 5, reward: logLikelihood });

type Broken = Record<string, unknown>;

/** The remote, whose third answer is another one. */
function spoiling(method: 'sample' | 'sampleFrom' | 'evaluate' | 'nextTokenLaws', change: (answer: any) => unknown) {
  const { backend } = fakeRemote(world);
  let answers = 0;
  const right = backend[method] as (requests: unknown, deliver: Deliver<unknown>) => Promise<void>;
  const spoiled = (requests: unknown, deliver: Deliver<unknown>) =>
    right(requests, (index, answer) => deliver(index, ++answers === 3 ? change(answer) : answer));
  return { ...backend, [method]: spoiled } as typeof backend;
}

describe('an answer that is none is named before it is logged, and the run goes on afterwards', () => {
  it.each<[string, (sample: Broken) => unknown, string]>([
    ['nothing', () => undefined, 'response must be there, as plain JSON, got undefined'],
    ['no log-likelihood', (sample) => ({ ...sample, logLikelihood: null }), 'logLikelihood must be the log-likelihood'],
    ['NaN', (sample) => ({ ...sample, logLikelihood: NaN }), 'logLikelihood must be the log-likelihood'],
    ['minus infinity', (sample) => ({ ...sample, logLikelihood: -Infinity }), 'logLikelihood must be'],
    ['a log-likelihood of 0.5', (sample) => ({ ...sample, logLikelihood: 0.5 }), 'logLikelihood must be'],
    ['a text for a number', (sample) => ({ ...sample, logLikelihood: '-1' }), 'logLikelihood must be'],
    ['no count of tokens', (sample) => ({ ...sample, tokens: undefined }), 'tokens must be an integer at least 0'],
    ['a response that JSON drops', (sample) => ({ ...sample, response: new Map() }), 'response must be plain JSON'],
    ['a response that JSON cannot write', (sample) => ({ ...sample, response: 3n }), 'response must be plain JSON'],
  ])('%s', async (_what, change, message) => {
    const log = new LineLog();
    const failure = await runAsync(best(), spoiling('sample', change), { source, prompts, log }).catch(String);
    expect(failure).toMatch(/fake remote: at 0\[\d\]\.\d: /);
    expect(failure).toContain(message);
    expect(log.lines).toHaveLength(1 + 2);
    const { backend } = fakeRemote(world);
    const resumed = await runAsync(best(), backend, { source, prompts, log: new LineLog(log.lines) });
    expect(resumed).toEqual(await runAsync(best(), backend, { source, prompts }));
  });

  it('of the other methods too', async () => {
    const asked = [0, 0, 0, 0];
    const scores = runAsync(
      evaluate<Wire>(asked, [0, 1, 2, 0]),
      spoiling('evaluate', () => null),
      { source, prompts },
    );
    await expect(scores).rejects.toThrow(
      /fake remote: at 0\[\d\]: answer must be a log-likelihood, at most 0, got null/,
    );
    function* fromBase() {
      return yield* sampleFrom<Wire>(yield* basePolicy<Wire>(), asked, 1);
    }
    const forgetful = spoiling('sampleFrom', ({ baseLogLikelihood: _dropped, ...sample }) => sample);
    await expect(runAsync(fromBase(), forgetful, { source, prompts })).rejects.toThrow(
      'baseLogLikelihood must be the log-likelihood under the base policy',
    );
    const laws = {
      ...fakeRemote(world).backend,
      nextTokenLaws: async (_prefixes: unknown, deliver: Deliver<any>) => deliver(0, { tokens: [1] }),
    };
    await expect(runAsync(nextTokenLaw<Wire>([{ prompt: 0, tokens: [] }]), laws, { source, prompts })).rejects.toThrow(
      'fake remote: at 0[0]: answer must be a TokenLaw',
    );
  });

  it('also where a log holds it', async () => {
    const log = new LineLog();
    const { backend } = fakeRemote(world);
    await runAsync(best(), backend, { source, prompts, log });
    const changed = log.lines.map((line, i) =>
      i === 4 ? resealed(line.replace(/"logLikelihood":-[\d.]+/, '"logLikelihood":5')) : line,
    );
    expect(changed).not.toEqual(log.lines);
    await expect(runAsync(best(), backend, { source, prompts, log: new LineLog(changed) })).rejects.toThrow(
      /log: line \d: logLikelihood must be the log-likelihood of a response that was drawn.*got 5/,
    );
  });
});

describe('a handle', () => {
  const sft = () => sftSharpening<Wire>({ n: 5, N: 2, reward: logLikelihood });

  it('is what it was when it was answered, whatever the backend does with its own object', async () => {
    const { backend } = fakeRemote(world);
    const mine = { weights: '' };
    const living = {
      ...backend,
      async fit(request: FitRequest<number, number>, options: FitOptions): Promise<Handle> {
        mine.weights = (await backend.fit(request, options)).weights;
        return mine;
      },
    };
    function* twice() {
      const first = yield* maximumLikelihood<Wire>(yield* plan<Wire>({ n: 3, N: 1 }));
      const second = yield* maximumLikelihood<Wire>({
        prompts: [0],
        perPrompt: 1,
        responses: [0],
        logLikelihoods: [0],
      });
      return { first, second };
    }
    const { result } = await runAsync(twice(), living, { source, prompts });
    expect(result.first).not.toEqual(result.second);
    mine.weights = 'another';
    expect(result.second.weights).not.toBe('another');
  });

  it('that holds itself is named', async () => {
    const { backend } = fakeRemote(world);
    const round: Record<string, unknown> = { weights: 'x' };
    round['self'] = [round];
    await expect(runAsync(sft(), { ...backend, fit: async () => round as never }, { source, prompts })).rejects.toThrow(
      'the handle of the policy.self[0] must be plain JSON, which does not hold itself',
    );
    const bare = Object.assign(Object.create(null) as object, { weights: 'bare' }) as Handle;
    const { result } = await runAsync(sft(), { ...backend, fit: async () => bare }, { source, prompts });
    expect(result).toEqual({ weights: 'bare' });
  });

  it('that is given back where the log has a fit is another question, not an old log', async () => {
    const log = new LineLog();
    const { backend } = fakeRemote(world);
    function* fitting() {
      const base = yield* basePolicy<Wire>();
      yield* maximumLikelihood<Wire>(yield* plan<Wire>({ n: 3, N: 1 }));
      return base;
    }
    await runAsync(fitting(), backend, { source, prompts, log });
    function* giving() {
      const base = yield* basePolicy<Wire>();
      yield* plan<Wire>({ n: 3, N: 1 });
      return yield* release<Wire>(base);
    }
    await expect(runAsync(giving(), backend, { source, prompts, log })).rejects.toThrow(
      /^log: line \d+, at policy1, answers .* but the run asks .*; the learner, its options or the prompts have changed$/,
    );
  });

  it('of a fit that ends because it was told to stop is none: the run was stopped', async () => {
    const signal = { aborted: false };
    const { backend } = fakeRemote(world);
    const stopping = {
      ...backend,
      async fit(): Promise<Handle> {
        signal.aborted = true;
        throw new Error('This operation was aborted');
      },
    };
    await expect(runAsync(sft(), stopping, { source, prompts, signal })).rejects.toThrow(StoppedError);
  });
});
