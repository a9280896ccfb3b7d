import { requireInteger } from '../../../math/checks.ts';
import { DomainError } from '../../../math/domainError.ts';
import { baseMasses, requireNeedle } from './needleParameters.ts';
import type { NeedleParameters } from './needleParameters.ts';

/** So many steps of the recursion take a second or two. */
const MOST_STEPS = 1e9;

/**
 * The exact minimax risk on the needle with a short list of whoever sees m likelihoods, of responses that it chooses or that the
 * base policy draws, as it goes:
 *
 *   F_m(u) = min{ (u-1)/u F_(m-1)(u-1), (u-1) b F_(m-1)(u-1) + (1 - b* - (u-1) b) F_(m-1)(u) },  F_0(u) = 1 - 1/u,
 *
 * u hypotheses being left, and the risk is F_m(K). Where K (1 + h) <= S + h a draw is never the better one, and it is
 * (K - 1 - m)/K, the failure of the search (`needleSearch`); on a short list or with a large bonus draws find y* sooner.
 *
 * @param parameters evaluations, an integer at least 0
 * @throws DomainError naming the parameter outside its domain
 * @see docs/derivations.md, Exploration as a search
 */
export function needleOptimalRisk(parameters: NeedleParameters & { readonly evaluations: number }): number {
  return leastLoss('needleOptimalRisk', parameters, (left) => 1 - 1 / left);
}

/**
 * The least expected loss after m likelihoods, by the same recursion: `lossOf` is what the best answer loses where so many
 * hypotheses are left, 0 where it is one.
 */
export function leastLoss(
  where: string,
  parameters: NeedleParameters & { readonly evaluations: number },
  lossOf: (left: number) => number,
): number {
  requireNeedle(where, parameters);
  const { hypotheses: K, evaluations } = parameters;
  requireInteger(where, 'evaluations', evaluations, 0);
  // So many evaluations are enough, whatever is drawn.
  if (evaluations >= K - 1) return 0;
  if (K * evaluations > MOST_STEPS) {
    throw new DomainError(where, 'evaluations', `at most ${Math.floor(MOST_STEPS / K)}`, evaluations);
  }
  const { own, other } = baseMasses(parameters);
  // By the number of hypotheses that are left; each has one more evaluation than the last.
  const loss = Float64Array.from({ length: K + 1 }, (_, left) => (left === 0 ? 0 : lossOf(left)));
  for (let m = 0; m < evaluations; m++) {
    for (let left = K; left >= 2; left--) {
      const [one, none] = [loss[left - 1]!, loss[left]!];
      const wrong = left - 1;
      loss[left] = Math.min((wrong / left) * one, wrong * other * one + (1 - own - wrong * other) * none);
    }
  }
  return loss[K]!;
}
