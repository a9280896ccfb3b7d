import { COLOURS } from './theme.ts';
import type { ChartSpec } from './theme.ts';

/** One point of a line: a risk at a budget, with its interval where it was measured. */
export interface RiskRow {
  readonly line: 'lower bound' | 'measured' | 'upper bound';
  /** Samples, n * N. */
  readonly m: number;
  readonly n?: number;
  readonly N?: number;
  /** A bound's value, or the share of failures seen. */
  readonly risk: number;
  /** Ends of the interval of what was measured. */
  readonly lower?: number;
  readonly upper?: number;
  /** The bound says no more than that the risk is at most the mass of hard prompts. */
  readonly vacuous?: boolean;
}

export interface RiskChartText {
  readonly title: string;
  readonly subtitle: readonly string[];
  /** Name of each line in the legend. */
  readonly names: Readonly<Record<RiskRow['line'], string>>;
}

const LINES = [
  ['upper bound', COLOURS.upper],
  ['measured', COLOURS.measured],
  ['lower bound', COLOURS.lower],
] as const;

/** Risk against samples, log-log, with bounds above and below what was measured. Computes nothing. */
export function riskAgainstSamples(rows: readonly RiskRow[], { title, subtitle, names }: RiskChartText): ChartSpec {
  const values = rows.map((row) => ({ ...row, name: names[row.line] }));
  // Lower ends may come near 0: they are cut at the axis rather than stretch it.
  const seen = rows.flatMap(({ risk, upper = risk }) => (risk > 0 ? [risk, upper] : [upper]));
  const x = {
    field: 'm',
    type: 'quantitative',
    scale: { type: 'log', domain: extent(rows.map(({ m }) => m)), nice: false },
    axis: { title: 'samples m = nN  (prompts × responses per prompt)', ...decades(rows.map(({ m }) => m)) },
  };
  const y = {
    field: 'risk',
    type: 'quantitative',
    scale: { type: 'log', domain: [10 ** Math.floor(Math.log10(Math.min(...seen))), 1] },
    axis: { title: 'risk  (share of prompts that are not sharpened)', ...decades([...seen, 1]) },
  };
  const color = {
    field: 'name',
    type: 'nominal',
    scale: { domain: LINES.map(([line]) => names[line]), range: LINES.map(([, colour]) => colour) },
    legend: { title: null, orient: 'bottom', direction: 'vertical', symbolType: 'stroke' },
  };
  const of = (condition: string) => [{ filter: condition }];
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    title: { text: title, subtitle },
    width: 700,
    height: 400,
    data: { values },
    encoding: { x, color },
    layer: [
      {
        transform: of("datum.line === 'upper bound' && datum.vacuous"),
        mark: { type: 'line', strokeDash: [3, 5], opacity: 0.8 },
        encoding: { y },
      },
      { transform: of("datum.line === 'upper bound' && !datum.vacuous"), mark: 'line', encoding: { y } },
      { transform: of("datum.line === 'lower bound'"), mark: 'line', encoding: { y } },
      {
        transform: of("datum.line === 'measured' && datum.lower > 0"),
        layer: [
          { mark: { type: 'line', strokeWidth: 1.5 }, encoding: { y } },
          {
            mark: { type: 'rule', strokeWidth: 1.5, clip: true },
            encoding: { y: { ...y, field: 'lower' }, y2: { field: 'upper' } },
          },
          { mark: 'point', encoding: { y } },
        ],
      },
      {
        transform: of("datum.line === 'measured' && datum.lower === 0"),
        mark: { type: 'point', shape: 'triangle-down', size: 60 },
        encoding: { y: { ...y, field: 'upper' } },
      },
    ],
  };
}

/** Axis ticks at powers of ten, written as such. */
function decades(values: readonly number[]) {
  const [from, to] = extent(values).map(Math.log10) as [number, number];
  const first = Math.ceil(from - 1e-9);
  return {
    values: Array.from({ length: Math.floor(to + 1e-9) - first + 1 }, (_, i) => 10 ** (first + i)),
    labelExpr:
      "datum.value == 1 ? '1' : '10' + (datum.value < 1 ? '⁻' : '') + substring('⁰¹²³⁴⁵⁶⁷⁸⁹', abs(round(log(datum.value) / LN10)), abs(round(log(datum.value) / LN10)) + 1)",
  };
}

function extent(values: readonly number[]): [number, number] {
  return [Math.min(...values), Math.max(...values)];
}
