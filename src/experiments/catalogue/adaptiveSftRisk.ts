import { z } from 'zod';
import type { Explicit } from '../../access/spaces.ts';
import { adaptiveSftSharpening } from '../../learners/sft/adaptiveSftSharpening.ts';
import { adaptiveBestOfNLaw } from '../../laws/transforms/adaptiveBestOfNLaw.ts';
import type { Source } from '../../math/random/source.ts';
import { adaptiveBestOfNPolicy } from '../../policies/transforms/adaptiveBestOfNPolicy.ts';
import { adaptiveBestOfNClass } from '../../policies/classes/adaptiveBestOfNClass.ts';
import type { ExplicitWorld } from '../../policies/explicitWorld.ts';
import { peakCoverage } from '../../theory/coverage/peakCoverage.ts';
import { hardFamily } from '../../theory/instances/hardFamily.ts';
import { unseenPrompts } from '../../theory/instances/unseenPrompts.ts';
import { defineExperiment } from '../experiment.ts';
import { massesWorld, worldOfMasses } from './massesWorld.ts';
import { delta, hardFamilyWorld, n, replications, unseenPromptsWorld } from './parameters.ts';
import { replicatedRisks } from './replicatedRisks.ts';

const parameters = z.strictObject({
  world: z
    .discriminatedUnion('kind', [hardFamilyWorld, unseenPromptsWorld, massesWorld])
    .describe('a world whose class holds pi^AdaBoN_mu; of a hard family, and of masses, each run has another member'),
  n,
  delta,
  replications,
});

/** The risk of adaptive SFT-sharpening at mu = log(2/delta) in independent runs, under the assumptions of Thm D.1. */
export const adaptiveSftRisk = defineExperiment({
  id: 'adaptive-sft-risk',
  describes:
    'risk P_x[ pi-hat(y* | x) <= 1 - delta ] of adaptive SFT-sharpening, mu = log(2/delta), in independent runs',
  parameters,
  run(given, source) {
    const { n, delta, replications } = given;
    const mu = Math.log(2 / delta);
    const { values, cost, first } = replicatedRisks(
      {
        where: 'adaptive-sft-risk',
        world: worlds(given, mu),
        learner: () => adaptiveSftSharpening<Explicit>({ n, mu }),
        target: { name: `pi^AdaBoN_mu for mu = ${mu}`, of: (base) => adaptiveBestOfNPolicy(base, mu) },
        delta,
        replications,
      },
      source,
    );
    return {
      values: { peakCoverage: peakCoverage(first), logClassSize: first.policyClass!.logSize!, ...values },
      cost,
    };
  },
});

/** The world of a run; all have one coverage and one size of class. */
function worlds({ world }: z.infer<typeof parameters>, mu: number): (source: Source) => ExplicitWorld {
  if (world.kind === 'hard-family') {
    const family = hardFamily(world);
    const policyClass = adaptiveBestOfNClass(family, mu);
    return (source) => family.instance(source.split('nature')).withClass(policyClass);
  }
  if (world.kind === 'masses') return worldOfMasses(world, (family) => adaptiveBestOfNClass(family, mu));
  const one = unseenPrompts({ ...world, sharpen: (law) => adaptiveBestOfNLaw(law, mu).law });
  return () => one;
}
