export { accuracyAgainstN } from './accuracyAgainstN.ts';
export type { AccuracyChartText, AccuracyPoint } from './accuracyAgainstN.ts';
export { render } from './render.ts';
export type { Rendered } from './render.ts';
export { riskAgainstSamples } from './riskAgainstSamples.ts';
export type { RiskChartText, RiskRow } from './riskAgainstSamples.ts';
export { COLOURS, theme } from './theme.ts';
export type { ChartSpec } from './theme.ts';
