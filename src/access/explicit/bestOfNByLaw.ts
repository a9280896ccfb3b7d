import { requireInteger } from '../../math/checks.ts';
import { FiniteLaw } from '../../math/finiteLaw.ts';
import type { Source } from '../../math/source.ts';
import { bestOfNPolicy } from '../../policies/bestOfNPolicy.ts';
import type { ExplicitPolicy } from '../../policies/explicitPolicy.ts';
import type { ExplicitWorld } from '../../policies/explicitWorld.ts';
import { PairCounts } from '../../policies/observations.ts';
import type { Pairs } from '../../policies/observations.ts';
import type { BestOfN } from '../queries/bestOfN.ts';
import type { Batch, Explicit } from '../world.ts';
import { MOST_ROWS } from './session.ts';
import type { Session } from './session.ts';

/**
 * Answers `bestOfN` from the exact law pi^BoN_N: the cost in time does not grow with N.
 *
 * A set-wise reward has no such law here: the definition is run.
 */
export function bestOfNByLaw(query: BestOfN<Explicit>, session: Session): Batch<Explicit> | undefined {
  const { n, N, reward, countsWelcome } = query;
  const { world, source, derived } = session;
  if (derived === 'definition' || reward.kind === 'setwise') return undefined;
  const size = world.base.prompts * world.base.responses;
  const joint = size <= MOST_PAIRS && size <= PAIRS_PER_RESPONSE * n;
  const counted = joint && countsWelcome && derived === 'counts';
  if (!counted) requireInteger('bestOfN', 'n', n, 1, MOST_ROWS);
  session.takePlan('bestOfN', n, N);
  const policy = bestOfNPolicy(world.base, N, reward);
  if (!joint) return drawByPrompt(world, policy, n, source);
  const pairs = jointPairs(world, policy);
  if (!counted) return drawPairs(pairs, n, source);
  const times = new Float64Array(size);
  pairs.law.sampler.addCounts(n, source, times);
  return new PairCounts(times, pairs);
}

// One table of all pairs draws twice as fast as one a prompt. It is built where there is room and enough to draw.
const MOST_PAIRS = 2 ** 24;
const PAIRS_PER_RESPONSE = 16;

interface JointPairs extends Pairs {
  /** The joint law mu(x) pi(y | x). */
  readonly law: FiniteLaw;
}

const made = new WeakMap<ExplicitPolicy, WeakMap<FiniteLaw, JointPairs>>();

/** The pairs of one policy in one world, made once. */
function jointPairs({ promptLaw, base }: ExplicitWorld, policy: ExplicitPolicy): JointPairs {
  let ofPolicy = made.get(policy);
  if (!ofPolicy) made.set(policy, (ofPolicy = new WeakMap()));
  let pairs = ofPolicy.get(promptLaw);
  if (!pairs) {
    const size = base.prompts * base.responses;
    const logMasses = new Float64Array(size);
    const [prompts, responses, logLikelihoods] = [new Int32Array(size), new Int32Array(size), new Float64Array(size)];
    for (let prompt = 0, pair = 0; prompt < base.prompts; prompt++) {
      for (let response = 0; response < base.responses; response++, pair++) {
        logMasses[pair] = promptLaw.logMasses[prompt]! + policy.law(prompt).logMasses[response]!;
        prompts[pair] = prompt;
        responses[pair] = response;
        logLikelihoods[pair] = base.law(prompt).logMasses[response]!;
      }
    }
    ofPolicy.set(promptLaw, (pairs = { prompts, responses, logLikelihoods, law: FiniteLaw.fromLogMasses(logMasses) }));
  }
  return pairs;
}

/** One row per prompt, one uniform per row. */
function drawPairs(pairs: JointPairs, n: number, source: Source): Batch<Explicit> {
  const prompts = new Int32Array(n);
  const responses = new Int32Array(n);
  const logLikelihoods = new Float64Array(n);
  pairs.law.sampler.fill(responses, source);
  for (let i = 0; i < n; i++) {
    const pair = responses[i]!;
    prompts[i] = pairs.prompts[pair]!;
    responses[i] = pairs.responses[pair]!;
    logLikelihoods[i] = pairs.logLikelihoods[pair]!;
  }
  return { prompts, perPrompt: 1, responses, logLikelihoods };
}

/** As `drawPairs`, from a table a prompt: for spaces that are large beside n. */
function drawByPrompt(world: ExplicitWorld, policy: ExplicitPolicy, n: number, source: Source): Batch<Explicit> {
  const prompts = new Int32Array(n);
  const responses = new Int32Array(n);
  const logLikelihoods = new Float64Array(n);
  world.promptLaw.sampler.fill(prompts, source);
  for (let i = 0; i < n; i++) {
    const prompt = prompts[i]!;
    const response = policy.law(prompt).draw(source);
    responses[i] = response;
    logLikelihoods[i] = world.base.law(prompt).logMasses[response]!;
  }
  return { prompts, perPrompt: 1, responses, logLikelihoods };
}
