import { adaptiveFiniteClassBound } from '../bounds/adaptiveFiniteClassBound.ts';
import { finiteClassBoundInExpectation } from '../bounds/finiteClassBound.ts';
import { adaptiveLowerBound } from '../bounds/adaptiveLowerBound.ts';
import { hardFamilyBound } from '../bounds/hardFamilyBound.ts';
import { hardFamilyLowerBound } from '../bounds/hardFamilyLowerBound.ts';
import { productClassBound } from '../bounds/productClassBound.ts';
import { thm31 } from '../bounds/thm31.ts';
import { thm41InExpectation } from '../bounds/thm41.ts';
import { thmD1InExpectation } from '../bounds/thmD1.ts';
import { thmD2 } from '../bounds/thmD2.ts';
import { boundLine } from './boundLine.ts';
import { adaptiveMinimaxLine, adaptiveSftLine, minimaxLine, sftLine } from './exactLines.ts';
import type { LineId } from './lineIds.ts';
import { leastSharpening, provedCost, splits } from './plans.ts';
import type { Plan } from './plans.ts';
import { DELTA } from './delta.ts';
import type { RiskLine } from './riskLine.ts';
import { samplesLine } from './samplesLine.ts';

/** Off the hidden response best-of-N has (1 - 2/M)^N <= exp(-2N/M): the least tau at which no prompt is missed. */
const tauOf = (responses: number, N: number): number => Math.max(Math.exp((-2 * N) / responses) * (1 + 1e-12), 1e-300);

/** The lines of the library. */
export const lines: Readonly<Record<LineId, RiskLine>> = {
  'thm-3.1': samplesLine(thm31, { name: "Thm 3.1', its constant made explicit", share: 1 / 16 }),
  'bound-l': boundLine(hardFamilyLowerBound, { name: 'lower bound (L), ours' }),
  minimax: minimaxLine,
  sft: sftLine,
  'bound-c': boundLine(hardFamilyBound, {
    name: 'upper bound (C), ours: this family',
    values: ({ responses }, { N }: Plan) => (N! > leastSharpening(responses) ? {} : undefined),
  }),
  'bound-b': boundLine(productClassBound, {
    name: 'upper bound (B), ours: product classes',
    plans: splits,
    values: ({ responses }, { N }: Plan) => {
      const tau = tauOf(responses, N!);
      return tau < DELTA ? { missed: 0, tau } : undefined;
    },
  }),
  'bound-a-expectation': boundLine(finiteClassBoundInExpectation, { name: 'upper bound (A), ours: finite classes' }),
  'thm-4.1-expectation': boundLine(thm41InExpectation, { name: "Thm 4.1' in expectation" }),
  'thm-d.2': samplesLine(thmD2, { name: 'Thm D.2, its constant made explicit', share: 1 / (16 * Math.E) }),
  'bound-l-adaptive': boundLine(adaptiveLowerBound, { name: 'lower bound (L), adaptive, ours' }),
  'adaptive-minimax': adaptiveMinimaxLine,
  'adaptive-sft': adaptiveSftLine,
  'bound-a-adaptive': boundLine(adaptiveFiniteClassBound, {
    name: 'upper bound (A), adaptive, ours',
    plans: provedCost((mu) => Math.exp(-mu) < DELTA),
  }),
  'thm-d.1-expectation': boundLine(thmD1InExpectation, {
    name: 'Thm D.1 in expectation',
    plans: provedCost((mu) => mu === Math.log(2 / DELTA)),
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
