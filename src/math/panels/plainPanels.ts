import { EXPONENTIAL } from './exponential.ts';
import { PANEL } from './panelKernel.ts';
import type { PanelKernel } from './panelKernel.ts';

/** 2^-k, for each k that an exponential needs. */
const powers = Float64Array.from({ length: Math.ceil(-EXPONENTIAL.least * EXPONENTIAL.log2e) + 1 }, (_, k) => 2 ** -k);

/** In plain TypeScript: for small tables, and where there is no WebAssembly. */
export const plainPanels: PanelKernel = {
  numbers: (length) => new Float64Array(length),

  combine(table, at, factors, out) {
    const columns = factors.length;
    let largest = -Infinity;
    for (let y = 0; y < out.length; y += PANEL) {
      let [s0, s1, s2, s3] = [0, 0, 0, 0];
      let [s4, s5, s6, s7] = [0, 0, 0, 0];
      // The innermost loop of all: spelled out, so that the sums stay in registers.
      for (let k = 0; k < columns; k++, at += PANEL) {
        const factor = factors[k]!;
        s0 += factor * table[at]!;
        s1 += factor * table[at + 1]!;
        s2 += factor * table[at + 2]!;
        s3 += factor * table[at + 3]!;
        s4 += factor * table[at + 4]!;
        s5 += factor * table[at + 5]!;
        s6 += factor * table[at + 6]!;
        s7 += factor * table[at + 7]!;
      }
      out[y] = s0;
      out[y + 1] = s1;
      out[y + 2] = s2;
      out[y + 3] = s3;
      out[y + 4] = s4;
      out[y + 5] = s5;
      out[y + 6] = s6;
      out[y + 7] = s7;
      for (let lane = y; lane < y + PANEL; lane++) if (out[lane]! > largest) largest = out[lane]!;
    }
    return largest;
  },

  exponentials(values, shift, out) {
    const { least, log2e, magic, ln2High, ln2Low, p0, p1, p2, q0, q1, q2, q3, one } = EXPONENTIAL;
    let even = 0;
    let odd = 0;
    for (let y = 0; y < values.length; y++) {
      const x = values[y]! - shift;
      let value = 0;
      if (x >= least) {
        const exponent = x * log2e + magic - magic;
        const rest = x - exponent * ln2High - exponent * ln2Low;
        const square = rest * rest;
        const upper = rest * ((p0 * square + p1) * square + p2);
        const ratio = upper / (((q0 * square + q1) * square + q2) * square + q3 - upper);
        value = (ratio + ratio + one) * powers[-exponent]!;
      }
      out[y] = value;
      if (y % 2 === 0) even += value;
      else odd += value;
    }
    return even + odd;
  },

  weigh(table, at, weights, from, rows, out, sums) {
    const columns = sums.length / 2;
    let to = 0;
    for (let y = from; y < from + rows; y += PANEL) {
      for (let k = 0; k < columns; k++) {
        let even = sums[2 * k]!;
        let odd = sums[2 * k + 1]!;
        // Spelled out, as above.
        const [w0, w1, w2, w3] = [
          weights[y]! * table[at]!,
          weights[y + 1]! * table[at + 1]!,
          weights[y + 2]! * table[at + 2]!,
          weights[y + 3]! * table[at + 3]!,
        ];
        const [w4, w5, w6, w7] = [
          weights[y + 4]! * table[at + 4]!,
          weights[y + 5]! * table[at + 5]!,
          weights[y + 6]! * table[at + 6]!,
          weights[y + 7]! * table[at + 7]!,
        ];
        even = even + w0 + w2 + w4 + w6;
        odd = odd + w1 + w3 + w5 + w7;
        out[to] = w0;
        out[to + 1] = w1;
        out[to + 2] = w2;
        out[to + 3] = w3;
        out[to + 4] = w4;
        out[to + 5] = w5;
        out[to + 6] = w6;
        out[to + 7] = w7;
        at += PANEL;
        to += PANEL;
        sums[2 * k] = even;
        sums[2 * k + 1] = odd;
      }
    }
  },

  products(left, right, at, rows, columns, i, j, sums) {
    const width = columns * PANEL;
    for (let row = i; row < i + 2; row++) {
      for (let column = j; column < j + 4; column++) {
        let even = 0;
        let odd = 0;
        for (let panel = 0; panel < rows * columns; panel += width) {
          const a = panel + row * PANEL;
          const b = at + panel + column * PANEL;
          // Spelled out, as above.
          even =
            even +
            left[a]! * right[b]! +
            left[a + 2]! * right[b + 2]! +
            left[a + 4]! * right[b + 4]! +
            left[a + 6]! * right[b + 6]!;
          odd =
            odd +
            left[a + 1]! * right[b + 1]! +
            left[a + 3]! * right[b + 3]! +
            left[a + 5]! * right[b + 5]! +
            left[a + 7]! * right[b + 7]!;
        }
        const to = 2 * (row * columns + column);
        sums[to] = sums[to]! + even;
        sums[to + 1] = sums[to + 1]! + odd;
      }
    }
  },
};
