import { requireInteger, requireObject, requirePositive } from '../../math/checks.ts';
import { drawsUntil } from '../../laws/transforms/drawsUntil.ts';
import { tied } from '../../math/tolerance.ts';
import { DomainError } from '../../math/domainError.ts';
import { ask } from '../query.ts';
import type { Program, Query } from '../query.ts';
import type { Batch, Spaces } from '../spaces.ts';
import { draw } from './draw.ts';
import type { Draw } from './draw.ts';
import { eachPrompt } from './eachPrompt.ts';
import type { EachPrompt } from './eachPrompt.ts';
import { ENDED, mayWin, requireEnded } from './ended.ts';
import type { EndedChoice } from './ended.ts';

export interface AdaptiveBestOfNOptions {
  /** Number of prompts, an integer at least 1. */
  readonly n: number;
  /** The stopping constant, above 0: larger is surer. Thm D.1 takes log(2/delta). */
  readonly mu: number;
  /** Whether a response that a length limit cut may be chosen: by default `only` one that ended, see `EndedChoice`. */
  readonly ended?: EndedChoice;
}

/** Adaptive best-of-N by log-likelihood: n prompts, one response each. */
export interface AdaptiveBestOfN<S extends Spaces> extends Query<Batch<S>>, AdaptiveBestOfNOptions {
  readonly kind: 'adaptiveBestOfN';
  definition(): Program<EachPrompt<S, Draw<S>, Chosen<S>>, Batch<S>>;
}

interface Chosen<S extends Spaces> {
  readonly prompt: S['Prompt'];
  readonly response: S['Response'];
  readonly logLikelihood: number;
}

/** So many draws a prompt are asked for at once at least; no array holds more. */
const MOST_MU = 2 ** 28;

/**
 * At each prompt stops at N_mu = inf{ k : k max_{j<=k} pi_base(y_j | x) >= mu } and keeps the likeliest response,
 * the first of ties; of those that ended, unless `ended` is `all`.
 *
 * Then the maximum of the rule is over those that ended, too. Where none has, it is over all, so that the rule stops also at a
 * prompt where nothing ever ends; the first one drawn is kept there, and says of itself that it was cut.
 *
 * @see Huang et al. 2024, App. D (Adaptive SFT-Sharpening)
 */
export function* adaptiveBestOfN<S extends Spaces>(
  options: AdaptiveBestOfNOptions,
): Program<AdaptiveBestOfN<S>, Batch<S>> {
  requireObject('adaptiveBestOfN', 'options', options);
  const { n, mu, ended = ENDED } = options;
  requireInteger('adaptiveBestOfN', 'n', n, 1);
  requirePositive('adaptiveBestOfN', 'mu', mu);
  if (mu > MOST_MU) throw new DomainError('adaptiveBestOfN', 'mu', `at most ${MOST_MU}`, mu);
  requireEnded('adaptiveBestOfN', ended);
  return yield* ask<AdaptiveBestOfN<S>>({
    kind: 'adaptiveBestOfN',
    n,
    mu,
    ended,
    *definition() {
      const chosen = yield* eachPrompt<S, Draw<S>, Chosen<S>>(n, (prompt) => untilSure<S>(prompt, mu, ended));
      return {
        prompts: chosen.map(({ prompt }) => prompt),
        perPrompt: 1,
        responses: chosen.map(({ response }) => response),
        logLikelihoods: Float64Array.from(chosen, ({ logLikelihood }) => logLikelihood),
      };
    },
  });
}

function* untilSure<S extends Spaces>(
  prompt: S['Prompt'],
  mu: number,
  ended: EndedChoice,
): Program<Draw<S>, Chosen<S>> {
  let best: Chosen<S> | undefined;
  let first: Chosen<S> | undefined;
  let likeliest = -Infinity;
  // No likelihood exceeds 1, so the rule cannot stop before mu draws: they are asked for together.
  let next = drawsUntil(mu, 1);
  for (let k = next; ; k++) {
    const { responses, logLikelihoods } = yield* draw<S>(next);
    for (let j = 0; j < responses.length; j++) {
      const logLikelihood = logLikelihoods[j]!;
      const drawn = { prompt, response: responses[j]!, logLikelihood };
      first ??= drawn;
      likeliest = Math.max(likeliest, logLikelihood);
      if (!mayWin(drawn.response, ended)) continue;
      if (!best || (logLikelihood > best.logLikelihood && !tied(logLikelihood, best.logLikelihood))) best = drawn;
    }
    // By the number of draws that the exact law stops at: to multiply is to round.
    if (k >= drawsUntil(mu, Math.exp(best?.logLikelihood ?? likeliest))) return best ?? first!;
    next = 1;
  }
}
