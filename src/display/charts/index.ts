export { accuracyAgainstN } from './accuracyAgainstN.ts';
export type { AccuracyChartText, AccuracyPoint } from './accuracyAgainstN.ts';
export { render } from './render.ts';
export type { Rendered } from './render.ts';
export { sandwichChart } from './sandwich.ts';
export type { SandwichChartText, SandwichRow } from './sandwich.ts';
export { sharpeningChart } from './sharpening.ts';
export { COLOURS, theme } from './theme.ts';
export type { ChartSpec } from './theme.ts';
