import { DomainError } from '../../math/domainError.ts';

/** The answer that a response gives, such as the number behind its last "="; responses that agree in it are alike. */
export type AnswerMap<Prompt, Response> = (response: Response, prompt: Prompt) => string | number | boolean;

/** The answer that a response votes for; undefined where it gives none, so that it abstains. */
export type VoteMap<Prompt, Response> = (
  response: Response,
  prompt: Prompt,
) => ReturnType<AnswerMap<Prompt, Response>> | undefined;

/** Refuses what is not a function from responses to answers. */
export function requireAnswerOf(where: string, answerOf: unknown): void {
  if (typeof answerOf !== 'function') {
    throw new DomainError(where, 'answerOf', 'a function (response, prompt) => answer', answerOf);
  }
}

/**
 * The answer of one response.
 *
 * @throws DomainError where the map does not cover the response: it gives undefined, null or NaN
 */
export function answerTo<Prompt, Response>(
  where: string,
  answerOf: AnswerMap<Prompt, Response>,
  response: Response,
  prompt: Prompt,
): string | number | boolean {
  return requireAnswer(where, answerOf(response, prompt), response);
}

/**
 * What one response votes for, undefined where it abstains.
 *
 * @throws DomainError where the map gives null or NaN
 */
export function voteOf<Prompt, Response>(
  where: string,
  answerOf: VoteMap<Prompt, Response>,
  response: Response,
  prompt: Prompt,
): string | number | boolean | undefined {
  const answer = answerOf(response, prompt);
  return answer === undefined ? undefined : requireAnswer(where, answer, response);
}

function requireAnswer(where: string, answer: unknown, response: unknown): string | number | boolean {
  const covered = typeof answer === 'string' || typeof answer === 'boolean' || Number.isFinite(answer);
  if (!covered) {
    const shown = typeof response === 'string' ? ` ${JSON.stringify(response.slice(0, 60))}` : ` ${String(response)}`;
    const which = typeof response === 'object' ? '' : shown;
    throw new DomainError(where, `answerOf(response${which})`, 'a string, a boolean or a finite number', answer);
  }
  return answer as string | number | boolean;
}
