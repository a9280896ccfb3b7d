import { requireInteger } from '../../math/checks.ts';
import { DomainError } from '../../math/domainError.ts';
import { answerTo, requireAnswerOf } from './answerMap.ts';
import type { AnswerMap } from './answerMap.ts';
import { answersOf } from './answers.ts';
import type { ExplicitPolicy } from '../explicitPolicy.ts';
import type { PointwiseReward } from './selfReward.ts';

/**
 * The mass of a response's answer: r(y | x) = sum of pi_base(y' | x) over the y' with ans(y') = ans(y).
 *
 * It needs the whole law of responses, so it is for explicit worlds only; `majorityVote` estimates it from the N
 * responses at hand, and so has another law.
 *
 * @param answerOf the answer of a response; it must cover every response that can occur
 * @param base pi_base
 * @throws DomainError where no law is known, or the map does not cover a response
 * @see Huang et al. 2024, section 2 (self-consistency)
 */
export function answerMass(answerOf: AnswerMap<number, number>, base: ExplicitPolicy): PointwiseReward<number, number> {
  requireAnswerOf('answerMass', answerOf);
  if (typeof (base as Partial<ExplicitPolicy> | undefined)?.law !== 'function') {
    const expected = 'an explicit policy, whose laws are known; on a model use majorityVote, which needs samples only';
    throw new DomainError('answerMass', 'base', expected, base);
  }
  const masses: (Float64Array | undefined)[] = [];
  return {
    kind: 'pointwise',
    name: 'answer mass',
    of(prompt, response) {
      requireInteger('answerMass', 'response', response, 0, base.responses - 1);
      return (masses[prompt] ??= massesAt(prompt))[response]!;
    },
  };

  function massesAt(prompt: number): Float64Array {
    const { of, law } = answersOf('answerMass', base.law(prompt), (response) =>
      answerTo('answerMass', answerOf, response, prompt),
    );
    return Float64Array.from(of, (answer) => (answer < 0 ? 0 : Math.exp(law!.logMasses[answer]!)));
  }
}
