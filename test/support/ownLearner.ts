import type { Explicit } from '../../src/access/spaces.ts';
import { sftSharpening } from '../../src/learners/sft/sftSharpening.ts';
import { FiniteLaw } from '../../src/laws/finiteLaw.ts';
import { bestOfNClass } from '../../src/policies/classes/bestOfNClass.ts';
import { hiddenModeClass } from '../../src/policies/classes/hiddenModeClass.ts';
import { ExplicitWorld } from '../../src/policies/explicitWorld.ts';
import { logLikelihood } from '../../src/policies/rewards/logLikelihood.ts';
import { TabularPolicy } from '../../src/policies/tabularPolicy.ts';

const base = TabularPolicy.fromMasses([
  [0.2, 0.5, 0.3],
  [0.4, 0.25, 0.35],
]);

export const plan = { n: 6, N: 2 };
export const world = new ExplicitWorld(
  FiniteLaw.fromMasses([0.75, 0.25]),
  base,
  bestOfNClass({ baseClass: hiddenModeClass(base) }, plan.N),
);
/** A learner of one's own, as `riskOnThreads` imports it with its world. */
export const learner = () => sftSharpening<Explicit>({ ...plan, reward: logLikelihood });
