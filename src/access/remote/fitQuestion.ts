import { Source } from '../../math/random/source.ts';
import type { FitRequest } from '../../policies/classes/fitRequest.ts';
import { encode } from './answerLog.ts';

/**
 * A fit as a log keeps it: what was asked for, how much data there was, and a digest of the data, which may be large.
 *
 * Any change of the data changes the digest, 128 bits, but for an accident.
 */
export function fitQuestion(request: FitRequest, seed: number): object {
  const { kind } = request;
  if ('data' in request) {
    const { perPrompt, prompts, responses, logLikelihoods, counts } = request.data;
    const columns = [prompts, responses, logLikelihoods, counts ?? []].map((column) => Array.from(column));
    return { kind, seed, rows: responses.length, data: digest([perPrompt, ...columns]) };
  }
  const { pairs, beta } = request;
  const optimism = 'alpha' in request && { alpha: request.alpha };
  return { kind, seed, ...optimism, beta, rows: pairs.length, data: digest(pairs.from(0)) };
}

function digest(data: unknown): string {
  return Source.named('whetstone data').split(encode(data)).key;
}
