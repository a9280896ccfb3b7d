import { COLOURS } from './theme.ts';
import type { ChartSpec } from './theme.ts';

/** Accuracy of best-of-N at one N: what was measured, and the ends of what it can be. */
export interface AccuracyPoint {
  readonly N: number;
  readonly logLikelihood?: { readonly mean: number; readonly lower: number; readonly upper: number };
  readonly lengthNormalised?: { readonly mean: number };
  readonly majority?: { readonly mean: number };
  readonly exact: { readonly lower: number; readonly upper: number };
}

export interface AccuracyChartText {
  readonly title: string;
  readonly subtitle: readonly string[];
  /** Accuracy of greedy decoding. */
  readonly greedy: number;
  /** Accuracy of y*: its ends, which are one where y* is certified everywhere. */
  readonly mode: { readonly lower: number; readonly upper: number };
}

const NAMES = {
  exact: 'by log-likelihood, exact: between these ends',
  logLikelihood: 'by log-likelihood, measured, with its interval',
  lengthNormalised: 'by length-normalised log-likelihood, measured',
  majority: 'majority vote, measured',
  greedy: 'greedy decoding',
  mode: 'y*, the likeliest response',
};

/** Accuracy of best-of-N against N, the axis of N in logs. Computes nothing. */
export function accuracyAgainstN(points: readonly AccuracyPoint[], text: AccuracyChartText): ChartSpec {
  const { title, subtitle, greedy, mode } = text;
  const measured = points.flatMap(({ N, logLikelihood, lengthNormalised, majority }) => [
    ...(logLikelihood ? [{ N, accuracy: logLikelihood.mean, ...logLikelihood, name: NAMES.logLikelihood }] : []),
    ...(lengthNormalised ? [{ N, accuracy: lengthNormalised.mean, name: NAMES.lengthNormalised }] : []),
    ...(majority ? [{ N, accuracy: majority.mean, name: NAMES.majority }] : []),
  ]);
  const exact = points.map(({ N, exact: { lower, upper } }) => ({ N, lower, upper, name: NAMES.exact }));
  const levels = [
    { accuracy: greedy, name: NAMES.greedy },
    ...[...new Set([mode.lower, mode.upper])].map((accuracy) => ({ accuracy, name: NAMES.mode })),
  ];
  const x = {
    field: 'N',
    type: 'quantitative',
    scale: { type: 'log', nice: false },
    axis: { title: 'responses drawn, N', values: [1, 2, 5, 10, 25, 50, 100, 250, 1000] },
  };
  const y = {
    field: 'accuracy',
    type: 'quantitative',
    scale: { domain: [0, 1] },
    axis: { title: 'accuracy', format: '.1f' },
  };
  const color = {
    field: 'name',
    type: 'nominal',
    scale: {
      domain: Object.values(NAMES),
      range: [COLOURS.lower, COLOURS.measured, COLOURS.upper, '#cc79a7', COLOURS.trivial, '#000000'],
    },
    legend: { title: null, orient: 'bottom', direction: 'vertical', symbolType: 'stroke', symbolOpacity: 1 },
  };
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    title: { text: title, subtitle },
    width: 700,
    height: 400,
    layer: [
      {
        data: { values: exact },
        layer: [
          {
            mark: { type: 'area', opacity: 0.35 },
            encoding: { x, y: { ...y, field: 'lower' }, y2: { field: 'upper' }, color },
          },
          ...['lower', 'upper'].map((field) => ({
            mark: { type: 'line', strokeWidth: 1.5 },
            encoding: { x, y: { ...y, field }, color },
          })),
        ],
      },
      {
        data: { values: levels },
        mark: { type: 'rule', strokeDash: [5, 4], strokeWidth: 1.5 },
        encoding: { y, color },
      },
      {
        data: { values: measured },
        layer: [
          {
            transform: [{ filter: 'isValid(datum.upper)' }],
            mark: { type: 'rule', strokeWidth: 1.5 },
            encoding: { x, y: { ...y, field: 'lower' }, y2: { field: 'upper' }, color },
          },
          {
            transform: [{ filter: '!isValid(datum.upper)' }],
            mark: { type: 'line', strokeWidth: 1.5 },
            encoding: { x, y, color },
          },
          { mark: 'point', encoding: { x, y, color } },
        ],
      },
    ],
  };
}
