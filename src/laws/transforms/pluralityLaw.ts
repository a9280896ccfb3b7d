import { requireInteger } from '../../math/checks.ts';
import { DomainError } from '../../math/domainError.ts';
import { requireLaw } from '../exactLaw.ts';
import { FiniteLaw } from '../finiteLaw.ts';
import { mostVotes, pluralityShares } from './pluralityShares.ts';

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
  const possible = Int32Array.from({ length: answers.size }, (_, i) => i).filter(
    (i) => answers.logMasses[i]! > -Infinity,
  );
  // Two draws agree or tie: the first is kept. A single answer always wins.
  if (N <= 2 || possible.length === 1) return answers;
  const wins = new Float64Array(answers.size);
  const expected = Array.from(possible, (answer) => N * Math.exp(answers.logMasses[answer]!));
  const most = mostVotes(expected.length);
  if (N > most) {
    const limit = `at most ${most} for ${expected.length} answers`;
    const instead = "beyond, draw answers and count them, as the driver `run` does with derived: 'definition'";
    throw new DomainError('pluralityLaw', 'N', `${limit}, as its time grows like N^3 (${instead})`, N);
  }
  const shares = pluralityShares(
    expected.map((mean) => poissonWeights(mean, N)),
    N,
  );
  possible.forEach((answer, i) => (wins[answer] = shares[i]!));
  return FiniteLaw.fromLogWeights(wins.map(Math.log));
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
