import { expect, it } from 'vitest';
import { run } from '../../../src/access/run.ts';
import type { Explicit } from '../../../src/access/spaces.ts';
import { sftSharpening } from '../../../src/learners/sft/sftSharpening.ts';
import { modes } from '../../../src/laws/levels.ts';
import { Source } from '../../../src/math/random/source.ts';
import { bestOfNPolicy } from '../../../src/policies/transforms/bestOfNPolicy.ts';
import { logLikelihood } from '../../../src/policies/rewards/logLikelihood.ts';
import { modeCoverage } from '../../../src/theory/coverage/modeCoverage.ts';
import { sharpenedShare } from '../../../src/theory/coverage/sharpenedShare.ts';
import { barelyMissed } from '../../../src/theory/instances/barelyMissed.ts';

it.each([
  [1, 0.5, 1],
  [1, 0.01, 0.3],
  [10, 0.1, 0.9],
  [1000, 1e-3, 0.5],
])('barelyMissed: best-of-N leaves just delta off y*, N = %d, delta = %d, mass = %d', (N, delta, mass) => {
  const { base, promptLaw, policyClass } = barelyMissed({ N, delta, mass });
  const law = base.law(1);
  expect([...modes(law)]).toEqual([0]);
  expect(1 - (1 - law.mass(0)) ** N).toBeCloseTo(1 - delta, 12);
  expect(bestOfNPolicy(base, N).law(1).mass(0)).toBeCloseTo(1 - delta, 12);
  expect(promptLaw.mass(1)).toBeCloseTo(mass, 15);
  expect(policyClass!.logSize).toBe(0);
  expect(policyClass!.contains(bestOfNPolicy(base, N))).toBe(true);
});

it('barelyMissed: every fit misses just the mass of the missed prompts, and one draw more would not', () => {
  const settings = { N: 40, delta: 0.05 };
  const world = barelyMissed({ ...settings, mass: 0.9 });
  const learner = sftSharpening<Explicit>({ n: 100, N: settings.N, reward: logLikelihood });
  const { result } = run(learner, world, { source: Source.named('test/barelyMissed') });
  expect(1 - sharpenedShare(result, world, { delta: settings.delta, strict: true })).toBeCloseTo(0.9, 12);
  const more = bestOfNPolicy(world.base, settings.N + 1);
  expect(sharpenedShare(more, world, { delta: settings.delta, strict: true })).toBe(1);
});

it('barelyMissed: near maximisers share what is missed, and y*_gamma holds the more of them the larger gamma is', () => {
  const [N, delta, near] = [1000, 1e-3, 4];
  const world = barelyMissed({ N, delta, mass: 0.9, near });
  const law = world.base.law(1);
  expect([0, 0.06, 0.12, 0.2].map((gamma) => modes(law, gamma).length)).toEqual([1, 2, 3, 4]);
  const top = [0, 1, 2, 3].reduce((sum, y) => sum + law.mass(y), 0);
  expect((1 - top) ** N).toBeCloseTo(delta, 12);
  const risk = (gamma: number) =>
    1 - sharpenedShare(bestOfNPolicy(world.base, N), world, { delta, gamma, strict: true });
  expect(risk(0.2)).toBeCloseTo(0.9, 12);
  expect(modeCoverage(world, { gamma: 0.2 })).toBeCloseTo(modeCoverage(barelyMissed({ N, delta, mass: 0.9 })), 8);
  expect(() => barelyMissed({ N, delta, mass: 0.9, near: 0 })).toThrow(
    'barelyMissed: near must be an integer in [1, 10]',
  );
});
