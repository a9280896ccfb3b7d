import { run } from '../../access/run.ts';
import type { Explicit } from '../../access/spaces.ts';
import { sftSharpening } from '../../learners/sft/sftSharpening.ts';
import { FiniteLaw } from '../../laws/finiteLaw.ts';
import { Source } from '../../math/random/source.ts';
import { bestOfNPolicy } from '../../policies/transforms/bestOfNPolicy.ts';
import type { ExplicitWorld } from '../../policies/explicitWorld.ts';
import { FiniteClass } from '../../policies/classes/finiteClass.ts';
import { logLikelihood } from '../../policies/rewards/logLikelihood.ts';
import { TabularPolicy } from '../../policies/tabularPolicy.ts';
import { sharpenedShare } from '../../theory/coverage/sharpenedShare.ts';

/** p of the norms of coverage that are tried. */
export const NORMS = [0.5, 1, 3];

/** Prompts of that mass that best-of-N just misses. */
export const MISSED = [
  { N: 1000, delta: 1e-3, mass: 0.3 },
  { N: 1000, delta: 1e-3, mass: 0.1 },
  { N: 20_000, delta: 1e-6, mass: 0.1 },
];

/** The gammas of near maximisers: of four, each a twentieth lighter than the one before, they hold 1, 2, 3 and all. */
export const NEAR = { count: 4, gammas: [0, 0.06, 0.12, 0.2] } as const;

/** Members of the class beside the truth. */
const RIVALS = 40;

/**
 * The risk P_x[ pi-hat(y*_gamma | x) <= 1 - delta ] of SFT-sharpening where best-of-N may miss prompts and nothing else can go
 * wrong, so that it is as good as certain: the class holds pi^BoN_N and rivals that the first settled prompt rules out.
 *
 * @param world with a settled prompt 0, as `barelyMissed` makes it
 */
export function riskOfMissing(
  world: ExplicitWorld,
  options: { readonly n: number; readonly N: number; readonly delta: number; readonly gamma?: number },
): number {
  const { n, N, delta, gamma = 0 } = options;
  const withClass = world.withClass(new FiniteClass([bestOfNPolicy(world.base, N), ...rivals(world)]));
  const learner = sftSharpening<Explicit>({ n, N, reward: logLikelihood });
  const { result } = run(learner, withClass, { source: Source.named('claims/missed-prompts') });
  return 1 - sharpenedShare(result, withClass, { delta, gamma, strict: true });
}

/** log |Pi| of the class above. */
export const missedLogClassSize = Math.log(1 + RIVALS);

function rivals({ base }: ExplicitWorld): TabularPolicy[] {
  const others = Array.from({ length: base.prompts - 1 }, (_, i) => base.law(i + 1));
  return Array.from({ length: RIVALS }, (_, i) => {
    return new TabularPolicy([FiniteLaw.pointMass(base.responses, i + 1), ...others]);
  });
}
