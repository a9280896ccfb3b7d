import { binomialMasses } from './binomialMasses.ts';
import { gaussLegendre } from './gaussLegendre.ts';

/**
 * How likely the most frequent of k draws is not the hidden response, for k = 0..most; ties count by shares.
 *
 * All but `missed` is on the hidden response, each of M - 1 others has the same part of that. Given that it came up c times, the
 * guess fails with probability 1 - E[ 1{no other came up more often} / (T + 1) ], T others having come up c times as well.
 * With 1/(T + 1) = integral of z^T over [0, 1], and V(w, j) for what w of the others lose when j draws fall among them,
 *
 *   V(1, j) = 0 if j < c, 1 - z if j = c, 1 if j > c;   1 - V(u + w, j) = E[ (1 - V(u, i)) (1 - V(w, j - i)) ],
 *
 * i being binomial: sums of positive terms only, so that failures keep their digits however small they are, and however
 * little is missed.
 *
 * @param responses M
 * @param missed in [0, 1)
 * @see docs/derivations.md, Exact risk of SFT-sharpening
 */
export function modeFailure(responses: number, missed: number, most: number): Float64Array {
  const others = responses - 1;
  const hits = Array.from({ length: most + 1 }, (_, k) => binomialMasses(k, missed, k).toReversed());
  const failures = new Float64Array(most + 1);
  // Never drawn: the hidden response ties with all others before the first draw, and loses to any that was drawn.
  hits.forEach((law, k) => (failures[k] = law[0]! * (k === 0 ? 1 - 1 / responses : 1)));
  // Others cannot come up c times in fewer than c draws.
  for (let c = 1; 2 * c <= most; c++) {
    const losses = lossesAgainst(c, others, most - c);
    for (let k = 2 * c; k <= most; k++) failures[k] = failures[k]! + hits[k]![c]! * losses[k - c]!;
  }
  return failures;
}

/** 1 - E[ 1{none of the others more than c times} / (T + 1) ] when j draws fall among the others, j = 0..most. */
function lossesAgainst(c: number, others: number, most: number): Float64Array {
  // A polynomial in z of degree T, and no more than most/c can come up c times.
  const { at, weights } = gaussLegendre(Math.floor(Math.min(others, Math.floor(most / c)) / 2) + 1);
  const losses = new Float64Array(most + 1);
  at.forEach((z, node) => {
    const one = Float64Array.from({ length: most + 1 }, (_, j) => (j < c ? 0 : j === c ? 1 - z : 1));
    const all = together(one, others);
    for (let j = 0; j <= most; j++) losses[j] = losses[j]! + weights[node]! * all[j]!;
  });
  return losses;
}

/** V of `count` responses from V of one: by doubling. */
function together(one: Float64Array, count: number): Float64Array {
  let all = one;
  let width = 1;
  for (const bit of count.toString(2).slice(1)) {
    all = joined(all, width, all, width);
    width *= 2;
    if (bit === '1') {
      all = joined(all, width, one, 1);
      width += 1;
    }
  }
  return all;
}

function joined(first: Float64Array, firstWidth: number, second: Float64Array, secondWidth: number): Float64Array {
  const shares = splits(firstWidth / (firstWidth + secondWidth), first.length);
  return first.map((_, j) => {
    const law = shares[j]!;
    let sum = 0;
    for (let i = 0; i <= j; i++) {
      const [u, v] = [first[i]!, second[j - i]!];
      if (u !== 0 || v !== 0) sum += law[i]! * (u + v - u * v);
    }
    return sum;
  });
}

const kept = new Map<number, Float64Array[]>();

/** The laws Binomial(j, p) for j below `length`, kept from one call to the next. */
function splits(p: number, length: number): readonly Float64Array[] {
  let laws = kept.get(p);
  if (!laws) kept.set(p, (laws = []));
  while (laws.length < length) laws.push(binomialMasses(laws.length, p, laws.length));
  return laws;
}
