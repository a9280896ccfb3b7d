import { DomainError } from '../../math/domainError.ts';
import { decades, extent } from './logAxis.ts';
import type { ChartSpec } from './theme.ts';

/** A point of a line. */
export interface LogLinesRow {
  /** Above its panel. */
  readonly panel: string;
  /** What the legend says. */
  readonly line: string;
  /** Above 0; or a label, in the order of the panel's axis. */
  readonly x: number | string;
  /** Above 0, or at least 0 where its panel is linear. */
  readonly y: number;
  /** Ends of an interval for what was measured. */
  readonly lower?: number;
  readonly upper?: number;
  /** Whether its point stands beside the line, not on it. */
  readonly alone?: boolean;
}

export interface LogLinesPanel {
  readonly title: string;
  readonly x: string;
  readonly y: string;
  /** The labels of an axis of labels, in their order; logarithmic without. */
  readonly labels?: readonly string[];
  /** Whether y is from 0 on, and not logarithmic. */
  readonly linear?: boolean;
}

export interface LogLinesText {
  readonly title: string;
  readonly subtitle: readonly string[];
  /** What was measured or is exact, and what is a bound: dashed. */
  readonly solid: readonly string[];
  readonly dashed: readonly string[];
  readonly panels: readonly LogLinesPanel[];
  /** Panels in a row. */
  readonly columns: number;
}

/** Colours that stay apart for every kind of colour vision (Okabe and Ito 2008). */
const PALETTE = {
  solid: ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#56b4e9', '#e69f00'],
  dashed: ['#222222', '#767676', '#e69f00', '#56b4e9', '#a65628', '#984ea3'],
} as const;

/** Lines in panels with logarithmic axes, intervals where there are some. Computes nothing. */
export function logLinesChart(rows: readonly LogLinesRow[], text: LogLinesText): ChartSpec {
  const { title, subtitle, panels, columns } = text;
  const kinds = ['solid', 'dashed'] as const;
  for (const kind of kinds) {
    const most = PALETTE[kind].length;
    if (text[kind].length > most) {
      throw new DomainError('logLinesChart', `number of ${kind} lines`, `at most ${most}`, text[kind].length);
    }
  }
  const names = kinds.flatMap((kind) => text[kind]);
  const color = {
    field: 'line',
    type: 'nominal',
    scale: {
      domain: names,
      range: kinds.flatMap((kind) => PALETTE[kind].slice(0, text[kind].length)),
    },
    legend: { title: null, orient: 'bottom', columns: 3, symbolType: 'stroke', symbolOpacity: 1 },
  };
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    title: { text: title, subtitle },
    spacing: 90,
    bounds: 'flush',
    columns,
    concat: panels.map((panel) => {
      const own = rows.filter((row) => row.panel === panel.title);
      const x = panel.labels
        ? { type: 'ordinal', scale: { type: 'point', domain: panel.labels }, axis: { title: panel.x, labelAngle: 0 } }
        : logAxis(
            panel.x,
            own.map((row) => row.x as number),
          );
      // An end that a logarithm has no place for is not drawn.
      const placed = (end: number | undefined): end is number => end !== undefined && (panel.linear || end > 0);
      const y = panel.linear
        ? { type: 'quantitative', axis: { title: panel.y } }
        : logAxis(
            panel.y,
            own.flatMap((row) => [row.y, row.lower, row.upper].filter(placed)),
          );
      const encoding = { x: { field: 'x', ...x }, y: { field: 'y', ...y }, color };
      const ends = own.filter(({ lower, upper }) => placed(lower) && placed(upper));
      const of = (kind: (typeof kinds)[number]) => own.filter(({ line }) => text[kind].includes(line));
      const onLine = (kind: (typeof kinds)[number]) => ({ values: of(kind).filter(({ alone }) => !alone) });
      return {
        width: 380,
        height: 300,
        title: { text: panel.title, fontSize: 13, anchor: 'middle' },
        encoding,
        layer: [
          { data: onLine('dashed'), mark: { type: 'line', clip: true, strokeDash: [7, 5] } },
          { data: onLine('solid'), mark: { type: 'line', clip: true } },
          {
            data: { values: ends },
            mark: { type: 'rule', clip: true, strokeWidth: 1.5 },
            encoding: { y: { ...encoding.y, field: 'lower' }, y2: { field: 'upper' } },
          },
          { data: { values: of('solid') }, mark: { type: 'point', clip: true } },
        ],
      };
    }),
  };
}

function logAxis(title: string, values: readonly number[]) {
  return {
    type: 'quantitative',
    scale: { type: 'log', domain: extent(values), nice: false },
    axis: { title, ...decades(values) },
  };
}
