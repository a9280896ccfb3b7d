import { requireInteger } from '../../math/checks.ts';
import { keptAdaptiveLaw } from '../../policies/transforms/adaptiveBestOfNPolicy.ts';
import { logLikelihoodsOf } from '../../policies/data/observations.ts';
import type { AdaptiveBestOfN } from '../queries/adaptiveBestOfN.ts';
import type { Batch, Explicit } from '../spaces.ts';
import { MOST_ROWS } from './session.ts';
import type { Session } from './session.ts';

/**
 * Answers `adaptiveBestOfN` from its exact law: three uniforms a prompt for the number of draws, the level and the
 * response, however many draws that stands for.
 */
export function adaptiveBestOfNByLaw({ n, mu }: AdaptiveBestOfN<Explicit>, session: Session): Batch<Explicit> {
  requireInteger('adaptiveBestOfN', 'n', n, 1, MOST_ROWS);
  const { world, source, meter } = session;
  const prompts = new Int32Array(n);
  const responses = new Int32Array(n);
  for (let row = 0; row < n; row++) {
    const prompt = world.promptLaw.draw(source);
    const { draws, levels } = keptAdaptiveLaw(world.base.law(prompt), mu);
    const k = draws.draw(source);
    meter.charge('adaptiveBestOfN', { prompts: 1, samples: k });
    const level = draws.drawLevel(k, source);
    const [start, end] = [levels.starts[level]!, levels.starts[level + 1]!];
    prompts[row] = prompt;
    // Members of a level have one likelihood.
    responses[row] = levels.order[start + source.index(end - start)]!;
  }
  return { prompts, perPrompt: 1, responses, logLikelihoods: logLikelihoodsOf(prompts, responses, world.base) };
}
