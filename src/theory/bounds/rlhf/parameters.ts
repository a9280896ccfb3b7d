import type { Assumption, Parameter } from '../bound.ts';
import { count, positive, shared } from '../parameters.ts';

/** What is at least 0 and finite. */
const nonNegative = { domain: 'a finite number at least 0', allows: (v: number) => v >= 0 && v < Infinity };

/** The parameters that the theorems on RLHF-sharpening share. */
export const rlhf = {
  regret: { meaning: 'J_beta(pi*_beta) - J_beta(pi-hat), nats', tex: '\\mathrm{Reg}', ...nonNegative },
  ratio: { meaning: 'V, at least |beta log pi/pi_base| of every policy of the class, nats', tex: 'V', ...nonNegative },
  range: {
    meaning: 'B, at least |g| of every policy of the class, nats: 2 V + 2 min(R, V) is enough',
    tex: 'B',
    ...nonNegative,
  },
  spread: {
    meaning:
      'largest less least value of beta log pi/pi*_beta, of every policy of the class, nats: 4 V is enough, at one prompt B',
    tex: 'W',
    ...nonNegative,
  },
  rewardBound: { meaning: 'R, with rewards in [-R, R]', tex: 'R', ...nonNegative },
  rounds: { meaning: 'T, rounds', tex: 'T', ...count },
  extrapolation: {
    meaning: 'SEC, the sequential extrapolation coefficient at lambda at most 1.2550 B^2 log(2 |Pi| / rho)',
    tex: '\\mathrm{SEC}',
    ...nonNegative,
  },
  alpha: { meaning: 'weight of optimism, as in Alg. 1', tex: '\\alpha', ...positive },
  concentrability: {
    meaning: '(C_pi of the fit + C_pi of pi*_beta) / 2; C_conc is enough',
    tex: 'C_{\\mathrm{conc}}',
    domain: 'a finite number at least 1',
    allows: (v: number) => v >= 1 - 1e-9 && v < Infinity,
  },
  lossCoverage: {
    meaning: 'C_loss, at least C_{pi_base/pi; beta} of the policies of the class',
    tex: 'C_{\\mathrm{loss}}',
    domain: 'a finite number at least 1',
    allows: (v: number) => v >= 1 - 1e-9 && v < Infinity,
  },
  margin: {
    meaning: 'gamma_margin, by how much y* outweighs any other response',
    tex: '\\gamma_{\\mathrm{margin}}',
    ...positive,
  },
  left: {
    ...shared.tau,
    meaning: 'mass that pi*_beta may leave off y*, below delta',
  },
  dimension: { meaning: 'd, dimension of the features', tex: 'd', ...count },
  norm: { meaning: 'B, largest norm of a parameter of the class', tex: 'B', ...positive },
} satisfies Record<string, Parameter>;

/** The needle with a short list, of which the claims compare laws in closed form with all that can happen. */
export const needle = {
  responses: {
    meaning: 'S, responses',
    tex: 'S',
    domain: 'an integer at least 2',
    allows: (v: number) => Number.isInteger(v) && v >= 2,
  },
  hypotheses: {
    meaning: 'K, how many of them may be y*',
    tex: 'K',
    domain: 'an integer at least 2',
    allows: (v: number) => Number.isInteger(v) && v >= 2,
  },
  bonus: { meaning: 'h, how much heavier y* is than any other response, as a share', tex: 'h', ...positive },
} satisfies Record<string, Parameter>;

/** Masses of y* and of each other response under the base policy and under pi*_beta. */
export const needleMasses = {
  own: { formula: '(1 + bonus) / (responses + bonus)', tex: 'b^*' },
  other: { formula: '1 / (responses + bonus)', tex: 'b' },
  sharp: { formula: '1 / (1 + (responses - 1) * exp(-(1 + 1 / beta) * log1p(bonus)))', tex: 'p' },
  blunt: { formula: 'sharp * exp(-(1 + 1 / beta) * log1p(bonus))', tex: 'q' },
} as const;

/** The least constant of Cor F.1, 1.2550: twice what came, and this times range and log. */
export const freedman = { formula: '1 / 0.796812130020020046161520937937580', tex: 'c' } as const;

/** kl(delta, tau): KL divergence of two coins, one with delta on tails and one with tau. */
export const coinDivergence = {
  formula: 'delta * log(delta / tau) + (1 - delta) * log1p((tau - delta) / (1 - tau))',
  tex: '\\mathrm{kl}(\\delta, \\tau)',
} as const;

/** That the optimum is sharper than what is asked for. */
export const leftBelowDelta: Assumption<'tau' | 'delta'> = {
  name: 'below delta: pi*_beta must leave less off y* than the fit may',
  about: 'tau',
  holds: ({ tau, delta }) => tau < delta,
};

/** The temperature condition for a failure of tau, at every margin: 1 + 1/beta >= log(|Y| / tau) / log(1 + gamma_margin). */
export const coldEnough: Assumption<'beta' | 'support' | 'tau' | 'margin'> = {
  name: 'so small that 1 + 1/beta is at least log(support / tau) / log(1 + margin)',
  about: 'beta',
  // A beta that was solved for meets it up to rounding.
  holds: ({ beta, support, tau, margin }) =>
    (1 + 1 / beta) * Math.log1p(margin) >= Math.log(support / tau) * (1 - 1e-12),
};

/** What the tails of reward differences need: t^beta is concave. */
export const betaAtMostOne: Assumption<'beta'> = {
  name: 'at most 1',
  about: 'beta',
  holds: ({ beta }) => beta <= 1,
};
