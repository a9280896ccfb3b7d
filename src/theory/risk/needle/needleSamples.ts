import { alternatingSums } from './alternatingSums.ts';
import { baseMasses, requireNeedle } from './needleParameters.ts';
import type { NeedleParameters } from './needleParameters.ts';
import { waitingTime } from './waitingTime.ts';
import type { LearningState, WaitingTime } from './waitingTime.ts';

/**
 * The best that a learner of Def 3.2 can do on the needle with a short list: m samples of the base policy with their likelihoods.
 *
 *   failure = s_0^m - (1/K) sum_{j<K} (-1)^j C(K, j+1) s_j^m,  s_j = (S - 1 - j)/(S + h)
 *
 * is the exact minimax risk: a draw of y* shows itself, one of another hypothesis rules it out, and the best guess is uniform
 * among those that are left, as the family is symmetric. The waiting time is that until one is left.
 *
 * @param lossOf what the best answer loses where so many hypotheses are left, in the place of a wrong guess: `failure` is then
 *   the expected loss
 * @throws DomainError naming the parameter outside its domain
 * @see docs/derivations.md, The needle with a short list
 */
export function needleSamples(parameters: NeedleParameters, lossOf?: (left: number) => number): WaitingTime {
  requireNeedle('needleSamples', parameters);
  const { hypotheses } = parameters;
  const { own, other } = baseMasses(parameters);
  const states = Array.from({ length: hypotheses }, (_, left): LearningState => {
    const leave: LearningState['leave'] =
      left === 1
        ? [[0, own + other]]
        : [
            [0, own],
            [left - 1, left * other],
          ];
    return { wrong: lossOf ? lossOf(left + 1) : left / (left + 1), leave: left === 0 ? [] : leave };
  });
  if (lossOf) return waitingTime('needleSamples', states);
  return waitingTime('needleSamples', states, (m) => alternatingSums(hypotheses, (j) => own + j * other, m));
}
