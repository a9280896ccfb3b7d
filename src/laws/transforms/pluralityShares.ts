/** Additions that are made at most: some seconds. */
const MOST_WORK = 2 ** 32;
/** Sums that are kept at once at most: some hundred megabytes. */
const MOST_SUMS = 2 ** 24;

/**
 * The most draws of which `pluralityShares` tells the winner in some seconds, among so many answers; at least 2, and any
 * number where there is one answer.
 */
export function mostVotes(answers: number): number {
  if (answers === 1) return Infinity;
  // For each highest count c: N / c + 1 numbers of ties, N totals, c counts, twice, an answer: 2 N^3.
  const byWork = Math.cbrt(MOST_WORK / 2 / answers);
  // For each answer: N + 1 numbers of ties, each an array of N + 1 totals, whose own overhead is that of some 7 more.
  const bySums = Math.sqrt(MOST_SUMS / answers + 12.25) - 4.5;
  return Math.max(2, Math.floor(Math.min(byWork, bySums)));
}

/**
 * How likely each answer is to come up most often in N draws, ties split evenly, where the chance of counts (c_1, c_2, ...)
 * with total N is proportional to a product of weights, weights[a][c_a]: a multinomial law with 1/c! in them, subsets of
 * a pool with binomial coefficients.
 *
 *   P[a wins] ~ sum_c sum_t weights[a][c] [t others come up c times, the rest less often, N in all] / (t + 1)
 *
 * Sums of positive terms only.
 *
 * @param weights of each answer, from c = 0 on; beyond the end of the list they are 0
 * @returns one number for each answer, up to a common factor
 */
export function pluralityShares(weights: readonly Float64Array[], N: number): Float64Array {
  if (weights.length === 1) return Float64Array.of(1);
  const wins = new Float64Array(weights.length);
  // All of N draws are at most `most` an answer.
  for (let most = Math.ceil(N / weights.length); most <= N; most++) {
    const able = weights.filter((weight) => most < weight.length && weight[most]! > 0).length;
    if (able === 0) continue;
    // With the winner itself.
    const ties = Math.min(able, Math.floor(N / most)) - 1;
    const before = prefixes(weights, { most, ties, N });
    const after = prefixes(weights.toReversed(), { most, ties, N }).toReversed();
    weights.forEach((weight, i) => {
      if (most >= weight.length || weight[most] === 0) return;
      wins[i] = wins[i]! + weight[most]! * shared(before[i]!, after[i + 1]!, N - most);
    });
  }
  return wins;
}

/** Sums over the other answers: [t][s] is the weight of t of them at exactly `most`, the others below, s draws in all. */
type Sums = readonly Float64Array[];

/** The sums over the first 0, 1, 2, ... answers. */
function prefixes(
  weights: readonly Float64Array[],
  { most, ties, N }: { most: number; ties: number; N: number },
): Sums[] {
  const empty = (): Float64Array[] => Array.from({ length: ties + 1 }, () => new Float64Array(N + 1));
  const sums = [empty()];
  sums[0]![0]![0] = 1;
  for (const weight of weights) {
    const last = sums.at(-1)!;
    const next = empty();
    for (let t = 0; t <= ties; t++) {
      for (let drawn = t * most; drawn <= N; drawn++) {
        const sum = last[t]![drawn]!;
        if (sum === 0) continue;
        const same = next[t]!;
        const end = Math.min(most - 1, N - drawn, weight.length - 1);
        for (let count = 0; count <= end; count++) same[drawn + count] = same[drawn + count]! + sum * weight[count]!;
        if (t < ties && drawn + most <= N && most < weight.length)
          next[t + 1]![drawn + most] = next[t + 1]![drawn + most]! + sum * weight[most]!;
      }
    }
    sums.push(next);
  }
  return sums;
}

/** The weight of all others having so many draws together, each tie for the first place counted by its share. */
function shared(before: Sums, after: Sums, drawn: number): number {
  let sum = 0;
  for (let t = 0; t < before.length; t++) {
    for (let u = 0; t + u < before.length; u++) {
      let both = 0;
      for (let s = 0; s <= drawn; s++) both += before[t]![s]! * after[u]![drawn - s]!;
      sum += both / (t + u + 1);
    }
  }
  return sum;
}
