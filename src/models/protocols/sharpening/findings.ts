import { mayWin } from '../../../access/queries/ended.ts';
import type { EndedChoice } from '../../../access/queries/ended.ts';
import type { SearchedLaw } from '../../../learners/decoding/tokenSearch.ts';
import type { TokenResponse } from '../../../learners/decoding/tokenResponse.ts';
import { DomainError } from '../../../math/domainError.ts';
import { tokenCountOf } from '../../tokenCountOf.ts';
import { requireAnswer, requireMark } from '../../tasks/requireMark.ts';
import type { Question, Written } from '../../tasks/task.ts';
import { contendersOf } from './contenders.ts';
import type { SharpeningData } from './sharpeningData.ts';
import { survives } from './spread/certificates.ts';
import { spreadOf } from './spread/spread.ts';
import { tiesOfMode } from './tiesOfMode.ts';

/** All that is known at one prompt. */
export interface Findings {
  readonly question: Question;
  /** Of the drawn responses, nats. */
  readonly logLikelihoods: readonly number[];
  /** What the drawn responses are chosen by: minus infinity for one that may not win. */
  readonly rewards: { readonly logLikelihood: readonly number[]; readonly lengthNormalised: readonly number[] };
  /** Of the drawn responses: 1 for one that was cut at the length limit, and for one without a text; 0 for others. */
  readonly cut: readonly number[];
  readonly empty: readonly number[];
  readonly greedy?: TokenResponse;
  /** The whole law, as far as it was searched. */
  readonly searched?: SearchedLaw;
  /** What of it may win. */
  readonly contenders?: SearchedLaw;
  /** How far apart the model was seen to score one response, nats; 0 where nothing was scored again. */
  readonly spread: number;
  /** Whether y*, among what may win, is certified, and stays so at the spread. */
  readonly certified: boolean;
  /** None where the answer is not known. */
  readonly marks?: Marks;
}

/** Which responses are right: 1 for one that is, 0 for one that is not. */
export interface Marks {
  readonly drawn: readonly number[];
  /** What the drawn responses vote for; undefined for one that abstains, or may not win. */
  readonly answers: readonly (string | undefined)[];
  readonly greedy?: number;
  /** Of the responses that the search has listed. */
  readonly listed?: readonly number[];
  /** Of the likeliest contender, and of all that tie with it; none where no contender is listed. */
  readonly mode?: readonly number[];
}

/**
 * What is known at each prompt, marked where the task knows the answers: to all of its questions or to none.
 *
 * @throws DomainError where a response is marked to some questions only or by what is no mark, is read as what is no text, or
 * what was decoded has no text
 */
export function findingsOf(
  where: string,
  { task, pool, greedy, searched, textOf, rescored = [] }: SharpeningData,
  ended: EndedChoice,
): Findings[] {
  const S = pool.perPrompt;
  const spread = rescored.length === 0 ? 0 : spreadOf(rescored.map(({ scores }) => scores)).nats;
  const mark = (i: number, response: Written): number | undefined => {
    const right = task.isRight(task.questions[i]!, response);
    requireMark(where, `task.isRight of questions[${i}]`, right);
    return right === undefined ? undefined : Number(right);
  };
  const marked = mark(0, pool.responses[0]!) !== undefined;
  if (marked && (greedy ?? searched) && !textOf) {
    throw new DomainError(where, 'textOf', 'given, to mark what was decoded', textOf);
  }
  return task.questions.map((question, i) => {
    const drawn = Array.from({ length: S }, (_, j) => pool.responses[i * S + j]!);
    const logLikelihoods = drawn.map((_, j) => pool.logLikelihoods[i * S + j]!);
    const known = (response: Written): number => {
      const right = mark(i, response);
      if (right === undefined)
        throw new DomainError(where, `task.isRight of questions[${i}]`, `true or false${AS_FIRST}`, right);
      return right;
    };
    const decoded = (response: TokenResponse): number =>
      known({ text: textOf!(question.prompt, response.tokens), ended: response.ended });
    const answerOf = (response: Written): string | undefined => {
      const answer = task.answerOf(response);
      requireAnswer(where, `task.answerOf a response to questions[${i}]`, answer);
      return answer;
    };
    const running = drawn.map((response) => mayWin(response, ended));
    const ranked = (rewards: readonly number[]): number[] =>
      rewards.map((reward, j) => (running[j] ? reward : -Infinity));
    const contenders = searched && contendersOf(searched[i]!, ended);
    if (!marked && mark(i, drawn[0]!) !== undefined) {
      throw new DomainError(where, `task.isRight of questions[${i}]`, `undefined${AS_FIRST}`, mark(i, drawn[0]!) === 1);
    }
    const marks: Marks | undefined = !marked
      ? undefined
      : {
          drawn: drawn.map(known),
          answers: drawn.map((response, j) => (running[j] ? answerOf(response) : undefined)),
          ...(greedy && { greedy: decoded(greedy[i]!) }),
          ...(searched && {
            listed: searched[i]!.responses.map(decoded),
            mode: tiesOfMode(contenders!).map(decoded),
          }),
        };
    const again = rescored
      .filter((each) => each.question === i)
      .map(({ response, scores }) => ({ tokens: response.tokens ?? [], scores }));
    return {
      question,
      logLikelihoods,
      rewards: {
        logLikelihood: ranked(logLikelihoods),
        lengthNormalised: ranked(drawn.map((response, j) => logLikelihoods[j]! / tokenCountOf(response))),
      },
      cut: drawn.map((response) => Number(!response.ended)),
      empty: drawn.map(({ text }) => Number(text.trim() === '')),
      ...(greedy && { greedy: greedy[i]! }),
      ...(searched && { searched: searched[i]!, contenders: contenders! }),
      spread,
      certified: contenders !== undefined && survives(contenders, again, spread),
      ...(marks && { marks }),
    };
  });
}

const AS_FIRST = ', as that of questions[0] is';

/** One part of what is known at every prompt; undefined where it is not known at all of them. */
export function atEach<P>(
  findings: readonly Findings[],
  part: (at: Findings) => P | undefined,
): readonly P[] | undefined {
  const parts = findings.map(part);
  return parts.includes(undefined) ? undefined : (parts as P[]);
}
