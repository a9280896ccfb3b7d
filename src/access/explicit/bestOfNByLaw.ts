import { requireInteger } from '../../math/checks.ts';
import { FiniteLaw } from '../../math/finiteLaw.ts';
import type { Source } from '../../math/source.ts';
import { bestOfNPolicy } from '../../policies/bestOfNPolicy.ts';
import type { ExplicitPolicy } from '../../policies/explicitPolicy.ts';
import type { ExplicitWorld } from '../../policies/explicitWorld.ts';
import { PairCounts } from '../../policies/observations.ts';
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
  if (session.derived === 'definition' || reward.kind === 'setwise') return undefined;
  session.takePlan('bestOfN', n, N);
  const { world, source } = session;
  const policy = bestOfNPolicy(world.base, N, reward);
  const size = policy.prompts * policy.responses;
  if (size > MOST_PAIRS || size > PAIRS_PER_RESPONSE * n) return drawByPrompt(world, policy, n, source);
  const pairs = pairLaw(world, policy);
  if (!countsWelcome || session.derived !== 'counts') return drawPairs(pairs, world.base, n, source);
  const times = new Float64Array(size);
  pairs.sampler.addCounts(n, source, times);
  return new PairCounts(times, world.base);
}

// One table of all pairs of prompt and response draws twice as fast as one table a prompt, where it pays to build it.
const MOST_PAIRS = 2 ** 24;
const PAIRS_PER_RESPONSE = 16;

const made = new WeakMap<ExplicitPolicy, WeakMap<FiniteLaw, FiniteLaw>>();

/** The joint law of prompt and response, over pairs numbered prompt by prompt. */
function pairLaw({ promptLaw }: ExplicitWorld, policy: ExplicitPolicy): FiniteLaw {
  let ofPolicy = made.get(policy);
  if (!ofPolicy) made.set(policy, (ofPolicy = new WeakMap()));
  let law = ofPolicy.get(promptLaw);
  if (!law) {
    const logMasses = new Float64Array(policy.prompts * policy.responses);
    for (let prompt = 0, pair = 0; prompt < policy.prompts; prompt++) {
      const ofPrompt = policy.law(prompt).logMasses;
      for (let y = 0; y < policy.responses; y++) logMasses[pair++] = promptLaw.logMasses[prompt]! + ofPrompt[y]!;
    }
    ofPolicy.set(promptLaw, (law = FiniteLaw.fromLogMasses(logMasses)));
  }
  return law;
}

/** One row per prompt, one uniform per row. */
function drawPairs(pairs: FiniteLaw, base: ExplicitPolicy, n: number, source: Source): Batch<Explicit> {
  requireInteger('bestOfN', 'n', n, 1, MOST_ROWS);
  const prompts = new Int32Array(n);
  const responses = new Int32Array(n);
  const logLikelihoods = new Float64Array(n);
  const size = base.responses;
  const likelihoods = Array.from({ length: base.prompts }, (_, prompt) => base.law(prompt).logMasses);
  pairs.sampler.fill(responses, source);
  for (let i = 0; i < n; i++) {
    const pair = responses[i]!;
    const prompt = Math.floor(pair / size);
    const response = pair - prompt * size;
    prompts[i] = prompt;
    responses[i] = response;
    logLikelihoods[i] = likelihoods[prompt]![response]!;
  }
  return { prompts, perPrompt: 1, responses, logLikelihoods };
}

/** As `drawPairs`, from a table a prompt: for spaces that are large beside n. */
function drawByPrompt(world: ExplicitWorld, policy: ExplicitPolicy, n: number, source: Source): Batch<Explicit> {
  requireInteger('bestOfN', 'n', n, 1, MOST_ROWS);
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
