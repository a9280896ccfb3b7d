import { Bound } from '../bound.ts';
import { shared } from '../parameters.ts';
import { needle, needleMasses, rlhf } from './parameters.ts';

const { beta } = shared;
const { regret, rounds } = rlhf;
const source = 'docs/derivations.md, Learners on two policies';
const chance = { domain: 'in [0, 1]', allows: (v: number) => v >= 0 && v <= 1 };

/** A class of pi*_beta and one wrong policy, which a fit takes where nothing tells them apart. */
const wrong = { ...regret, meaning: 'regret of the wrong policy, nats' };
const baseTells = { meaning: 'P[g != 0] of a pair of the base policy', tex: 'q_{\\mathrm{base}}', ...chance };
const wrongTells = { meaning: "P[g != 0] of the wrong policy's own pair", tex: 'q_w', ...chance };
const optimumTells = { meaning: 'P[g != 0] of a pair of pi*_beta', tex: 'q_*', ...chance };

/** Reward regression: an equality. */
export const regressionOfTwo = new Bound({
  id: 'two-policies-regression',
  statement: 'Two policies, reward regression',
  source,
  quantity:
    "mean regret of reward regression in a class of pi*_beta and a wrong policy, ties being the latter's, equal to the formula",
  kind: 'upper',
  formula: 'regret * (1 - baseTells)^pairs',
  parameters: {
    regret: wrong,
    baseTells,
    pairs: { ...rounds, meaning: 'n, pairs of the base policy', tex: 'n' },
  },
});

/** Online regression: an equality. */
export const onlineOfTwo = new Bound({
  id: 'two-policies-online',
  statement: 'Two policies, online regression',
  source,
  quantity: 'mean regret of the last iterate of online regression in such a class, equal to the formula',
  kind: 'upper',
  formula: 'regret * (1 - baseTells) * (1 - wrongTells)^(rounds - 1)',
  parameters: { regret: wrong, baseTells, wrongTells, rounds },
});

/** Iterative DPO, which fits the pairs of the last round alone: it forgets with probability 1 - q*, and so for ever. An equality. */
export const iterativeOfTwo = new Bound({
  id: 'two-policies-iterative',
  statement: 'Two policies, iterative DPO',
  source,
  quantity: 'mean regret of the last iterate of iterative DPO in such a class, equal to the formula',
  kind: 'upper',
  formula: 'regret * (limit + (1 - baseTells - limit) * (optimumTells - wrongTells)^(rounds - 1))',
  where: { limit: { formula: '(1 - optimumTells) / (1 - optimumTells + wrongTells)', tex: 'f_\\infty' } },
  parameters: {
    regret: wrong,
    baseTells,
    wrongTells,
    optimumTells: { ...optimumTells, allows: (v) => v >= 0 && v < 1, domain: 'in [0, 1)' },
    rounds,
  },
});

/** A needle of two hypotheses, and what a pair is there that tells nothing: both neither of them, or both one. */
const twoNeedle = { responses: needle.responses, bonus: needle.bonus, beta };
const wrongRegret = { formula: '(sharp - blunt) * (1 + beta) * log1p(bonus)', tex: '\\mathrm{Reg}_w' };
const laws = {
  ...needleMasses,
  neither: { formula: '1 - own - other', tex: 'o' },
  bothNeither: { formula: '(1 - sharp - blunt) * neither', tex: 'o_2' },
};
/** Both iterates are wrong: of the first round y = y' = y*, or nothing, and then nothing that makes y* the rarer one. */
const bothWrong = 'own^2 * (blunt * own + bothNeither + sharp * other) + neither^2 * (blunt * own + bothNeither)';

/** Two rounds of XPO, its last iterate: an equality. */
export const xpoOfTwo = new Bound({
  id: 'two-policies-xpo',
  statement: 'Two policies, XPO',
  source,
  quantity:
    'mean regret of the last of two iterates of XPO on a needle of two hypotheses, the wrong one being listed first, alpha below beta A / 2, equal to the formula',
  kind: 'upper',
  // Where y = y' was the wrong one first, and y* then, both came up once.
  formula: `wrongRegret * (${bothWrong} + other^2 * sharp * own)`,
  where: { ...laws, wrongRegret },
  parameters: twoNeedle,
});

/** Two rounds of XPO, its best iterate: where both are wrong that is the base policy, which comes nearer on a needle. An equality. */
export const xpoBestOfTwo = new Bound({
  id: 'two-policies-xpo-best',
  statement: 'Two policies, best iterate of XPO',
  source,
  quantity: 'the same of the best iterate, equal to the formula',
  kind: 'upper',
  formula: `baseRegret * (${bothWrong})`,
  where: {
    ...laws,
    wrongRegret,
    baseRegret: {
      formula: 'beta * (own * log(own / sharp) + (1 - own) * log(other / blunt))',
      tex: '\\mathrm{Reg}_{\\mathrm{base}}',
    },
  },
  parameters: twoNeedle,
});

/** One response of rejection sampling, and the likelier of the two: an equality. */
export const distillationOfTwo = new Bound({
  id: 'two-policies-distillation',
  statement: 'Two policies, self-distillation',
  source,
  quantity:
    'mean regret of self-distillation with one prompt and N tries on a needle of two hypotheses, the wrong one being listed first, equal to the formula',
  kind: 'upper',
  formula: 'wrongRegret * (1 - (1 - missed) * sharp - missed * own)',
  where: {
    ...needleMasses,
    wrongRegret,
    missed: { formula: '(1 - own - (1 - own) * exp(-log1p(bonus) / beta))^N', tex: '\\rho' },
  },
  parameters: { ...twoNeedle, N: { ...shared.N, meaning: 'N, tries' } },
});
