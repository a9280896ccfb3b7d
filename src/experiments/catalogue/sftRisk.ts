import { z } from 'zod';
import { Meter } from '../../access/cost.ts';
import { run } from '../../access/run.ts';
import type { Explicit } from '../../access/world.ts';
import { sftSharpening } from '../../learners/sftSharpening.ts';
import { DomainError } from '../../math/domainError.ts';
import type { Source } from '../../math/source.ts';
import { bestOfNClass } from '../../policies/bestOfNClass.ts';
import { bestOfNPolicy } from '../../policies/bestOfNPolicy.ts';
import type { ExplicitWorld } from '../../policies/explicitWorld.ts';
import { logLikelihood } from '../../policies/logLikelihood.ts';
import { modeCoverage } from '../../theory/coverage/modeCoverage.ts';
import { sharpenedShare } from '../../theory/coverage/sharpenedShare.ts';
import { barelyMissed } from '../../theory/instances/barelyMissed.ts';
import { hardFamily } from '../../theory/instances/hardFamily.ts';
import { unseenPrompts } from '../../theory/instances/unseenPrompts.ts';
import { defineExperiment } from '../experiment.ts';
import { count, delta, hardFamilyFields, n, N, replications, share } from './parameters.ts';

const world = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('hard-family'), ...hardFamilyFields }),
    z.strictObject({ kind: z.literal('barely-missed'), mass: share('mass of the prompts that are missed') }),
    z.strictObject({
      kind: z.literal('unseen-prompts'),
      prompts: count('doubtful prompts').max(1e6),
      mass: share('their mass together'),
    }),
  ])
  .describe('a world whose class holds pi^BoN_N; of a hard family each run has another member');

const parameters = z.strictObject({ world, n, N, delta, replications });

/** The risk of SFT-sharpening in independent runs, on a world that satisfies the assumptions of Thm 4.1'. */
export const sftRisk = defineExperiment({
  id: 'sft-risk',
  describes: 'risk P_x[ pi-hat(y* | x) <= 1 - delta ] of SFT-sharpening in independent runs',
  parameters,
  run(given, source) {
    const { n, N, delta, replications } = given;
    const world = worlds(given);
    const first = world(source.split(0));
    requireRealizable(first, N, 'sft-risk');
    const meter = new Meter('sft-risk', {});
    const counts = new Map<number, number>();
    for (let i = 0; i < replications; i++) {
      const replication = source.split(i);
      const instance = world(replication);
      const learner = sftSharpening<Explicit>({ n, N, reward: logLikelihood });
      const { result, cost } = run(learner, instance, { source: replication });
      meter.charge('run', cost);
      const risk = 1 - sharpenedShare(result, instance, { delta, strict: true });
      counts.set(risk, (counts.get(risk) ?? 0) + 1);
    }
    const risks = [...counts].sort(([a], [b]) => a - b).map(([risk, runs]) => ({ risk, runs }));
    const values = {
      coverage: modeCoverage(first),
      logClassSize: first.policyClass!.logSize,
      /** The risks that occurred, ascending, and in how many runs. */
      risks,
    };
    return { values, cost: meter.cost };
  },
});

/**
 * Thm 4.1' assumes pi^BoN_N in Pi.
 *
 * @throws DomainError where the world's class does not hold it
 */
export function requireRealizable({ base, policyClass }: ExplicitWorld, N: number, where: string): void {
  if (policyClass?.contains(bestOfNPolicy(base, N))) return;
  const expected = `one that holds pi^BoN_N for N = ${N}, as Thm 4.1' assumes`;
  throw new DomainError(where, 'policyClass', expected, policyClass);
}

/** The world of a run; all have one coverage and one size of class. */
function worlds({ world, N, delta }: z.infer<typeof parameters>): (source: Source) => ExplicitWorld {
  if (world.kind === 'hard-family') {
    const family = hardFamily(world);
    const policyClass = bestOfNClass(family, N);
    return (source) => family.instance(source.split('nature')).withClass(policyClass);
  }
  const one = world.kind === 'barely-missed' ? barelyMissed({ ...world, N, delta }) : unseenPrompts({ ...world, N });
  return () => one;
}
