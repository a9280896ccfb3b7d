import { Bound } from '../bound.ts';
import type { Parameter } from '../bound.ts';
import { shared } from '../parameters.ts';

const source = 'docs/derivations.md, Coverage from samples';
const { rho, N, peak } = shared;
const unit = { domain: 'in [0, 1]', allows: (v: number) => v >= 0 && v <= 1 };
const openUnit = { domain: 'in (0, 1)', allows: (v: number) => v > 0 && v < 1 };
const mass: Parameter = {
  meaning: 'pi_base(y*_gamma(x) | x)',
  tex: '\\pi_{\\mathrm{base}}(y^*_\\gamma)',
  domain: 'in (0, 1]',
  allows: (v) => v > 0 && v <= 1,
};

/** The mass beyond which N draws miss a response with probability below rho: the upper end for P* where the best is lighter. */
export const peakFromSamplesEnd = new Bound({
  id: 'coverage-peak',
  statement: 'P* from samples',
  source,
  quantity: 'P*, where the best of N draws is lighter; it is more with probability at most rho',
  kind: 'upper',
  // 1 - rho^(1/N), which loses its digits where N is large.
  formula: '-expm1(log(rho) / N)',
  parameters: { rho, N },
});

/** The draws after which the best response seen is certified to be a maximiser. */
export const certificateDraws = new Bound({
  id: 'coverage-certificate',
  statement: 'Certificate of the mode',
  source,
  quantity: 'N, draws after which a best response of that likelihood is no maximiser with probability at most rho',
  kind: 'upper',
  formula: 'log(rho) / log1p(-best)',
  parameters: { rho, best: { meaning: 'likelihood of the best response drawn', tex: 'p', ...openUnit } },
});

/** How often the interval [best, u(T)] misses the mass of y*_gamma. */
export const modeMassMiss = new Bound({
  id: 'coverage-mode-mass',
  statement: 'Mass of y* from samples',
  source,
  quantity: 'P[ pi_base(y*_gamma(x) | x) not in [best, u(T)] ]',
  kind: 'upper',
  formula: 'rho',
  parameters: { rho },
});

/** The share of prompts of which no heavy response is drawn. */
export const seenProfile = new Bound({
  id: 'coverage-profile-seen',
  statement: 'Coverage profile from samples',
  source,
  quantity: 'P[ best of N draws <= 1/K ]',
  kind: 'upper',
  formula: 'share + (1 - share) * (1 - 1 / K)^N',
  parameters: {
    share: { meaning: 'P_x[ P* <= 1/K ]', tex: 'F', ...unit },
    K: { meaning: 'threshold of the profile', tex: 'K', domain: 'at least 1', allows: (v) => v >= 1 && v < Infinity },
    N,
  },
});

/** The mean of what stands for 1/P* in the lower end for the population's Cbar_cov. */
export const inversePeakMean = new Bound({
  id: 'coverage-peak-mean',
  statement: 'Cbar_cov from samples',
  source,
  quantity: 'E[ 1 / max(best, min(t, 1 - best)) ]',
  kind: 'upper',
  formula: '(1 + (N / (N + 1))^N * (1 - cutoff)^(N + 1) / ((N + 1) * cutoff)) / peak',
  parameters: { N, cutoff: { meaning: 'least mass that is told from none', tex: 't', ...openUnit }, peak },
});

/** The mean of what stands for 1/pi_base(y*_gamma) in the lower end for the population's C_cov,gamma. */
export const inverseModeMean = new Bound({
  id: 'coverage-mode-mean',
  statement: 'C_cov from samples',
  source,
  quantity: 'E[ (N + 1) / (T + 1) ]',
  kind: 'upper',
  formula: '1 / mass',
  parameters: { mass },
});

/** Markov's step beside the N that the coverage profile asks for. */
export const drawsByMarkov = new Bound({
  id: 'coverage-draws',
  statement: 'N by Markov',
  source: 'Huang et al. 2024, proof of Thm 4.1',
  quantity: 'the least N with P_x[ pi_base(y*_gamma(x) | x) < log(1/tau) / N ] <= eps',
  kind: 'upper',
  // N is an integer, and C log(1/tau) / eps is one or is missed by rounding.
  formula: 'ceil(coverage * log(1 / missed) / eps * (1 - 1e-12))',
  parameters: {
    coverage: shared.coverage,
    missed: { meaning: 'probability that best-of-N misses a covered y*_gamma', tex: '\\tau', ...openUnit },
    eps: { meaning: 'share of prompts that need not be covered', tex: '\\varepsilon', ...openUnit },
  },
});

/** How often best-of-N can succeed with more draws, however responses are marked. */
export const successWithMoreDraws = new Bound({
  id: 'success-more-draws',
  statement: 'Success at a larger N',
  source,
  quantity: 'success of the best of `larger` draws',
  kind: 'upper',
  formula: '1 - (1 - success)^(larger / N)',
  parameters: {
    success: { meaning: 'success of best-of-N', tex: 's_N', ...unit },
    N,
    larger: { meaning: 'a larger number of draws', tex: "N'", domain: N.domain, allows: N.allows },
  },
  assumptions: [{ name: 'at least N', holds: (v) => v.larger >= v.N, about: 'larger' }],
});
