import { z } from 'zod';
import type { Explicit } from '../../access/spaces.ts';
import { sftSharpening } from '../../learners/sft/sftSharpening.ts';
import { bestOfNLaw } from '../../laws/transforms/bestOfNLaw.ts';
import type { Source } from '../../math/random/source.ts';
import { bestOfNClass } from '../../policies/classes/bestOfNClass.ts';
import { bestOfNPolicy } from '../../policies/transforms/bestOfNPolicy.ts';
import type { ExplicitWorld } from '../../policies/explicitWorld.ts';
import { logLikelihood } from '../../policies/rewards/logLikelihood.ts';
import { modeCoverage } from '../../theory/coverage/modeCoverage.ts';
import { barelyMissed } from '../../theory/instances/barelyMissed.ts';
import { hardFamily } from '../../theory/instances/hardFamily.ts';
import { unseenPrompts } from '../../theory/instances/unseenPrompts.ts';
import { defineExperiment } from '../experiment.ts';
import { massesWorld, worldOfMasses } from './massesWorld.ts';
import { delta, hardFamilyWorld, n, N, replications, share, unseenPromptsWorld } from './parameters.ts';
import { replicatedRisks } from './replicatedRisks.ts';

const world = z
  .discriminatedUnion('kind', [
    hardFamilyWorld,
    z.strictObject({ kind: z.literal('barely-missed'), mass: share('mass of the prompts that are missed') }),
    unseenPromptsWorld,
    massesWorld,
  ])
  .describe('a world whose class holds pi^BoN_N; of a hard family, and of masses, each run has another member');

const parameters = z.strictObject({ world, n, N, delta, replications });

/** The risk of SFT-sharpening in independent runs, on a world that satisfies the assumptions of Thm 4.1'. */
export const sftRisk = defineExperiment({
  id: 'sft-risk',
  describes: 'risk P_x[ pi-hat(y* | x) <= 1 - delta ] of SFT-sharpening in independent runs',
  parameters,
  run(given, source) {
    const { n, N, delta, replications } = given;
    const { values, cost, first } = replicatedRisks(
      {
        where: 'sft-risk',
        world: worlds(given),
        learner: () => sftSharpening<Explicit>({ n, N, reward: logLikelihood }),
        target: { name: `pi^BoN_N for N = ${N}`, of: (base) => bestOfNPolicy(base, N) },
        delta,
        replications,
      },
      source,
    );
    return { values: { coverage: modeCoverage(first), logClassSize: first.policyClass!.logSize!, ...values }, cost };
  },
});

/** The world of a run; all have one coverage and one size of class. */
function worlds({ world, N, delta }: z.infer<typeof parameters>): (source: Source) => ExplicitWorld {
  if (world.kind === 'hard-family') {
    const family = hardFamily(world);
    const policyClass = bestOfNClass(family, N);
    return (source) => family.instance(source.split('nature')).withClass(policyClass);
  }
  if (world.kind === 'masses') return worldOfMasses(world, (family) => bestOfNClass(family, N));
  const one =
    world.kind === 'barely-missed'
      ? barelyMissed({ ...world, N, delta })
      : unseenPrompts({ ...world, sharpen: (law) => bestOfNLaw(law, N) });
  return () => one;
}
