import { describe, expect, it } from 'vitest';
import {
  AutoregressiveSoftmaxClass,
  bestOfNPolicy,
  exactObjective,
  ExplicitWorld,
  FiniteLaw,
  iterativeDpo,
  logLikelihood,
  onlineRegression,
  powerPolicy,
  rewardRegression,
  run,
  sftSharpening,
  Source,
  tiltedPolicy,
  xpo,
} from '../../../src/index.ts';
import type { Explicit, ExplicitPolicy, PointwiseReward } from '../../../src/index.ts';
import { parameterInBalls, randomPrefixFeatures } from '../../support/softmax.ts';

const source = Source.named('test/policies/softmax/autoregressiveLearners');

/** E_x KL(pi || pi'), prompts being uniform. */
function divergence(one: ExplicitPolicy, other: ExplicitPolicy): number {
  let sum = 0;
  for (let x = 0; x < one.prompts; x++) {
    const [p, q] = [one.law(x), other.law(x)];
    for (let y = 0; y < p.size; y++) sum += (p.mass(y) * (p.logMasses[y]! - q.logMasses[y]!)) / one.prompts;
  }
  return sum;
}

describe('learners on autoregressive softmax policies', () => {
  const [prompts, length, d, normBound, beta] = [2, 3, 2, 4, 0.5];
  const shape = { prompts, vocabulary: 3, length, normBound };
  const features = randomPrefixFeatures(d, source.split('features'));
  const policyClass = new AutoregressiveSoftmaxClass({ ...shape, features });
  const base = policyClass.at([1, -0.5, 0.4, 0.7, -0.6, 0.2]);
  const best = policyClass.at(parameterInBalls(length, d, 3, source.split('best')));
  const world = new ExplicitWorld(FiniteLaw.uniform(prompts), base, policyClass);
  /** The reward whose pi*_beta is a member: beta log of the member over the base policy. */
  const reward: PointwiseReward<number, number> = {
    kind: 'pointwise',
    name: 'what makes a member the best',
    of: (x, y) => beta * (best.law(x).logMasses[y]! - base.law(x).logMasses[y]!),
  };
  const optimum = exactObjective(best, world, reward, beta);

  it('are asked for a member that no other policy exceeds', () => {
    expect(divergence(best, tiltedPolicy(base, reward, beta))).toBeLessThan(1e-12);
    expect(optimum).toBeCloseTo(0, 12);
    expect(exactObjective(base, world, reward, beta)).toBeLessThan(-0.1);
  });

  const rounds = { rounds: 6, pairsPerRound: 30, beta, reward, returns: 'last' } as const;
  it.each<[string, () => ExplicitPolicy]>([
    ['XPO', () => run(xpo<Explicit>({ ...rounds, alpha: 1e-7 }), world, { source }).result],
    ['online regression', () => run(onlineRegression<Explicit>(rounds), world, { source }).result],
    ['iterative DPO', () => run(iterativeDpo<Explicit>(rounds), world, { source }).result],
    ['reward regression', () => run(rewardRegression<Explicit>({ n: 60, beta, reward }), world, { source }).result],
  ])('%s finds it', (_name, learned) => {
    const result = learned();
    expect(optimum - exactObjective(result, world, reward, beta)).toBeLessThan(1e-6);
    expect(policyClass.contains(result)).toBe(true);
  });

  it('maximum likelihood comes as near to pi^BoN_N as a member does, with more prompts nearer', () => {
    const [N, fit] = [
      4,
      (n: number) => run(sftSharpening<Explicit>({ n, N, reward: logLikelihood }), world, { source }),
    ];
    const target = bestOfNPolicy(base, N);
    const whole = Array.from({ length: prompts }, (_, x) => Array.from(target.law(x).masses()));
    // All of the law as observations: the member of least divergence.
    const nearest = policyClass.fit({
      kind: 'maximumLikelihood',
      data: {
        prompts: whole.flatMap((masses, x) => masses.map(() => x)),
        perPrompt: 1,
        responses: whole.flatMap((masses) => masses.map((_, y) => y)),
        logLikelihoods: [],
        counts: whole.flat(),
      },
    });
    const least = divergence(target, nearest);
    expect(least).toBeGreaterThan(1e-3);
    expect(divergence(target, base)).toBeGreaterThan(2 * least);
    const [few, many] = [50, 20_000].map((n) => divergence(target, fit(n).result) - least);
    expect(many).toBeGreaterThanOrEqual(-1e-12);
    expect(many).toBeLessThan(1e-3);
    expect(few).toBeGreaterThan(10 * many!);
  });

  it('XPO sharpens by log-likelihood where powers of the base policy are members', () => {
    // What a prefix does is to turn the tokens round: log-partitions are alike at all prefixes of a layer.
    const turned = (_x: number, tokens: readonly number[]): number[] => {
      const token = tokens.reduce((sum, each) => sum + each, 0) % 3;
      return [token === 0 ? 1 : 0, token === 1 ? 1 : 0];
    };
    const turning = new AutoregressiveSoftmaxClass({ ...shape, prompts: 1, features: turned });
    const law = turning.at([1, 0.5, -0.2, 0.8, 0.3, -0.9]);
    const sharpened = powerPolicy(law, 1 + 1 / beta);
    expect(turning.contains(sharpened)).toBe(true);
    const small = new ExplicitWorld(FiniteLaw.uniform(1), law, turning);
    const options = {
      rounds: 10,
      pairsPerRound: 4,
      alpha: 1e-7,
      beta,
      reward: logLikelihood,
      returns: 'last',
    } as const;
    const { result, cost } = run(xpo<Explicit>(options), small, { source });
    expect(divergence(sharpened, result)).toBeLessThan(1e-6);
    expect(cost.fits).toBe(10);
  });
});
