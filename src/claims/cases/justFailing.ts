import { DomainError } from '../../math/domainError.ts';
import type { FiniteLaw } from '../../laws/finiteLaw.ts';
import { modes } from '../../laws/levels.ts';
import { logBinomialMasses } from '../../math/logBinomialMasses.ts';
import { logSumExp } from '../../math/logSpace.ts';
import { massOf } from '../../laws/massOf.ts';
import type { ExplicitPolicy } from '../../policies/explicitPolicy.ts';
import { FiniteClass } from '../../policies/classes/finiteClass.ts';
import { TabularPolicy } from '../../policies/tabularPolicy.ts';

/** How far past the threshold the tail is summed: beyond, terms are below 1e-16 of the first. */
const TAIL = 5000;

/**
 * Near-extremal for kappa: a class of two, the truth with a little less than delta/2 off y*, and a law that has just
 * delta off it, in the same proportions. The fit takes the second, which is not sharpened, as soon as enough of n
 * responses lie off y*: a binomial tail, exact.
 *
 * @param truth the law that responses are drawn from, at the only prompt
 * @param base the law whose modes are y*
 * @returns the probability that all of the risk occurs; a bound that holds with more than 1 less that is at least 1
 */
export function failureOfFit(base: FiniteLaw, truth: FiniteLaw, delta: number, n: number): number {
  const best = modes(base);
  const onModes = massOf(truth, best);
  const inModes = new Set(best);
  const scaled = Float64Array.from(truth.logMasses, (logMass, y) =>
    inModes.has(y) ? logMass + Math.log((1 - delta) / onModes) : logMass + Math.log(delta / (1 - onModes)),
  );
  const failing = truth.withLogWeights(scaled);
  const policyClass = new FiniteClass([new TabularPolicy([failing]), new TabularPolicy([truth])]);
  const off = 1 - onModes;
  const [gain, loss] = [Math.log(delta / off), Math.log(onModes / (1 - delta))];
  const threshold = Math.ceil((n * loss) / (gain + loss) - 1e-6);
  const anOther = Array.from(truth.logMasses).findIndex((_, y) => !inModes.has(y));
  const fit = (others: number): ExplicitPolicy =>
    policyClass.fit({
      kind: 'maximumLikelihood',
      data: {
        prompts: [0, 0],
        perPrompt: 1,
        responses: [best[0]!, anOther],
        logLikelihoods: [0, 0],
        counts: [n - others, others],
      },
    });
  if (fit(threshold).law(0) !== failing || fit(threshold - 1).law(0) !== truth) {
    throw new DomainError('failureOfFit', 'threshold', 'where the fit turns', threshold);
  }
  return Math.exp(logSumExp(logBinomialMasses(n, off, threshold + TAIL).subarray(threshold)));
}
