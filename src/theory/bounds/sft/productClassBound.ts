import { Bound } from '../bound.ts';
import { gap, logLess, tauBelowDelta } from '../gap.ts';
import { shared } from '../parameters.ts';

const { hardMass, prompts, delta, tau, n } = shared;

/**
 * The expected risk of SFT-sharpening over a class that is a product over prompts and holds pi^BoN_N: here of `prompts`
 * equally likely prompts with `responses` candidates each, and of others at which there is nothing to choose.
 *
 *   missed + Delta min{ 1, (M - 1)(1 - p g)^n },  p = Delta/d,  g = 1 - sqrt((1 - tau)(1 - delta)) - sqrt(tau delta)
 */
export const productClassBound = new Bound({
  id: 'bound-b',
  statement: 'Bound (B)',
  source: 'docs/derivations.md',
  quantity: 'E P_x[ pi-hat(y*_gamma(x) | x) <= 1 - delta ]',
  kind: 'upper',
  formula: 'missed + hardMass * min(1, (responses - 1) * exp(n * logAlike))',
  where: {
    g: gap,
    p: { formula: 'hardMass / prompts', tex: 'p' },
    affinity: { formula: 'sqrt((1 - tau) * (1 - delta)) + sqrt(tau * delta)', tex: '(1 - g)' },
    logAlike: {
      formula: logLess('g', '1 - p + p * affinity'),
      tex: '\\log(1 - p\\,g(\\tau, \\delta))',
    },
  },
  parameters: {
    missed: {
      meaning: 'P_x[ pi_base(y*_gamma(x) | x) < log(1/tau) / N ], prompts at which best-of-N may leave more than tau',
      tex: 'P_{\\mathrm{miss}}',
      domain: 'in [0, 1]',
      allows: (v) => v >= 0 && v <= 1,
    },
    hardMass,
    prompts,
    responses: {
      meaning: 'M, candidates of the class at a hard prompt',
      tex: 'M',
      domain: 'an integer at least 1',
      allows: (v) => Number.isInteger(v) && v >= 1,
    },
    delta,
    tau,
    n,
  },
  assumptions: [tauBelowDelta],
});
