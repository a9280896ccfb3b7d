import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bestOfNLaw } from '../../src/laws/transforms/bestOfNLaw.ts';
import { FiniteLaw } from '../../src/laws/finiteLaw.ts';
import { bestOfNPolicy } from '../../src/policies/transforms/bestOfNPolicy.ts';
import type { ExplicitPolicy } from '../../src/policies/explicitPolicy.ts';
import { ExplicitWorld } from '../../src/policies/explicitWorld.ts';
import { logLikelihood } from '../../src/policies/rewards/logLikelihood.ts';
import { exactObjective } from '../../src/policies/exactObjective.ts';
import { powerPolicy } from '../../src/policies/transforms/powerPolicy.ts';
import type { PointwiseReward } from '../../src/policies/rewards/selfReward.ts';
import { TabularPolicy } from '../../src/policies/tabularPolicy.ts';
import { TransformedPolicy } from '../../src/policies/transforms/transformedPolicy.ts';

const table = [
  [0.5, 0.25, 0.25],
  [0.1, 0, 0.9],
];
const base = TabularPolicy.fromMasses(table);

/** A policy that counts how often each of its laws is asked for. */
function counting(policy: ExplicitPolicy): { policy: ExplicitPolicy; asked: number[] } {
  const asked = Array.from({ length: policy.prompts }, () => 0);
  const law = (prompt: number): FiniteLaw => {
    asked[prompt]!++;
    return policy.law(prompt);
  };
  return { policy: { prompts: policy.prompts, responses: policy.responses, law }, asked };
}

describe('TabularPolicy', () => {
  it('gives the laws of its table', () => {
    expect([base.prompts, base.responses]).toEqual([2, 3]);
    expect(base.law(0).logMasses).toEqual(FiniteLaw.fromMasses(table[0]!).logMasses);
    expect(base.law(1).logMasses).toEqual(FiniteLaw.fromMasses(table[1]!).logMasses);
    expect(base.law(1)).toBe(base.law(1));
  });

  it('does not hold on to the list it was given', () => {
    const laws = [FiniteLaw.uniform(2)];
    const policy = new TabularPolicy(laws);
    const first = laws[0];
    laws[0] = FiniteLaw.pointMass(2, 0);
    expect(policy.law(0)).toBe(first);
  });

  it('refuses rows of unequal length and prompts it does not have', () => {
    expect(() => new TabularPolicy([FiniteLaw.uniform(2), FiniteLaw.uniform(3)])).toThrow(
      'TabularPolicy: size of laws[1] must be 2, as of laws[0], got 3',
    );
    expect(() => base.law(2)).toThrow('TabularPolicy.law: prompt must be an integer in [0, 1], got 2');
    expect(() => base.law(0.5)).toThrow('got 0.5');
  });
});

describe('TransformedPolicy', () => {
  it('transforms each law once, when it is first asked for, and knows the prompt', () => {
    const source = counting(base);
    const policy = new TransformedPolicy(source.policy, (law, prompt) =>
      prompt === 0 ? law : FiniteLaw.pointMass(law.size, prompt),
    );
    expect(source.asked).toEqual([0, 0]);
    expect(policy.law(0)).toBe(base.law(0));
    expect([...policy.law(1).masses()]).toEqual([0, 1, 0]);
    expect(policy.law(1)).toBe(policy.law(1));
    expect(source.asked).toEqual([1, 1]);
    expect([policy.prompts, policy.responses]).toEqual([2, 3]);
  });

  it('refuses prompts that it does not have', () => {
    const policy = new TransformedPolicy(base, (law) => law);
    for (const prompt of [-1, 2, 0.5, NaN]) expect(() => policy.law(prompt)).toThrow('law: prompt must be an integer');
  });
});

describe('powerPolicy', () => {
  it('is proportional to the power of the base law', () => {
    const masses = powerPolicy(base, 3).law(0).masses();
    // (1/2)^3 : (1/4)^3 : (1/4)^3 = 8 : 1 : 1
    [0.8, 0.1, 0.1].forEach((exact, y) => expect(Math.abs(masses[y]! - exact)).toBeLessThanOrEqual(4e-16));
    const other = powerPolicy(base, 0.5).law(1).masses();
    // sqrt(1/10) : 0 : sqrt(9/10) = 1 : 0 : 3
    [0.25, 0, 0.75].forEach((exact, y) => expect(Math.abs(other[y]! - exact)).toBeLessThanOrEqual(4e-16));
  });

  it('goes from the base law to its modes', () => {
    expect([...powerPolicy(base, 1).law(0).masses()]).toEqual([...base.law(0).masses()]);
    expect([...powerPolicy(base, 1e9).law(0).masses()]).toEqual([1, 0, 0]);
    expect([
      ...powerPolicy(TabularPolicy.fromMasses([[0.2, 0.4, 0.4]]), 1e300)
        .law(0)
        .masses(),
    ]).toEqual([0, 0.5, 0.5]);
    const flat = powerPolicy(base, 1e-12).law(1).masses();
    expect(Math.abs(flat[0]! - 0.5)).toBeLessThanOrEqual(1e-11);
    expect(flat[1]).toBe(0);
  });
});

describe('bestOfNPolicy', () => {
  it('has at each prompt the best-of-N law', () => {
    const policy = bestOfNPolicy(base, 5);
    expect(policy.law(0).logMasses).toEqual(bestOfNLaw(base.law(0), 5).logMasses);
    expect(policy.law(1).logMasses).toEqual(bestOfNLaw(base.law(1), 5).logMasses);
  });

  it('goes by another reward, told the prompt, the response and its likelihood', () => {
    const seen: [number, number, number][] = [];
    const shortest: PointwiseReward<number, number> = {
      kind: 'pointwise',
      name: 'shortest',
      of: (prompt, response, logMass) => {
        seen.push([prompt, response, logMass]);
        return -response;
      },
    };
    const { logMasses } = bestOfNPolicy(base, 2, shortest).law(1);
    expect(logMasses).toEqual(bestOfNLaw(base.law(1), 2, [0, -1, -2]).logMasses);
    // A response that cannot occur is not scored.
    expect(seen).toEqual([
      [1, 0, base.law(1).logMasses[0]],
      [1, 2, base.law(1).logMasses[2]],
    ]);
  });

  it('is the same object when asked again, and never that of another base, N or reward', () => {
    const other = TabularPolicy.fromMasses(table);
    const copy: PointwiseReward = { ...logLikelihood };
    const made = [
      bestOfNPolicy(base, 5),
      bestOfNPolicy(base, 6),
      bestOfNPolicy(other, 5),
      bestOfNPolicy(base, 5, copy),
    ];
    expect(new Set(made).size).toBe(4);
    expect(bestOfNPolicy(base, 5, copy)).toBe(made[3]);
    expect(bestOfNPolicy(other, 5)).toBe(made[2]);
    // Laws asked for in turn under two N do not get mixed up.
    const laws = [2, 3, 2, 3].map((N) => bestOfNPolicy(base, N).law(0).logMasses);
    expect(laws).toEqual([2, 3, 2, 3].map((N) => bestOfNLaw(base.law(0), N).logMasses));
    const late = [bestOfNPolicy(base, 2), bestOfNPolicy(base, 3)].map((policy) => policy.law(1).logMasses);
    expect(late).toEqual([2, 3].map((N) => bestOfNLaw(base.law(1), N).logMasses));
  });

  it('refuses a reward that is not a number where it matters', () => {
    const broken: PointwiseReward = { kind: 'pointwise', name: 'broken', of: () => NaN };
    expect(() => bestOfNPolicy(base, 2, broken).law(0)).toThrow(
      "reward 'broken': value for response 0 to prompt 0 must be a number, got NaN",
    );
  });
});

describe('ExplicitWorld', () => {
  it('refuses parts whose shapes differ', () => {
    expect(() => new ExplicitWorld(FiniteLaw.uniform(3), base)).toThrow(
      'ExplicitWorld: size of promptLaw must be 2, the prompts of the base policy, got 3',
    );
  });
});

/** A law over `size` responses with some masses zero, from integer weights. */
const someLaw = (size: number): fc.Arbitrary<FiniteLaw> =>
  fc
    .array(fc.nat(9), { minLength: size, maxLength: size })
    .filter((weights) => weights.some((weight) => weight > 0))
    .map((weights) => FiniteLaw.fromLogWeights(weights.map((weight) => Math.log(weight))));

const someWorld = fc
  .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 5 }))
  .chain(([prompts, responses]) =>
    fc.record({
      promptLaw: someLaw(prompts),
      base: fc.array(someLaw(responses), { minLength: prompts, maxLength: prompts }),
      policy: fc.array(someLaw(responses), { minLength: prompts, maxLength: prompts }),
      rewards: fc.array(fc.integer({ min: -5, max: 5 }), { minLength: 20, maxLength: 20 }),
      beta: fc.nat(12).map((k) => k / 4),
    }),
  )
  .map(({ promptLaw, base, policy, rewards, beta }) => {
    const reward: PointwiseReward<number, number> = {
      kind: 'pointwise',
      name: 'table',
      of: (prompt, response) => rewards[5 * prompt + response]!,
    };
    return {
      world: new ExplicitWorld(promptLaw, new TabularPolicy(base)),
      policy: new TabularPolicy(policy),
      reward,
      beta,
    };
  });

describe('exactObjective', () => {
  it('has the value of its formula', () => {
    // mu = (1/4, 3/4); pi is uniform on the support of the base law.
    const world = new ExplicitWorld(FiniteLaw.fromMasses([0.25, 0.75]), base);
    const policy = TabularPolicy.fromMasses([
      [1 / 3, 1 / 3, 1 / 3],
      [0.5, 0, 0.5],
    ]);
    const expected =
      0.25 *
        ((Math.log(0.5) + 2 * Math.log(0.25)) / 3 - 2 * (Math.log(1 / 3) - (Math.log(0.5) + 2 * Math.log(0.25)) / 3)) +
      0.75 * ((Math.log(0.1) + Math.log(0.9)) / 2 - 2 * (Math.log(0.5) - (Math.log(0.1) + Math.log(0.9)) / 2));
    expect(Math.abs(exactObjective(policy, world, logLikelihood, 2) - expected)).toBeLessThanOrEqual(
      1e-15 * Math.abs(expected),
    );
  });

  it('is the sum over all prompts and responses', () => {
    fc.assert(
      fc.property(someWorld, ({ world, policy, reward, beta }) => {
        let [expected, size] = [0, 0];
        for (let x = 0; x < world.base.prompts; x++) {
          if (world.promptLaw.mass(x) === 0) continue;
          for (let y = 0; y < world.base.responses; y++) {
            const [p, q] = [policy.law(x).mass(y), world.base.law(x).mass(y)];
            if (p === 0) continue;
            const term =
              q === 0
                ? -Infinity
                : world.promptLaw.mass(x) * p * (reward.of(x, y, Math.log(q)) - beta * Math.log(p / q));
            expected += term;
            size += Math.abs(term);
          }
        }
        const value = exactObjective(policy, world, reward, beta);
        if (expected === -Infinity) expect(value).toBe(-Infinity);
        else expect(Math.abs(value - expected)).toBeLessThanOrEqual(1e-14 * (size + beta));
      }),
      { seed: 221, numRuns: 2000 },
    );
  });

  it('of pi*_beta is beta log sum_y pi_base^(1 + 1/beta), and no policy has more', () => {
    fc.assert(
      fc.property(someWorld, ({ world, policy, beta: k }) => {
        const beta = k + 0.25;
        let [best, divergence] = [0, 0];
        const optimum = powerPolicy(world.base, 1 + 1 / beta);
        for (let x = 0; x < world.base.prompts; x++) {
          const mu = world.promptLaw.mass(x);
          if (mu === 0) continue;
          best +=
            mu *
            beta *
            Math.log(
              world.base
                .law(x)
                .masses()
                .reduce((sum, q) => sum + q ** (1 + 1 / beta), 0),
            );
          for (let y = 0; y < world.base.responses; y++) {
            const [p, q] = [policy.law(x).mass(y), optimum.law(x).mass(y)];
            if (p > 0) divergence += q === 0 ? Infinity : mu * p * Math.log(p / q);
          }
        }
        const reached = exactObjective(optimum, world, logLikelihood, beta);
        const other = exactObjective(policy, world, logLikelihood, beta);
        const allowed = 1e-13 * (1 + beta);
        expect(Math.abs(reached - best)).toBeLessThanOrEqual(allowed);
        // J(pi*_beta) - J(pi) = beta KL(pi || pi*_beta)
        if (divergence === Infinity) expect(other).toBe(-Infinity);
        else expect(Math.abs(reached - other - beta * divergence)).toBeLessThanOrEqual(allowed);
      }),
      { seed: 222, numRuns: 2000 },
    );
  });

  it('does not look at prompts that are never drawn', () => {
    const world = new ExplicitWorld(FiniteLaw.fromMasses([1, 0]), base);
    const leaving = TabularPolicy.fromMasses([table[0]!, [0, 1, 0]]);
    expect(exactObjective(leaving, world, logLikelihood, 1)).toBe(exactObjective(base, world, logLikelihood, 1));
    const even = new ExplicitWorld(FiniteLaw.uniform(2), base);
    expect(exactObjective(leaving, even, logLikelihood, 1)).toBe(-Infinity);
  });

  it('refuses a policy of another shape', () => {
    const world = new ExplicitWorld(FiniteLaw.uniform(2), base);
    const wide = TabularPolicy.fromMasses([
      [0.25, 0.25, 0.25, 0.25],
      [0.25, 0.25, 0.25, 0.25],
    ]);
    expect(() => exactObjective(wide, world, logLikelihood, 1)).toThrow(
      'exactObjective: shape of policy must be 2 x 3',
    );
    const short = TabularPolicy.fromMasses([table[0]!]);
    expect(() => exactObjective(short, world, logLikelihood, 1)).toThrow(
      'exactObjective: shape of policy must be 2 x 3',
    );
  });
});
