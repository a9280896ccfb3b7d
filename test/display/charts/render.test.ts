import { expect, it } from 'vitest';
import { render, sandwichChart } from '../../../src/display/charts/index.ts';
import type { SandwichRow } from '../../../src/display/charts/index.ts';

const rows: SandwichRow[] = [
  { line: 'above', side: 'upper', m: 10, risk: 0.5, vacuous: true },
  { line: 'above', side: 'upper', m: 1e4, risk: 0.5, vacuous: true },
  { line: 'above', side: 'upper', m: 1e6, risk: 0.05, vacuous: false },
  { line: 'seen', side: 'learner', m: 10, risk: 0.4, measured: { risk: 0.41, lower: 0.3, upper: 0.45 } },
  { line: 'seen', side: 'learner', m: 1e3, risk: 0.02, measured: { risk: 0, lower: 0, upper: 0.01 } },
  { line: 'best', side: 'minimax', m: 10, risk: 0.2 },
  { line: 'best', side: 'minimax', m: 1e3, risk: 0 },
  { line: 'below', side: 'lower', m: 10, risk: 0.03 },
  { line: 'below', side: 'lower', m: 20, risk: 0.03 },
];
const chart = () => sandwichChart(rows, { title: 'A title', subtitle: ['a line'], samples: 'm', leastRisk: 1e-3 });

it('draws the same bytes each time, with its text, and a PNG', async () => {
  const first = await render(chart());
  const second = await render(chart());
  expect(second.svg).toBe(first.svg);
  expect(Buffer.from(second.png).equals(Buffer.from(first.png))).toBe(true);
  for (const text of ['A title', 'a line', 'above', 'seen', 'below', '10⁶', '10⁻²']) expect(first.svg).toContain(text);
  expect(Buffer.from(first.png.slice(1, 4)).toString('latin1')).toBe('PNG');
  expect(first.svg).not.toContain('NaN');
});

it('has text in the PNG: resvg would drop it without a word', async () => {
  const withText = await render({
    mark: 'text',
    data: { values: [{ t: 'MMMM' }] },
    encoding: { text: { field: 't' } },
  });
  const without = await render({ mark: 'text', data: { values: [{ t: '' }] }, encoding: { text: { field: 't' } } });
  expect(Buffer.from(withText.png).equals(Buffer.from(without.png))).toBe(false);
});
