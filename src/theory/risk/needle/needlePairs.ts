import { alternatingSums } from './alternatingSums.ts';
import { baseMasses, requireNeedle } from './needleParameters.ts';
import type { NeedleParameters } from './needleParameters.ts';
import { pairOutcomes } from './pairOutcomes.ts';
import { waitingTime } from './waitingTime.ts';
import type { LearningState, WaitingTime } from './waitingTime.ts';

/**
 * Reward-regression DPO on the needle with a short list: n pairs of the base policy, of which it sees differences of rewards.
 *
 *   P[tau > n] = sum_{j=1}^{K-1} (-1)^(j+1) C(K-1, j) a_j^n,   a_j = (1 - b* - j b)^2 + b*^2 + j b^2,
 *   failure = a_0^n - (1/K) sum_{j<K} (-1)^j C(K, j+1) a_j^n,
 *
 * tau being the pairs until the fit is unique, and ties split evenly, as they do on average over the family whatever the class
 * does with them. For any beta: what is left does not depend on it. Where pi*_beta is sharpened (`needleTemperature`), this is
 * how likely the fit is not.
 *
 * @throws DomainError naming the parameter outside its domain
 * @see docs/derivations.md, The needle with a short list
 */
export function needlePairs(parameters: NeedleParameters): WaitingTime {
  requireNeedle('needlePairs', parameters);
  const { hypotheses } = parameters;
  const base = baseMasses(parameters);
  const states = Array.from({ length: hypotheses }, (_, left): LearningState => {
    if (left === 0) return { wrong: 0, leave: [] };
    const { found, one, two } = pairOutcomes(left, base, { ...base, favours: 'truth' });
    const leave: [number, number][] = [
      [0, found],
      [left - 1, one],
    ];
    if (left > 1) leave.push([left - 2, two]);
    return { wrong: left / (left + 1), leave };
  });
  const touched = (j: number): number => {
    const share = base.own + j * base.other;
    return share * (2 - share) - base.own ** 2 - j * base.other ** 2;
  };
  return waitingTime('needlePairs', states, (n) => alternatingSums(hypotheses, touched, n));
}
