import { requireInteger } from './checks.ts';
import { DomainError } from './domainError.ts';
import { requireLaw } from './exactLaw.ts';
import { FiniteLaw } from './finiteLaw.ts';

/** Additions that are made at most: some seconds. */
const MOST_WORK = 2 ** 32;
/** Sums that are kept at once at most: some hundred megabytes. */
const MOST_SUMS = 2 ** 24;

/**
 * The law of the answer that comes up most often in N independent draws; ties are split evenly, as keeping the first
 * drawn of the tied answers does.
 *
 *   P[a wins] = sum_c sum_t P[a comes up c times, t others too, all else less often] / (t + 1)
 *
 * Counts of N draws are independent Poisson counts given their total, so each probability is a coefficient of a product
 * of one polynomial an answer: sums of positive terms only. Counts that are less likely than the likeliest one by a
 * factor of 1e-100 are left out.
 *
 * @param answers the law of one draw
 * @param N number of draws, an integer at least 1
 * @throws DomainError where N or the number of answers is so large that this takes longer than some seconds
 */
export function pluralityLaw(answers: FiniteLaw, N: number): FiniteLaw {
  requireLaw('pluralityLaw', 'answers', answers);
  requireInteger('pluralityLaw', 'N', N, 1);
  // Two draws agree or tie: the first is kept.
  if (N <= 2) return answers;
  const possible = Int32Array.from({ length: answers.size }, (_, i) => i).filter(
    (i) => answers.logMasses[i]! > -Infinity,
  );
  const wins = new Float64Array(answers.size);
  const expected = Array.from(possible, (answer) => N * Math.exp(answers.logMasses[answer]!));
  requireFeasible(N, expected);
  const weights = expected.map((mean) => poissonWeights(mean, N));
  for (let most = 1; most <= N; most++) {
    if (!weights.some((weight) => weight[most]! > 0)) continue;
    const before = prefixes(weights, most, N);
    const after = prefixes(weights.toReversed(), most, N).toReversed();
    possible.forEach((answer, i) => {
      const weight = weights[i]![most]!;
      if (weight > 0) wins[answer] = wins[answer]! + weight * shared(before[i]!, after[i + 1]!, N - most);
    });
  }
  return FiniteLaw.fromLogWeights(wins.map(Math.log));
}

/** Sums over the other answers: [t][s] is the weight of t of them at exactly `most`, the others below, s draws in all. */
type Sums = readonly Float64Array[];

/** The sums over the first 0, 1, 2, ... answers. */
function prefixes(weights: readonly Float64Array[], most: number, N: number): Sums[] {
  const ties = Math.floor(N / most);
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
        const end = Math.min(most - 1, N - drawn);
        for (let count = 0; count <= end; count++) same[drawn + count] = same[drawn + count]! + sum * weight[count]!;
        if (t < ties && drawn + most <= N)
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

/** mean^k / k! for k = 0..N over its largest value: from the mode outwards, so that nothing overflows. */
function poissonWeights(mean: number, N: number): Float64Array {
  const weights = new Float64Array(N + 1);
  const mode = Math.min(N, Math.floor(mean));
  weights[mode] = 1;
  for (let k = mode + 1; k <= N && weights[k - 1]! > 1e-100; k++) weights[k] = (weights[k - 1]! * mean) / k;
  for (let k = mode; k > 0 && weights[k]! > 1e-100; k--) weights[k - 1] = (weights[k]! * k) / mean;
  return weights;
}

function requireFeasible(N: number, expected: readonly number[]): void {
  const answers = expected.length;
  // For each highest count c: N / c + 1 numbers of ties, N totals, c counts, twice, an answer.
  const work = 2 * answers * N ** 3;
  // For each answer: N + 1 numbers of ties, each an array of N + 1 totals, whose own overhead is that of some 7 more.
  const sums = answers * (N + 1) * (N + 8);
  if (!(work <= MOST_WORK && sums <= MOST_SUMS)) {
    const most = Math.floor(Math.min(Math.cbrt(MOST_WORK / 2 / answers), Math.sqrt(MOST_SUMS / answers + 12.25) - 4.5));
    const limit = `at most ${Math.max(2, most)} for ${answers} answers`;
    throw new DomainError('pluralityLaw', 'N', `${limit} (beyond, draw: run with derived: 'definition')`, N);
  }
}
