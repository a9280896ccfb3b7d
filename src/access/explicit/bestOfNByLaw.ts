import { requireInteger } from '../../math/checks.ts';
import type { AliasTable } from '../../math/aliasTable.ts';
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
 * Answers `bestOfN` from the exact law pi^BoN_N: the cost in time does not grow with N, nor, as counts, with n.
 *
 * A set-wise reward has no such law here: the definition is run.
 */
export function bestOfNByLaw(query: BestOfN<Explicit>, session: Session): Batch<Explicit> | undefined {
  const { n, N, reward, countsWelcome } = query;
  const { world, source, derived } = session;
  if (derived === 'definition' || reward.kind === 'setwise') return undefined;
  const pairs = world.base.prompts * world.base.responses;
  // Where there are many more pairs than responses, most counts would be 0.
  const counted = countsWelcome && derived === 'counts' && pairs <= MOST_ROWS && pairs <= PAIRS_PER_RESPONSE * n;
  if (!counted) requireInteger('bestOfN', 'n', n, 1, MOST_ROWS);
  session.takePlan('bestOfN', n, N);
  const policy = bestOfNPolicy(world.base, N, reward);
  return counted ? drawCounts(world, policy, n, source) : drawResponses(world, policy, n, source);
}

const PAIRS_PER_RESPONSE = 16;

/** How often each pair of prompt and response comes up: multinomial counts of prompts, then of responses at each. */
function drawCounts({ promptLaw, base }: ExplicitWorld, policy: ExplicitPolicy, n: number, source: Source): PairCounts {
  const visits = new Float64Array(base.prompts);
  promptLaw.sampler.addCounts(n, source, visits);
  const times = new Float64Array(base.prompts * base.responses);
  for (let prompt = 0; prompt < visits.length; prompt++) {
    const visited = visits[prompt]!;
    if (visited > 0) policy.law(prompt).sampler.addCounts(visited, source, times, prompt * base.responses);
  }
  return new PairCounts(times, base);
}

/** One row per prompt, one uniform for its response. */
function drawResponses(
  { promptLaw, base }: ExplicitWorld,
  policy: ExplicitPolicy,
  n: number,
  source: Source,
): Batch<Explicit> {
  const prompts = new Int32Array(n);
  const responses = new Int32Array(n);
  const logLikelihoods = new Float64Array(n);
  const tables: AliasTable[] = [];
  const likelihoods: ArrayLike<number>[] = [];
  promptLaw.sampler.fill(prompts, source);
  for (let start = 0; start < n; start += BLOCK) {
    const end = Math.min(n, start + BLOCK);
    source.fillUniform(uniforms, end - start);
    for (let i = start; i < end; i++) {
      const prompt = prompts[i]!;
      const response = (tables[prompt] ??= policy.law(prompt).sampler.table).pick(uniforms[i - start]!);
      responses[i] = response;
      logLikelihoods[i] = (likelihoods[prompt] ??= base.law(prompt).logMasses)[response]!;
    }
  }
  return { prompts, perPrompt: 1, responses, logLikelihoods };
}

// Holds nothing between calls.
const BLOCK = 1024;
const uniforms = new Float64Array(BLOCK);
