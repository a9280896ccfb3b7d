// Entry point `whetstone/sandwich`, which loads mathjs.
export { bestSplit } from './bestSplit.ts';
export type { Split, SplitOptions } from './bestSplit.ts';
export { boundLine } from './boundLine.ts';
export type { BoundLineOptions } from './boundLine.ts';
export { chain } from './chain.ts';
export type { BrokenLink } from './chain.ts';
export { coverageFamilies } from './coverageFamilies.ts';
export type { CoverageFamiliesOptions } from './coverageFamilies.ts';
export { adaptiveLines, fixedLines, lines } from './lines.ts';
export type { LineId } from './lineIds.ts';
export { anyPlan, oneEach, splits, stoppingConstants } from './plans.ts';
export type { Plan, Plans } from './plans.ts';
export type { RiskLine, RiskPoint, Side } from './riskLine.ts';
export { samplesFor } from './samplesFor.ts';
export type { SamplesFor } from './samplesFor.ts';
export { worstCase } from './worstCase.ts';
export type { WorstPoint } from './worstCase.ts';
export type { HardFamilyParameters } from '../risk/hardFamilyParameters.ts';
