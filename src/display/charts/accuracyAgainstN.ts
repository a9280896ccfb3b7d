import { COLOURS } from './theme.ts';
import type { ChartSpec } from './theme.ts';

/** Accuracy of best-of-N at one N: what was measured, and the ends of what it can be. */
export interface AccuracyPoint {
  readonly N: number;
  readonly logLikelihood?: { readonly mean: number; readonly lower: number; readonly upper: number };
  readonly lengthNormalised?: { readonly mean: number };
  readonly majority?: { readonly mean: number };
  readonly exact?: { readonly lower: number; readonly upper: number };
}

export interface AccuracyChartText {
  readonly title: string;
  readonly subtitle: readonly string[];
  /** Accuracy of greedy decoding, where it is known. */
  readonly greedy?: number;
  /** Accuracy of y*, where it is known: its ends, which are one where y* is certified everywhere. */
  readonly mode?: { readonly lower: number; readonly upper: number };
}

const NAMES = {
  exact: 'by log-likelihood, exact: between these ends',
  logLikelihood: 'by log-likelihood, measured, with its interval',
  lengthNormalised: 'by length-normalised log-likelihood, measured',
  majority: 'majority vote, measured',
  greedy: 'greedy decoding',
  mode: 'y*, the likeliest response',
};

/** In the order of the legend. */
const LINES = [
  { name: NAMES.exact, colour: COLOURS.lower },
  { name: NAMES.logLikelihood, colour: COLOURS.measured },
  { name: NAMES.lengthNormalised, colour: COLOURS.upper },
  { name: NAMES.majority, colour: '#cc79a7' },
  { name: NAMES.greedy, colour: COLOURS.trivial },
  { name: NAMES.mode, colour: '#000000' },
];

/** Accuracy of best-of-N against N, the axis of N in logs. Computes nothing; what is not known is neither drawn nor named. */
export function accuracyAgainstN(points: readonly AccuracyPoint[], text: AccuracyChartText): ChartSpec {
  const { title, subtitle, greedy, mode } = text;
  const measured = points.flatMap(({ N, logLikelihood, lengthNormalised, majority }) => [
    ...(logLikelihood ? [{ N, accuracy: logLikelihood.mean, ...logLikelihood, name: NAMES.logLikelihood }] : []),
    ...(lengthNormalised ? [{ N, accuracy: lengthNormalised.mean, name: NAMES.lengthNormalised }] : []),
    ...(majority ? [{ N, accuracy: majority.mean, name: NAMES.majority }] : []),
  ]);
  const exact = points.flatMap(({ N, exact }) =>
    exact ? [{ N, lower: exact.lower, upper: exact.upper, name: NAMES.exact }] : [],
  );
  const levels = [
    ...(greedy === undefined ? [] : [{ accuracy: greedy, name: NAMES.greedy }]),
    ...[...new Set(mode ? [mode.lower, mode.upper] : [])].map((accuracy) => ({ accuracy, name: NAMES.mode })),
  ];
  const drawn = new Set([...exact, ...measured, ...levels].map(({ name }) => name));
  const lines = LINES.filter(({ name }) => drawn.has(name));
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
      domain: lines.map(({ name }) => name),
      range: lines.map(({ colour }) => colour),
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
