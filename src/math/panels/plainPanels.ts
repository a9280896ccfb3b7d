import { EXPONENTIAL } from './exponential.ts';
import { PANEL } from './panelKernel.ts';
import type { PanelKernel } from './panelKernel.ts';

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
    const { least, log2e, magic, ln2High, ln2Low, coefficients } = EXPONENTIAL;
    const power = new Float64Array(1);
    const halves = new Uint32Array(power.buffer);
    // Where the exponent stands: in the upper half, which comes last on all machines but a few.
    power[0] = 1;
    const upper = halves[1] === 0 ? 0 : 1;
    const lanes: [number, number] = [0, 0];
    for (let y = 0; y < values.length; y++) {
      const x = values[y]! - shift;
      if (!(x >= least)) {
        out[y] = 0;
        continue;
      }
      const exponent = x * log2e + magic - magic;
      const rest = x - exponent * ln2High - exponent * ln2Low;
      let value = coefficients[0]!;
      for (let i = 1; i < coefficients.length; i++) value = value * rest + coefficients[i]!;
      halves[upper] = (1023 + exponent) << 20;
      out[y] = value * power[0]!;
      lanes[y % 2] = lanes[y % 2]! + out[y]!;
    }
    return lanes[0] + lanes[1];
  },

  weigh(table, at, weights, from, rows, out, sums) {
    const columns = sums.length / 2;
    let to = 0;
    for (let y = from; y < from + rows; y += PANEL) {
      for (let k = 0; k < columns; k++) {
        let even = sums[2 * k]!;
        let odd = sums[2 * k + 1]!;
        for (let lane = 0; lane < PANEL; lane += 2, at += 2, to += 2) {
          const first = weights[y + lane]! * table[at]!;
          const second = weights[y + lane + 1]! * table[at + 1]!;
          out[to] = first;
          out[to + 1] = second;
          even += first;
          odd += second;
        }
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
          let a = panel + row * PANEL;
          let b = at + panel + column * PANEL;
          for (const end = a + PANEL; a < end; a += 2, b += 2) {
            even += left[a]! * right[b]!;
            odd += left[a + 1]! * right[b + 1]!;
          }
        }
        const to = 2 * (row * columns + column);
        sums[to] = sums[to]! + even;
        sums[to + 1] = sums[to + 1]! + odd;
      }
    }
  },
};
