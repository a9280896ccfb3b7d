import { describe, expect, it } from 'vitest';
import { accuracyAgainstN } from '../../../src/display/charts/accuracyAgainstN.ts';
import type { AccuracyPoint } from '../../../src/display/charts/accuracyAgainstN.ts';
import { render } from '../../../src/display/charts/render.ts';

const points: readonly AccuracyPoint[] = [
  {
    N: 1,
    logLikelihood: { mean: 0.25, lower: 0.125, upper: 0.375 },
    lengthNormalised: { mean: 0.3125 },
    majority: { mean: 0.1875 },
    exact: { lower: 0.0625, upper: 0.4375 },
  },
  { N: 10, logLikelihood: { mean: 0.5, lower: 0.46875, upper: 0.53125 }, exact: { lower: 0.484375, upper: 0.515625 } },
  { N: 100, exact: { lower: 0.75, upper: 0.75 } },
];
const text = { title: 'A title', subtitle: ['below it'], greedy: 0.59375, mode: { lower: 0.875, upper: 0.875 } };

/** All rows of data in a chart, layer by layer. */
function rows(chart: unknown): Record<string, unknown>[] {
  const { data, layer = [] } = chart as { data?: { values: Record<string, unknown>[] }; layer?: unknown[] };
  return [...(data?.values ?? []), ...layer.flatMap(rows)];
}

describe('a chart of accuracy against N', () => {
  it('holds each number that it was given, and no other', () => {
    const numbers = rows(accuracyAgainstN(points, text)).map(({ N, accuracy, lower, upper }) => [
      N,
      accuracy,
      lower,
      upper,
    ]);
    expect(numbers).toEqual([
      [1, undefined, 0.0625, 0.4375],
      [10, undefined, 0.484375, 0.515625],
      [100, undefined, 0.75, 0.75],
      [undefined, 0.59375, undefined, undefined],
      [undefined, 0.875, undefined, undefined],
      [1, 0.25, 0.125, 0.375],
      [1, 0.3125, undefined, undefined],
      [1, 0.1875, undefined, undefined],
      [10, 0.5, 0.46875, 0.53125],
    ]);
  });

  it('neither draws nor names what is not known', () => {
    const legend = (chart: unknown): string[] => {
      const [first] = (chart as { layer: { layer: { encoding: { color: { scale: { domain: string[] } } } }[] }[] })
        .layer;
      return first!.layer[0]!.encoding.color.scale.domain;
    };
    expect(legend(accuracyAgainstN(points, text))).toEqual([
      'by log-likelihood, exact: between these ends',
      'by log-likelihood, measured, with its interval',
      'by length-normalised log-likelihood, measured',
      'majority vote, measured',
      'greedy decoding',
      'y*, the likeliest response',
    ]);
    const measured = points.map(({ exact: _exact, lengthNormalised: _perToken, ...point }) => point);
    const chart = accuracyAgainstN(measured, { title: '', subtitle: [] });
    expect(legend(chart)).toEqual(['by log-likelihood, measured, with its interval', 'majority vote, measured']);
    expect(rows(chart).map(({ N, accuracy }) => [N, accuracy])).toEqual([
      [1, 0.25],
      [1, 0.1875],
      [10, 0.5],
    ]);
  });

  it('draws both ends of what is not certain of y*', () => {
    const chart = accuracyAgainstN(points, { ...text, mode: { lower: 0.5, upper: 0.9 } });
    const levels = rows(chart).filter(({ name }) => String(name).startsWith('y*'));
    expect(levels.map(({ accuracy }) => accuracy)).toEqual([0.5, 0.9]);
  });

  it('is drawn: every series in its place, and the same each time', async () => {
    const { svg } = await render(accuracyAgainstN(points, text));
    expect((await render(accuracyAgainstN(points, text))).svg).toBe(svg);
    for (const part of ['A title', 'below it', 'responses drawn, N', 'majority vote, measured', 'greedy decoding']) {
      expect(svg).toContain(part);
    }
    // 400 pixels from 1 down to 0, and 700 for two powers of ten.
    expect(svg).toContain('translate(0,300)'); // the measured mean at N = 1
    expect(svg).toContain('translate(350,200)'); // and at N = 10
    expect(svg).not.toContain('NaN');
  });
});
