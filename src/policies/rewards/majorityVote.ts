import { pluralityLaw } from '../../laws/transforms/pluralityLaw.ts';
import { answerTo, requireAnswerOf } from './answerMap.ts';
import type { AnswerMap } from './answerMap.ts';
import { answersOf } from './answers.ts';
import type { SetwiseReward } from './selfReward.ts';

/**
 * Majority voting: a response's reward is how many of the N responses give its answer; the first drawn of those that tie
 * is kept.
 *
 * @param answerOf the answer of a response
 * @throws DomainError where the map does not cover a response, when the reward is asked
 * @see Huang et al. 2024, section 2 (majority / self-consistency)
 */
export function majorityVote<Prompt = any, Response = any>(
  answerOf: AnswerMap<Prompt, Response>,
): SetwiseReward<Prompt, Response> {
  requireAnswerOf('majorityVote', answerOf);
  return {
    kind: 'setwise',
    name: 'majority vote',
    of(prompt, responses) {
      const answers = Array.from(responses, (response) => answerTo('majorityVote', answerOf, response, prompt));
      const votes = new Map<string | number | boolean, number>();
      for (const answer of answers) votes.set(answer, (votes.get(answer) ?? 0) + 1);
      return answers.map((answer) => votes.get(answer)!);
    },
    bestOfNLaw(law, prompt, N) {
      const answers = answersOf('majorityVote', law, prompt, answerOf as AnswerMap<number, number>);
      const winners = pluralityLaw(answers.law, N);
      // Of the responses with the winning answer, the first drawn: in proportion to the law itself.
      return law.withLogMasses(
        Float64Array.from(answers.of, (answer, response) =>
          answer < 0
            ? -Infinity
            : winners.logMasses[answer]! + law.logMasses[response]! - answers.law.logMasses[answer]!,
        ),
      );
    },
  };
}
