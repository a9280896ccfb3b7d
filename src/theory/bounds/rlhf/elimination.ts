import { Bound } from '../bound.ts';
import { count, shared } from '../parameters.ts';
import { rlhf } from './parameters.ts';

const { rho, beta } = shared;
const { rounds, ratio } = rlhf;
const nonNegative = { domain: 'a finite number at least 0', allows: (v: number) => v >= 0 && v < Infinity };
const source = 'docs/derivations.md, beside Huang et al. 2024, Thm J.1';

const members = { meaning: '|Pi|, policies of the class, pi*_beta among them', tex: '|\\Pi|', ...count };
const telling = {
  meaning:
    'q: whichever policy is played, the pair shows an error of a policy that has shown none, with probability at least q',
  tex: 'q',
  domain: 'in (0, 1]',
  allows: (v: number) => v > 0 && v <= 1,
};

/**
 * The largest alpha at which Alg. 1 fits all pairs exactly for T rounds: optimism decides ties and nothing else.
 */
export const tieBreakingAlpha = new Bound({
  id: 'tie-breaking-alpha',
  statement: 'Optimism that only breaks ties',
  source,
  quantity: 'least alpha at which a fit of Alg. 1 may have an error',
  kind: 'lower',
  formula: 'beta * leastError^2 / (rounds * gain)',
  parameters: {
    beta,
    leastError: { meaning: 'least |g| above 0 of any policy of the class, nats', tex: 'g_{\\min}', ...nonNegative },
    rounds,
    gain: {
      meaning: 'largest value of beta log pi*_beta/pi of any policy of the class, nats: 2 V is enough',
      tex: 'G',
      domain: 'a finite number above 0',
      allows: (v) => v > 0 && v < Infinity,
    },
  },
});

/** By elimination: the rounds until all other policies have shown an error, on average. With or without optimism. */
export const eliminationMean = new Bound({
  id: 'elimination-mean',
  statement: 'Rounds by elimination, on average',
  source,
  quantity:
    'expected rounds until pi*_beta alone fits all pairs, of XPO that breaks ties by optimism, or by anything else',
  kind: 'upper',
  formula: '1 + (members - 1) / q',
  parameters: { members, q: telling },
});

/** By elimination: so many rounds are enough with probability at least 1 - rho. */
export const eliminationRounds = new Bound({
  id: 'elimination-rounds',
  statement: 'Rounds by elimination',
  source,
  quantity:
    'rounds that play another policy than pi*_beta, or until it alone fits all pairs, with probability at least 1 - rho, up to rounding up',
  kind: 'upper',
  formula: '1 + (others + l + sqrt(2 * others * l)) / q',
  where: {
    others: { formula: 'members - 2', tex: 'm' },
    l: { formula: 'log(1 / rho)', tex: '\\ell' },
  },
  parameters: {
    members: { ...members, domain: 'an integer at least 2', allows: (v) => Number.isInteger(v) && v >= 2 },
    q: telling,
    rho,
  },
});

/** By elimination: the regret of all rounds together, however many there are. */
export const eliminationRegret = new Bound({
  id: 'elimination-regret',
  statement: 'Regret by elimination',
  source,
  quantity: 'expected sum of the regrets of all rounds, of XPO that breaks ties by optimism, or by anything else',
  kind: 'upper',
  formula: 'ratio + regrets',
  parameters: {
    ratio: { ...ratio, meaning: 'V, at least |beta log pi*_beta/pi_base|, nats' },
    regrets: {
      meaning: 'sum over the policies with an error of their regret / P[g != 0] under themselves, nats',
      tex: '\\sum_k \\mathrm{Reg}_k / q_k',
      ...nonNegative,
    },
  },
});
