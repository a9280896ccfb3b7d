import { TIE_TOLERANCE } from '../../math/tolerance.ts';
import { adaptiveFiniteClassBound } from '../bounds/adaptive/adaptiveFiniteClassBound.ts';
import { finiteClassBoundInExpectation } from '../bounds/sft/finiteClassBound.ts';
import { adaptiveLowerBound } from '../bounds/adaptive/adaptiveLowerBound.ts';
import { hardFamilyBound } from '../bounds/sft/hardFamilyBound.ts';
import { hardFamilyLowerBound } from '../bounds/lowerBounds/hardFamilyLowerBound.ts';
import { productClassBound } from '../bounds/sft/productClassBound.ts';
import { thm31 } from '../bounds/lowerBounds/thm31.ts';
import { thm41InExpectation } from '../bounds/sft/thm41.ts';
import { thmD1InExpectation } from '../bounds/adaptive/thmD1.ts';
import { thmD2 } from '../bounds/adaptive/thmD2.ts';
import { boundLine } from './boundLine.ts';
import { adaptiveMinimaxLine, adaptiveSftLine, minimaxLine, sftLine } from './exactLines.ts';
import type { LineId } from './lineIds.ts';
import { fixedSplits, provedCost } from './splits.ts';
import type { Split } from './splits.ts';
import { DELTA } from './delta.ts';
import type { RiskLine } from './riskLine.ts';
import { ADAPTIVE_SCALE, FIXED_SCALE, samplesLine } from './samplesLine.ts';

/**
 * At N draws no prompt is missed where log(1/tau) / N is at most 2/M: the least such tau, kept above rounding, and above 0
 * where that is below all doubles.
 */
const tauOf = (responses: number, N: number): number =>
  Math.max(Math.exp((-2 * N) / responses) * (1 + TIE_TOLERANCE), Number.MIN_VALUE);

/** The lines of the library. */
export const lines: Readonly<Record<LineId, RiskLine>> = {
  'thm-3.1': samplesLine(thm31, { name: "Thm 3.1', its constant made explicit", scale: FIXED_SCALE }),
  'bound-l': boundLine(hardFamilyLowerBound, { name: 'lower bound (L), ours' }),
  minimax: minimaxLine,
  sft: sftLine,
  'bound-c': boundLine(hardFamilyBound, { name: 'upper bound (C), ours: this family' }),
  'bound-b': boundLine(productClassBound, {
    name: 'upper bound (B), ours: product classes',
    splits: fixedSplits,
    values: ({ responses }, { N }: Split) => ({ missed: 0, tau: tauOf(responses, N!) }),
  }),
  'bound-a-expectation': boundLine(finiteClassBoundInExpectation, { name: 'upper bound (A), ours: finite classes' }),
  'thm-4.1-expectation': boundLine(thm41InExpectation, { name: "Thm 4.1' in expectation" }),
  'thm-d.2': samplesLine(thmD2, { name: 'Thm D.2, its constant made explicit', scale: ADAPTIVE_SCALE }),
  'bound-l-adaptive': boundLine(adaptiveLowerBound, { name: 'lower bound (L), adaptive, ours' }),
  'adaptive-minimax': adaptiveMinimaxLine,
  'adaptive-sft': adaptiveSftLine,
  'bound-a-adaptive': boundLine(adaptiveFiniteClassBound, {
    name: 'upper bound (A), adaptive, ours',
    splits: provedCost(),
  }),
  'thm-d.1-expectation': boundLine(thmD1InExpectation, {
    name: 'Thm D.1 in expectation',
    splits: provedCost([Math.log(2 / DELTA)]),
  }),
};

/** Those of Def 3.2, whose number of samples is fixed in advance. */
export const fixedLines: readonly RiskLine[] = [
  lines['thm-3.1'],
  lines['bound-l'],
  lines.minimax,
  lines.sft,
  lines['bound-c'],
  lines['bound-b'],
  lines['bound-a-expectation'],
  lines['thm-4.1-expectation'],
];

/** Those of Def D.1, in which m is the number of samples on average. */
export const adaptiveLines: readonly RiskLine[] = [
  lines['thm-d.2'],
  lines['bound-l-adaptive'],
  lines['adaptive-minimax'],
  lines['adaptive-sft'],
  lines['bound-a-adaptive'],
  lines['thm-d.1-expectation'],
];
