import { rejectionLaw } from '../../laws/transforms/rejectionLaw.ts';
import type { RejectionLaw } from '../../laws/transforms/rejectionLaw.ts';
import { requireInteger } from '../../math/checks.ts';
import { log1mexp } from '../../math/logSpace.ts';
import { logLikelihoodsOf } from '../../policies/data/observations.ts';
import { rewardsOf } from '../../policies/rewards/rewardsOf.ts';
import type { RejectionSampling } from '../queries/rejectionSampling.ts';
import type { Batch, Explicit } from '../spaces.ts';
import { MOST_ROWS } from './session.ts';
import type { Session } from './session.ts';

/**
 * Answers `rejectionSampling` from its exact law: a uniform a prompt for the number of tries and one for the response, however
 * many draws that stands for. A reward above the ceiling is refused before it is drawn.
 */
export function rejectionSamplingByLaw(query: RejectionSampling<Explicit>, session: Session): Batch<Explicit> {
  const { n, N, beta, reward, ceiling } = query;
  requireInteger('rejectionSampling', 'n', n, 1, MOST_ROWS);
  const { world, source, meter } = session;
  const made: RejectionLaw[] = [];
  const prompts = new Int32Array(n);
  const responses = new Int32Array(n);
  for (let row = 0; row < n; row++) {
    const prompt = world.promptLaw.draw(source);
    const base = world.base.law(prompt);
    made[prompt] ??= rejectionLaw(base, rewardsOf(base, prompt, reward), beta, ceiling, N);
    const { accepted, logAcceptance } = made[prompt];
    // The first accepted try, from the upper tail: none is before it with the probability of the uniform number.
    const first = Math.max(1, Math.ceil(Math.log1p(-source.uniform()) / log1mexp(logAcceptance)));
    const kept = first <= N;
    meter.charge('rejectionSampling', { prompts: 1, samples: kept ? first : N + 1 });
    prompts[row] = prompt;
    responses[row] = (kept ? accepted : base).draw(source);
  }
  return { prompts, perPrompt: 1, responses, logLikelihoods: logLikelihoodsOf(prompts, responses, world.base) };
}
