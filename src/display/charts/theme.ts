/** A Vega-Lite specification, as plain data. */
export type ChartSpec = Readonly<Record<string, unknown>>;

/** The colours that stay apart for every kind of colour vision (Okabe and Ito 2008), by what a line stands for. */
export const COLOURS = {
  lower: '#009e73',
  measured: '#0072b2',
  upper: '#d55e00',
  trivial: '#767676',
} as const;

const INK = '#222222';

/** The look that all figures share. */
export const theme: ChartSpec = {
  background: 'white',
  font: 'DejaVu Sans',
  padding: 16,
  view: { stroke: null },
  title: {
    anchor: 'start',
    fontSize: 16,
    fontWeight: 'bold',
    color: INK,
    subtitleFontSize: 12,
    subtitleColor: '#555555',
    subtitlePadding: 6,
    offset: 14,
  },
  axis: {
    labelFontSize: 12,
    titleFontSize: 13,
    titleFontWeight: 'normal',
    titlePadding: 10,
    labelColor: INK,
    titleColor: INK,
    domainColor: '#888888',
    tickColor: '#888888',
    gridColor: '#e8e8e8',
  },
  legend: {
    labelFontSize: 12,
    labelLimit: 0,
    titleFontSize: 12,
    symbolSize: 120,
    symbolStrokeWidth: 3,
    labelColor: INK,
    rowPadding: 5,
  },
  line: { strokeWidth: 2.5 },
  point: { size: 45, filled: true },
};
