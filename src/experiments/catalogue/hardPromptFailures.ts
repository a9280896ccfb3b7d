import type { Cost } from '../../access/cost.ts';
import type { AnyQuery } from '../../access/frameworks.ts';
import type { Program } from '../../access/query.ts';
import type { Explicit } from '../../access/spaces.ts';
import { adaptiveSftSharpening } from '../../learners/sft/adaptiveSftSharpening.ts';
import { bayesOptimal } from '../../learners/sft/bayesOptimal.ts';
import { sftSharpening } from '../../learners/sft/sftSharpening.ts';
import { FiniteLaw } from '../../laws/finiteLaw.ts';
import { modes } from '../../laws/levels.ts';
import type { Source } from '../../math/random/source.ts';
import { adaptiveBestOfNClass } from '../../policies/classes/adaptiveBestOfNClass.ts';
import { bestOfNClass } from '../../policies/classes/bestOfNClass.ts';
import type { ExplicitPolicy } from '../../policies/explicitPolicy.ts';
import { logLikelihood } from '../../policies/rewards/logLikelihood.ts';
import type { PolicyClass } from '../../policies/classes/policyClass.ts';
import { hardFamily } from '../../theory/instances/hardFamily.ts';
import type { HardFamily, HardFamilyOptions } from '../../theory/instances/hardFamily.ts';
import { countFailures } from '../countFailures.ts';

/** A learner by name, with what it takes. */
export type LearnerChoice =
  | { readonly kind: 'sft-sharpening' | 'bayes-optimal'; readonly n: number; readonly N: number }
  | { readonly kind: 'adaptive-sft-sharpening'; readonly n: number; readonly mu: number };

export interface HardPromptOptions {
  readonly family: HardFamilyOptions;
  readonly learner: LearnerChoice;
  readonly delta: number;
  readonly replications: number;
}

/**
 * In how many of so many independent runs pi-hat(y* | x) <= 1 - delta at a hard prompt that is picked anew in each:
 * independent trials, whose chance of failing is the learner's risk, averaged over the family, divided by Delta.
 *
 * Whether a fit fails at a prompt depends on the hidden response there alone, so worlds that hide the same response at
 * every prompt stand for all M^d; there are M of them, and their tables are built once.
 */
export function hardPromptFailures(
  { family: options, learner, delta, replications }: HardPromptOptions,
  source: Source,
): { readonly failures: number; readonly cost: Cost } {
  const { prompts, responses } = options;
  const family = hardFamily(options);
  const policyClass = classFor(learner, family);
  const worlds = Array.from({ length: responses }, (_, j) =>
    family.at(Array<number>(prompts).fill(j)).withClass(policyClass),
  );
  return countFailures(
    {
      where: 'hardPromptFailures',
      learner: () => programOf(learner),
      trial(replication) {
        const nature = replication.split('nature');
        return { world: worlds[nature.index(responses)]!, prompt: 1 + nature.index(prompts) };
      },
      sharpness: { delta, strict: true },
      replications,
    },
    source,
  );
}

function classFor(learner: LearnerChoice, family: HardFamily): PolicyClass {
  if (learner.kind === 'sft-sharpening') return bestOfNClass(family, learner.N);
  if (learner.kind === 'adaptive-sft-sharpening') return adaptiveBestOfNClass(family, learner.mu);
  return family.baseClass.map((law) => FiniteLaw.pointMass(law.size, modes(law)[0]!));
}

function programOf(learner: LearnerChoice): Program<AnyQuery<Explicit>, ExplicitPolicy> {
  const { n } = learner;
  if (learner.kind === 'sft-sharpening') return sftSharpening<Explicit>({ n, N: learner.N, reward: logLikelihood });
  if (learner.kind === 'adaptive-sft-sharpening') return adaptiveSftSharpening<Explicit>({ n, mu: learner.mu });
  return bayesOptimal<Explicit>({ n, N: learner.N });
}
