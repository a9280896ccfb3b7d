import { COLOURS } from './theme.ts';
import type { ChartSpec } from './theme.ts';

/** One cell: what was measured there, and what was predicted. */
export interface PhaseCell {
  /** The place of the cell in its panel, and what its axis says of it. */
  readonly column: number;
  readonly row: number;
  readonly panel: string;
  readonly measured: string;
  readonly predicted: string;
}

export interface PhaseDiagramText {
  readonly title: string;
  readonly subtitle: readonly string[];
  readonly x: { readonly title: string; readonly labels: readonly string[] };
  readonly y: { readonly title: string; readonly labels: readonly string[] };
  /** The winners, in the order of the legend. */
  readonly winners: readonly string[];
}

const PALETTE = [COLOURS.upper, '#e69f00', COLOURS.measured];

/** Who wins where: the measured winner as the colour of a cell, the predicted border as lines between cells. Computes nothing. */
export function phaseDiagram(cells: readonly PhaseCell[], text: PhaseDiagramText): ChartSpec {
  const { title, subtitle, winners } = text;
  const axis = ({ title: name, labels }: PhaseDiagramText['x']) => ({
    title: name,
    values: labels.map((_, i) => i + 0.5),
    labelExpr: `${JSON.stringify(labels)}[floor(datum.value)]`,
    grid: false,
    ticks: false,
    domain: false,
    labelAngle: 0,
  });
  const scale = ({ labels }: PhaseDiagramText['x']) => ({ domain: [0, labels.length], nice: false, zero: false });
  const panels = [...new Set(cells.map(({ panel }) => panel))];
  const encoding = (each: 'x' | 'y', field: string) => ({
    field,
    type: 'quantitative',
    scale: scale(text[each]),
    axis: axis(text[each]),
  });
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    title: { text: title, subtitle },
    hconcat: panels.map((panel) => {
      const inPanel = cells.filter((cell) => cell.panel === panel);
      return {
        title: { text: panel, anchor: 'middle', fontSize: 13, fontWeight: 'normal', offset: 6 },
        width: 250,
        height: 300,
        layer: [
          {
            data: { values: inPanel.map((cell) => ({ ...cell, right: cell.column + 1, top: cell.row + 1 })) },
            mark: { type: 'rect', stroke: 'white', strokeWidth: 1 },
            encoding: {
              x: encoding('x', 'column'),
              x2: { field: 'right' },
              y: encoding('y', 'row'),
              y2: { field: 'top' },
              color: {
                field: 'measured',
                type: 'nominal',
                scale: { domain: winners, range: PALETTE },
                legend: {
                  title: 'fewest responses drawn, measured',
                  orient: 'bottom',
                  symbolType: 'square',
                  titleLimit: 0,
                },
              },
            },
          },
          {
            data: { values: borders(inPanel) },
            mark: { type: 'rule', strokeWidth: 3, color: '#111111', strokeCap: 'round' },
            encoding: {
              x: encoding('x', 'x'),
              x2: { field: 'x2' },
              y: encoding('y', 'y'),
              y2: { field: 'y2' },
            },
          },
        ],
      };
    }),
    spacing: 28,
  };
}

/** The edges between neighbouring cells of which other winners are predicted. */
function borders(cells: readonly PhaseCell[]): { x: number; x2: number; y: number; y2: number }[] {
  const at = new Map(cells.map((cell) => [`${cell.column} ${cell.row}`, cell]));
  return cells.flatMap(({ column, row, predicted }) => {
    const right = at.get(`${column + 1} ${row}`);
    const above = at.get(`${column} ${row + 1}`);
    return [
      ...(right && right.predicted !== predicted ? [{ x: column + 1, x2: column + 1, y: row, y2: row + 1 }] : []),
      ...(above && above.predicted !== predicted ? [{ x: column, x2: column + 1, y: row + 1, y2: row + 1 }] : []),
    ];
  });
}
