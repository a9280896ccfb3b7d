import { describe, expect, it } from 'vitest';
import { logLinesChart, render } from '../../../src/display/charts/index.ts';
import type { LogLinesText } from '../../../src/display/charts/index.ts';

const text: LogLinesText = {
  title: 'Lines',
  subtitle: ['below the title'],
  solid: ['measured'],
  dashed: ['bound'],
  panels: [
    { title: 'left', x: 'T', y: 'regret' },
    { title: 'right', x: 'alpha', y: 'rounds', labels: ['none', 'some', 'all'], linear: true },
  ],
  columns: 2,
};

describe('the chart of lines on logarithmic axes', () => {
  const rows = [
    { panel: 'left', line: 'measured', x: 1, y: 0.5, lower: 0.4, upper: 0.6 },
    { panel: 'left', line: 'measured', x: 100, y: 0.01, lower: -0.1, upper: 0.02 },
    { panel: 'left', line: 'bound', x: 1, y: 5 },
    { panel: 'left', line: 'bound', x: 100, y: 3 },
    { panel: 'right', line: 'measured', x: 'some', y: 4 },
    { panel: 'right', line: 'measured', x: 'none', y: 0 },
    { panel: 'right', line: 'measured', x: 'all', y: 2, alone: true },
  ];

  it('has its panels, lines and labels, bounds dashed, and intervals that a logarithm has a place for', async () => {
    const { svg, png } = await render(logLinesChart(rows, text));
    for (const word of [
      'Lines',
      'below the title',
      'left',
      'right',
      'measured',
      'bound',
      'none',
      'some',
      'regret',
      '10²',
    ]) {
      expect(svg).toContain(word);
    }
    expect(png.length).toBeGreaterThan(1000);
    expect(svg.match(/stroke-dasharray="7,5"/g)).toHaveLength(1);
    expect(svg.match(/aria-roledescription="rule mark"/g) ?? []).toHaveLength(1);
    // Three points in all on the right, two of them on the line.
    expect(JSON.stringify(logLinesChart(rows, text)).match(/"alone":true/g)).toHaveLength(1);
    // In the order of the axis, not of the rows.
    expect(svg.indexOf('>none<')).toBeLessThan(svg.indexOf('>some<'));
  });

  it('refuses more lines than it has colours for', () => {
    const dashed = Array.from({ length: 7 }, (_, i) => `line ${i}`);
    expect(() => logLinesChart(rows, { ...text, dashed })).toThrow(
      'logLinesChart: number of dashed lines must be at most 6, got 7',
    );
  });
});
