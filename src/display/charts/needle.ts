import { DomainError } from '../../math/domainError.ts';
import { decades, extent } from './logAxis.ts';
import type { ChartSpec } from './theme.ts';

/** One point of a line on a needle: its risk with m samples among S responses, with an interval where it was simulated. */
export interface NeedleRow {
  /** What the legend says. */
  readonly line: string;
  /** The best of a framework is dashed, as learners may come close to it. */
  readonly side: 'minimax' | 'learner';
  readonly responses: number;
  readonly m: number;
  readonly risk: number;
  readonly measured?: { readonly risk: number; readonly lower: number; readonly upper: number };
}

export interface NeedleChartText {
  readonly title: string;
  readonly subtitle: readonly string[];
  /** Above either panel. */
  readonly risks: string;
  readonly samples: string;
  /** Risks below this are cut off. */
  readonly leastRisk: number;
}

/** Colours that stay apart for every kind of colour vision (Okabe and Ito 2008). */
const PALETTE = {
  minimax: ['#222222', '#888888'],
  learner: ['#0072b2', '#56b4e9', '#d55e00', '#e69f00'],
} as const;

/** Risk against samples, and beside it the samples for one risk against S, both log-log. Computes nothing. */
export function needleChart(
  rows: { readonly risks: readonly NeedleRow[]; readonly samples: readonly NeedleRow[] },
  text: NeedleChartText,
): ChartSpec {
  const { title, subtitle, leastRisk } = text;
  const lines = [...new Map([...rows.risks, ...rows.samples].map(({ line, side }) => [line, side]))];
  const colourOf = ([line, side]: (typeof lines)[number]): string => {
    const ofSide = lines.filter(([, each]) => each === side);
    const colour = PALETTE[side][ofSide.findIndex(([name]) => name === line)];
    if (colour === undefined) {
      throw new DomainError(
        'needleChart',
        `lines of the side ${side}`,
        `at most ${PALETTE[side].length}`,
        ofSide.length,
      );
    }
    return colour;
  };
  const color = {
    field: 'line',
    type: 'nominal',
    scale: { domain: lines.map(([line]) => line), range: lines.map(colourOf) },
    legend: { title: null, orient: 'bottom', columns: 3, symbolType: 'stroke', symbolOpacity: 1 },
  };
  const axis = (field: 'm' | 'risk' | 'responses', name: string, values: readonly number[]) => ({
    field,
    type: 'quantitative',
    scale: { type: 'log', domain: extent(values), nice: false },
    axis: { title: name, ...decades(values) },
  });
  // XPO and its ablation nearly coincide: the first learner shows on either side of what is drawn over it.
  const [widest] = lines.find(([, side]) => side === 'learner') ?? [];
  const widthOf = (line: string): number => (line === widest ? 6 : 2.5);
  // What is dashed is drawn over the lines that it may hide.
  const ordered = [
    ...lines.filter(([, side]) => side === 'learner'),
    ...lines.filter(([, side]) => side === 'minimax'),
  ];
  const layers = (points: readonly NeedleRow[]) =>
    ordered.map(([line, side]) => ({
      data: { values: points.filter((row) => row.line === line) },
      mark: { type: 'line', clip: true, strokeWidth: widthOf(line), ...(side === 'minimax' && { strokeDash: [7, 5] }) },
    }));
  const risk = axis('risk', 'risk', [leastRisk, 1]);
  const measured = rows.risks.flatMap(({ line, m, measured }) => (measured ? [{ line, m, ...measured }] : []));
  const panel = { width: 400, height: 380 };
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    title: { text: title, subtitle },
    spacing: 90,
    bounds: 'flush',
    hconcat: [
      {
        ...panel,
        title: { text: text.risks, fontSize: 13, anchor: 'middle' },
        encoding: {
          x: axis(
            'm',
            'samples m',
            rows.risks.map(({ m }) => m),
          ),
          color,
        },
        layer: [
          ...layers(rows.risks.filter(({ risk: value }) => value > 0)).map((layer) => ({
            ...layer,
            encoding: { y: risk },
          })),
          {
            data: { values: measured.filter(({ lower }) => lower > 0) },
            layer: [
              {
                mark: { type: 'rule', strokeWidth: 1.5, clip: true },
                encoding: { y: { ...risk, field: 'lower' }, y2: { field: 'upper' } },
              },
              { mark: { type: 'point', clip: true }, encoding: { y: risk } },
            ],
          },
        ],
      },
      {
        ...panel,
        title: { text: text.samples, fontSize: 13, anchor: 'middle' },
        encoding: {
          x: axis(
            'responses',
            'responses S',
            rows.samples.map(({ responses }) => responses),
          ),
          y: axis(
            'm',
            'samples m',
            rows.samples.map(({ m }) => m),
          ),
          color,
        },
        layer: layers(rows.samples),
      },
    ],
  };
}
