/** Numbers of the precision of a kernel. */
export type Numbers = Float32Array | Float64Array;

/** A matrix as a kernel keeps it. */
export interface Matrix {
  readonly inputs: number;
  readonly outputs: number;
  /** Outputs, rounded up to whole panels: what a row of products takes. */
  readonly stride: number;
  /** Panels of `PANEL` outputs: in each the numbers of all inputs one after another, `PANEL` for each. */
  readonly panels: Numbers;
}

/**
 * The one hot loop of a forward pass: products of many vectors with a matrix.
 *
 *   output[row][j] = sum over i = 0, 1, ..., inputs - 1, in this order, of input[row][i] * matrix[j][i]
 *
 * Every product and every sum is rounded to the kernel's precision at once. So a product does not depend on how many rows
 * there are, and two kernels of one precision agree in every bit.
 */
export interface Kernel {
  /** Zeros, in memory that `multiply` reads and writes. */
  numbers(length: number): Numbers;
  /** @param weights by output, then by input */
  matrix(weights: ArrayLike<number>, outputs: number, inputs: number): Matrix;
  /** @param input rows of `inputs` numbers @param output rows of `stride` numbers */
  multiply(matrix: Matrix, input: Numbers, output: Numbers, rows: number): void;
}

/** Outputs that are worked on together: two vectors of four. */
export const PANEL = 8;

/** The least multiple of `PANEL` that is at least `outputs`. */
export function wholePanels(outputs: number): number {
  return Math.ceil(outputs / PANEL) * PANEL;
}

/** Lays a matrix out in panels; outputs that fill up the last one are zeros. */
export function packed(
  weights: ArrayLike<number>,
  outputs: number,
  inputs: number,
  numbers: (length: number) => Numbers,
): Matrix {
  const stride = wholePanels(outputs);
  const panels = numbers(stride * inputs);
  for (let output = 0; output < outputs; output++) {
    const start = (output - (output % PANEL)) * inputs + (output % PANEL);
    for (let input = 0; input < inputs; input++) panels[start + input * PANEL] = weights[output * inputs + input]!;
  }
  return { inputs, outputs, stride, panels };
}
