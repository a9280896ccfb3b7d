import { Bound } from '../bound.ts';
import type { Assumption } from '../bound.ts';
import { count, positive, shared } from '../parameters.ts';
import { needle, needleMasses, rlhf } from './parameters.ts';

const { beta, delta } = shared;
const { responses, hypotheses, bonus } = needle;
const source = 'docs/derivations.md, The needle with a short list';
const searchSource = 'docs/derivations.md, Exploration as a search';

const steps = { domain: 'an integer at least 0', allows: (v: number) => Number.isInteger(v) && v >= 0 };
const pairs = { meaning: 'n, pairs of the base policy', tex: 'n', ...steps };
const samples = { meaning: 'm, samples of the base policy', tex: 'm', ...steps };
/** Of eight hypotheses, as in the paper's needle: so many terms have the sums over the wrong ones. */
const listOfEight = {
  ...responses,
  domain: 'an integer at least 8',
  allows: (v: number) => Number.isInteger(v) && v >= 8,
};

/** What leaves y* and j given wrong hypotheses apart from nothing, for j from 1 to 7. */
const untouched = (symbol: string, formula: (j: number) => string) =>
  Object.fromEntries(
    [1, 2, 3, 4, 5, 6, 7].map((j) => [`${symbol}${j}`, { formula: formula(j), tex: `${symbol}_${j}` }]),
  );

/** DPO's waiting time on the needle of eight hypotheses, exactly: its medians are 12, 45, 178 and 710 for S = 64 to 4096, h = 1. */
export const needleDpo = new Bound({
  id: 'needle-dpo',
  statement: 'Needle, waiting time of DPO',
  source,
  quantity: 'P[ n pairs leave more than one of K = 8 hypotheses ], equal to the formula',
  kind: 'upper',
  formula: '7 * a1^pairs - 21 * a2^pairs + 35 * a3^pairs - 35 * a4^pairs + 21 * a5^pairs - 7 * a6^pairs + a7^pairs',
  where: untouched('a', (j) => `((responses - 1 - ${j})^2 + (1 + bonus)^2 + ${j}) / (responses + bonus)^2`),
  parameters: { responses: listOfEight, bonus, pairs },
});

/** The same of many responses, for any list: n in units of (S + h)/2 has this law. */
export const needleDpoLimit = new Bound({
  id: 'needle-dpo-limit',
  statement: 'Needle, waiting time of DPO in the limit',
  source,
  quantity: 'P[ n pairs leave more than one hypothesis ] for S large beside K, equal to the formula',
  kind: 'upper',
  formula: 'u^(1 + bonus) * (1 - (1 - u)^(hypotheses - 1))',
  where: { u: { formula: 'exp(-2 * pairs / (responses + bonus))', tex: 'u' } },
  parameters: { responses, hypotheses, bonus, pairs },
});

/** The exact minimax risk of Def 3.2 on the needle of eight hypotheses: m = 62, 246, 982, 3928 for a risk of 0.1. */
export const needleOffline = new Bound({
  id: 'needle-offline',
  statement: 'Needle, offline minimax risk',
  source,
  quantity: 'least failure of any learner with m samples and their likelihoods, K = 8, equal to the formula',
  kind: 'upper',
  formula:
    '(28 * s1^samples - 56 * s2^samples + 70 * s3^samples - 56 * s4^samples + 28 * s5^samples - 8 * s6^samples + s7^samples) / 8',
  where: untouched('s', (j) => `(responses - 1 - ${j}) / (responses + bonus)`),
  parameters: { responses: listOfEight, bonus, samples },
});

/** SFT-sharpening with one prompt. */
export const needleSft = new Bound({
  id: 'needle-sft',
  statement: 'Needle, SFT-sharpening',
  source,
  quantity: 'failure of the fit to one best-of-N response, equal to the formula',
  kind: 'upper',
  formula: '(1 - own)^N * (1 - (responses - hypotheses) / ((responses - 1) * hypotheses))',
  where: { own: needleMasses.own },
  parameters: { responses, hypotheses, bonus, N: shared.N },
});

/** From that N on best-of-N is sharpened: 74, 295, 1179, 4716 for S = 64 to 4096. */
export const needleSftSamples = new Bound({
  id: 'needle-sft-samples',
  statement: 'Needle, samples of SFT-sharpening',
  source,
  quantity: 'least N at which best-of-N leaves at most delta off y*, equal to the formula rounded up',
  kind: 'upper',
  formula: 'log(delta) / log1p(-own)',
  where: { own: needleMasses.own },
  parameters: { responses, bonus, delta },
});

/** The best search, one response at a time: 4.375 evaluations for K = 8, 7 in the worst case. */
export const needleSearchMean = new Bound({
  id: 'needle-search-mean',
  statement: 'Needle, best search on average',
  source: searchSource,
  quantity: 'expected evaluations of the best decision tree, equal to the formula',
  kind: 'upper',
  formula: '(hypotheses - 1) * (hypotheses + 2) / (2 * hypotheses)',
  parameters: { hypotheses },
});

export const needleSearchWorst = new Bound({
  id: 'needle-search-worst',
  statement: 'Needle, best search in the worst case',
  source: searchSource,
  quantity: 'most evaluations of the best decision tree, equal to the formula',
  kind: 'upper',
  formula: 'hypotheses - 1',
  parameters: { hypotheses },
});

/** The best search by differences of two. */
export const needlePairSearchMean = new Bound({
  id: 'needle-pair-search-mean',
  statement: 'Needle, best search by pairs on average',
  source: searchSource,
  quantity: 'expected differences of two responses that the best decision tree asks for, equal to the formula',
  kind: 'upper',
  formula: '(hypotheses + 2) / 4 - 3 * mod(hypotheses, 2) / (4 * hypotheses)',
  parameters: { hypotheses },
});

export const needlePairSearchWorst = new Bound({
  id: 'needle-pair-search-worst',
  statement: 'Needle, best search by pairs in the worst case',
  source: searchSource,
  quantity: 'most differences of two responses that the best decision tree asks for, equal to the formula',
  kind: 'upper',
  formula: 'floor(hypotheses / 2)',
  parameters: { hypotheses },
});

const longBesideList: Assumption<'responses' | 'hypotheses' | 'bonus'> = {
  name: 'at least hypotheses (1 + bonus) - bonus: on shorter lists draws of the base policy are better',
  about: 'responses',
  holds: ({ responses, hypotheses, bonus }) => hypotheses * (1 + bonus) <= responses + bonus,
};

/** The best that any learner can do who explores, likelihoods of its choice or of draws. */
export const needleOptimum = new Bound({
  id: 'needle-optimum',
  statement: 'Needle, best that explores',
  source: searchSource,
  quantity:
    'least failure of any learner after m likelihoods of responses that it chooses or draws, equal to the formula',
  kind: 'upper',
  formula: '(hypotheses - 1 - evaluations) / hypotheses',
  parameters: {
    responses,
    hypotheses,
    bonus,
    evaluations: { ...samples, meaning: 'm, likelihoods seen, below K - 1' },
  },
  assumptions: [
    longBesideList,
    {
      name: 'at most hypotheses - 1',
      about: 'evaluations',
      holds: ({ evaluations, hypotheses }) => evaluations <= hypotheses - 1,
    },
  ],
});

/** Rounds that explore: the best search and a first round that shows nothing, where y or y' may miss. */
export const needleRounds = new Bound({
  id: 'needle-rounds',
  statement: 'Needle, rounds of XPO on average',
  source,
  quantity: 'mean rounds of online regression, ties redrawn, and of XPO, until one hypothesis is left',
  kind: 'upper',
  formula: '1 + (hypotheses - 1) * (hypotheses + 2) / (2 * hypotheses * sharp * (1 - own))',
  where: needleMasses,
  parameters: { responses, hypotheses, bonus, beta },
});

/** Two rounds of XPO, exactly. */
export const needleXpoTwo = new Bound({
  id: 'needle-xpo-two',
  statement: 'Needle, two rounds of XPO',
  source,
  quantity: 'P[ two rounds of XPO leave more than one hypothesis ], alpha small beside beta, equal to the formula',
  kind: 'upper',
  formula:
    '(1 - byWrong) * (1 - 2 * own * (1 - own)) ' +
    '- (byTruth - byWrong) * (neither^2 / hypotheses + 2 * other * neither + hypotheses * other^2)',
  where: {
    ...needleMasses,
    neither: { formula: '1 - own - (hypotheses - 1) * other', tex: 'o' },
    byTruth: { formula: 'sharp + own - 2 * sharp * own', tex: 'F_*' },
    byWrong: { formula: 'blunt + own - 2 * blunt * own', tex: 'F_w' },
  },
  parameters: {
    responses,
    // With fewer, two rounds may rule all wrong ones out without naming y*.
    hypotheses: { ...hypotheses, domain: 'an integer at least 6', allows: (v) => Number.isInteger(v) && v >= 6 },
    bonus,
    beta,
  },
});

/** The coefficient of the needle, exactly: each round plays a wrong hypothesis that was not played before. */
export const needleExtrapolationSum = new Bound({
  id: 'needle-sec',
  statement: 'Needle, SEC',
  source: 'docs/derivations.md, SEC',
  quantity: 'SEC of the needle over T <= K - 1 rounds, equal to the formula',
  kind: 'upper',
  formula: 'gain^2 * ((1 + beta)^2 * log1p(bonus)^2 / lambda + harmonic / elsewhere)',
  where: {
    ...needleMasses,
    gain: { formula: 'sharp - blunt + own - other', tex: 'e' },
    elsewhere: { formula: '2 * blunt + other + own', tex: 'm_o' },
  },
  parameters: {
    responses,
    hypotheses,
    bonus,
    beta,
    lambda: { meaning: 'lambda of the coefficient', tex: '\\lambda', ...positive },
    rounds: { ...rlhf.rounds, ...count },
    harmonic: {
      meaning: '1 + 1/2 + ... + 1/(T - 1)',
      tex: 'H_{T-1}',
      domain: 'a finite number at least 0',
      allows: (v) => v >= 0 && v < Infinity,
    },
  },
  assumptions: [
    { name: 'at most hypotheses - 1', about: 'rounds', holds: ({ rounds, hypotheses }) => rounds <= hypotheses - 1 },
    {
      name: 'at most what one round shows of another wrong hypothesis, (2 q + b + b*) A^2',
      about: 'lambda',
      holds: ({ responses, bonus, beta, lambda }) => {
        const weight = Math.exp((1 + 1 / beta) * Math.log1p(bonus));
        const elsewhere = 2 / (responses - 1 + weight) + (2 + bonus) / (responses + bonus);
        return lambda <= elsewhere * ((1 + beta) * Math.log1p(bonus)) ** 2;
      },
    },
  ],
});
