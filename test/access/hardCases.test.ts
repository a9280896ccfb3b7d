import { describe, expect, it } from 'vitest';
import { exploration, fitting, RefusedError, union } from '../../src/access/frameworks.ts';
import type { AnyQuery, Kind } from '../../src/access/frameworks.ts';
import type { Program } from '../../src/access/query.ts';
import { plan } from '../../src/access/queries/plan.ts';
import { LineLog, LogMismatchError } from '../../src/access/remote/answerLog.ts';
import { StoppedError } from '../../src/access/remote/remoteRun.ts';
import { run } from '../../src/access/run.ts';
import { runAsync } from '../../src/access/runAsync.ts';
import type { Explicit, Spaces } from '../../src/access/spaces.ts';
import { adaptiveSftSharpening } from '../../src/learners/sft/adaptiveSftSharpening.ts';
import { sftSharpening } from '../../src/learners/sft/sftSharpening.ts';
import { xpo } from '../../src/learners/rlhf/xpo.ts';
import { FiniteLaw } from '../../src/laws/finiteLaw.ts';
import { sameLaw } from '../../src/laws/sameLaw.ts';
import { Source } from '../../src/math/random/source.ts';
import type { ExplicitPolicy } from '../../src/policies/explicitPolicy.ts';
import { ExplicitWorld } from '../../src/policies/explicitWorld.ts';
import { bestOfNClass } from '../../src/policies/classes/bestOfNClass.ts';
import { FiniteClass } from '../../src/policies/classes/finiteClass.ts';
import { logLikelihood } from '../../src/policies/rewards/logLikelihood.ts';
import { powerPolicy } from '../../src/policies/transforms/powerPolicy.ts';
import { RewardPairs } from '../../src/policies/data/rewardPairs.ts';
import { TabularPolicy } from '../../src/policies/tabularPolicy.ts';
import { hardFamily } from '../../src/theory/instances/hardFamily.ts';
import { fakeRemote, Killed, promptsOf } from '../support/fakeRemote.ts';
import type { Wire } from '../support/fakeRemote.ts';

const source = Source.named('test/access/hardCases');

/** A policy of full support: random weights, none below a tenth of the largest. */
function fullSupport(name: string, prompts: number, responses: number): TabularPolicy {
  const stream = source.split(name);
  const weights = () => Float64Array.from({ length: responses }, () => Math.log(0.1 + stream.uniform()));
  return new TabularPolicy(Array.from({ length: prompts }, () => FiniteLaw.fromLogWeights(weights())));
}

const samePolicy = (a: ExplicitPolicy, b: ExplicitPolicy): boolean =>
  Array.from({ length: a.prompts }, (_, x) => sameLaw(a.law(x), b.law(x))).every(Boolean);

describe('adaptive SFT on a remote model', () => {
  const family = hardFamily({ prompts: 8, responses: 32, hardMass: 1 });
  const world = family.instance(source.split('adaptive')).withClass(family.baseClass);
  const learner = () => adaptiveSftSharpening<Wire>({ n: 1000, mu: Math.log(20) });

  it('needs at most a twentieth of the calls that one prompt at a time makes, and ends with the same policy', async () => {
    const options = { source: source.split('adaptive run'), prompts: promptsOf(world) };
    const together = fakeRemote(world);
    const alone = fakeRemote(world);
    const fast = await runAsync(learner(), together.backend, options);
    const slow = await runAsync(learner(), alone.backend, { ...options, inFlight: 1 });
    expect(together.seen.calls).toBeLessThanOrEqual(alone.seen.calls / 20);
    expect(fast.cost).toEqual(slow.cost);
    expect(fast.cost.samples).toBe(together.seen.delivered.length);
    expect(samePolicy(together.policyOf(fast.result), alone.policyOf(slow.result))).toBe(true);
    expect([...together.seen.delivered].sort()).toEqual([...alone.seen.delivered].sort());
  });

  it('makes the same batches whatever the latency, with one call at a time', async () => {
    const options = { source: source.split('schedule'), prompts: promptsOf(world) };
    const [a, b] = [fakeRemote(world, { latency: 'a' }), fakeRemote(world, { latency: 'b' })];
    const small = () => adaptiveSftSharpening<Wire>({ n: 100, mu: 2 });
    await runAsync(small(), a.backend, options);
    await runAsync(small(), b.backend, options);
    expect(a.seen.sizes).toEqual(b.seen.sizes);
  });

  it('draws the same responses with several calls at a time', async () => {
    const options = { source: source.split('concurrent'), prompts: promptsOf(world) };
    const [a, b] = [fakeRemote(world), fakeRemote(world, { concurrentCalls: 4 })];
    const small = () => adaptiveSftSharpening<Wire>({ n: 100, mu: 2 });
    const one = await runAsync(small(), a.backend, options);
    const four = await runAsync(small(), b.backend, options);
    expect([...a.seen.delivered].sort()).toEqual([...b.seen.delivered].sort());
    expect(samePolicy(a.policyOf(one.result), b.policyOf(four.result))).toBe(true);
  });
});

describe('XPO', () => {
  const betas = [0.1, 0.2, 0.5, 1, 2, 5];
  const trueBeta = 0.5;
  const base = fullSupport('xpo base', 3, 6);
  // The members tell hypotheses about the base policy apart, not only temperatures: some belong to another base.
  const members = ['xpo base', 'other 1', 'other 2', 'other 3'].flatMap((name) =>
    betas.map((beta) => powerPolicy(fullSupport(name, 3, 6), 1 + 1 / beta)),
  );
  const world = new ExplicitWorld(FiniteLaw.fromMasses([0.5, 0.3, 0.2]), base, new FiniteClass(members));
  const options = { rounds: 20, pairsPerRound: 4, alpha: 0.01, beta: trueBeta, reward: logLikelihood, heldOut: 50 };

  /** Passes a program on and keeps what each optimistic fit was asked and answered. */
  function* watched<S extends Explicit | Wire, R>(
    program: Program<AnyQuery<S>, R>,
    policyOf: (answer: S['Policy']) => ExplicitPolicy,
    fits: { pairs: RewardPairs<number, number>; fit: ExplicitPolicy }[],
  ): Program<AnyQuery<S>, R> {
    let step = program.next();
    while (!step.done) {
      const query = step.value;
      const answer: unknown = yield query;
      if (query.kind === 'optimisticFit') {
        const pairs = new RewardPairs<number, number>();
        query.pairs.from(0).forEach((pair) => pairs.append(pair));
        fits.push({ pairs, fit: policyOf(answer as S['Policy']) });
      }
      step = program.next(answer);
    }
    return step.value;
  }

  /** Alg. 1's fit with the plus of the proof, written out. */
  function bruteForce(pairs: RewardPairs<number, number>): ExplicitPolicy {
    const loss = (policy: ExplicitPolicy): number =>
      pairs.from(0).reduce((sum, { prompt, response, baseline }) => {
        const log = (p: ExplicitPolicy, y: number) => Math.log(p.law(prompt).mass(y));
        const explained =
          trueBeta * (log(policy, response) - log(base, response)) -
          trueBeta * (log(policy, baseline) - log(base, baseline));
        const gap = log(base, response) - log(base, baseline);
        return sum + options.alpha * log(policy, baseline) + (explained - gap) ** 2;
      }, 0);
    return members.reduce((best, member) => (loss(member) < loss(best) - 1e-12 ? member : best));
  }

  function check(fits: { pairs: RewardPairs<number, number>; fit: ExplicitPolicy }[]): void {
    expect(fits.map(({ pairs }) => pairs.length)).toEqual(Array.from({ length: 20 }, (_, t) => 4 * (t + 1)));
    for (const { pairs, fit } of fits)
      expect(members.indexOf(bruteForce(pairs) as TabularPolicy as never)).toBe(members.indexOf(fit as never));
  }

  it('on an explicit world fits what brute force fits in every round, and finds pi*_beta', () => {
    const fits: Parameters<typeof check>[0] = [];
    const { result, cost } = run(
      watched<Explicit, ExplicitPolicy>(xpo(options), (policy) => policy, fits),
      world,
      { source },
    );
    check(fits);
    expect(samePolicy(result, powerPolicy(base, 1 + 1 / trueBeta))).toBe(true);
    expect(cost.fits).toBe(20);
    expect(cost.samples).toBe(20 * 8 + 21 * 50);
  });

  it('on a remote model, in the same learner file, does the same', async () => {
    const fits: Parameters<typeof check>[0] = [];
    const { backend, policyOf } = fakeRemote(world);
    const learner = watched<Wire, Wire['Policy']>(xpo(options), policyOf, fits);
    const { cost } = await runAsync(learner, backend, { source, prompts: promptsOf(world) });
    check(fits);
    expect(cost.samples).toBe(20 * 8 + 21 * 50);
  });

  it('gives back every policy but the one that it returns', () => {
    const held = new Set<ExplicitPolicy>();
    function* counting<R>(program: Program<AnyQuery<Explicit>, R>): Program<AnyQuery<Explicit>, R> {
      let step = program.next();
      while (!step.done) {
        const query = step.value;
        const answer: unknown = yield query;
        if (query.kind === 'optimisticFit') held.add(answer as ExplicitPolicy);
        if (query.kind === 'release') held.delete(query.policy);
        expect(held.size).toBeLessThanOrEqual(3);
        step = program.next(answer);
      }
      return step.value;
    }
    const { result } = run(counting(xpo<Explicit>(options)), world, { source });
    expect([...held].filter((policy) => policy !== result)).toEqual([]);
  });
});

describe('a run that is killed', () => {
  const family = hardFamily({ prompts: 4, responses: 16, hardMass: 0.5 });
  const world = family.instance(source.split('killed')).withClass(bestOfNClass(family, 10));
  const cases = {
    'SFT-sharpening': () => sftSharpening<Wire>({ n: 60, N: 10, reward: logLikelihood }),
    'adaptive SFT-sharpening': () => adaptiveSftSharpening<Wire>({ n: 60, mu: 2 }),
  };
  const prompts = promptsOf(world);

  it.each(Object.entries(cases))('goes on with nothing drawn twice: %s', async (name, learner) => {
    const options = { source: source.split(name), prompts };
    const whole = fakeRemote(world);
    const expected = await runAsync(learner(), whole.backend, options);

    const log = new LineLog();
    const drawn: string[] = [];
    for (const dieAfter of [0, 77, 150]) {
      const dying = fakeRemote(world, { dieAfter, latency: `${dieAfter}` });
      await expect(runAsync(learner(), dying.backend, { ...options, log })).rejects.toThrow(Killed);
      drawn.push(...dying.seen.delivered);
    }
    const last = fakeRemote(world, { latency: 'last' });
    const resumed = await runAsync(learner(), last.backend, {
      ...options,
      log: new LineLog(log.lines, (line) => log.lines.push(line)),
    });
    drawn.push(...last.seen.delivered);

    expect(new Set(drawn).size).toBe(drawn.length);
    expect([...drawn].sort()).toEqual([...whole.seen.delivered].sort());
    expect(resumed.cost).toEqual(expected.cost);
    expect(samePolicy(last.policyOf(resumed.result), whole.policyOf(expected.result))).toBe(true);

    const replay = fakeRemote(world, { dieAfter: 0 });
    const again = await runAsync(learner(), replay.backend, { ...options, log: new LineLog(log.lines) });
    expect(replay.seen.calls).toBe(0);
    expect(again.cost).toEqual(expected.cost);
  });

  it('stops between calls when it is told to, and keeps what it has', async () => {
    const log = new LineLog();
    const signal = { aborted: false };
    const { backend, seen } = fakeRemote(world);
    const stopped = runAsync(cases['SFT-sharpening'](), backend, {
      source,
      prompts,
      log,
      signal,
      onProgress: ({ answers }) => (signal.aborted = answers >= 100),
    });
    await expect(stopped).rejects.toThrow(StoppedError);
    expect(log.lines.length - 1).toBe(seen.delivered.length);
    expect(seen.delivered.length).toBeLessThan(600);
  });

  it('refuses a log of another source, model or learner', async () => {
    const log = new LineLog();
    const { backend } = fakeRemote(world);
    await runAsync(cases['SFT-sharpening'](), backend, { source, prompts, log });
    const again = (learner: () => Program<any, unknown>, other: { source?: Source; name?: string }) =>
      runAsync(
        learner(),
        { ...backend, ...(other.name && { name: other.name }) },
        { source: other.source ?? source, prompts, log },
      );
    await expect(again(cases['SFT-sharpening'], { source: source.split('x') })).rejects.toThrow(
      /its source is .* but this run's is/,
    );
    await expect(again(cases['SFT-sharpening'], { name: 'another model' })).rejects.toThrow(
      /its backend is "fake remote"/,
    );
    const elsewhere: ExplicitWorld = new ExplicitWorld(FiniteLaw.pointMass(5, 1), world.base, world.policyClass);
    await expect(
      runAsync(cases['SFT-sharpening'](), backend, { source, prompts: promptsOf(elsewhere), log }),
    ).rejects.toThrow(LogMismatchError);
  });
});

describe('what is refused', () => {
  const family = hardFamily({ prompts: 4, responses: 16, hardMass: 0.5 });
  const world = family.instance(source.split('refused')).withClass(bestOfNClass(family, 2));
  const sft = <S extends Spaces>() => sftSharpening<S>({ n: 4, N: 2, reward: logLikelihood });
  const prompts = promptsOf(world);

  it('a learner outside its framework, by both drivers (def-3.2, def-d.1)', async () => {
    const { backend, seen } = fakeRemote(world);
    const exploring = union<Kind>(exploration, fitting);
    const error = /'bestOfN' is refused: the framework is sampling from own policies \(footnote 7\) \+ fits/;
    expect(() => run(sft<Explicit>(), world, { source, framework: exploring })).toThrow(error);
    await expect(runAsync(sft<Wire>(), backend, { source, prompts, framework: exploring })).rejects.toThrow(error);
    expect(seen.calls).toBe(0);
  });

  it('a second plan, by both drivers (def-3.2)', async () => {
    function* greedy<S extends Spaces>() {
      yield* plan<S>({ n: 2, N: 2 });
      return yield* plan<S>({ n: 2, N: 2 });
    }
    const error = /'plan' is refused: a run has one plan, fixed in advance \(Def 3.2\)/;
    expect(() => run(greedy<Explicit>(), world, { source })).toThrow(error);
    await expect(runAsync(greedy<Wire>(), fakeRemote(world).backend, { source, prompts })).rejects.toThrow(error);
  });

  it('SFT on a backend that cannot fit, in plain words', async () => {
    const { backend } = fakeRemote(world, { refusals: { maximumLikelihood: 'it cannot fit a policy' } });
    await expect(runAsync(sft<Wire>(), backend, { source, prompts })).rejects.toThrow(
      "'maximumLikelihood' is refused: fake remote does not answer it: it cannot fit a policy",
    );
    expect(() => run(sft<Explicit>(), family.instance(source), { source })).toThrow(/this world has no policy class/);
  });

  it('what goes beyond the budget, before anything is drawn', async () => {
    const { backend, seen } = fakeRemote(world);
    const budget = { samples: 7 };
    const error = /asks for 8 samples after 0, but the budget allows 7; raise budget.samples or ask for less/;
    await expect(runAsync(sft<Wire>(), backend, { source, prompts, budget })).rejects.toThrow(error);
    expect(() => run(sft<Explicit>(), world, { source, budget })).toThrow(error);
    expect(seen.calls).toBe(0);
    await runAsync(sft<Wire>(), backend, { source, prompts, budget: { samples: 8 } });
  });

  it('an adaptive learner once its budget is spent; its siblings stop and the log keeps what was drawn', async () => {
    const log = new LineLog();
    const { backend, seen } = fakeRemote(world);
    const learner = adaptiveSftSharpening<Wire>({ n: 100, mu: 3 });
    await expect(runAsync(learner, backend, { source, prompts, budget: { samples: 200 }, log })).rejects.toThrow(
      /the budget allows 200/,
    );
    expect(seen.delivered.length).toBeLessThanOrEqual(200);
    expect(log.lines.length - 1).toBe(seen.delivered.length);
  });

  it('is told as RefusedError, which a learner may catch', () => {
    function* modest() {
      yield* plan<Explicit>({ n: 2, N: 2 });
      try {
        yield* plan<Explicit>({ n: 2, N: 2 });
      } catch (error) {
        return error instanceof RefusedError;
      }
      return false;
    }
    expect(run(modest(), world, { source }).result).toBe(true);
  });
});
