import { DomainError } from '../../math/domainError.ts';
import type { Side } from '../../theory/sandwich/riskLine.ts';
import { decades, extent } from './logAxis.ts';
import type { ChartSpec } from './theme.ts';

/** One point of a line: a risk with m samples, with an interval where it was simulated. */
export interface SandwichRow {
  /** What the legend says. */
  readonly line: string;
  /** What the line is: the colours go by it. */
  readonly side: Side;
  readonly m: number;
  readonly risk: number;
  /** A bound that says no more than that the risk is at most the mass of the hard prompts. */
  readonly vacuous?: boolean;
  readonly measured?: { readonly risk: number; readonly lower: number; readonly upper: number };
}

export interface SandwichChartText {
  readonly title: string;
  readonly subtitle: readonly string[];
  /** What m counts. */
  readonly samples: string;
  /** Risks below this are cut off. */
  readonly leastRisk: number;
}

/** Colours that stay apart for every kind of colour vision (Okabe and Ito 2008): of each side the line next to the paper's comes first. */
const PALETTE = {
  lower: ['#009e73', '#5fd3a8', '#004d38'],
  minimax: ['#222222', '#888888'],
  learner: ['#0072b2', '#56b4e9'],
  upper: ['#7a3b00', '#d55e00', '#cc79a7', '#e69f00', '#f0e442'],
} as const;

/** Risk against samples, log-log: lower bounds, exact risks, simulations and upper bounds. Computes nothing. */
export function sandwichChart(rows: readonly SandwichRow[], text: SandwichChartText): ChartSpec {
  const { title, subtitle, samples, leastRisk } = text;
  const shown = rows.filter(({ risk }) => risk > 0);
  const lines = [...new Map(rows.map(({ line, side }) => [line, side]))];
  const colourOf = ([line, side]: (typeof lines)[number]): string => {
    const ofSide = lines.filter(([, each]) => each === side);
    const palette = PALETTE[side];
    if (ofSide.length > palette.length) {
      throw new DomainError('sandwichChart', `lines of the side ${side}`, `at most ${palette.length}`, ofSide.length);
    }
    const place = ofSide.findIndex(([name]) => name === line);
    return palette[side === 'upper' ? ofSide.length - 1 - place : place]!;
  };
  const x = {
    field: 'm',
    type: 'quantitative',
    scale: { type: 'log', domain: extent(rows.map(({ m }) => m)), nice: false },
    axis: { title: samples, ...decades(rows.map(({ m }) => m)) },
  };
  const y = {
    field: 'risk',
    type: 'quantitative',
    scale: { type: 'log', domain: [leastRisk, 1], nice: false },
    axis: { title: 'risk  (share of prompts that are not sharpened)', ...decades([leastRisk, 1]) },
  };
  const color = {
    field: 'line',
    type: 'nominal',
    scale: { domain: lines.map(([line]) => line), range: lines.map(colourOf) },
    legend: { title: null, orient: 'bottom', columns: 2, symbolType: 'stroke', symbolOpacity: 1 },
  };
  const measured = shown.flatMap(({ line, m, measured }) => (measured ? [{ line, m, ...measured }] : []));
  const clip = true;
  // A lower bound may lie just under the exact risk: both show where it is dashed, and drawn over it.
  const below = lines.filter(([, side]) => side === 'lower');
  const inOrder = [...lines.filter(([, side]) => side !== 'lower'), ...below];
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    title: { text: title, subtitle },
    width: 700,
    height: 440,
    encoding: { x, color },
    layer: [
      {
        data: { values: shown.filter(({ vacuous }) => vacuous) },
        mark: { type: 'line', strokeDash: [2, 5], opacity: 0.7, clip },
        encoding: { y },
      },
      ...inOrder.map(([line, side]) => ({
        data: { values: shown.filter((row) => row.line === line && !row.vacuous) },
        mark: { type: 'line', clip, ...(side === 'lower' && { strokeDash: [8, 6] }) },
        encoding: { y },
      })),
      {
        data: { values: measured.filter(({ lower }) => lower > 0) },
        layer: [
          {
            mark: { type: 'rule', strokeWidth: 1.5, clip },
            encoding: { y: { ...y, field: 'lower' }, y2: { field: 'upper' } },
          },
          { mark: { type: 'point', clip }, encoding: { y } },
        ],
      },
      {
        data: { values: measured.filter(({ lower }) => lower === 0) },
        mark: { type: 'point', shape: 'triangle-down', size: 60, clip },
        encoding: { y: { ...y, field: 'upper' } },
      },
    ],
  };
}
