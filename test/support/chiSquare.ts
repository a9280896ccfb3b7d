import gammainc from '@stdlib/math-base-special-gammainc';

/** A cell with less expected than this is joined with the next ones: the chi-square law needs counts of some size. */
const LEAST_EXPECTED = 25;

/** P(X >= statistic) for X chi-square with that many degrees of freedom. */
function upperTail(statistic: number, degrees: number): number {
  return statistic <= 0 ? 1 : gammainc(statistic / 2, degrees / 2, true, true);
}

/**
 * Pearson's test of counts against the law with these masses (they need not be normalised).
 *
 * Returns the probability of a fit as bad as this or worse, 0 where something of mass zero was seen. A test that asks
 * for `> 1e-9` of a right sampler fails with probability 1e-9 over the choice of its seed.
 */
export function fitProbability(counts: ArrayLike<number>, masses: ArrayLike<number>): number {
  if (counts.length !== masses.length) throw new Error(`${counts.length} counts, but ${masses.length} masses`);
  let draws = 0;
  let total = 0;
  for (let i = 0; i < counts.length; i++) {
    draws += counts[i]!;
    total += masses[i]!;
    if (masses[i] === 0 && counts[i]! > 0) return 0;
  }
  const cells = joined(Array.from({ length: counts.length }, (_, i) => [counts[i]!, (draws * masses[i]!) / total]));
  if (cells.length < 2) throw new Error('fewer than two cells of sufficient expected count');
  const statistic = cells.reduce((sum, [seen, expected]) => sum + (seen! - expected!) ** 2 / expected!, 0);
  return upperTail(statistic, cells.length - 1);
}

/** Pearson's test that several rows of counts come from one law. */
export function sameLawProbability(rows: readonly ArrayLike<number>[]): number {
  const sum = (row: ArrayLike<number>): number => Array.from(row).reduce((a, b) => a + b, 0);
  const totals = rows.map(sum);
  const all = totals.reduce((a, b) => a + b, 0);
  const least = Math.min(...totals) / all;
  const columns = Array.from(rows[0]!, (_, i) => rows.map((row) => row[i]!)).filter((column) => sum(column) > 0);
  // Joined by what the shortest row may expect.
  const cells = joined(columns.map((column) => [...column, sum(column) * least])).map((cell) => cell.slice(0, -1));
  if (cells.length < 2) throw new Error('fewer than two cells of sufficient expected count');
  let statistic = 0;
  for (const cell of cells) {
    cell.forEach((seen, row) => {
      const expected = (sum(cell) * totals[row]!) / all;
      statistic += (seen - expected) ** 2 / expected;
    });
  }
  return upperTail(statistic, (cells.length - 1) * (rows.length - 1));
}

/** Joins neighbouring cells until the last entry of each, its expected count, suffices. */
function joined(cells: number[][]): number[][] {
  const result: number[][] = [];
  let open: number[] | undefined;
  for (const cell of cells) {
    open = open ? open.map((value, i) => value + cell[i]!) : [...cell];
    if (open.at(-1)! >= LEAST_EXPECTED) {
      result.push(open);
      open = undefined;
    }
  }
  const last = result.pop();
  if (open && last) result.push(last.map((value, i) => value + open[i]!));
  else if (last) result.push(last);
  return result;
}
