import { describe, expect, it } from 'vitest';
import {
  bayesOptimal,
  exactObjective,
  ExplicitWorld,
  FiniteLaw,
  logLikelihood,
  run,
  Source,
  xpo,
} from '../../src/index.ts';
import type { Explicit, ParametricPolicy } from '../../src/index.ts';
import { twoFeatures } from '../support/twoFeatures.ts';

const source = Source.named('test/policies/continuousClass');
const policyClass = twoFeatures(2);
const world = new ExplicitWorld(FiniteLaw.uniform(1), policyClass.at([0.3, -0.2]), policyClass);

describe('a class that is not finite', () => {
  it('is fitted by the same learner files', () => {
    const beta = 0.5;
    const learner = xpo<Explicit>({
      rounds: 6,
      pairsPerRound: 8,
      alpha: 1e-6,
      beta,
      reward: logLikelihood,
      heldOut: 1,
    });
    const { result, cost } = run(learner, world, { source });
    expect(cost.fits).toBe(6);
    // pi*_beta is of the class: theta (1 + 1/beta).
    const best = policyClass.at([0.9, -0.6]);
    const [reached, most] = [result, best].map((policy) => exactObjective(policy, world, logLikelihood, beta));
    expect(reached).toBeGreaterThan(most! - 1e-6);
    expect((result as ParametricPolicy).parameter[0]).toBeCloseTo(0.9, 3);
  });

  it('refuses the fit that it does not offer, in its own words', () => {
    expect(() => run(bayesOptimal<Explicit>({ n: 1, N: 1 }), world, { source })).toThrow(
      "'bayesFit' is refused: the policy class does not offer it: a continuous class has no uniform prior",
    );
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['without a size', { logCoveringNumber: undefined }, 'policyClass.logSize must be log |Pi| of a finite class, or'],
    ['that fits nothing', { fit: undefined }, 'policyClass.fit must be a function, got undefined'],
    ['that cannot tell what it holds', { contains: 3 }, 'policyClass.contains must be a function, got 3'],
  ])('a class %s is refused by name', (_what, members, message) => {
    const { prompts, responses } = policyClass;
    const good = { prompts, responses, contains: () => true, fit: () => world.base, logCoveringNumber: () => 1 };
    expect(() => world.withClass({ ...good, ...members })).toThrow(`ExplicitWorld: ${message}`);
    expect(world.withClass(good).policyClass).toBe(good);
  });

  it('a class whose fit is no policy is named', () => {
    const broken = { prompts: 1, responses: 4, logSize: 0, contains: () => true, fit: () => 'a policy' as never };
    const learner = xpo<Explicit>({
      rounds: 1,
      pairsPerRound: 1,
      alpha: 0,
      beta: 1,
      reward: logLikelihood,
      heldOut: 1,
    });
    expect(() => run(learner, world.withClass(broken), { source })).toThrow(
      'optimisticFit: what the policy class fits must be a policy: { prompts, responses, law(prompt) }, got "a policy"',
    );
  });
});
