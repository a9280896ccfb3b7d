import { expect, it } from 'vitest';
import { requireRealizable } from '../../src/experiments/catalogue/sftRisk.ts';
import { bestOfNClass, hardFamily, Source } from '../../src/index.ts';

it("a class that does not hold pi^BoN_N is refused where Thm 4.1' is checked", () => {
  const family = hardFamily({ prompts: 2, responses: 8, hardMass: 0.5 });
  const world = family.instance(Source.named('realizable'));
  const message = "a check: policyClass must be one that holds pi^BoN_N for N = 4, as Thm 4.1' assumes";
  expect(() => requireRealizable(world.withClass(bestOfNClass(family, 4)), 4, 'a check')).not.toThrow();
  expect(() => requireRealizable(world.withClass(bestOfNClass(family, 5)), 4, 'a check')).toThrow(message);
  expect(() => requireRealizable(world.withClass(family.baseClass), 4, 'a check')).toThrow(message);
  expect(() => requireRealizable(world, 4, 'a check')).toThrow(message);
});
