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

  weigh(table, at, weights, from, rows, sums) {
    const columns = sums.length / 2;
    for (let y = from; y < from + rows; y += PANEL) {
      for (let k = 0; k < columns; k++, at += PANEL) {
        let even = sums[2 * k]!;
        let odd = sums[2 * k + 1]!;
        even += weights[y]! * table[at]!;
        odd += weights[y + 1]! * table[at + 1]!;
        even += weights[y + 2]! * table[at + 2]!;
        odd += weights[y + 3]! * table[at + 3]!;
        even += weights[y + 4]! * table[at + 4]!;
        odd += weights[y + 5]! * table[at + 5]!;
        even += weights[y + 6]! * table[at + 6]!;
        odd += weights[y + 7]! * table[at + 7]!;
        sums[2 * k] = even;
        sums[2 * k + 1] = odd;
      }
    }
  },

  square(table, at, weights, from, rows, columns, room, sums) {
    const width = columns * PANEL;
    for (let i = 0; i < rows * columns; i++) {
      const y = Math.floor(i / width) * PANEL + (i % PANEL);
      room[i] = weights[from + y]! * table[at + i]!;
    }
    for (let i = 0; i < columns; i++) {
      for (let j = 0; j <= i; j++) {
        let even = 0;
        let odd = 0;
        for (let panel = 0; panel < rows * columns; panel += width) {
          const a = panel + i * PANEL;
          const b = at + panel + j * PANEL;
          even += room[a]! * table[b]!;
          odd += room[a + 1]! * table[b + 1]!;
          even += room[a + 2]! * table[b + 2]!;
          odd += room[a + 3]! * table[b + 3]!;
          even += room[a + 4]! * table[b + 4]!;
          odd += room[a + 5]! * table[b + 5]!;
          even += room[a + 6]! * table[b + 6]!;
          odd += room[a + 7]! * table[b + 7]!;
        }
        const to = 2 * (i * columns + j);
        sums[to] = sums[to]! + even;
        sums[to + 1] = sums[to + 1]! + odd;
      }
    }
  },
};
