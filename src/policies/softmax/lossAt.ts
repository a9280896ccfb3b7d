/** What a loss is at a parameter of d numbers. */
export interface LossAt {
  value: number;
  /** The sum of the sizes of what the value is the sum of: rounding is a small share of it. */
  valueScale: number;
  readonly gradient: Float64Array;
  /** d^2 numbers, row by row. */
  readonly hessian: Float64Array;
  /** Whether parts of the Hessian are those of a parameter nearby. */
  kept: boolean;
  /** The same of the gradient. */
  gradientScale: number;
}

/** A place for what a loss is at a parameter. */
export function lossAt(dimension: number): LossAt {
  const [gradient, hessian] = [new Float64Array(dimension), new Float64Array(dimension * dimension)];
  return { value: NaN, valueScale: 0, gradient, hessian, kept: false, gradientScale: 0 };
}
