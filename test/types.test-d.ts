import { describe, expectTypeOf, it } from 'vitest';
import {
  hardFamily,
  logLikelihood,
  plan,
  run,
  runAsync,
  sftSharpening,
  Source,
  xpo,
  ask,
  bestOfN,
  adaptiveSftSharpening,
  bestFirstSearch,
  greedy,
  nextTokenLaw,
  bestOfNLaw,
  expectation,
  FiniteLaw,
  isSharpenedAt,
  lawPolicy,
  PartialLaw,
  sharpenedShare,
} from '../src/index.ts';
import type {
  AdaptiveSampleAndEvaluate,
  Backend,
  BackendWith,
  Batch,
  BestOfN,
  Explicit,
  ExactLaw,
  ExplicitPolicy,
  Fitting,
  Interval,
  LawBracket,
  NextTokenAccess,
  Program,
  SampleAndEvaluate,
  Spaces,
} from '../src/index.ts';
import { draw } from '../src/access/queries/draw.ts';
import { eachPrompt } from '../src/access/queries/eachPrompt.ts';
import { evaluate } from '../src/access/queries/evaluate.ts';
import type { Handlers } from '../src/access/handlers.ts';

interface Text extends Spaces {
  Prompt: string;
  Response: { text: string };
  Policy: { weights: string };
}

const source = Source.named('types');
const world = hardFamily({ prompts: 2, responses: 8, hardMass: 0.5 }).instance(source);
const sft = { n: 1, N: 1, reward: logLikelihood };

describe('a learner', () => {
  it('that asks outside its framework does not compile (def-3.2, def-d.1)', () => {
    function* honest<S extends Spaces>(): Program<SampleAndEvaluate<S>, number> {
      return (yield* plan<S>({ n: 1, N: 1 })).responses.length;
    }
    function* evaluatesAnything<S extends Spaces>(): Program<SampleAndEvaluate<S>, number> {
      // @ts-expect-error likelihoods of responses that were not sampled are beyond Def 3.2
      return (yield* evaluate<S>([], [])).length;
    }
    function* adaptsInAPlan<S extends Spaces>(): Program<SampleAndEvaluate<S>, number> {
      // @ts-expect-error draws one by one are beyond a plan that is fixed in advance
      return (yield* draw<S>(1)).responses.length;
    }
    function* fitsWithoutLeave<S extends Spaces>(batch: Batch<S>): Program<AdaptiveSampleAndEvaluate<S>, S['Policy']> {
      // @ts-expect-error a fit is not part of the access
      return yield* ask<Fitting<S>>({ kind: 'maximumLikelihood', data: batch });
    }
    function* looksAhead<S extends Spaces>(prompt: S['Prompt']): Program<SampleAndEvaluate<S>, number> {
      // @ts-expect-error whole next-token laws are wider than sample-and-evaluate
      return (yield* nextTokenLaw<S>([{ prompt, tokens: [] }])).length;
    }
    function* decodes<S extends Spaces>(): Program<NextTokenAccess<S>, number> {
      const written = yield* greedy<S>({ n: 1, maxTokens: 1 });
      return written.length + (yield* bestFirstSearch<S>({ n: 1, maxTokens: 1, budget: 1 })).length;
    }
    function* decodesBySampling<S extends Spaces>(): Program<AdaptiveSampleAndEvaluate<S>, number> {
      // @ts-expect-error a search asks for next-token laws
      return (yield* bestFirstSearch<S>({ n: 1, maxTokens: 1, budget: 1 })).length;
    }
    expectTypeOf([honest, evaluatesAnything, adaptsInAPlan, fitsWithoutLeave]).toBeObject();
    expectTypeOf([looksAhead, decodes, decodesBySampling]).toBeObject();
  });

  it('asks by yield*, not by yield', () => {
    function* forgets() {
      yield plan<Explicit>({ n: 1, N: 1 });
    }
    // @ts-expect-error it yields a program, which is no query
    expectTypeOf(run(forgets(), world, { source })).toBeObject();
  });

  it('cannot look into what it is handed', () => {
    function* peeks<S extends Spaces>(): Program<SampleAndEvaluate<S>, number> {
      const { prompts } = yield* plan<S>({ n: 1, N: 1 });
      // @ts-expect-error a prompt is opaque to a learner that is generic in the world
      return prompts[0] + 1;
    }
    expectTypeOf(peeks).toBeFunction();
  });

  it('returns what its world calls a policy', () => {
    expectTypeOf(run(sftSharpening(sft), world, { source }).result).toEqualTypeOf<ExplicitPolicy>();
    expectTypeOf(run(bestOfN(sft), world, { source }).result.prompts).toEqualTypeOf<ArrayLike<number>>();
  });
});

describe('a backend', () => {
  const reader = {} as Backend<Text>;
  const trainer = {} as BackendWith<Text, 'fit'>;
  const options = { source, prompts: ['a prompt'] };

  it('that cannot fit does not take SFT, and one that can does', () => {
    expectTypeOf(runAsync(bestOfN<Text>(sft), reader, options))
      .resolves.toHaveProperty('result')
      .toEqualTypeOf<Batch<Text>>();
    expectTypeOf(runAsync(sftSharpening<Text>(sft), trainer, options))
      .resolves.toHaveProperty('result')
      .toEqualTypeOf<{ weights: string }>();
    // @ts-expect-error it cannot fit
    void runAsync(sftSharpening<Text>(sft), reader, options);
    // @ts-expect-error it cannot fit either
    void runAsync(adaptiveSftSharpening<Text>({ n: 1, mu: 1 }), reader, options);
    const exploring = xpo<Text>({ rounds: 1, pairsPerRound: 1, alpha: 1, beta: 1, reward: logLikelihood, heldOut: 1 });
    // @ts-expect-error it returns log-probabilities only of what it sampled
    void runAsync(exploring, trainer, options);
    const explorer = {} as BackendWith<Text, 'fit' | 'sampleFrom' | 'basePolicy'>;
    expectTypeOf(runAsync(exploring, explorer, options)).resolves.toHaveProperty('result');
    const candid = {} as typeof explorer & { readonly refusals: { readonly optimisticFit: 'no optimism here' } };
    // @ts-expect-error it says itself that it does not answer this
    void runAsync(exploring, candid, options);
  });

  it('answers what its methods say, and nothing that it only declares', () => {
    const asking = evaluate<Text>(['a prompt'], [{ text: 'a response' }]);
    // @ts-expect-error it has no method that evaluates
    void runAsync(asking, reader, options);
    expectTypeOf(runAsync(asking, {} as BackendWith<Text, 'evaluate'>, options)).resolves.toHaveProperty('cost');
    class Model implements Backend<Text> {
      readonly name = 'a class';
      readonly batchSize = 1;
      async sample(): Promise<void> {}
      async evaluate(): Promise<void> {}
    }
    expectTypeOf(runAsync(asking, new Model(), options)).resolves.toHaveProperty('cost');
    const looking = eachPrompt<
      Text,
      ReturnType<typeof nextTokenLaw<Text>> extends Program<infer Q, any> ? Q : never,
      number
    >(1, function* (prompt) {
      return (yield* nextTokenLaw<Text>([{ prompt, tokens: [] }])).length;
    });
    // @ts-expect-error nor may a body ask for more
    void runAsync(looking, reader, options);
    expectTypeOf(runAsync(looking, {} as BackendWith<Text, 'nextTokenLaws'>, options)).resolves.toHaveProperty('cost');
    const wordy = {} as Backend<Text> & { readonly refusals: Record<string, string> };
    expectTypeOf(runAsync(bestOfN<Text>(sft), wordy, options)).resolves.toHaveProperty('cost');
    // @ts-expect-error prompts belong to the run
    void runAsync(bestOfN<Text>(sft), new Model(), { source });
    // @ts-expect-error prompts of another world
    void runAsync(bestOfN<Text>(sft), new Model(), { source, prompts: [1] });
    // @ts-expect-error a backend without `sample`
    void runAsync(bestOfN<Text>(sft), { name: 'none', batchSize: 1 }, options);
  });
});

describe('handlers', () => {
  it('answer a derived query with what its definition answers, or not at all', () => {
    type OnlyBestOfN = Handlers<BestOfN<Explicit>, null, false>;
    expectTypeOf<Record<never, never>>().toExtend<OnlyBestOfN>();
    // @ts-expect-error a number is not a batch
    const wrong: OnlyBestOfN = { bestOfN: () => 1 };
    void wrong;
  });

  it('answer every primitive query', () => {
    // @ts-expect-error plan is missing
    const wrong: Handlers<SampleAndEvaluate<Explicit>, null, false> = {};
    void wrong;
  });
});

describe('laws known whole or in part', () => {
  it('keep their kind where it is known, and are either where it is not', () => {
    const whole = FiniteLaw.uniform(3);
    const partial = PartialLaw.fromMasses([0.5], { restCeiling: 0.5 });
    expectTypeOf(bestOfNLaw(whole, 2)).toEqualTypeOf<FiniteLaw>();
    expectTypeOf(bestOfNLaw(partial, 2)).toEqualTypeOf<LawBracket>();
    const either = partial as ExactLaw | PartialLaw;
    expectTypeOf(bestOfNLaw(either, 2)).toEqualTypeOf<ExactLaw | LawBracket>();
    expectTypeOf(expectation(whole, [1, 2, 3])).toEqualTypeOf<number>();
    expectTypeOf(expectation(partial, [1], { lower: 0, upper: 1 })).toEqualTypeOf<Interval>();
    const part = { promptLaw: FiniteLaw.uniform(1), base: lawPolicy([partial]) };
    const best = lawPolicy([bestOfNLaw(partial, 2)]);
    expectTypeOf(sharpenedShare(best, part, { delta: 0.5 })).toEqualTypeOf<Interval>();
    expectTypeOf(sharpenedShare(world.base, world, { delta: 0.5 })).toEqualTypeOf<number>();
    expectTypeOf(isSharpenedAt(world.base, world.base, 0, { delta: 0.5 })).toEqualTypeOf<boolean>();
    expectTypeOf(isSharpenedAt(best, part.base, 0, { delta: 0.5 })).toEqualTypeOf<boolean | undefined>();
  });
});
