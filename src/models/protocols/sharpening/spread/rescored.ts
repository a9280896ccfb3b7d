import type { Program } from '../../../../access/query.ts';
import type { Evaluate } from '../../../../access/queries/evaluate.ts';
import type { Batch } from '../../../../access/spaces.ts';
import type { SearchedPrompt } from '../../../../learners/decoding/bestFirstSearch.ts';
import type { TokenResponse } from '../../../../learners/decoding/tokenResponse.ts';
import type { Neural, NeuralResponse } from '../../../neural.ts';
import { ENDED } from '../../../../access/queries/ended.ts';
import type { EndedChoice } from '../../../../access/queries/ended.ts';
import { contendersOf } from '../contenders.ts';
import { withinReach } from './certificates.ts';
import { scoreAgain } from './scoreAgain.ts';
import { spreadOf } from './spread.ts';

/** A response that was scored again, to one of the questions. */
export interface Rescored {
  /** The place of the question. */
  readonly question: number;
  readonly response: NeuralResponse;
  /** As drawn or found, alone, and in batches, nats. */
  readonly scores: readonly number[];
}

export interface RescoreOptions {
  readonly prompts: readonly string[];
  readonly pool: Batch<Neural>;
  readonly searched?: readonly SearchedPrompt<Neural>[];
  /** Which responses may win: a certificate depends on no other. */
  readonly ended?: EndedChoice;
  readonly textOf?: (prompt: string, tokens: readonly number[]) => string;
}

/** So many of the drawn responses show the spread of a model; what a certificate depends on comes on top. */
const MOST_DRAWN = 24;

/**
 * Scores again what a report rests on: some of the drawn responses, which show how far apart scores lie; then each certified
 * y* and its rivals within the reach of that spread, until no other comes into reach.
 */
export function* rescored(options: RescoreOptions): Program<Evaluate<Neural>, readonly Rescored[]> {
  let all = yield* scored(options.prompts, someDrawn(options));
  for (;;) {
    const { nats } = spreadOf(all.map(({ scores }) => scores));
    const known = new Set(all.map(keyOf));
    const missing = decidingResponses(options, nats).filter((each) => !known.has(keyOf(each)));
    if (missing.length === 0) return all;
    all = [...all, ...(yield* scored(options.prompts, missing))];
  }
}

type ToScore = Omit<Rescored, 'scores'> & { readonly logLikelihood: number };

function* scored(prompts: readonly string[], asked: readonly ToScore[]): Program<Evaluate<Neural>, Rescored[]> {
  const scores = yield* scoreAgain<Neural>(asked.map((each) => ({ ...each, prompt: prompts[each.question]! })));
  return asked.map(({ question, response }, i) => ({ question, response, scores: scores[i]! }));
}

/** The first draw at each prompt, then the second, as many as there are to be; equal ones once. */
function someDrawn({ prompts, pool }: RescoreOptions): ToScore[] {
  const drawn = new Map<string, ToScore>();
  for (let draw = 0; draw < pool.perPrompt; draw++) {
    for (let question = 0; question < prompts.length && drawn.size < MOST_DRAWN; question++) {
      const at = question * pool.perPrompt + draw;
      const one = { question, response: pool.responses[at]!, logLikelihood: pool.logLikelihoods[at]! };
      if (!drawn.has(keyOf(one))) drawn.set(keyOf(one), one);
    }
  }
  return [...drawn.values()];
}

function decidingResponses(
  { prompts, searched = [], ended = ENDED, textOf }: RescoreOptions,
  spread: number,
): ToScore[] {
  return searched.flatMap((found, question) =>
    withinReach(contendersOf(found, ended), spread).map(({ tokens, ended, logLikelihood }: TokenResponse) => {
      const text = textOf?.(prompts[question]!, tokens) ?? '';
      return { question, response: { text, tokenCount: tokens.length, ended, tokens }, logLikelihood };
    }),
  );
}

function keyOf({ question, response }: Pick<Rescored, 'question' | 'response'>): string {
  return JSON.stringify([question, response.tokens ?? response.text]);
}
