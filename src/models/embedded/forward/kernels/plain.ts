import { packed, PANEL } from './kernel.ts';
import type { Kernel, Matrix, Numbers } from './kernel.ts';

const { fround } = Math;

/** Single precision in plain TypeScript: where there is no WebAssembly. */
export const plainSingle: Kernel = {
  numbers: (length) => new Float32Array(length),
  matrix: (weights, outputs, inputs) => packed(weights, outputs, inputs, (length) => new Float32Array(length)),
  multiply({ inputs, stride, panels }: Matrix, input: Numbers, output: Numbers, rows: number) {
    for (let first = 0; first < stride; first += PANEL) {
      for (let row = 0; row < rows; row++) {
        let [s0, s1, s2, s3] = [0, 0, 0, 0];
        let [s4, s5, s6, s7] = [0, 0, 0, 0];
        let at = first * inputs;
        // The innermost loop of all: spelled out, so that the sums stay in registers.
        for (let i = row * inputs; i < (row + 1) * inputs; i++) {
          const x = input[i]!;
          s0 = fround(s0 + fround(x * panels[at]!));
          s1 = fround(s1 + fround(x * panels[at + 1]!));
          s2 = fround(s2 + fround(x * panels[at + 2]!));
          s3 = fround(s3 + fround(x * panels[at + 3]!));
          s4 = fround(s4 + fround(x * panels[at + 4]!));
          s5 = fround(s5 + fround(x * panels[at + 5]!));
          s6 = fround(s6 + fround(x * panels[at + 6]!));
          s7 = fround(s7 + fround(x * panels[at + 7]!));
          at += PANEL;
        }
        const to = row * stride + first;
        output[to] = s0;
        output[to + 1] = s1;
        output[to + 2] = s2;
        output[to + 3] = s3;
        output[to + 4] = s4;
        output[to + 5] = s5;
        output[to + 6] = s6;
        output[to + 7] = s7;
      }
    }
  },
};

/** Double precision: the reference by which the others are judged. */
export const plainDouble: Kernel = {
  numbers: (length) => new Float64Array(length),
  matrix: (weights, outputs, inputs) => packed(weights, outputs, inputs, (length) => new Float64Array(length)),
  multiply({ inputs, stride, panels }: Matrix, input: Numbers, output: Numbers, rows: number) {
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < stride; column++) {
        let sum = 0;
        let at = (column - (column % PANEL)) * inputs + (column % PANEL);
        for (let i = row * inputs; i < (row + 1) * inputs; i++, at += PANEL) sum += input[i]! * panels[at]!;
        output[row * stride + column] = sum;
      }
    }
  },
};
