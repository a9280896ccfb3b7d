/** Ticks of a logarithmic axis at powers of ten, written as such. */
export function decades(values: readonly number[]) {
  const [from, to] = extent(values).map(Math.log10) as [number, number];
  const first = Math.ceil(from - 1e-9);
  const power = 'abs(round(log(datum.value) / LN10))';
  const digit = (place: string) => `substring('⁰¹²³⁴⁵⁶⁷⁸⁹', ${place}, ${place} + 1)`;
  const digits = `(${power} > 9 ? ${digit(`floor(${power} / 10)`)} : '') + ${digit(`${power} % 10`)}`;
  return {
    values: Array.from({ length: Math.floor(to + 1e-9) - first + 1 }, (_, i) => 10 ** (first + i)),
    labelExpr: `datum.value == 1 ? '1' : '10' + (datum.value < 1 ? '⁻' : '') + ${digits}`,
  };
}

/** The least and the largest. */
export function extent(values: readonly number[]): [number, number] {
  return [Math.min(...values), Math.max(...values)];
}
