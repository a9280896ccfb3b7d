import { expect, it } from 'vitest';
import { below } from '../../src/claims/compare.ts';
import { whereAssumed } from '../../src/claims/whereAssumed.ts';
import { Bound } from '../../src/theory/bounds/index.ts';

const parameters = { x: { meaning: 'a number', tex: 'x', domain: 'above 0', allows: (v: number) => v > 0 } };
const spec = {
  id: 'z',
  statement: 'Z',
  source: 'a test',
  quantity: 'z',
  kind: 'upper',
  formula: '2 * x',
  parameters,
} as const;
const small = new Bound({ ...spec, assumptions: [{ name: 'below 3', about: 'x', holds: ({ x }) => x < 3 }] });
const casesOf = (bound: Bound<'x'>, x: number) => [...whereAssumed(bound, { x }, (most) => below('a case', 1, most))];

it('compares where the assumptions hold, and nothing where they do not', () => {
  expect(casesOf(small, 2)).toEqual([{ name: 'a case', measured: 1, bound: 4, ratio: 0.25 }]);
  expect(casesOf(small, 5)).toEqual([]);
  expect(casesOf(new Bound(spec), 5)).toEqual([{ name: 'a case', measured: 1, bound: 10, ratio: 0.1 }]);
});

it('does not skip a value outside of its domain', () => {
  for (const x of [0, NaN]) expect(() => casesOf(small, x)).toThrow(`Z: x must be above 0, got ${x}`);
});
