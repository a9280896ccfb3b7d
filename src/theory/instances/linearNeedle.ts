import { requirePositive } from '../../math/checks.ts';
import { LinearSoftmaxClass } from '../../policies/softmax/linearSoftmaxClass.ts';
import { listNeedle } from './listNeedle.ts';
import type { ListNeedle, ListNeedleOptions } from './listNeedle.ts';

/** The worlds of a `ListNeedle`, whose learners fit a parameter in R^K. */
export interface LinearNeedle extends ListNeedle {
  /** For the one prompt, phi(k) = e_k for the K responses on the list, and 0 elsewhere. */
  readonly features: readonly (readonly Float64Array[])[];
  /**
   * The linear softmax policies with |theta| <= (1 + 1/beta) log(1 + h): the smallest ball that holds every pi*_beta, whose
   * parameters are of that norm along an axis.
   */
  softmaxClass(beta: number): LinearSoftmaxClass;
}

/**
 * A needle with a short list whose policies are linear softmax: log pi_base(y) = theta . phi(y) up to a constant, with theta =
 * log(1 + h) e_{y*}.
 *
 * In the list needle any response on the list tells whether it is y*, and a fit among K policies then looks elsewhere of itself.
 * Here a fit of least norm leaves what it has not seen at zero: without optimism nothing leads to it but the base policy.
 *
 * @throws DomainError as `listNeedle`
 */
export function linearNeedle(options: ListNeedleOptions): LinearNeedle {
  const needle = listNeedle(options);
  const { responses, hypotheses, bonus } = options;
  const elsewhere = new Float64Array(hypotheses);
  const features = [
    Array.from({ length: responses }, (_, y) => {
      return y < hypotheses ? new Float64Array(hypotheses).fill(1, y, y + 1) : elsewhere;
    }),
  ];
  return {
    ...needle,
    features,
    softmaxClass(beta) {
      requirePositive('linearNeedle.softmaxClass', 'beta', beta);
      return new LinearSoftmaxClass({ features, normBound: (1 + 1 / beta) * Math.log1p(bonus) });
    },
  };
}
