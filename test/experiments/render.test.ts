import { expect, it } from 'vitest';
import { render, riskAgainstSamples } from '../../src/experiments/plots/index.ts';
import type { RiskRow } from '../../src/experiments/plots/index.ts';

const rows: RiskRow[] = [
  { line: 'upper bound', m: 10, risk: 0.5, vacuous: true },
  { line: 'upper bound', m: 1e4, risk: 0.5, vacuous: true },
  { line: 'upper bound', m: 1e4, risk: 0.5, vacuous: false },
  { line: 'upper bound', m: 1e6, risk: 0.05, vacuous: false },
  { line: 'measured', m: 10, risk: 0.4, lower: 0.3, upper: 0.45 },
  { line: 'measured', m: 1e3, risk: 0, lower: 0, upper: 0.01 },
  { line: 'lower bound', m: 10, risk: 0.03 },
  { line: 'lower bound', m: 20, risk: 0.03 },
];
const names = { 'upper bound': 'above', measured: 'seen', 'lower bound': 'below' };
const chart = () => riskAgainstSamples(rows, { title: 'A title', subtitle: ['a line'], names });

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
