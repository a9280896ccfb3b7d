import { expect, it } from 'vitest';
import { run } from '../../../src/access/run.ts';
import type { Explicit } from '../../../src/access/spaces.ts';
import { sftSharpening } from '../../../src/learners/sft/sftSharpening.ts';
import { FiniteLaw } from '../../../src/laws/finiteLaw.ts';
import { Source } from '../../../src/math/random/source.ts';
import { bestOfNPolicy } from '../../../src/policies/transforms/bestOfNPolicy.ts';
import { logLikelihood } from '../../../src/policies/rewards/logLikelihood.ts';
import { modeCoverage } from '../../../src/theory/coverage/modeCoverage.ts';
import { sharpenedShare } from '../../../src/theory/coverage/sharpenedShare.ts';
import { bestOfNLaw } from '../../../src/laws/transforms/bestOfNLaw.ts';
import { unseenPrompts } from '../../../src/theory/instances/unseenPrompts.ts';

it('unseenPrompts: the class holds a wrong law before the truth at each doubtful prompt', () => {
  const { base, promptLaw, policyClass } = unseenPrompts({
    prompts: 3,
    mass: 0.6,
    sharpen: (law) => bestOfNLaw(law, 4),
  });
  expect([...promptLaw.masses()].map((mass) => mass.toFixed(12))).toEqual(
    [0.4, 0.2, 0.2, 0.2].map((m) => m.toFixed(12)),
  );
  expect(policyClass!.logSize).toBeCloseTo(3 * Math.log(2), 14);
  expect(policyClass!.contains(bestOfNPolicy(base, 4))).toBe(true);
  expect(policyClass!.contains(bestOfNPolicy(base, 5))).toBe(false);
  expect(modeCoverage(unseenPrompts({ prompts: 3, mass: 0.6, sharpen: (law) => bestOfNLaw(law, 4) }))).toBeCloseTo(
    1 / 0.6,
    12,
  );
});

it('unseenPrompts: a fit is right at the prompts that it saw, and only there', () => {
  const world = unseenPrompts({ prompts: 64, mass: 1, sharpen: (law) => bestOfNLaw(law, 1_000_000_000) });
  const source = Source.named('test/unseenPrompts');
  const learner = sftSharpening<Explicit>({ n: 40, N: 1_000_000_000, reward: logLikelihood });
  const { result } = run(learner, world, { source });
  const right = Array.from({ length: 65 }, (_, x) => result.law(x).mass(0) > 0.99);
  const seen = right.filter(Boolean).length - 1;
  expect(right[0]).toBe(true);
  // 40 draws among 64 prompts.
  expect(seen).toBeGreaterThan(15);
  expect(seen).toBeLessThanOrEqual(40);
  expect(1 - sharpenedShare(result, world, { delta: 0.99, strict: true })).toBeCloseTo((64 - seen) / 64, 12);
  expect(world.base.law(1)).toEqual(FiniteLaw.fromMasses([0.6, 0.4]));
});
