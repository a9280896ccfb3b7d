import type { EndedChoice } from '../../../access/queries/ended.ts';
import { ENDED } from '../../../access/queries/ended.ts';
import { firstBest } from '../../../math/firstBest.ts';
import { findingsOf } from './findings.ts';
import type { Findings } from './findings.ts';
import { known } from './known.ts';
import { requireSharpeningData } from './sharpeningData.ts';
import type { SharpeningData } from './sharpeningData.ts';

/** A response as a person reads it. */
export interface ChosenText {
  readonly text: string;
  readonly ended: boolean;
  /** Nats. */
  readonly logLikelihood: number;
  /** None where no answer is known. */
  readonly right?: boolean;
}

/** What each way to decode writes to one prompt. */
export interface ChosenTexts {
  readonly prompt: string;
  readonly answer?: string;
  /** The likeliest of all that were drawn, among what may win. */
  readonly best: ChosenText;
  /** The likeliest that is known, among what may win, where a search has found it: y* where certified. */
  readonly likeliest?: ChosenText & { readonly certified: boolean };
  readonly greedy?: ChosenText;
}

/**
 * The best, the likeliest and the greedy response to each prompt.
 *
 * @throws DomainError where the data are not those of the task, or what was decoded has no text
 */
export function chosenTexts(
  data: SharpeningData,
  { ended = ENDED }: { readonly ended?: EndedChoice } = {},
): readonly ChosenTexts[] {
  const where = 'chosenTexts';
  requireSharpeningData(where, data);
  const { pool, textOf } = data;
  return findingsOf(where, data, ended).map((at, i): ChosenTexts => {
    const { question, rewards, logLikelihoods, marks, greedy, contenders, certified } = at;
    const best = firstBest(rewards.logLikelihood);
    const { text, ended: whole } = pool.responses[i * pool.perPrompt + best]!;
    const listed = contenders?.mode;
    // A search that ended early may have listed nothing as likely as what was drawn.
    const likeliest =
      listed && (certified || listed.logLikelihood >= rewards.logLikelihood[best]!) ? listed : undefined;
    const read = (tokens: readonly number[]): string => textOf?.(question.prompt, tokens) ?? '';
    return {
      prompt: question.prompt,
      ...known({ answer: question.answer }),
      best: { text, ended: whole, logLikelihood: logLikelihoods[best]!, ...rightness(marks?.drawn[best]) },
      ...(likeliest && {
        likeliest: {
          text: read(likeliest.tokens),
          ended: likeliest.ended,
          logLikelihood: likeliest.logLikelihood,
          certified,
          ...rightness(marks?.mode?.[0]),
        },
      }),
      ...(greedy && {
        greedy: {
          text: read(greedy.tokens),
          ended: greedy.ended,
          logLikelihood: greedy.logLikelihood,
          ...rightness(marks?.greedy),
        },
      }),
    };
  });
}

function rightness(mark: NonNullable<Findings['marks']>['drawn'][number] | undefined): { right?: boolean } {
  return mark === undefined ? {} : { right: mark === 1 };
}
