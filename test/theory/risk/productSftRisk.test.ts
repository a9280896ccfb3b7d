import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FiniteLaw } from '../../../src/laws/finiteLaw.ts';
import { adaptiveBestOfNClass } from '../../../src/policies/classes/adaptiveBestOfNClass.ts';
import { bestOfNClass } from '../../../src/policies/classes/bestOfNClass.ts';
import { FiniteClass } from '../../../src/policies/classes/finiteClass.ts';
import { hiddenModeClass } from '../../../src/policies/classes/hiddenModeClass.ts';
import { ProductClass } from '../../../src/policies/classes/productClass.ts';
import type { ExplicitPolicy } from '../../../src/policies/explicitPolicy.ts';
import { ExplicitWorld } from '../../../src/policies/explicitWorld.ts';
import { TabularPolicy } from '../../../src/policies/tabularPolicy.ts';
import { adaptiveBestOfNPolicy } from '../../../src/policies/transforms/adaptiveBestOfNPolicy.ts';
import { bestOfNPolicy } from '../../../src/policies/transforms/bestOfNPolicy.ts';
import { sharpenedShare } from '../../../src/theory/coverage/sharpenedShare.ts';
import { hardFamily } from '../../../src/theory/instances/hardFamily.ts';
import { unseenPrompts } from '../../../src/theory/instances/unseenPrompts.ts';
import { adaptiveSftRisk } from '../../../src/theory/risk/adaptiveSftRisk.ts';
import { productAdaptiveSftRisk, productSftRisk } from '../../../src/theory/risk/productSftRisk.ts';
import { sftRisk } from '../../../src/theory/risk/sftRisk.ts';
import { bestOfNLaw } from '../../../src/laws/transforms/bestOfNLaw.ts';
import { relative } from '../../support/relative.ts';
import { allChoices, smallProduct } from '../../support/smallClasses.ts';

type Threshold = { readonly delta: number; readonly strict?: boolean };

/** The risk from all lists of n prompts with a response each: every one is fitted by the class, and judged. */
function bruteForce(world: ExplicitWorld, labels: ExplicitPolicy, n: number, threshold: Threshold): number {
  const { promptLaw, base, policyClass } = world;
  const pairs = allChoices([base.prompts, base.responses]).map(([prompt, response]) => ({
    prompt: prompt!,
    response: response!,
    mass: promptLaw.mass(prompt!) * labels.law(prompt!).mass(response!),
  }));
  const possible = pairs.filter(({ mass }) => mass > 0);
  let risk = 0;
  for (const choices of allChoices(Array<number>(n).fill(possible.length))) {
    const seen = choices.map((i) => possible[i]!);
    const data = {
      prompts: seen.map(({ prompt }) => prompt),
      perPrompt: 1,
      responses: seen.map(({ response }) => response),
      logLikelihoods: seen.map(({ prompt, response }) => base.law(prompt).logMasses[response]!),
    };
    const policy = policyClass!.fit({ kind: 'maximumLikelihood', data });
    const chance = seen.reduce((product, { mass }) => product * mass, 1);
    risk += chance * (1 - sharpenedShare(policy, world, threshold));
  }
  return risk;
}

/** The lists without the law of that number, but for a list of one. */
function without(lists: readonly (readonly FiniteLaw[])[], number: number): readonly (readonly FiniteLaw[])[] {
  return lists.map((laws) => (laws.length === 1 ? laws : laws.filter((_, i) => i !== number % laws.length)));
}

function thrownBy(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  return undefined;
}

const some = fc.record({
  lists: smallProduct,
  truth: fc.nat(3),
  weights: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 4, maxLength: 4 }),
  n: fc.integer({ min: 1, max: 3 }),
  N: fc.constantFrom(1, 2, 3, 10),
  mu: fc.constantFrom(0.3, 1, 2),
  threshold: fc.record({ delta: fc.constantFrom(0.1, 0.5, 0.7), strict: fc.boolean() }),
});

describe('the exact risk of SFT-sharpening on a product class', () => {
  it('is that of all lists of responses, each fitted and judged', () => {
    let [between, refused] = [0, 0];
    fc.assert(
      fc.property(some, ({ lists, truth, weights, n, N, mu, threshold }) => {
        const candidates = lists.map((laws) => laws.map(({ law }) => law));
        if (candidates.length * candidates[0]![0]!.size > 9 && n === 3) return;
        const base = new TabularPolicy(candidates.map((laws) => laws[truth % laws.length]!));
        const prompts = weights.slice(0, candidates.length);
        const promptLaw = FiniteLaw.fromLogWeights(prompts.map(Math.log));
        const baseClass = new ProductClass(candidates);
        const world = (policyClass: ProductClass) => new ExplicitWorld(promptLaw, base, policyClass);
        const pairs = [
          [world(bestOfNClass({ baseClass }, N)), bestOfNPolicy(base, N), productSftRisk],
          [world(adaptiveBestOfNClass({ baseClass }, mu)), adaptiveBestOfNPolicy(base, mu), productAdaptiveSftRisk],
          // Fitted where the truth is not, and perhaps nothing that allows what is seen.
          [world(new ProductClass(without(candidates, truth))), bestOfNPolicy(base, N), productSftRisk],
        ] as const;
        for (const [at, labels, exact] of pairs) {
          const options = { n, N, mu, ...threshold };
          const refusal = thrownBy(() => exact(at, options));
          if (refusal) {
            expect(String(refusal)).toMatch(/world\.policyClass at prompt \d must be one with a law that allows all/);
            refused++;
            continue;
          }
          const expected = bruteForce(at, labels, n, threshold);
          expect(Math.abs(exact(at, options) - expected)).toBeLessThan(1e-12);
          if (expected > 0.01 && expected < 0.99) between++;
        }
      }),
      { seed: 3, numRuns: 120 },
    );
    expect(between).toBeGreaterThan(50);
    expect(refused).toBeGreaterThan(20);
  });

  it.each([
    { prompts: 1, responses: 3, hardMass: 1, n: 5, N: 4 },
    { prompts: 2, responses: 4, hardMass: 0.5, n: 12, N: 6 },
    { prompts: 3, responses: 5, hardMass: 0.7, n: 9, N: 10 },
    { prompts: 2, responses: 3, hardMass: 0.7, n: 40, N: 10 },
    { prompts: 2, responses: 3, hardMass: 0.7, n: 9, N: 40 },
  ])('is the closed form of the hard family, averaged over its members: %o', ({ n, N, ...family }) => {
    const { at, baseClass } = hardFamily(family);
    const threshold = { delta: 0.5, strict: true };
    const mean = (risk: (world: ExplicitWorld) => number, policyClass: ProductClass): number => {
      const places = Array.from({ length: family.responses }, (_, j) => j);
      const risks = places.map((j) => risk(at(Array<number>(family.prompts).fill(j)).withClass(policyClass)));
      return risks.reduce((sum, each) => sum + each, 0) / risks.length;
    };
    const mu = 2;
    const fixed = mean((world) => productSftRisk(world, { n, N, ...threshold }), bestOfNClass({ baseClass }, N));
    expect(relative(fixed, sftRisk({ ...family, n, N, ...threshold }))).toBeLessThan(1e-12);
    const adaptiveClass = adaptiveBestOfNClass({ baseClass }, mu);
    const adaptive = mean((world) => productAdaptiveSftRisk(world, { n, mu, ...threshold }), adaptiveClass);
    expect(relative(adaptive, adaptiveSftRisk({ ...family, n, mu, ...threshold }))).toBeLessThan(1e-12);
  });

  it('needs only the visits that do not tell: a million prompts, of three responses', () => {
    const world = unseenPrompts({ prompts: 4, mass: 0.5, sharpen: (law) => bestOfNLaw(law, 8) });
    const risk = (n: number) => productSftRisk(world, { n, N: 8, delta: 0.5, strict: true });
    // A prompt that was not seen is missed; one that was shows a response that the wrong law rules out, in the end.
    const missed = bestOfNPolicy(world.base, 8).law(1).mass(1);
    const exact = (n: number) => 0.5 * (1 - 0.125 * (1 - missed)) ** n;
    expect(relative(risk(30), exact(30))).toBeLessThan(1e-12);
    expect(relative(risk(300), exact(300))).toBeLessThan(1e-10);
    expect(risk(1e6)).toBeLessThan(1e-45);
  });

  it('says how much it would cost where that is too much, and what to do instead', () => {
    const base = TabularPolicy.fromMasses([
      [0.3, 0.25, 0.2, 0.15, 0.1],
      [1, 0, 0, 0, 0],
    ]);
    const policyClass = bestOfNClass({ baseClass: hiddenModeClass(base) }, 3);
    const world = new ExplicitWorld(FiniteLaw.uniform(2), base, policyClass);
    expect(() => productSftRisk(world, { n: 500, N: 3, delta: 0.5 })).toThrow(
      /^productSftRisk: number of terms must be at most 500000000 \(at prompt 0 up to \d+ visits, 5 kinds of responses, 5 candidates: fewer of them, or an estimate by risk of whetstone\/experiments\), got \d/,
    );
    const other = world.withClass(new FiniteClass([base]));
    expect(() => productSftRisk(other, { n: 5, N: 3, delta: 0.5 })).toThrow(
      'world.policyClass must be a ProductClass; of other classes risk, of whetstone/experiments, gives an estimate',
    );
    expect(() => productSftRisk(world, { n: 0, N: 3, delta: 0.5 })).toThrow('productSftRisk: n must be an integer');
    expect(() => productSftRisk(world, { n: 1, N: 0, delta: 0.5 })).toThrow('productSftRisk: N must be an integer');
    expect(() => productSftRisk(world, { n: 1, N: 1, delta: 1 })).toThrow('productSftRisk: delta must be');
    expect(() => productAdaptiveSftRisk(world, { n: 1, mu: 0, delta: 0.5 })).toThrow('mu must be');
  });
});
