import { requireInteger, requireList, requireNonNegative, requireObject, requirePositive } from '../../math/checks.ts';
import { DomainError } from '../../math/domainError.ts';
import type { RewardDifferences } from './rewardDifferences.ts';

/**
 * What a sequence of policies earns and what it has seen: playing k in round t adds
 *
 *   gains[k] / max( lambda, sum_{i < t} seen[policy of round i][k] ).
 */
export interface Extrapolation {
  readonly gains: ArrayLike<number>;
  readonly seen: readonly ArrayLike<number>[];
}

export interface ExtrapolationOptions {
  /** T, an integer at least 1. */
  readonly rounds: number;
  /** A finite number above 0. */
  readonly lambda: number;
}

/** How many sums the exact coefficient may take: some seconds. */
const MOST_WORK = 2e8;

/** The terms of Def J.1: E[g]^2 against what was seen of E[g^2]. */
export function bySquares({ means, squares }: RewardDifferences): Extrapolation {
  return { gains: means.map((mean) => mean * mean), seen: squares };
}

/** The terms of S01, in which a difference counts 1 however large it is: P[g != 0] against what was seen of it. */
export function byDiffering({ differing }: RewardDifferences): Extrapolation {
  return { gains: Float64Array.from(differing, (row, k) => row[k]!), seen: differing };
}

/**
 * The sequential extrapolation coefficient, exactly: the largest sum over all sequences of T policies.
 *
 * A term depends on the past only by how often each policy was played, so it is a longest path over these counts:
 * (T + 1)^(K - 1) of them a round, K being the policies with a gain above 0. The others, such as pi*_beta, only make later
 * terms smaller and are never played.
 *
 * @throws DomainError where that is too much: `greedyExtrapolation` gives a lower end, `extrapolationCeiling` and Lemma J.5 an upper one
 * @see Huang et al. 2024, Def J.1
 */
export function sequentialExtrapolation(extrapolation: Extrapolation, options: ExtrapolationOptions): number {
  const where = 'sequentialExtrapolation';
  requireExtrapolation(where, extrapolation, options);
  const { rounds, lambda } = options;
  const { gains, seen } = extrapolation;
  const played = Array.from(gains, (_, k) => k).filter((k) => gains[k]! > 0);
  if (played.length === 0) return 0;
  const K = played.length;
  const states = (rounds + 1) ** (K - 1);
  if (!(states * rounds * K * K <= MOST_WORK)) {
    const most = `so few that (T + 1)^(K - 1) T K^2 is at most ${MOST_WORK} for its K = ${K} policies with a gain`;
    throw new DomainError(where, 'rounds', `${most} (greedyExtrapolation gives a lower end)`, rounds);
  }
  // The count of the last policy is what the round leaves: a state is the counts of the others, in base T + 1.
  let best = new Float64Array(states).fill(-Infinity);
  best[0] = 0;
  const counts = new Int32Array(K);
  for (let round = 0; round < rounds; round++) {
    const next = new Float64Array(states).fill(-Infinity);
    for (let state = 0; state < states; state++) {
      const value = best[state]!;
      if (value === -Infinity) continue;
      let [rest, left] = [state, round];
      for (let i = 0; i < K - 1; i++) {
        counts[i] = rest % (rounds + 1);
        rest = Math.floor(rest / (rounds + 1));
        left -= counts[i]!;
      }
      counts[K - 1] = left;
      let step = 1;
      for (let i = 0; i < K; i++) {
        const k = played[i]!;
        let past = 0;
        for (let j = 0; j < K; j++) past += counts[j]! * seen[played[j]!]![k]!;
        const at = i < K - 1 ? state + step : state;
        next[at] = Math.max(next[at]!, value + gains[k]! / Math.max(lambda, past));
        step *= rounds + 1;
      }
    }
    best = next;
  }
  return best.reduce((a, b) => Math.max(a, b));
}

/** A lower end of the coefficient: the sum along the sequence that takes the largest term in every round. */
export function greedyExtrapolation(extrapolation: Extrapolation, options: ExtrapolationOptions): number {
  requireExtrapolation('greedyExtrapolation', extrapolation, options);
  const { rounds, lambda } = options;
  const { gains, seen } = extrapolation;
  const past = new Float64Array(gains.length);
  let sum = 0;
  for (let round = 0; round < rounds; round++) {
    let [chosen, most] = [0, -Infinity];
    for (let k = 0; k < gains.length; k++) {
      const term = gains[k]! / Math.max(lambda, past[k]!);
      if (term > most) [chosen, most] = [k, term];
    }
    sum += most;
    for (let k = 0; k < gains.length; k++) past[k] = past[k]! + seen[chosen]![k]!;
  }
  return sum;
}

/**
 * An upper end of the sequential extrapolation coefficient, in T times K steps: each policy sees nothing but its own rounds,
 *
 *   max over counts n_k that add up to T of sum_k sum_{j < n_k} gains[k] / max( lambda, j seen[k][k] ).
 *
 * The terms of a policy fall, so that the largest one left is always best.
 *
 * @throws DomainError outside the domains of `sequentialExtrapolation`
 * @see docs/derivations.md
 */
export function extrapolationCeiling(extrapolation: Extrapolation, options: ExtrapolationOptions): number {
  requireExtrapolation('extrapolationCeiling', extrapolation, options);
  const { gains, seen } = extrapolation;
  const { rounds, lambda } = options;
  const played = new Float64Array(gains.length);
  let sum = 0;
  for (let round = 0; round < rounds; round++) {
    let [chosen, most] = [0, -Infinity];
    for (let k = 0; k < gains.length; k++) {
      const term = gains[k]! / Math.max(lambda, played[k]! * seen[k]![k]!);
      if (term > most) [chosen, most] = [k, term];
    }
    sum += most;
    played[chosen] = played[chosen]! + 1;
  }
  return sum;
}

/**
 * The sum along a sequence of policies that were played, given by their numbers: what a run of XPO has used up of the
 * coefficient.
 *
 * @param sequence which policy each round played
 * @param lambda a finite number above 0
 */
export function extrapolationAlong(extrapolation: Extrapolation, sequence: ArrayLike<number>, lambda: number): number {
  const where = 'extrapolationAlong';
  requireList(where, 'sequence', sequence);
  requireExtrapolation(where, extrapolation, { rounds: Math.max(1, sequence.length), lambda });
  const { gains, seen } = extrapolation;
  const past = new Float64Array(gains.length);
  let sum = 0;
  for (let round = 0; round < sequence.length; round++) {
    const played = sequence[round]!;
    requireInteger(where, `sequence[${round}]`, played, 0, gains.length - 1);
    sum += gains[played]! / Math.max(lambda, past[played]!);
    for (let k = 0; k < gains.length; k++) past[k] = past[k]! + seen[played]![k]!;
  }
  return sum;
}

function requireExtrapolation(where: string, extrapolation: Extrapolation, options: ExtrapolationOptions): void {
  requireObject(where, 'extrapolation', extrapolation);
  const { gains, seen } = extrapolation;
  requireList(where, 'extrapolation.gains', gains);
  requireList(where, 'extrapolation.seen', seen);
  for (let k = 0; k < gains.length; k++) {
    requireNonNegative(where, `extrapolation.gains[${k}]`, gains[k]!);
    if (seen[k]?.length !== gains.length) {
      throw new DomainError(where, `extrapolation.seen[${k}]`, `of length ${gains.length}, as gains`, seen[k]);
    }
  }
  requireObject(where, 'options', options);
  requireInteger(where, 'rounds', options.rounds, 1);
  requirePositive(where, 'lambda', options.lambda);
}
