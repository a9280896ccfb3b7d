import type { FiniteLaw } from '../../laws/finiteLaw.ts';
import { logSumExp } from '../../math/logSpace.ts';
import { logBinomialMasses } from '../../math/logBinomialMasses.ts';
import { pluralityLaw } from '../../laws/transforms/pluralityLaw.ts';
import { requireAnswerOf, voteOf } from './answerMap.ts';
import type { VoteMap } from './answerMap.ts';
import { answersOf } from './answers.ts';
import type { SetwiseReward } from './selfReward.ts';

/**
 * Majority voting: a response's reward is how many of the N responses give its answer; the first drawn of those that tie
 * is kept. One that gives no answer abstains: it has no vote, and is kept only where all abstain.
 *
 * @param answerOf the answer of a response, undefined where it gives none, as `answerOf` of a `Task`
 * @throws DomainError where an answer is null or NaN, when the reward is asked
 * @see Huang et al. 2024, section 2 (majority / self-consistency)
 */
export function majorityVote<Prompt = any, Response = any>(
  answerOf: VoteMap<Prompt, Response>,
): SetwiseReward<Prompt, Response> {
  requireAnswerOf('majorityVote', answerOf);
  return {
    kind: 'setwise',
    name: 'majority vote',
    of(prompt, responses) {
      const answers = Array.from(responses, (response) => voteOf('majorityVote', answerOf, response, prompt));
      const votes = new Map<string | number | boolean, number>();
      for (const answer of answers) if (answer !== undefined) votes.set(answer, (votes.get(answer) ?? 0) + 1);
      return answers.map((answer) => (answer === undefined ? 0 : votes.get(answer)!));
    },
    bestOfNLaw(law, prompt, N) {
      const {
        of,
        law: answers,
        logAnswering,
        abstaining,
      } = answersOf('majorityVote', law, (response) =>
        voteOf('majorityVote', answerOf as VoteMap<number, number>, response, prompt),
      );
      const logWins = answers && logWinning(answers, logAnswering, N);
      // Of the responses with the winning answer, the first drawn: in proportion to the law itself.
      const logMasses = Float64Array.from(of, (answer, response) =>
        answer < 0
          ? -Infinity
          : logWins![answer]! + law.logMasses[response]! - (answers!.logMasses[answer]! + logAnswering),
      );
      // Where all abstain, the first of them.
      const logAbstaining = logSumExp(abstaining.map((response) => law.logMasses[response]!));
      for (const response of abstaining) logMasses[response] = (N - 1) * logAbstaining + law.logMasses[response]!;
      return law.withLogMasses(logMasses);
    },
  };
}

/** log of how likely each answer is to win among N draws, of which a binomial number give one. */
function logWinning(answers: FiniteLaw, logAnswering: number, N: number): ArrayLike<number> {
  if (logAnswering === 0) return pluralityLaw(answers, N).logMasses;
  const logVoters = logBinomialMasses(N, Math.exp(logAnswering), N);
  const wins = Array.from({ length: N }, (_, i) => ({
    logVoters: logVoters[i + 1]!,
    law: pluralityLaw(answers, i + 1),
  }));
  return Float64Array.from(answers.logMasses, (_, answer) =>
    logSumExp(wins.map((each) => each.logVoters + each.law.logMasses[answer]!)),
  );
}
