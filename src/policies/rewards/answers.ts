import { FiniteLaw } from '../../laws/finiteLaw.ts';
import { requireLaw } from '../../laws/exactLaw.ts';
import { logSumExp } from '../../math/logSpace.ts';
import { answerTo } from './answerMap.ts';
import type { AnswerMap } from './answerMap.ts';

/** Responses that can occur, by their answer, and the law of the answer. */
export interface Answers {
  /** The number of the answer of each response; -1 where the response cannot occur. */
  readonly of: Int32Array;
  /** The law of the answer. */
  readonly law: FiniteLaw;
}

/** The answers that a law of responses gives: P[a] = sum of pi(y) over the y with that answer. */
export function answersOf(where: string, law: FiniteLaw, prompt: number, answerOf: AnswerMap<number, number>): Answers {
  requireLaw(where, 'law', law);
  const numbers = new Map<string | number | boolean, number>();
  const members: number[][] = [];
  const of = Int32Array.from({ length: law.size }, (_, response) => {
    if (law.logMasses[response] === -Infinity) return -1;
    const answer = answerTo(where, answerOf, response, prompt);
    const number = numbers.get(answer) ?? numbers.size;
    numbers.set(answer, number);
    (members[number] ??= []).push(law.logMasses[response]!);
    return number;
  });
  return { of, law: FiniteLaw.fromLogMasses(members.map(logSumExp)) };
}
