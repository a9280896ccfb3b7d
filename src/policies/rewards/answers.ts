import { FiniteLaw } from '../../laws/finiteLaw.ts';
import { requireLaw } from '../../laws/exactLaw.ts';
import { logSumExp } from '../../math/logSpace.ts';

/** Responses that can occur, by their answer, and the law of the answer. */
export interface Answers {
  /** The number of the answer of each response; -1 where the response cannot occur, or gives none. */
  readonly of: Int32Array;
  /** The law of the answer of a response that gives one; undefined where none does. */
  readonly law: FiniteLaw | undefined;
  /** log of the mass of the responses that give one: 0 where all do. */
  readonly logAnswering: number;
  /** The responses that can occur and give no answer. */
  readonly abstaining: readonly number[];
}

/**
 * The answers that a law of responses gives: P[a] = sum of pi(y) over the y with that answer.
 *
 * @param answerOf of a response that can occur; undefined where it gives none
 */
export function answersOf(
  where: string,
  law: FiniteLaw,
  answerOf: (response: number) => string | number | boolean | undefined,
): Answers {
  requireLaw(where, 'law', law);
  const numbers = new Map<string | number | boolean, number>();
  const members: number[][] = [];
  const abstaining: number[] = [];
  const of = Int32Array.from({ length: law.size }, (_, response) => {
    if (law.logMasses[response] === -Infinity) return -1;
    const answer = answerOf(response);
    if (answer === undefined) {
      abstaining.push(response);
      return -1;
    }
    const number = numbers.get(answer) ?? numbers.size;
    numbers.set(answer, number);
    (members[number] ??= []).push(law.logMasses[response]!);
    return number;
  });
  const logMasses = members.map(logSumExp);
  // Nobody abstains: the masses add up to 1, and are checked for it.
  if (abstaining.length === 0) return { of, law: FiniteLaw.fromLogMasses(logMasses), logAnswering: 0, abstaining };
  const answers = logMasses.length === 0 ? undefined : FiniteLaw.fromLogWeights(logMasses);
  return { of, law: answers, logAnswering: logSumExp(logMasses), abstaining };
}
