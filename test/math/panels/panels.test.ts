import { afterEach, describe, expect, it, vi } from 'vitest';
import { PANEL } from '../../../src/math/panels/panelKernel.ts';
import type { PanelKernel } from '../../../src/math/panels/panelKernel.ts';
import { panelsProgram } from '../../../src/math/panels/panelsProgram.ts';
import { plainPanels } from '../../../src/math/panels/plainPanels.ts';
import { simdPanels } from '../../../src/math/panels/simdPanels.ts';
import { Source } from '../../../src/math/random/source.ts';

/** The types of Node leave it out. */
declare const WebAssembly: {
  readonly Memory: unknown;
  readonly Instance: unknown;
  readonly Module: new (bytes: Uint8Array) => object;
};

const source = Source.named('test/math/panels');

afterEach(() => void vi.unstubAllGlobals());

/** What each loop makes of one random table, whose first panel is not that of its memory. */
function results(kernel: PanelKernel, rows: number, columns: number) {
  const stream = source.split(`${rows} ${columns}`);
  const random = (length: number): Float64Array => {
    const held = kernel.numbers(length);
    for (let i = 0; i < length; i++) held[i] = stream.uniform() - 0.5;
    return held;
  };
  const at = PANEL * columns;
  const table = random(at + rows * columns);
  const factors = random(columns);
  const logits = kernel.numbers(rows);
  const largest = kernel.combine(table, at, factors, logits);
  const weights = kernel.numbers(PANEL + rows);
  const exponentials = kernel.numbers(rows);
  const total = kernel.exponentials(logits, largest, exponentials);
  weights.set(exponentials, PANEL);
  // Sums that are there already grow.
  const sums = random(2 * columns);
  const squares = random(2 * columns * columns);
  const before = { sums: sums.slice(), squares: squares.slice() };
  kernel.weigh(table, at, weights, PANEL, rows, sums);
  kernel.square(table, at, weights, PANEL, rows, columns, kernel.numbers(rows * columns), squares);
  const entry = (y: number, k: number): number => table[at + (y - (y % PANEL)) * columns + k * PANEL + (y % PANEL)]!;
  return { entry, factors, logits, largest, exponentials, total, sums, squares, before };
}

const shapes = [8, 16, 24, 128].flatMap((rows) => [4, 8, 16].map((columns) => [rows, columns] as const));

describe('kernels of panels', () => {
  it.each(shapes)('sum %i rows of %i columns alike, bit for bit, and as the formulas say', (rows, columns) => {
    const plain = results(plainPanels, rows, columns);
    const fast = results(simdPanels(20_000)!, rows, columns);
    for (const name of ['logits', 'exponentials', 'sums'] as const) expect([...fast[name]]).toEqual([...plain[name]]);
    expect([fast.largest, fast.total]).toEqual([plain.largest, plain.total]);

    const { entry, factors, before } = plain;
    const range = Array.from({ length: rows }, (_, y) => y);
    const logit = (y: number): number => factors.reduce((sum, factor, k) => sum + factor * entry(y, k), 0);
    const largest = Math.max(...range.map(logit));
    const weight = (y: number): number => Math.exp(logit(y) - largest);
    const lanes = (values: Float64Array, k: number): number => values[2 * k]! + values[2 * k + 1]!;
    expect(plain.total).toBeCloseTo(
      range.reduce((sum, y) => sum + weight(y), 0),
      10,
    );
    for (let i = 0; i < columns; i++) {
      const sum = range.reduce((total, y) => total + weight(y) * entry(y, i), 0);
      expect(lanes(plain.sums, i) - lanes(before.sums, i)).toBeCloseTo(sum, 10);
      for (let j = 0; j <= i; j++) {
        const place = i * columns + j;
        const square = range.reduce((total, y) => total + weight(y) * entry(y, i) * entry(y, j), 0);
        expect(lanes(plain.squares, place) - lanes(before.squares, place)).toBeCloseTo(square, 10);
        expect([...fast.squares.subarray(2 * place, 2 * place + 2)]).toEqual([
          ...plain.squares.subarray(2 * place, 2 * place + 2),
        ]);
      }
    }
  });

  it('take exponentials to 2 units in the last place, and those below exp(-700) as 0', () => {
    const numbers = Array.from({ length: 80_000 }, (_, i) => (i < 40_000 ? -i / 57 : -i / 1e6));
    for (const kernel of [plainPanels, simdPanels(200_000)!]) {
      const values = kernel.numbers(numbers.length);
      values.set(numbers);
      values[7] = -Infinity;
      const out = kernel.numbers(numbers.length);
      kernel.exponentials(values, 0, out);
      let worst = 0;
      for (let i = 0; i < values.length; i++) {
        const exact = values[i]! >= -700 ? Math.exp(values[i]!) : 0;
        if (exact === 0) expect(out[i]).toBe(0);
        else worst = Math.max(worst, Math.abs(out[i]! / exact - 1) / Number.EPSILON);
      }
      expect(out[0]).toBe(1);
      expect(worst).toBeLessThan(2);
    }
  });

  it('do without WebAssembly where there is none, a page forbids it, or the memory is too much', () => {
    expect(simdPanels(2 ** 40)).toBeUndefined();
    const forbidden = (): never => {
      throw new Error('no');
    };
    vi.stubGlobal('WebAssembly', { Memory: WebAssembly.Memory, Instance: WebAssembly.Instance, Module: forbidden });
    expect(simdPanels(100)).toBeUndefined();
    vi.stubGlobal('WebAssembly', undefined);
    expect(simdPanels(100)).toBeUndefined();
  });

  it('have a program small enough for a page to compile at once', () => {
    expect(panelsProgram().length).toBeLessThan(4096);
  });
});
