import { describe, expect, it } from 'vitest';
import {
  ask,
  basePolicy,
  bestOfN,
  bestOfNClass,
  draw,
  eachPrompt,
  ExplicitWorld,
  FiniteClass,
  FiniteLaw,
  fitting,
  hardFamily,
  logLikelihood,
  majorityVote,
  maximumLikelihood,
  plan,
  ProductClass,
  run,
  sampleAndEvaluate,
  sftSharpening,
  Source,
  Spectrum,
  TabularPolicy,
  union,
} from '../../src/index.ts';
import type {
  AnyQuery,
  Explicit,
  ExplicitPolicy,
  Kind,
  Observations,
  PolicyClass,
  Program,
  RewardPairs,
  SelfReward,
} from '../../src/index.ts';
import {
  explicitRewardContract,
  instanceContract,
  lawContract,
  learnerContract,
  policyClassContract,
  policyContract,
  rewardContract,
} from '../../src/testing/index.ts';
import type { Contract } from '../../src/testing/index.ts';
import { allChoices } from '../support/smallClasses.ts';

/** The names of the checks that an implementation breaks; one that is skipped is not broken. */
async function broken(contract: Contract): Promise<string[]> {
  const names: string[] = [];
  for (const { name, check } of contract) {
    try {
      await check();
    } catch {
      names.push(name);
    }
  }
  return names;
}

/** One test for each broken implementation: the named check notices it. A right one is there to show that it fails none. */
function notices<T>(
  contractOf: (implementation: T) => Contract,
  right: T,
  mutants: [string, T, check: RegExp][],
): void {
  it('passes what is right', async () => expect(await broken(contractOf(right))).toEqual([]));
  it.each(mutants)('notices one that %s', async (_, mutant, check) => {
    expect(await broken(contractOf(mutant))).toContainEqual(expect.stringMatching(check));
  });
}

const source = Source.named('testing/mutants');
type Any = any;

const base = TabularPolicy.fromMasses([
  [0.5, 0.3, 0.2],
  [0.1, 0.1, 0.8],
]);

/** An object with some members replaced. */
function changed<T extends object>(value: T, members: Record<string, unknown>): T {
  const bound = new Proxy(value, {
    get(target, key) {
      if (Object.hasOwn(members, key)) return members[key as string];
      const member: unknown = Reflect.get(target, key);
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
  return bound;
}

describe('lawContract', () => {
  const masses = [0.5, 0.3, 0.2];
  const law = (): FiniteLaw => FiniteLaw.fromMasses(masses);
  let made = 0;
  notices<(source: Source) => Any>((law) => lawContract({ law, masses, source }), law, [
    ['is a list', () => masses, /is a law/],
    ['has too much mass', () => changed(law(), { levelLogMasses: [-0.5, -1, -1.5] }), /is a law/],
    ['has a log mass above 0', () => changed(law(), { levelLogMasses: [0.1, -Infinity, -Infinity] }), /is a law/],
    ['has masses that are no numbers', () => changed(law(), { levelLogMasses: [NaN, 0, -Infinity] }), /is a law/],
    ['changes', () => FiniteLaw.fromMasses(made++ % 2 === 0 ? masses : masses.toReversed()), /same law/],
    ['has another size each time', () => FiniteLaw.uniform(1 + (made++ % 2)), /same law/],
    ['has other masses', () => FiniteLaw.fromMasses([0.5, 0.2, 0.3]), /closed form/],
    ['is off by a hair', () => FiniteLaw.fromMasses([0.5 + 1e-11, 0.3, 0.2 - 1e-11]), /closed form/],
    ['is a spectrum with other levels', () => Spectrum.fromMasses([0.25, 0.25], [2, 2]), /closed form/],
    ['always draws outcome 0', () => changed(law(), { draw: () => 0 }), /draws/],
    ['draws uniformly', () => changed(law(), { draw: (from: Source) => from.index(3) }), /draws/],
    ['draws what is not an outcome', () => changed(law(), { draw: () => 3 }), /draws/],
    ['counts wrongly', () => changed(law(), { sampler: FiniteLaw.uniform(3).sampler }), /draws/],
  ]);
});

describe('policyContract', () => {
  let asked = 0;
  notices<ExplicitPolicy>((policy) => policyContract({ policy }), base, [
    ['has no prompts', changed(base, { prompts: 0 }), /how many/],
    ['has half a response', changed(base, { responses: 2.5 }), /how many/],
    ['has laws of another size', changed(base, { responses: 4 }), /a law over its responses/],
    ['has lists for laws', changed(base, { law: () => [0.5, 0.3, 0.2] }), /a law over its responses/],
    [
      'has a law that is none',
      changed(base, { law: () => changed(base.law(0), { levelLogMasses: [-1, -1, -3] }) }),
      /a law over/,
    ],
    ['knows fewer prompts than it says', changed(base, { prompts: 3 }), /a law over its responses/],
    ['changes', changed(base, { law: () => base.law(asked++ % 2) }), /same law/],
    ['answers for any prompt', changed(base, { law: (x: number) => base.law(x === 1 ? 1 : 0) }), /refuses prompts/],
    ['rounds prompts', changed(base, { law: (x: number) => base.law(Math.floor(x)) }), /refuses prompts/],
  ]);
});

describe('policyClassContract', () => {
  const lists = [
    [
      FiniteLaw.fromMasses([0.5, 0.3, 0.2]),
      FiniteLaw.fromMasses([0.2, 0.3, 0.5]),
      FiniteLaw.fromMasses([0.5, 0.3, 0.2]),
    ],
    [FiniteLaw.fromMasses([0.6, 0, 0.4]), FiniteLaw.fromMasses([0, 0.6, 0.4])],
  ];
  const right = new ProductClass(lists);
  const choices = allChoices([3, 2]);
  const members = choices.map((choice) => right.member(choice));
  const backwards = new FiniteClass(members.toReversed());
  const fewer = new FiniteClass(members.slice(1));
  type Data = Observations<number, number>;
  const rows = (data: Data, keep: (row: number) => boolean): Data => {
    const kept = Array.from({ length: data.responses.length }, (_, i) => i).filter(keep);
    return {
      prompts: kept.map((i) => data.prompts[Math.floor(i / data.perPrompt)]!),
      perPrompt: 1,
      responses: kept.map((i) => data.responses[i]!),
      logLikelihoods: kept.map((i) => data.logLikelihoods[i]!),
      ...(data.counts && { counts: kept.map((i) => data.counts![i]!) }),
    };
  };
  const with_ = (members: Record<string, unknown>): PolicyClass => changed<PolicyClass>(right, members);
  const fit = (name: string, change: (data: Data) => Data): PolicyClass =>
    with_({ [name]: (data: Data) => right[name as 'bayesFit'](change(data)) });

  notices<PolicyClass>((policyClass) => policyClassContract({ policyClass, members, source }), right, [
    ['counts its members wrongly', with_({ logSize: Math.log(5) }), /size and the shape/],
    ['counts members, not their log', with_({ logSize: 6 }), /size and the shape/],
    ['has another shape', with_({ responses: 4 }), /size and the shape/],
    ['contains everything', with_({ contains: () => true }), /contains/],
    ['contains nothing', with_({ contains: () => false }), /contains/],
    [
      'contains what it holds only',
      with_({ contains: (policy: ExplicitPolicy) => members.includes(policy) }),
      /contains/,
    ],
    [
      'looks at prompt 0 only',
      with_({
        contains: (policy: ExplicitPolicy) => right.contains(new TabularPolicy([policy.law(0), lists[1]![0]!])),
      }),
      /contains/,
    ],
    [
      'breaks ties for the last',
      with_({ maximumLikelihood: (data: Data) => backwards.maximumLikelihood(data) }),
      /maximum likelihood/,
    ],
    [
      'leaves a member out of maximum likelihood',
      with_({ maximumLikelihood: (data: Data) => fewer.maximumLikelihood(data) }),
      /maximum likelihood/,
    ],
    ['always fits its first member', with_({ maximumLikelihood: () => members[0] }), /maximum likelihood/],
    [
      'ignores counts',
      fit('maximumLikelihood', ({ prompts, perPrompt, responses, logLikelihoods }) => ({
        prompts,
        perPrompt,
        responses,
        logLikelihoods,
      })),
      /maximum likelihood/,
    ],
    [
      'ignores perPrompt',
      fit('maximumLikelihood', (data) =>
        data.perPrompt === 2
          ? { ...rows(data, () => true), prompts: Array.from(data.prompts).concat(Array.from(data.prompts)) }
          : data),
      /maximum likelihood/,
    ],
    [
      'drops the last row',
      fit('maximumLikelihood', (data) => rows(data, (row) => row < data.responses.length - 1)),
      /maximum likelihood/,
    ],
    [
      'leaves impossible rows out instead of refusing',
      with_({
        maximumLikelihood(data: Data) {
          try {
            return right.maximumLikelihood(data);
          } catch {
            return members[0];
          }
        },
      }),
      /maximum likelihood/,
    ],
    [
      'takes maximum likelihood for the posterior',
      with_({ bayesFit: (data: Data) => right.maximumLikelihood(data) }),
      /posterior/,
    ],
    [
      'breaks ties of the posterior for the last',
      with_({ bayesFit: (data: Data) => backwards.bayesFit(data) }),
      /posterior/,
    ],
    [
      'does not refuse what no member explains',
      with_({
        bayesFit: (data: Data) => {
          try {
            return right.bayesFit(data);
          } catch {
            return members[0];
          }
        },
      }),
      /refuses a posterior/,
    ],
    [
      'ignores optimism',
      with_({
        optimisticFit: (pairs: RewardPairs<number, number>, _alpha: number, beta: number) =>
          right.optimisticFit(pairs, 0, beta),
      }),
      /optimism/,
    ],
    [
      'ignores beta',
      with_({
        optimisticFit: (pairs: RewardPairs<number, number>, alpha: number) => right.optimisticFit(pairs, alpha, 1),
      }),
      /optimism/,
    ],
    [
      'rewards error',
      with_({
        optimisticFit: (pairs: RewardPairs<number, number>, alpha: number, beta: number) =>
          right.optimisticFit(pairs, -alpha, beta),
      }),
      /optimism/,
    ],
    [
      'breaks ties of losses for the last',
      with_({
        optimisticFit: (pairs: RewardPairs<number, number>, alpha: number, beta: number) =>
          backwards.optimisticFit(pairs, alpha, beta),
      }),
      /optimism/,
    ],
    ['sees pairs only when it is first asked', forgetful(right), /optimism/],
    [
      'fits its last member to no data',
      with_({
        maximumLikelihood: (data: Data) =>
          data.responses.length === 0 ? members.at(-1) : right.maximumLikelihood(data),
      }),
      /no data/,
    ],
  ]);

  /** Keeps the fit of the pairs as they were at the first call. */
  function forgetful(policyClass: PolicyClass): PolicyClass {
    const kept = new WeakMap<object, ExplicitPolicy>();
    return with_({
      optimisticFit(pairs: RewardPairs<number, number>, alpha: number, beta: number) {
        if (!kept.has(pairs)) kept.set(pairs, policyClass.optimisticFit(pairs, alpha, beta));
        return kept.get(pairs);
      },
    });
  }
});

describe('rewardContract', () => {
  let asked = 0;
  const pointwise = (of: (prompt: number, response: number, logLikelihood: number) => Any): Any => ({
    kind: 'pointwise',
    name: 'mutant',
    of,
  });
  const setwise = (of: (prompt: number, responses: number[], logLikelihoods: number[]) => Any): Any => ({
    kind: 'setwise',
    name: 'mutant',
    of,
  });
  const votes = majorityVote<number, number>((response) => response % 2);
  notices<SelfReward<number, number>>((reward) => explicitRewardContract({ reward, base, source }), votes, [
    ['has no name', { kind: 'pointwise', of: () => 1 } as Any, /is a reward/],
    ['is of no kind', { kind: 'listwise', name: 'mutant', of: () => 1 } as Any, /is a reward/],
    ['gives NaN', pointwise((_, response) => (response === 2 ? NaN : 0)), /a number for each/],
    ['gives texts', pointwise(() => '1'), /a number for each/],
    ['gives one score too few', setwise((_, responses) => responses.slice(1)), /a number for each/],
    ['gives one score for all', setwise(() => [1]), /a number for each/],
    ['counts its calls', pointwise(() => asked++), /whenever it is asked/],
    ['remembers the prompt before', remembering(), /whenever it is asked/],
    ['favours the first response', setwise((_, responses) => responses.map((_, j) => -j)), /order/],
    [
      'compares neighbours',
      setwise((_, responses) => responses.map((response, j) => (response === responses[j - 1] ? 1 : 0))),
      /order/,
    ],
    [
      'sorts the responses',
      setwise((_, responses) => responses.sort((a, b) => a - b).map(() => 1)),
      /leaves what it is given/,
    ],
    [
      'writes into the likelihoods',
      setwise((_, responses, logs) => responses.map((_, j) => (logs[j] = 0))),
      /leaves what it is given/,
    ],
    [
      'has the law of the base policy for that of the best',
      { ...votes, bestOfNLaw: (law: FiniteLaw) => law },
      /exact law/,
    ],
    [
      'has the law of another N',
      { ...votes, bestOfNLaw: (law: FiniteLaw, prompt: number, N: number) => votes.bestOfNLaw!(law, prompt, N + 2) },
      /exact law/,
    ],
  ]);

  function remembering(): Any {
    let last = -1;
    return pointwise((prompt) => {
      const was = last;
      last = prompt;
      return was;
    });
  }
});

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
});

describe('instanceContract', () => {
  const family = hardFamily({ prompts: 3, responses: 8, hardMass: 0.25 });
  const other = hardFamily({ prompts: 3, responses: 8, hardMass: 0.5 });
  let made = 0;
  type Options = Parameters<typeof instanceContract>[0];
  const right: Options = { ...family, source };
  const prompts = FiniteLaw.uniform(2);
  notices<Options>(instanceContract, right, [
    ['gives policies', { ...right, instance: () => base as Any }, /gives worlds/],
    [
      'has a broken law of prompts',
      { ...right, instance: () => new ExplicitWorld(changed(prompts, { levelLogMasses: [-1, -2] }), base) },
      /gives worlds/,
    ],
    [
      'has a broken policy',
      { ...right, instance: () => new ExplicitWorld(prompts, changed(base, { responses: 4 })) },
      /gives worlds/,
    ],
    ['has randomness of its own', { ...right, instance: () => family.at([made++ % 8, 0, 0]) }, /same source/],
    [
      'has other prompts each time',
      { ...right, instance: (from) => (made++ % 2 === 0 ? family : other).instance(from) },
      /same source/,
    ],
    ['promises another coverage', { ...right, coverage: family.coverage * (1 + 1e-9) }, /coverage/],
    ['has another coverage', { ...right, instance: (from) => other.instance(from) }, /coverage/],
    [
      'is not in its class',
      {
        ...right,
        instance: (from) =>
          new ExplicitWorld(prompts, hardFamily({ prompts: 1, responses: 8, hardMass: 1 }).instance(from).base),
      },
      /classes/,
    ],
    [
      'has worlds with classes without them',
      {
        ...right,
        instance: (from) =>
          family.instance(from).withClass(new FiniteClass([bestOfNClass(family, 2).member([0, 0, 0, 0])])),
      },
      /classes/,
    ],
  ]);
});

describe('contracts', () => {
  it.each([
    [() => lawContract(undefined as Any), 'lawContract: options must be an object, got undefined'],
    [() => lawContract({ law: base, source } as Any), 'lawContract: law must be a function of a Source'],
    [() => lawContract({ law: () => base.law(0), masses: [NaN], source }), 'lawContract: masses[0] must be a number'],
    [() => policyContract(undefined as Any), 'policyContract: options must be an object, got undefined'],
    [() => policyContract({} as Any), 'policyContract: policy must be an object, got undefined'],
    [() => policyClassContract({} as Any), 'policyClassContract: members must be a list, got undefined'],
    [
      () => policyClassContract({ policyClass: new FiniteClass([base]), members: [], source }),
      'policyClassContract: number of members must be an integer at least 1, got 0',
    ],
    [
      () =>
        policyClassContract({
          policyClass: new FiniteClass([base]),
          members: [base],
          hypotheses: [base, base],
          source,
        }),
      'policyClassContract: number of hypotheses must be an integer in [1, 1], got 2',
    ],
    [
      () => explicitRewardContract({ reward: logLikelihood, source } as Any),
      'explicitRewardContract: base must be a policy',
    ],
    [
      () => rewardContract({ reward: logLikelihood, examples: [], source }),
      'rewardContract: number of examples must be',
    ],
    [() => learnerContract({} as Any), 'learnerContract: learner must be a function that starts the learner'],
    [
      () => learnerContract({ learner: () => basePolicy<Explicit>(), source } as Any),
      'learnerContract: framework must be a Framework, got undefined',
    ],
    [() => instanceContract({ source } as Any), 'instanceContract: instance must be a function of a Source'],
  ])('refuse bad input', (call, message) => {
    expect(call).toThrow(message);
  });
});
