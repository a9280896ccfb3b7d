import { describe, expect, it } from 'vitest';
import {
  ask,
  basePolicy,
  bestOfN,
  bestOfNClass,
  draw,
  eachPrompt,
  exploration,
  fitting,
  hardFamily,
  logLikelihood,
  maximumLikelihood,
  plan,
  run,
  sampleAndEvaluate,
  sftSharpening,
  union,
} from '../../src/index.ts';
import type { AnyQuery, Explicit, ExplicitPolicy, Kind, Program } from '../../src/index.ts';
import { learnerContract, runContract } from '../../src/testing/index.ts';
import type { Contract } from '../../src/testing/index.ts';
import { base, notices, source } from './mutants.ts';
import type { Any } from './mutants.ts';

describe('learnerContract', () => {
  type Learner = () => Program<AnyQuery<Explicit>, ExplicitPolicy>;
  const family = hardFamily({ prompts: 2, responses: 4, hardMass: 0.75 });
  const world = family.at([1, 3]).withClass(bestOfNClass(family, 3));
  const options = { n: 12, N: 3, reward: logLikelihood };
  let runs = 0;
  const contract = (learner: Learner): Contract =>
    learnerContract({
      learner,
      world,
      framework: union<Kind>(sampleAndEvaluate, fitting),
      budget: { prompts: 12, samples: 36, evaluations: 0, fits: 1 },
      source,
    });

  notices<Learner>(contract, () => sftSharpening<Explicit>(options), [
    ['leaves its framework', () => basePolicy<Explicit>() as Any, /framework/],
    [
      'draws adaptively',
      function* () {
        yield* eachPrompt<Explicit, Any, Any>(2, () => draw<Explicit>(1));
        return yield* maximumLikelihood<Explicit>(yield* bestOfN<Explicit>(options));
      },
      /framework/,
    ],
    ['asks for more than its plan', () => sftSharpening<Explicit>({ ...options, N: 4 }), /plan/],
    [
      'fits twice',
      function* () {
        const chosen = yield* bestOfN<Explicit>(options);
        yield* maximumLikelihood<Explicit>(chosen);
        return yield* maximumLikelihood<Explicit>(chosen);
      },
      /plan/,
    ],
    [
      'returns its data',
      function* () {
        return (yield* plan<Explicit>({ n: 1, N: 1 })) as Any;
      },
      /shape/,
    ],
    [
      'returns a policy of another shape',
      function* () {
        yield* plan<Explicit>({ n: 1, N: 1 });
        return base;
      },
      /shape/,
    ],
    [
      'has randomness of its own',
      function* () {
        yield* plan<Explicit>({ n: 1, N: 1 });
        return family.baseClass.member([0, runs++ % 4, 0]);
      },
      /same source/,
    ],
    [
      'asks for more at every second run',
      () => sftSharpening<Explicit>({ ...options, n: 11 + (runs++ % 2) }),
      /same source/,
    ],
    [
      'takes counts for single responses',
      function* () {
        const chosen = yield* bestOfN<Explicit>({ ...options, n: 12 }, { countsWelcome: true });
        const { prompts, responses, perPrompt, logLikelihoods } = chosen;
        return yield* maximumLikelihood<Explicit>({ prompts, responses, perPrompt, logLikelihoods });
      },
      /one law/,
    ],
    [
      'knows how it is answered',
      function* () {
        const chosen = yield* bestOfN<Explicit>(options, { countsWelcome: true });
        const counted = chosen.counts !== undefined;
        return family.baseClass.member([0, counted ? 1 : 2, 0]);
      },
      /one law/,
    ],
    [
      'asks what no driver knows',
      function* () {
        return yield* ask<Any>({ kind: 'oracle' });
      },
      /framework/,
    ],
  ]);

  it('runs the learners that it judges', () => {
    // What the mutants above are judged by is what a user's run would do.
    expect(run(sftSharpening<Explicit>(options), world, { source }).cost.fits).toBe(1);
  });

  it('says why it does not compare results that depend on objectives', async () => {
    const budget = { samples: 0 };
    const { skipped } = await runContract(
      learnerContract({ learner: () => basePolicy<Explicit>(), world, framework: exploration, budget, source }),
    );
    expect(skipped).toEqual([
      {
        name: 'gives results of one law, whether derived queries are answered by law or by definition',
        reason: 'the learner may ask for objectives, which are exact by law and estimated by definition',
      },
    ]);
  });
});
