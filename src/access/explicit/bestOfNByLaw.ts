import { requireInteger } from '../../math/checks.ts';
import { rememberLast } from '../../math/rememberLast.ts';
import type { FiniteLaw } from '../../laws/finiteLaw.ts';
import { LawSampler } from '../../laws/lawSampler.ts';
import type { Source } from '../../math/random/source.ts';
import { zeros } from '../../math/zeros.ts';
import { bestOfNPolicy } from '../../policies/transforms/bestOfNPolicy.ts';
import type { ExplicitPolicy } from '../../policies/explicitPolicy.ts';
import type { ExplicitWorld } from '../../policies/explicitWorld.ts';
import { PairCounts, logLikelihoodsOf } from '../../policies/data/observations.ts';
import type { BestOfN } from '../queries/bestOfN.ts';
import type { Batch, Explicit } from '../spaces.ts';
import { MOST_ROWS } from './session.ts';
import type { Session } from './session.ts';

/**
 * Answers `bestOfN` from the exact law pi^BoN_N: the cost in time does not grow with N, nor, as counts, with n.
 *
 * Where a set-wise reward has no such law, the definition is run.
 */
export function bestOfNByLaw(query: BestOfN<Explicit>, session: Session): Batch<Explicit> | undefined {
  const { n, N, reward, countsWelcome } = query;
  const { world, source, derived } = session;
  if (derived === 'definition' || (reward.kind === 'setwise' && !reward.bestOfNLaw)) return undefined;
  const pairs = world.base.prompts * world.base.responses;
  const joint = pairs <= MOST_PAIRS && pairs <= PAIRS_PER_RESPONSE * n;
  const counted = joint && countsWelcome && derived === 'counts';
  if (!counted) requireInteger('bestOfN', 'n', n, 1, MOST_ROWS);
  session.meter.takePlan('bestOfN', n, N);
  const policy = bestOfNPolicy(world.base, N, reward);
  if (!joint) return drawByPrompt(world, policy, n, source);
  const sampler = pairSampler(policy, world.promptLaw);
  if (!counted) return drawPairs(sampler, world.base, n, source);
  const times = n < 2 ** 31 ? zeros(pairs) : new Float64Array(pairs);
  sampler.addCounts(n, source, times);
  return new PairCounts(times, n, world.base);
}

// One table of all pairs of prompt and response draws twice as fast as one table a prompt. It is made where there is
// room, and enough to draw for the making not to count.
const MOST_PAIRS = 2 ** 24;
const PAIRS_PER_RESPONSE = 16;

/** Draws pairs of prompt and response, numbered prompt by prompt, from mu(x) pi(y | x); the last one of each policy is kept. */
const pairSampler = rememberLast((policy: ExplicitPolicy, promptLaw: FiniteLaw): LawSampler => {
  const masses = new Float64Array(policy.prompts * policy.responses);
  for (let prompt = 0, pair = 0; prompt < policy.prompts; prompt++) {
    const weight = promptLaw.sampler.masses[prompt]!;
    const ofPrompt = policy.law(prompt).sampler.masses;
    for (let response = 0; response < policy.responses; response++) masses[pair++] = weight * ofPrompt[response]!;
  }
  return new LawSampler(masses);
});

/** One row per prompt, one uniform per row. */
function drawPairs(sampler: LawSampler, base: ExplicitPolicy, n: number, source: Source): Batch<Explicit> {
  const prompts = new Int32Array(n);
  const responses = new Int32Array(n);
  const size = base.responses;
  sampler.fill(responses, source);
  for (let row = 0; row < n; row++) {
    const pair = responses[row]!;
    const prompt = (pair / size) | 0;
    prompts[row] = prompt;
    responses[row] = pair - prompt * size;
  }
  return withLikelihoods(prompts, responses, base);
}

/** As `drawPairs`, from a table a prompt: for spaces that are large beside n. */
function drawByPrompt(world: ExplicitWorld, policy: ExplicitPolicy, n: number, source: Source): Batch<Explicit> {
  const prompts = new Int32Array(n);
  world.promptLaw.sampler.fill(prompts, source);
  const responses = prompts.map((prompt) => policy.law(prompt).draw(source));
  return withLikelihoods(prompts, responses, world.base);
}

/** Rows whose likelihoods are looked up when first read: a fit needs none. */
function withLikelihoods(prompts: Int32Array, responses: Int32Array, base: ExplicitPolicy): Batch<Explicit> {
  let made: Float64Array | undefined;
  return {
    prompts,
    perPrompt: 1,
    responses,
    get logLikelihoods() {
      return (made ??= logLikelihoodsOf(prompts, responses, base));
    },
  };
}
