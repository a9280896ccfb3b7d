import { requireInteger, requireObject, requirePositive } from '../../math/checks.ts';
import { TIE_TOLERANCE, reaches, tied } from '../../math/tolerance.ts';
import { DomainError } from '../../math/domainError.ts';
import { ask } from '../query.ts';
import type { Program, Query } from '../query.ts';
import type { Batch, World } from '../world.ts';
import { draw } from './draw.ts';
import type { Draw } from './draw.ts';
import { eachPrompt } from './eachPrompt.ts';
import type { EachPrompt } from './eachPrompt.ts';

export interface AdaptiveBestOfNOptions {
  /** Number of prompts, an integer at least 1. */
  readonly n: number;
  /** The stopping constant, above 0: larger is surer. Thm D.1 takes log(2/delta). */
  readonly mu: number;
}

/** Adaptive best-of-N by log-likelihood: n prompts, one response each. */
export interface AdaptiveBestOfN<W extends World> extends Query<Batch<W>>, AdaptiveBestOfNOptions {
  readonly kind: 'adaptiveBestOfN';
  definition(): Program<EachPrompt<W, Draw<W>, Chosen<W>>, Batch<W>>;
}

interface Chosen<W extends World> {
  readonly prompt: W['Prompt'];
  readonly response: W['Response'];
  readonly logLikelihood: number;
}

/** So many draws a prompt are asked for at once at least; no array holds more. */
const MOST_MU = 2 ** 28;

/**
 * At each prompt stops at N_mu = inf{ k : k max_{j<=k} pi_base(y_j | x) >= mu } and keeps the likeliest response,
 * the first of ties.
 *
 * @see Huang et al. 2024, App. D (Adaptive SFT-Sharpening)
 */
export function* adaptiveBestOfN<W extends World>(
  options: AdaptiveBestOfNOptions,
): Program<AdaptiveBestOfN<W>, Batch<W>> {
  requireObject('adaptiveBestOfN', 'options', options);
  const { n, mu } = options;
  requireInteger('adaptiveBestOfN', 'n', n, 1);
  requirePositive('adaptiveBestOfN', 'mu', mu);
  if (mu > MOST_MU) throw new DomainError('adaptiveBestOfN', 'mu', `at most ${MOST_MU}`, mu);
  return yield* ask<AdaptiveBestOfN<W>>({
    kind: 'adaptiveBestOfN',
    n,
    mu,
    *definition() {
      const chosen = yield* eachPrompt<W, Draw<W>, Chosen<W>>(n, (prompt) => untilSure<W>(prompt, mu));
      return {
        prompts: chosen.map(({ prompt }) => prompt),
        perPrompt: 1,
        responses: chosen.map(({ response }) => response),
        logLikelihoods: Float64Array.from(chosen, ({ logLikelihood }) => logLikelihood),
      };
    },
  });
}

function* untilSure<W extends World>(prompt: W['Prompt'], mu: number): Program<Draw<W>, Chosen<W>> {
  let best: Chosen<W> | undefined;
  // No likelihood exceeds 1, so the rule cannot stop before mu draws: they are asked for together.
  let next = Math.ceil(mu * (1 - TIE_TOLERANCE));
  for (let k = next; ; k++) {
    const { responses, logLikelihoods } = yield* draw<W>(next);
    for (let j = 0; j < responses.length; j++) {
      const logLikelihood = logLikelihoods[j]!;
      if (!best || (logLikelihood > best.logLikelihood && !tied(logLikelihood, best.logLikelihood))) {
        best = { prompt, response: responses[j]!, logLikelihood };
      }
    }
    if (reaches(k * Math.exp(best!.logLikelihood), mu)) return best!;
    next = 1;
  }
}
