/** Two ends that hold a number: of a confidence interval, or of all values that partial knowledge leaves possible. */
export interface Interval {
  readonly lower: number;
  readonly upper: number;
}
