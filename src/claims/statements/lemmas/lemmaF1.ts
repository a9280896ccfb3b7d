import { squaredHellinger } from '../../../laws/divergences.ts';
import { FiniteLaw } from '../../../laws/finiteLaw.ts';
import { FiniteClass } from '../../../policies/classes/finiteClass.ts';
import { TabularPolicy } from '../../../policies/tabularPolicy.ts';
import { lemmaF1 } from '../../../theory/bounds/lemmas/lemmaF1.ts';
import type { Grid } from '../../claim.ts';
import { claimOf } from '../../claimOf.ts';
import { below } from '../../compare.ts';
import { quantile, unseenLaw } from '../../cases/unseenPrompts.ts';

/** A fit whose law is known exactly: its distances from the truth, with their probabilities. */
interface KnownFit {
  readonly name: string;
  readonly n: number;
  readonly logClassSize: number;
  readonly distances: Float64Array;
  readonly probabilities: Float64Array;
  readonly rhos: readonly number[];
}

function* knownFits(grid: Grid): Iterable<KnownFit> {
  // Near-extremal for rho: a response so rare that n draws may miss it, which the class doubts. The fit is wrong with
  // probability (1 - q)^n, and rho is a little less.
  for (const [q, n] of [
    [0.01, 500],
    [0.001, 14_000],
  ] as const) {
    const rho = 0.999 * (1 - q) ** n;
    yield { ...coins([0, q], q, n), name: `a rare response, q = ${q}, n = ${n}`, rhos: [rho] };
  }
  // Near-extremal for log |Pi|: prompts that nobody saw, at each of which the fit is as wrong as can be.
  for (const prompts of grid === 'full' ? [64, 1024] : [64]) {
    const probabilities = unseenLaw(prompts, prompts);
    const distances = probabilities.map((_, unseen) => (2 * unseen) / prompts);
    const logClassSize = prompts * Math.LN2;
    yield { name: `${prompts} prompts`, n: prompts, logClassSize, distances, probabilities, rhos: [0.5, 0.01] };
  }
  const heads = Array.from({ length: 99 }, (_, i) => (i + 1) / 100);
  for (const truth of [0.5, 0.03]) {
    for (const n of grid === 'full' ? [10, 100, 1000, 10_000] : [10, 100, 1000]) {
      yield { ...coins(heads, truth, n), name: `99 coins, truth ${truth}, n = ${n}`, rhos: [0.5, 0.1, 1e-3, 1e-9] };
    }
  }
}

/** Maximum likelihood over coins with these probabilities of a 1, given n throws: its fit depends on the number of 1s. */
function coins(heads: readonly number[], truth: number, n: number): Omit<KnownFit, 'name' | 'rhos'> {
  const laws = heads.map((q) => FiniteLaw.fromMasses([1 - q, q]));
  const policyClass = new FiniteClass(laws.map((law) => new TabularPolicy([law])));
  const target = FiniteLaw.fromMasses([1 - truth, truth]);
  const distances = new Float64Array(n + 1);
  const probabilities = new Float64Array(n + 1);
  let logBinomial = 0;
  for (let ones = 0; ones <= n; ones++) {
    if (ones > 0) logBinomial += Math.log((n - ones + 1) / ones);
    const data = { prompts: [0, 0], perPrompt: 1, responses: [0, 1], logLikelihoods: [0, 0], counts: [n - ones, ones] };
    distances[ones] = squaredHellinger(policyClass.fit({ kind: 'maximumLikelihood', data }).law(0), target);
    probabilities[ones] = Math.exp(logBinomial + ones * target.logMasses[1]! + (n - ones) * target.logMasses[0]!);
  }
  return { n, logClassSize: policyClass.logSize, distances, probabilities };
}

/** The (1 - rho)-quantile of the squared Hellinger distance of the fit from the truth, exactly. */
export const claimLemmaF1 = claimOf(lemmaF1, {
  compares: '(1 - rho)-quantile of E_x D_H^2(fit, truth), exact, with the bound',
  *cases(bound, grid) {
    for (const { name, n, logClassSize, distances, probabilities, rhos } of knownFits(grid)) {
      for (const rho of rhos) {
        const measured = quantile(distances, probabilities, rho);
        yield below(`${name}, rho ${rho.toPrecision(3)}`, measured, bound.evaluate({ logClassSize, rho, n }));
      }
    }
  },
  mutations: [
    { name: 'the constant 2 made 1', formula: () => '1 * (logClassSize + log(1 / rho)) / n' },
    { name: 'log |Pi| dropped', formula: () => '2 * log(1 / rho) / n' },
    { name: 'log(1/rho) dropped', formula: () => '2 * logClassSize / n' },
    { name: 'the exponent of n made 1.2', formula: () => '2 * (logClassSize + log(1 / rho)) / n^1.2' },
  ],
});
