import { describe, expect, it } from 'vitest';
import { RefusedError } from '../../src/access/frameworks.ts';
import { nextPrompts } from '../../src/access/queries/nextPrompts.ts';
import { plan } from '../../src/access/queries/plan.ts';
import { maximumLikelihood } from '../../src/access/queries/maximumLikelihood.ts';
import { sampleFrom } from '../../src/access/queries/sampleFrom.ts';
import { LineLog, LogMismatchError } from '../../src/access/remote/answerLog.ts';
import type { LogEntry, LogHeader } from '../../src/access/remote/answerLog.ts';
import type { Backend, FitOptions } from '../../src/access/remote/backend.ts';
import { withoutModel } from '../../src/access/remote/withoutModel.ts';
import { StoppedError } from '../../src/access/remote/remoteRun.ts';
import type { Progress } from '../../src/access/remote/remoteRun.ts';
import { runAsync } from '../../src/access/runAsync.ts';
import { FiniteLaw } from '../../src/laws/finiteLaw.ts';
import { sftSharpening } from '../../src/learners/sft/sftSharpening.ts';
import { xpo } from '../../src/learners/rlhf/xpo.ts';
import { Source } from '../../src/math/random/source.ts';
import { FiniteClass } from '../../src/policies/classes/finiteClass.ts';
import type { FitRequest } from '../../src/policies/classes/fitRequest.ts';
import type { ExplicitPolicy } from '../../src/policies/explicitPolicy.ts';
import { ExplicitWorld } from '../../src/policies/explicitWorld.ts';
import { logLikelihood } from '../../src/policies/rewards/logLikelihood.ts';
import { TabularPolicy } from '../../src/policies/tabularPolicy.ts';
import { powerPolicy } from '../../src/policies/transforms/powerPolicy.ts';
import { fakeRemote, Killed, promptsOf } from '../support/fakeRemote.ts';
import type { Wire } from '../support/fakeRemote.ts';
import { resealed, unsealed } from '../support/resealed.ts';

const source = Source.named('test/access/fits');
const base = TabularPolicy.fromMasses([
  [0.4, 0.3, 0.2, 0.1],
  [0.25, 0.35, 0.15, 0.25],
]);
const classOf = (...exponents: number[]) => new FiniteClass(exponents.map((exponent) => powerPolicy(base, exponent)));
const world = new ExplicitWorld(FiniteLaw.uniform(2), base, classOf(1, 1.5, 2, 3, 5));
const prompts = promptsOf(world);
const beta = 0.5;
const exploring = (change: { rounds?: number; beta?: number; alpha?: number } = {}) =>
  xpo<Wire>({ rounds: 8, pairsPerRound: 2, alpha: 0.3, beta, reward: logLikelihood, heldOut: 5, ...change });
const sharpening = () => sftSharpening<Wire>({ n: 20, N: 5, reward: logLikelihood });

const paths = (log: LineLog): string[] => log.lines.slice(1).map((line) => (JSON.parse(line) as LogEntry).path);

describe('fits are answers', () => {
  it('a finished XPO run replays with no model and no fit, at the same cost', async () => {
    const log = new LineLog();
    const first = fakeRemote(world);
    const whole = await runAsync(exploring(), first.backend, { source, prompts, log });
    expect(first.seen.fits).toBe(8);
    expect(whole.cost.fits).toBe(8);
    const replayed = await runAsync(exploring(), withoutModel<Wire>('fake remote'), {
      source,
      prompts,
      log: new LineLog(log.lines),
    });
    expect(replayed).toEqual(whole);
    // Nothing is written either: what was given back is given back.
    const kept = new LineLog(log.lines, () => expect.unreachable());
    await runAsync(exploring(), withoutModel<Wire>('fake remote'), { source, prompts, log: kept });
    expect(new Set(paths(log)).size).toBe(paths(log).length);
    const part = new LineLog(log.lines.slice(0, -1));
    await expect(
      runAsync(exploring(), withoutModel<Wire>('fake remote'), { source, prompts, log: part }),
    ).rejects.toThrow('log: it does not hold all answers of this run, and there is no model to ask: fake remote');
  });

  it.each([0, 20, 33, 60])(
    'a run that was killed after %i answers goes on with no fit done twice',
    async (dieAfter) => {
      const whole = fakeRemote(world);
      const expected = await runAsync(exploring(), whole.backend, { source, prompts });
      const log = new LineLog();
      const weights = new Map<string, ExplicitPolicy>();
      const dying = fakeRemote(world, { dieAfter, weights });
      await expect(runAsync(exploring(), dying.backend, { source, prompts, log })).rejects.toThrow(Killed);
      const last = fakeRemote(world, { weights, latency: 'last' });
      const resumed = await runAsync(exploring(), last.backend, { source, prompts, log: new LineLog(log.lines) });
      expect(resumed).toEqual(expected);
      expect(dying.seen.fits + last.seen.fits).toBe(whole.seen.fits);
      expect([...dying.seen.released, ...last.seen.released]).toEqual(whole.seen.released);
      expect(dying.seen.delivered.length + last.seen.delivered.length).toBe(whole.seen.delivered.length);
    },
  );

  it('one log, two backends of one name with other fits: what is logged is of the policy that it names, the rest is refused', async () => {
    const other = new ExplicitWorld(world.promptLaw, base, classOf(0.5, 4, 8));
    // Both count their policies, so that the handles do not tell whose they are.
    const counting = () => {
      let count = 0;
      return () => `policy ${++count}`;
    };
    const whole = new LineLog();
    const a = fakeRemote(world, { nameOf: counting() });
    const expected = await runAsync(exploring(), a.backend, { source, prompts, log: whole });
    const b = fakeRemote(other, { nameOf: counting() });
    // A finished log: the run of the first backend, without a question to the second.
    const replayed = await runAsync(exploring(), b.backend, { source, prompts, log: new LineLog(whole.lines) });
    expect(replayed).toEqual(expected);
    expect([b.seen.calls, b.seen.fits]).toEqual([0, 0]);
    // An unfinished one: the second backend is asked for weights that it has not made.
    const end = whole.lines.findIndex((line) => line.includes('"policy 1"') && line.includes('"seed"'));
    const part = new LineLog(whole.lines.slice(0, end + 2));
    await expect(runAsync(exploring(), b.backend, { source, prompts, log: part })).rejects.toThrow(
      'fake remote: no weights "policy 1"',
    );
  });

  it('a log of another fit is refused, where the fit is asked for', async () => {
    const log = new LineLog();
    await runAsync(exploring(), fakeRemote(world).backend, { source, prompts, log });
    for (const change of [{ beta: 0.7 }, { alpha: 0.1 }]) {
      const again = runAsync(exploring(change), fakeRemote(world).backend, { source, prompts, log });
      await expect(again).rejects.toThrow(
        /^log: line \d+, at policy1, answers .*"kind":"optimisticFit".* but the run asks/,
      );
    }
    const sft = new LineLog();
    await runAsync(sharpening(), fakeRemote(world).backend, { source, prompts, log: sft });
    // The same question but for one log-likelihood.
    const changed = sft.lines.map((line) => resealed(line.replace(/"logLikelihood":-[\d.]+/, '"logLikelihood":-0.01')));
    expect(changed).not.toEqual(sft.lines);
    const again = runAsync(sharpening(), fakeRemote(world).backend, { source, prompts, log: new LineLog(changed) });
    await expect(again).rejects.toThrow(LogMismatchError);
  });

  it('equal handles are one policy: what is still held is never given back', async () => {
    const single = new ExplicitWorld(world.promptLaw, base, classOf(3));
    const remote = fakeRemote(single, { nameOf: () => 'the one' });
    const { result } = await runAsync(exploring(), remote.backend, { source, prompts });
    expect(result).toEqual({ weights: 'the one' });
    expect(remote.seen.released).toEqual([]);
    // From a log, handles are other objects with the same text.
    const log = new LineLog();
    await runAsync(exploring(), remote.backend, { source, prompts, log });
    await runAsync(exploring(), remote.backend, { source, prompts, log: new LineLog(log.lines) });
    expect(remote.seen.released).toEqual([]);
  });

  it('hands a fit its request, a seed of its own, the signal, and tells of its progress', async () => {
    const given: { request: FitRequest<number, number>; options: FitOptions }[] = [];
    const { backend } = fakeRemote(world);
    const { fit } = backend;
    const watched = {
      ...backend,
      fit: (request: FitRequest<number, number>, options: FitOptions) => {
        given.push({ request, options });
        return fit(request, options);
      },
    };
    const told: Progress[] = [];
    const signal = { aborted: false };
    await runAsync(exploring({ rounds: 3 }), watched, {
      source,
      prompts,
      signal,
      onProgress: (progress) => told.push(progress),
    });
    expect(given.map(({ request }) => request.kind)).toEqual(['optimisticFit', 'optimisticFit', 'optimisticFit']);
    expect(given[0]!.request).toMatchObject({ alpha: 0.3, beta });
    expect(new Set(given.map(({ options }) => options.seed)).size).toBe(3);
    expect(given.every(({ options }) => options.signal === signal)).toBe(true);
    const fits = told.flatMap(({ fit }) => fit ?? []);
    expect(fits.slice(0, 2)).toEqual([
      { kind: 'optimisticFit', step: 1, steps: 2 },
      { kind: 'optimisticFit', step: 2, steps: 2, loss: 0 },
    ]);
    expect(fits).toHaveLength(6);
    // Fits are told, and not counted as answers.
    expect(told.at(-1)!.answers).toBe(told.length - fits.length);
  });

  it('begins no fit once the run was stopped', async () => {
    const signal = { aborted: false };
    const { backend, seen } = fakeRemote(world);
    const log = new LineLog();
    const stopped = runAsync(sharpening(), backend, {
      source,
      prompts,
      signal,
      log,
      onProgress: ({ answers }) => (signal.aborted = answers === 100),
    });
    await expect(stopped).rejects.toThrow(StoppedError);
    expect(seen.fits).toBe(0);
    const { cost } = await runAsync(sharpening(), backend, { source, prompts, log });
    expect([seen.delivered.length, seen.fits, cost.samples, cost.fits]).toEqual([100, 1, 100, 1]);
  });

  it('counts a fit against its budget before it begins', async () => {
    const { backend, seen } = fakeRemote(world);
    const poor = runAsync(exploring(), backend, { source, prompts, budget: { fits: 3 } });
    await expect(poor).rejects.toThrow('optimisticFit: asks for 1 fits after 3, but the budget allows 3');
    expect(seen.fits).toBe(3);
  });

  it.each<[string, unknown, string]>([
    ['nothing', undefined, 'the handle of the policy must be plain JSON, got undefined'],
    ['null', null, 'fake remote answers null where a handle of the policy belongs'],
    ['a number', 3, 'fake remote answers 3 where a handle of the policy belongs'],
    ['an object of a class', new Map(), 'the handle of the policy must be plain JSON'],
    ['a function in it', { weights: () => 0 }, 'the handle of the policy.weights must be plain JSON'],
    ['nothing in it', { weights: undefined }, 'the handle of the policy.weights must be plain JSON, got undefined'],
    ['NaN in it', { weights: [1, NaN] }, 'the handle of the policy.weights[1] must be a finite number, got NaN'],
  ])('a handle that does not survive JSON is named at once: %s', async (_what, handle, message) => {
    const log = new LineLog();
    const { backend } = fakeRemote(world);
    const broken = { ...backend, fit: async () => handle as Wire['Policy'] };
    await expect(runAsync(sharpening(), broken, { source, prompts, log })).rejects.toThrow(message);
    expect(paths(log)).toHaveLength(100);
  });
});

describe('logs of the first format', () => {
  /** The log as it was written before fits were logged: no handles, and questions that name no policy. */
  const asBefore = (log: LineLog): string[] =>
    log.lines.flatMap((line) => {
      const entry = JSON.parse(unsealed(line)) as LogHeader & LogEntry;
      if (entry.format) return [JSON.stringify({ ...entry, format: 'whetstone answers 1' })];
      if (/policy\d+$/.test(entry.path)) return [];
      const { policy: _, ...question } = entry.question as { policy?: unknown };
      return [JSON.stringify({ ...entry, question })];
    });

  it('are read and gone on with, where no policy was sampled', async () => {
    const log = new LineLog();
    const expected = await runAsync(sharpening(), fakeRemote(world).backend, { source, prompts, log });
    const old = new LineLog(asBefore(log).slice(0, 61));
    const { backend, seen } = fakeRemote(world);
    expect(await runAsync(sharpening(), backend, { source, prompts, log: old })).toEqual(expected);
    expect([seen.delivered.length, seen.fits]).toEqual([40, 1]);
    expect(old.header!.format).toBe('whetstone answers 1');
    // And once more: the fit is there now.
    await runAsync(sharpening(), backend, { source, prompts, log: new LineLog(old.lines) });
    expect(seen.fits).toBe(1);
  });

  it('are refused by name where the handle of the policy is missing, and nothing is lost', async () => {
    const log = new LineLog();
    await runAsync(exploring(), fakeRemote(world).backend, { source, prompts, log });
    const old = new LineLog(asBefore(log));
    const again = runAsync(exploring(), fakeRemote(world).backend, { source, prompts, log: old });
    await expect(again).rejects.toThrow(
      /^log: line \d+, at 1\[0\]\.0, does not say which policy was sampled, as logs of the first format do not; start another log$/,
    );
    expect(old.lines.slice(0, asBefore(log).length)).toEqual(asBefore(log));
  });

  it('of another version are refused by name', async () => {
    const log = new LineLog([JSON.stringify({ format: 'whetstone answers 9', source: 'x', backend: 'y' })]);
    await expect(runAsync(sharpening(), fakeRemote(world).backend, { source, prompts, log })).rejects.toThrow(
      'log: its format is "whetstone answers 9", but this version reads whetstone answers 3 and whetstone answers 2 and whetstone answers 1',
    );
  });
});

describe('a backend with a part of the methods', () => {
  it('says which query it does not answer, and what it does', async () => {
    const { backend } = fakeRemote(world, { without: ['fit', 'sampleFrom', 'basePolicy', 'evaluate', 'release'] });
    const failure = await runAsync(sharpening(), backend, { source, prompts }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(RefusedError);
    expect((failure as Error).message).toBe(
      "'maximumLikelihood' is refused: fake remote does not answer it: " +
        'it answers plan, bestOfN, eachPrompt, draw, adaptiveBestOfN, rejectionSampling, nextPrompts, uniforms',
    );
  });

  it('fits and samples in a learner of its own, also where nothing can be released', async () => {
    const remote = fakeRemote(world, { without: ['release'] });
    function* twice() {
      const fitted = yield* maximumLikelihood<Wire>(yield* plan<Wire>({ n: 10, N: 1 }));
      const asked = yield* nextPrompts<Wire>(3);
      return yield* sampleFrom<Wire>(fitted, asked, 2);
    }
    const { result, cost } = await runAsync(twice(), remote.backend, { source, prompts });
    expect(result.responses).toHaveLength(6);
    expect(cost).toEqual({ prompts: 13, samples: 16, evaluations: 0, fits: 1, tokens: 16 });
    await runAsync(exploring(), remote.backend, { source, prompts });
  });

  it('may be a class: methods are called on it', async () => {
    const { backend } = fakeRemote(world);
    class Model implements Backend<Wire> {
      readonly name = 'a class';
      readonly #batchSize = 4;
      get batchSize(): number {
        return this.#batchSize;
      }
      sample(...given: Parameters<Backend<Wire>['sample']>): Promise<void> {
        if (given[0].length > this.#batchSize) throw new Error('too many');
        return backend.sample(...given);
      }
      fit(...given: Parameters<NonNullable<Backend<Wire>['fit']>>): Promise<Wire['Policy']> {
        if (this.#batchSize !== 4) throw new Error('not its own');
        return backend.fit(...given);
      }
    }
    const { cost } = await runAsync(sharpening(), new Model(), { source, prompts });
    expect(cost).toMatchObject({ samples: 100, fits: 1 });
  });
});
