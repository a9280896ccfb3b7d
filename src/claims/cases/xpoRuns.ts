import { run } from '../../access/run.ts';
import type { Explicit } from '../../access/spaces.ts';
import { xpo } from '../../learners/rlhf/xpo.ts';
import { Source } from '../../math/random/source.ts';
import type { FitRequest } from '../../policies/classes/fitRequest.ts';
import type { PolicyClass } from '../../policies/classes/policyClass.ts';
import type { ExplicitPolicy } from '../../policies/explicitPolicy.ts';
import type { ExplicitWorld } from '../../policies/explicitWorld.ts';
import { logLikelihood } from '../../policies/rewards/logLikelihood.ts';
import type { RewardClass } from './rewardClasses.ts';

/** What one run of XPO played. */
export interface XpoRun {
  /** The number of the policy that each round played: the base policy's, beyond all members, in the first. */
  readonly played: Int32Array;
  /** The member that the last round fitted. */
  readonly last: number;
  /** How many rounds it took until pi*_beta alone fitted all pairs; one more than all where it never did. */
  readonly identified: number;
}

/** Runs the learner itself, with what its class fits written down. */
export function xpoRun(of: RewardClass, rounds: number, alpha: number, source: Source): XpoRun {
  const { world, policyClass, reward, beta, differences } = of;
  const { members } = policyClass;
  const played = [members.length];
  const alive = new Set(members.map((_, k) => k).filter((k) => differences.ranges[k]! > 1e-9));
  let identified = rounds + 1;
  let seen = 0;
  const recorder: PolicyClass = {
    prompts: policyClass.prompts,
    responses: policyClass.responses,
    logSize: policyClass.logSize,
    contains: (policy) => policyClass.contains(policy),
    fit(request: FitRequest<number, number>) {
      if ('pairs' in request) {
        for (const { prompt, response, baseline, rewardGap, baseLogRatio } of request.pairs.from(seen)) {
          for (const k of alive) {
            const { logMasses } = members[k]!.law(prompt);
            const error = beta * (logMasses[response]! - logMasses[baseline]! - baseLogRatio) - rewardGap;
            if (Math.abs(error) > 1e-9 * differences.ranges[k]!) alive.delete(k);
          }
        }
        seen = request.pairs.length;
        if (alive.size === 0) identified = Math.min(identified, seen);
      }
      const fitted = policyClass.fit(request);
      played.push(members.findIndex((member) => member === fitted));
      return fitted;
    },
  };
  const learner = xpo<Explicit>({ rounds, pairsPerRound: 1, alpha, beta, reward, heldOut: 1 });
  run(learner, world.withClass(recorder), { source });
  return { played: Int32Array.from(played.slice(0, rounds)), last: played.at(-1)!, identified };
}

/** Independent runs of XPO. */
export function xpoRuns(of: RewardClass, options: { rounds: number; alpha: number; runs: number }): XpoRun[] {
  const { rounds, alpha, runs } = options;
  const source = Source.named(`claims/xpo/${of.name}/${rounds}/${alpha}`);
  return Array.from({ length: runs }, (_, i) => xpoRun(of, rounds, alpha, source.split(i)));
}

/** The policies that one run of XPO plays in its rounds, the base policy first, whatever the class of the world. */
export function playedByXpo(
  world: ExplicitWorld,
  options: { beta: number; rounds: number; alpha: number; source: Source },
) {
  const { source, ...rest } = options;
  const played: ExplicitPolicy[] = [world.base];
  const onRound = ({ policy }: { policy: ExplicitPolicy }): void => void played.push(policy);
  const learner = xpo<Explicit>({ ...rest, pairsPerRound: 1, returns: 'last', reward: logLikelihood, onRound });
  run(learner, world, { source });
  return played.slice(0, options.rounds);
}
