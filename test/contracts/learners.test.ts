import {
  adaptiveSampleAndEvaluate,
  adaptiveSftSharpening,
  basePolicy,
  bayesOptimal,
  bestOfNClass,
  ExplicitWorld,
  exploration,
  fitting,
  FiniteLaw,
  hardFamily,
  iterativeDpo,
  lengthNormalised,
  logLikelihood,
  majorityVote,
  onlineRegression,
  powerClass,
  rewardRegression,
  sampleAndEvaluate,
  selfDistillation,
  sftSharpening,
  Source,
  union,
  xpo,
} from '../../src/index.ts';
import type { Explicit, Framework, Kind, OnlineOptions } from '../../src/index.ts';
import { learnerContract } from '../../src/testing/index.ts';
import { runContract } from './runContract.ts';

const source = Source.named('contracts/learners');
const family = hardFamily({ prompts: 2, responses: 4, hardMass: 0.75 });
const world = family.at([1, 3]).withClass(bestOfNClass(family, 3));

for (const reward of [
  logLikelihood,
  lengthNormalised<number, number>((response) => 1 + response),
  majorityVote<number, number>((response) => response % 2),
]) {
  runContract(
    `sftSharpening by ${reward.name}`,
    learnerContract({
      learner: () => sftSharpening<Explicit>({ n: 12, N: 3, reward }),
      world,
      framework: union<Kind>(sampleAndEvaluate, fitting),
      budget: { prompts: 12, samples: 36, evaluations: 0, fits: 1 },
      source,
    }),
  );
}

runContract(
  'adaptiveSftSharpening',
  learnerContract({
    learner: () => adaptiveSftSharpening<Explicit>({ n: 12, mu: 2 }),
    world,
    framework: union<Kind>(adaptiveSampleAndEvaluate, fitting),
    // No response has a likelihood below 1/6, so the rule stops at 12 draws at the latest.
    budget: { prompts: 12, samples: 144, evaluations: 0, fits: 1 },
    source,
  }),
);

runContract(
  'bayesOptimal',
  learnerContract({
    learner: () => bayesOptimal<Explicit>({ n: 6, N: 2 }),
    world: world.withClass(family.baseClass),
    framework: union<Kind>(sampleAndEvaluate, fitting),
    budget: { prompts: 6, samples: 12, evaluations: 0, fits: 1 },
    source,
  }),
);

const pairs = { beta: 0.5, reward: logLikelihood };
const bestOfRounds = { rounds: 4, pairsPerRound: 2, heldOut: 3, ...pairs };
const lastOfRounds = { rounds: 4, pairsPerRound: 2, returns: 'last', ...pairs } as const;
// No objective is asked for the last iterate.
const rounds: Framework = {
  name: 'own policies without objectives',
  kinds: new Set(['nextPrompts', 'sampleFrom', 'basePolicy', 'release', 'optimisticFit', 'regressRewards']),
};
const uniformPrompts = new ExplicitWorld(FiniteLaw.uniform(3), world.base, bestOfNClass(family, 3));
for (const [name, learner] of [
  ['xpo', (options: OnlineOptions<Explicit>) => xpo<Explicit>({ ...options, alpha: 0.1 })],
  ['onlineRegression', onlineRegression<Explicit>],
  ['iterativeDpo', iterativeDpo<Explicit>],
] as const) {
  runContract(
    name,
    learnerContract({
      learner: () => learner(bestOfRounds),
      world: uniformPrompts,
      framework: union<Kind>(exploration, fitting),
      // 4 rounds of 2 pairs, and 5 objectives on 3 held-out prompts where they are estimated.
      budget: { prompts: 23, samples: 31, evaluations: 0, fits: 4 },
      source,
    }),
  );
  runContract(
    `${name}, its last iterate`,
    learnerContract({
      learner: () => learner(lastOfRounds),
      world: uniformPrompts,
      framework: rounds,
      budget: { prompts: 8, samples: 16, evaluations: 0, fits: 4 },
      source,
    }),
  );
}

runContract(
  'rewardRegression',
  learnerContract({
    learner: () => rewardRegression<Explicit>({ n: 12, ...pairs }),
    world,
    framework: union<Kind>(sampleAndEvaluate, fitting),
    budget: { prompts: 12, samples: 24, evaluations: 0, fits: 1 },
    source,
  }),
);

runContract(
  'selfDistillation',
  learnerContract({
    learner: () => selfDistillation<Explicit>({ n: 12, N: 4, beta: 1, reward: logLikelihood, ceiling: 0 }),
    world: family.at([1, 3]).withClass(powerClass(family, 1)),
    framework: union<Kind>(adaptiveSampleAndEvaluate, fitting),
    budget: { prompts: 12, samples: 60, evaluations: 0, fits: 1 },
    source,
  }),
);

runContract(
  'the learner that returns the base policy',
  learnerContract({
    learner: () => basePolicy<Explicit>(),
    world,
    framework: exploration,
    budget: { prompts: 0, samples: 0, evaluations: 0, fits: 0 },
    source,
    runs: 10,
  }),
);
