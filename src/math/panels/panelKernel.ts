/** Rows that are worked on together: four vectors of two. */
export const PANEL = 8;
/** A table has so many columns or a multiple of it: what is more than it was given are zeros. */
export const COLUMNS = 4;

/**
 * The hot loops over the rows of a table, PANEL of them at a time.
 *
 * A table stands in panels: of PANEL rows the entries of the first column, then those of the second, and so on. Sums over rows
 * are kept in two lanes, of the even rows and of the odd ones, one after the other: `sums[2 k]` and `sums[2 k + 1]`. Each product
 * and each sum is rounded at once, in one order, so that kernels agree in every bit.
 *
 * Lengths are whole panels; places in arrays are counted in numbers.
 */
export interface PanelKernel {
  /** Zeros, in memory that the loops read and write: all arrays that they are given come from here. */
  numbers(length: number): Float64Array;
  /**
   * out[y] = sum_k factors[k] table[y][k]
   *
   * @param at where the table's first panel is
   * @returns the largest
   */
  combine(table: Float64Array, at: number, factors: Float64Array, out: Float64Array): number;
  /**
   * out[y] = exp(values[y] - shift), to 2 units in the last place, for values of at most the shift; 0 below exp(-700)
   *
   * @returns their sum
   */
  exponentials(values: Float64Array, shift: number, out: Float64Array): number;
  /**
   * sums[k] grows by sum_y weights[from + y] table[y][k]
   *
   * @param rows how many
   */
  weigh(table: Float64Array, at: number, weights: Float64Array, from: number, rows: number, sums: Float64Array): void;
  /**
   * sums[i * columns + j] grows by sum_y weights[from + y] table[y][i] table[y][j] for j <= i, and some for j > i
   *
   * @param room for so many rows of the table
   */
  square(
    table: Float64Array,
    at: number,
    weights: Float64Array,
    from: number,
    rows: number,
    columns: number,
    room: Float64Array,
    sums: Float64Array,
  ): void;
}
