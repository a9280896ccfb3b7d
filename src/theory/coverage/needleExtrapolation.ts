import { requireInteger, requireObject, requirePositive } from '../../math/checks.ts';
import type { Interval } from '../../math/interval.ts';
import type { ExtrapolationOptions } from './sequentialExtrapolation.ts';

export interface NeedleExtrapolationOptions extends ExtrapolationOptions {
  /** S, an integer at least 2. */
  readonly responses: number;
  /** K, an integer in [2, S]. */
  readonly hypotheses: number;
  /** h, a finite number above 0. */
  readonly bonus: number;
  /** A finite number above 0. */
  readonly beta: number;
}

/**
 * Both ends of the sequential extrapolation coefficient of the needle with a short list, over its K policies, in closed
 * form. With A = (1 + beta) log(1 + h), all g are 0 or +-A; e = E[g]/A of a wrong policy that is played, mo and mw the
 * probabilities of g != 0 of a wrong policy under another wrong one and under itself, and f = floor(t/(K - 1)):
 *
 *   sum_{t < T} e^2 / max( lambda/A^2, t mo + f (mw - mo) )  <=  SEC  <=  sum_{t < T} e^2 / max( lambda/A^2, f mw ).
 *
 * The lower end plays the K - 1 wrong policies in turn, and is exact for lambda <= A^2 mo.
 *
 * @see docs/derivations.md
 */
export function needleExtrapolation(options: NeedleExtrapolationOptions): Interval {
  const where = 'needleExtrapolation';
  requireObject(where, 'options', options);
  const { responses, hypotheses, bonus, beta, rounds, lambda } = options;
  requireInteger(where, 'responses', responses, 2);
  requireInteger(where, 'hypotheses', hypotheses, 2, responses);
  requirePositive(where, 'bonus', bonus);
  requirePositive(where, 'beta', beta);
  requireInteger(where, 'rounds', rounds, 1);
  requirePositive(where, 'lambda', lambda);
  const scale = (1 + beta) * Math.log1p(bonus);
  const logWeight = (1 + 1 / beta) * Math.log1p(bonus);
  // 1/w in place of w: for small beta the weight is beyond all doubles.
  const inverse = Math.exp(-logWeight);
  const found = 1 / ((responses - 1) * inverse + 1);
  const other = inverse * found;
  const baseFound = (1 + bonus) / (responses + bonus);
  const baseOther = 1 / (responses + bonus);
  const gain = (found - other + baseFound - baseOther) ** 2;
  const elsewhere = 2 * other + baseOther + baseFound;
  const itself = found + other + baseOther + baseFound + 2 * (found - other) * (baseFound - baseOther);
  const least = lambda / scale ** 2;
  let [lower, upper] = [0, 0];
  for (let t = 0; t < rounds; t++) {
    const times = Math.floor(t / (hypotheses - 1));
    lower += gain / Math.max(least, t * elsewhere + times * (itself - elsewhere));
    upper += gain / Math.max(least, times * itself);
  }
  return { lower, upper };
}
