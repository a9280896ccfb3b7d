import { describe, expect, it } from 'vitest';
import type { AccuracyRow } from '../../../../src/models/protocols/sharpening/accuracyRow.ts';
import { verdictOf } from '../../../../src/models/protocols/sharpening/verdict.ts';

const measured = (N: number, lower: number, upper: number): AccuracyRow => {
  const estimate = { mean: (lower + upper) / 2, lower, upper };
  return { N, logLikelihood: estimate, lengthNormalised: estimate };
};
const exact = (row: AccuracyRow, lower: number, upper: number): AccuracyRow => ({ ...row, exact: { lower, upper } });
const asked = { allCut: false, greedy: 0.5 };

describe('the verdict of a report', () => {
  it('is a gain at the least N that is as good as certain, and says what more draws may add', () => {
    const rows = [measured(1, 0.3, 0.4), measured(2, 0.35, 0.5), measured(5, 0.6, 0.7), measured(20, 0.605, 0.9)];
    expect(verdictOf(rows, asked)).toEqual({
      finding: 'gain',
      N: 5,
      one: { lower: 0.3, upper: 0.4, rests: 'measured' },
      best: { lower: 0.6, upper: 0.7, rests: 'measured' },
      mayAdd: expect.closeTo(0.3, 12) as number,
      greedyIsEnough: false,
    });
    expect(verdictOf(rows, { ...asked, greedy: 0.7 })).toMatchObject({ greedyIsEnough: true });
    expect(verdictOf(rows, { ...asked, greedy: undefined })).toMatchObject({ greedyIsEnough: false });
  });

  it('rests on exact ends where these are narrower', () => {
    const rows = [exact(measured(1, 0.3, 0.6), 0.4, 0.41), exact(measured(5, 0.3, 0.8), 0.5, 0.55)];
    expect(verdictOf(rows, asked)).toMatchObject({ finding: 'gain', N: 5, best: { lower: 0.5, rests: 'exact' } });
    const beyond = [...rows.slice(0, 1), { N: 1000, exact: { lower: 0.9, upper: 0.95 } }];
    expect(verdictOf(beyond, asked)).toMatchObject({ finding: 'gain', N: 1000, mayAdd: 0 });
  });

  it('is a loss where it is certain to be right less often, and open where ends overlap', () => {
    const rows = [measured(1, 0.4, 0.5), measured(5, 0.3, 0.45), measured(10, 0.1, 0.3), measured(20, 0, 0.39)];
    expect(verdictOf(rows, asked)).toMatchObject({ finding: 'loss', N: 10, best: { upper: 0.3 } });
    expect(verdictOf(rows.slice(0, 2), asked)).toMatchObject({ finding: 'open', N: 5, best: { upper: 0.45 } });
    const unknown = exact({ N: 1000 }, 0, 1);
    expect(verdictOf([...rows.slice(0, 2), unknown], asked)).toMatchObject({ finding: 'open', N: 5 });
  });

  it('is none where all was cut, and where there are no answers it is the draws for y*', () => {
    expect(verdictOf([measured(1, 0, 0.1)], { ...asked, allCut: true })).toEqual({ finding: 'cut' });
    const found = (N: number, lower: number): AccuracyRow => ({ N, findsMode: { lower, upper: 1 } });
    expect(verdictOf([found(1, 0.1), found(10, 0.89), found(25, 0.95)], asked)).toEqual({ finding: 'unmarked', N: 25 });
    expect(verdictOf([found(1, 0.1)], asked)).toEqual({ finding: 'unmarked' });
  });
});
