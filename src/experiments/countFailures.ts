import type { Cost } from '../access/cost.ts';
import type { Source } from '../math/random/source.ts';
import type { ExplicitWorld } from '../policies/explicitWorld.ts';
import { isSharpenedAt } from '../theory/coverage/sharpenedShare.ts';
import type { Sharpness } from '../theory/coverage/sharpenedShare.ts';
import { replicate } from './replicate.ts';
import type { Replicate } from './replicate.ts';

interface Trial {
  readonly world: ExplicitWorld;
  /** Where the learner is judged. */
  readonly prompt: number;
}

export interface FailureTrials extends Pick<Replicate<Trial>, 'where' | 'learner' | 'replications' | 'first'> {
  readonly trial: (source: Source) => Trial;
  readonly sharpness: Sharpness;
}

/** In how many of so many independent runs what the learner returns is not sharpened at the one prompt of the trial. */
export function countFailures(
  { trial, sharpness, ...rest }: FailureTrials,
  source: Source,
): { readonly failures: number; readonly cost: Cost } {
  let failures = 0;
  const cost = replicate<Trial>(
    {
      ...rest,
      setting: trial,
      judge(policy, { world, prompt }) {
        if (!isSharpenedAt(policy, world.base, prompt, sharpness)) failures++;
      },
    },
    source,
  );
  return { failures, cost };
}
