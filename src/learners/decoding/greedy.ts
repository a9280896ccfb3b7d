import type { NextTokenAccess } from '../../access/frameworks.ts';
import type { Program } from '../../access/query.ts';
import { eachPrompt } from '../../access/queries/eachPrompt.ts';
import { nextTokenLaw } from '../../access/queries/nextTokenLaw.ts';
import type { NextTokenLaw } from '../../access/queries/nextTokenLaw.ts';
import type { Spaces } from '../../access/spaces.ts';
import { requireInteger, requireObject } from '../../math/checks.ts';
import { tied } from '../../math/tolerance.ts';
import type { TokenResponse } from './tokenResponse.ts';

export interface GreedyOptions {
  /** Number of prompts, an integer at least 1. */
  readonly n: number;
  /** H: the most tokens of a response, its end token included; a longer one is cut there. An integer at least 1. */
  readonly maxTokens: number;
}

/** What greedy decoding wrote at one prompt. */
export interface GreedyResponse<S extends Spaces> extends TokenResponse {
  readonly prompt: S['Prompt'];
}

/**
 * Greedy decoding: at each of n prompts the likeliest next token, time after time.
 *
 *   y_h = argmax_v pi_base(v | x, y_1..y_{h-1}),  of tied tokens (relative tolerance 1e-12) the first
 *
 * It finds y* where pi_base(y* | x) > 1/2, and may miss it elsewhere.
 *
 * @see Huang et al. 2024, Prop 3.1
 */
export function* greedy<S extends Spaces>(
  options: GreedyOptions,
): Program<NextTokenAccess<S>, readonly GreedyResponse<S>[]> {
  requireObject('greedy', 'options', options);
  const { n, maxTokens } = options;
  requireInteger('greedy', 'n', n, 1);
  requireInteger('greedy', 'maxTokens', maxTokens, 1);
  return yield* eachPrompt<S, NextTokenLaw<S>, GreedyResponse<S>>(n, (prompt) => write<S>(prompt, maxTokens));
}

function* write<S extends Spaces>(prompt: S['Prompt'], maxTokens: number): Program<NextTokenLaw<S>, GreedyResponse<S>> {
  const written: number[] = [];
  let logLikelihood = 0;
  for (;;) {
    // Asked for the tokens of mass 1, a policy lists the heaviest only.
    const [law] = yield* nextTokenLaw<S>([{ prompt, tokens: [...written], leastLogMass: 0 }]);
    const { tokens, logMasses, ends } = law!;
    const heaviest = logMasses.reduce((a, b) => Math.max(a, b));
    const choice = logMasses.findIndex((logMass) => tied(logMass, heaviest));
    written.push(tokens[choice]!);
    logLikelihood += logMasses[choice]!;
    const ended = ends.includes(tokens[choice]!);
    if (ended || written.length === maxTokens) return { prompt, tokens: written, ended, logLikelihood };
  }
}
