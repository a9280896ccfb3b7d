import { describe, expect, it } from 'vitest';
import type { Explicit } from '../../src/access/spaces.ts';
import { risk } from '../../src/experiments/index.ts';
import type { WorldOrFamily } from '../../src/experiments/index.ts';
import { riskOnThreads } from '../../src/experiments/node/index.ts';
import { adaptiveSftSharpening } from '../../src/learners/sft/adaptiveSftSharpening.ts';
import { bayesOptimal } from '../../src/learners/sft/bayesOptimal.ts';
import { sftSharpening } from '../../src/learners/sft/sftSharpening.ts';
import { DomainError } from '../../src/math/domainError.ts';
import { adaptiveBestOfNClass } from '../../src/policies/classes/adaptiveBestOfNClass.ts';
import { bestOfNClass } from '../../src/policies/classes/bestOfNClass.ts';
import { hiddenModeClass } from '../../src/policies/classes/hiddenModeClass.ts';
import { ExplicitWorld } from '../../src/policies/explicitWorld.ts';
import { logLikelihood } from '../../src/policies/rewards/logLikelihood.ts';
import { hardFamily } from '../../src/theory/instances/hardFamily.ts';
import { minimaxRisk } from '../../src/theory/risk/minimaxRisk.ts';
import { productAdaptiveSftRisk, productSftRisk } from '../../src/theory/risk/productSftRisk.ts';
import { sftRisk } from '../../src/theory/risk/sftRisk.ts';
import { modes } from '../../src/laws/levels.ts';
import { FiniteLaw } from '../../src/laws/finiteLaw.ts';
import { learner, plan, world } from '../support/ownLearner.ts';

const ownLearner = new URL('../support/ownLearner.ts', import.meta.url);
/** The chance that an interval below misses while all is well. */
const options = { delta: 0.5, strict: true, replications: 20_000, seed: 'test/risk', failureProbability: 1e-9 };
const { base, promptLaw } = world;

describe('the risk of a learner on an explicit world', () => {
  it.each([
    ['SFT-sharpening', learner, world, productSftRisk(world, { ...plan, ...options })],
    [
      'adaptive SFT-sharpening',
      () => adaptiveSftSharpening<Explicit>({ n: 6, mu: 1 }),
      world.withClass(adaptiveBestOfNClass({ baseClass: hiddenModeClass(world.base) }, 1)),
      productAdaptiveSftRisk(world.withClass(adaptiveBestOfNClass({ baseClass: hiddenModeClass(world.base) }, 1)), {
        n: 6,
        mu: 1,
        ...options,
      }),
    ],
  ] as const)('of %s has the exact one in its interval', (_, program, at, exact) => {
    const { risk: estimate, interval, failures, replications } = risk(program, at, options);
    expect(exact).toBeGreaterThan(0.02);
    expect(exact).toBeLessThan(0.9);
    expect(interval.lower).toBeLessThan(exact);
    expect(interval.upper).toBeGreaterThan(exact);
    expect(estimate).toBe(failures / replications);
    expect(interval.upper - interval.lower).toBeLessThan(0.05);
  });

  it('of a family has the average over its members in its interval, and sums up the cost', () => {
    const parameters = { prompts: 2, responses: 4, hardMass: 0.8 };
    const family = hardFamily(parameters);
    const [n, N] = [8, 3];
    const instance: WorldOrFamily = (source) => family.instance(source).withClass(bestOfNClass(family, N));
    const few = { ...options, replications: 4000 };
    const sft = risk(() => sftSharpening({ n, N, reward: logLikelihood }), instance, few);
    const exact = sftRisk({ ...parameters, n, N, delta: 0.5, strict: true });
    expect(sft.interval.lower).toBeLessThan(exact);
    expect(sft.interval.upper).toBeGreaterThan(exact);
    expect(sft.cost).toEqual({ prompts: 32_000, samples: 96_000, evaluations: 0, fits: 4000, tokens: 0 });
    const point: WorldOrFamily = (source) =>
      family.instance(source).withClass(family.baseClass.map((law) => FiniteLaw.pointMass(law.size, modes(law)[0]!)));
    const best = risk(() => bayesOptimal({ n, N }), point, few);
    const least = minimaxRisk({ ...parameters, n, N });
    expect(best.interval.lower).toBeLessThan(least);
    expect(best.interval.upper).toBeGreaterThan(least);
  });

  it('judges as it is told: at delta, strictly or not', () => {
    // Just half on y* at each prompt, whatever is seen.
    const half = { ...options, replications: 50 };
    const law = FiniteLaw.fromMasses([0.5, 0.3, 0.2]);
    const just = { prompts: 2, responses: 3, law: () => law };
    // oxlint-disable-next-line require-yield
    const lazy = function* () {
      return just;
    };
    const onJust = new ExplicitWorld(promptLaw, just);
    expect(risk(lazy, onJust, half).failures).toBe(50);
    expect(risk(lazy, onJust, { ...half, strict: false }).failures).toBe(0);
    expect(risk(lazy, onJust, { ...half, delta: 0.6 }).failures).toBe(0);
  });

  it('is the same on threads, whatever their number', async () => {
    const few = { ...options, replications: 1001 };
    const here = risk(learner, world, few);
    expect(here.failures).toBeGreaterThan(0);
    expect(await riskOnThreads(ownLearner, { ...few, threads: 2 })).toEqual(here);
    const one = { ...few, replications: 1 };
    expect(await riskOnThreads(ownLearner, { ...one, threads: 1 })).toEqual(risk(learner, world, one));
  });

  it('refuses what it cannot run, by name', async () => {
    const program = learner();
    expect(() => risk(program as never, world, options)).toThrow(
      'risk: learner must be a function that makes the program of a run: () => mine(...), got',
    );
    expect(() => risk(() => program, world, options)).toThrow('risk: what learner returns must be a new program');
    expect(() => risk(learner, base as never, options)).toThrow('risk: world must be an ExplicitWorld, or a function');
    expect(() => risk(learner, () => base as never, options)).toThrow('risk: what world returns must be');
    expect(() => risk(learner, world, { ...options, replications: 0 })).toThrow('risk: replications must be');
    for (const replications of [1e12, 2 ** 53 - 1]) {
      expect(() => risk(learner, world, { ...options, replications })).toThrow(DomainError);
      expect(() => risk(learner, world, { ...options, replications })).toThrow(
        `risk: replications must be an integer in [1, 1000000000], got ${replications}`,
      );
    }
    expect(() => risk(learner, world, { ...options, delta: 1 })).toThrow('risk: delta must be');
    expect(() => risk(learner, world, { ...options, gamma: 1 })).toThrow('gamma must be');
    expect(() => risk(learner, world, { ...options, seed: '' })).toThrow('risk: seed must be');
    expect(() => risk(learner, world, { ...options, failureProbability: 0 })).toThrow('risk: failureProbability must');
    expect(() => risk(learner, world, undefined as never)).toThrow('risk: options must be an object');
    const few = { ...options, replications: 10, threads: 1 };
    const other = new URL('../support/ownExperiments.ts', import.meta.url);
    await expect(riskOnThreads(other, few)).rejects.toThrow('learner must be a function that makes the program');
    await expect(riskOnThreads('./none.js', few)).rejects.toThrow('module must be one that can be imported');
    await expect(riskOnThreads(ownLearner, { ...few, threads: 0 })).rejects.toThrow('threads must be an integer in [1');
  });
});
