import { hardFamilyBound } from '../bounds/sft/hardFamilyBound.ts';
import { adaptiveMinimaxRisk } from '../risk/adaptiveMinimaxRisk.ts';
import { adaptiveMinimaxSamples } from '../risk/adaptiveMinimaxSamples.ts';
import { adaptiveMajorityRisk, adaptiveSftRisk } from '../risk/adaptiveSftRisk.ts';
import { minimaxRisk } from '../risk/minimaxRisk.ts';
import { minimaxSamples } from '../risk/minimaxSamples.ts';
import { sftRisk } from '../risk/sftRisk.ts';
import { fixedSplits, noSplit, oneEach, stoppingConstants } from './splits.ts';
import type { Split } from './splits.ts';
import { DELTA } from './delta.ts';
import type { RiskLine } from './riskLine.ts';

/** The exact minimax risk of Def 3.2, at its best split N = 1. */
export const minimaxLine: RiskLine = {
  id: 'minimax',
  name: 'exact minimax risk',
  side: 'minimax',
  splits: oneEach,
  risk: (family, _split, m) => minimaxRisk({ ...family, n: m, N: 1 }),
  samples: (family, risk) => minimaxSamples({ ...family, risk }),
};

/** The exact risk of SFT-sharpening in the sense of Def 3.1. */
export const sftLine: RiskLine = {
  id: 'sft',
  name: 'SFT-sharpening, exact',
  side: 'learner',
  splits: fixedSplits,
  risk: (family, { n, N }: Split) => sftRisk({ ...family, n: n!, N: N!, delta: DELTA, strict: true }),
  atMost(family, { n, N }: Split) {
    const at = { ...family, n: n!, N: N! };
    return hardFamilyBound.applies(at) ? hardFamilyBound.evaluate(at) : family.hardMass;
  },
};

/** The exact minimax risk of Def D.1: prompts are free, and x_0 is left without a draw. */
export const adaptiveMinimaxLine: RiskLine = {
  id: 'adaptive-minimax',
  name: 'exact minimax risk, adaptive',
  side: 'minimax',
  splits: noSplit,
  risk: (family, _split, m) => adaptiveMinimaxRisk({ ...family, n: Infinity, m }),
  samples: (family, risk) => adaptiveMinimaxSamples({ ...family, risk }),
};

/** The exact risk of adaptive SFT-sharpening in the sense of Def 3.1. */
export const adaptiveSftLine: RiskLine = {
  id: 'adaptive-sft',
  name: 'adaptive SFT-sharpening, exact',
  side: 'learner',
  splits: stoppingConstants,
  risk: (family, { n, mu }: Split) => adaptiveSftRisk({ ...family, n: n!, mu: mu!, delta: DELTA, strict: true }),
  // Fewer prompts are no better: so many visits to one are all that need to be followed.
  atMost: (family, { n, mu }: Split) =>
    adaptiveMajorityRisk({ ...family, n: Math.min(n!, Math.ceil((1000 * family.prompts) / family.hardMass)), mu: mu! }),
};
