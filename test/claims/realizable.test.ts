import { expect, it } from 'vitest';
import { requireRealizable } from '../../src/experiments/catalogue/replicatedRisks.ts';
import { bestOfNClass, bestOfNPolicy, hardFamily, Source } from '../../src/index.ts';
import type { ExplicitPolicy } from '../../src/index.ts';

it("a class that does not hold pi^BoN_N is refused where Thm 4.1' is checked", () => {
  const family = hardFamily({ prompts: 2, responses: 8, hardMass: 0.5 });
  const world = family.instance(Source.named('realizable'));
  const message = 'a check: policyClass must be one that holds pi^BoN_N for N = 4, as the theorem assumes';
  const target = { name: 'pi^BoN_N for N = 4', of: (base: ExplicitPolicy) => bestOfNPolicy(base, 4) };
  expect(() => requireRealizable(world.withClass(bestOfNClass(family, 4)), target, 'a check')).not.toThrow();
  expect(() => requireRealizable(world.withClass(bestOfNClass(family, 5)), target, 'a check')).toThrow(message);
  expect(() => requireRealizable(world.withClass(family.baseClass), target, 'a check')).toThrow(message);
  expect(() => requireRealizable(world, target, 'a check')).toThrow(message);
});
