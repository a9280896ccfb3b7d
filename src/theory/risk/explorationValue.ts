import { FiniteLaw } from '../../laws/finiteLaw.ts';
import { requireInteger, requireList, requireObject, requirePositive } from '../../math/checks.ts';
import { DomainError } from '../../math/domainError.ts';
import { logSumExp } from '../../math/logSpace.ts';
import { tied } from '../../math/tolerance.ts';
import { logLikelihood } from '../../policies/rewards/logLikelihood.ts';
import { rewardsOf } from '../../policies/rewards/rewardsOf.ts';
import type { PointwiseReward } from '../../policies/rewards/selfReward.ts';
import { singleQueries } from './searchQuery.ts';
import { membersOf, versionSpaces } from './versionSpaces.ts';
import type { SearchedClass } from './versionSpaces.ts';

export interface ExplorationValueOptions extends Partial<SearchedClass> {
  /** For each hypothesis the base law at the one prompt, all over the same responses. */
  readonly laws: readonly FiniteLaw[];
  /** Weight of the divergence from the base policy, above 0. */
  readonly beta: number;
  /** m: evaluations, an integer at least 0. */
  readonly evaluations: number;
  /** The log-likelihood by default. */
  readonly reward?: PointwiseReward<number, number>;
}

export interface ExplorationValue {
  /** E[ J_beta ] of the best policy after m evaluations, nats. */
  readonly value: number;
  /** The responses to evaluate first; none where no evaluation is worth anything. */
  readonly first?: readonly number[];
}

/**
 * The best value of J_beta that any learner can reach on average after m evaluations of its choice, whatever policy it returns.
 *
 * While U is left, of weights w, the best policy is in proportion to exp( E_w[ log pi_k + r_k / beta ] ), and worth
 *
 *   beta log sum_y exp( E_w[ log pi_k(y) + r_k(y)/beta ] );
 *
 * Value_m(U) = max over queries of sum over parts P of w(P)/w(U) Value_(m-1)(P), by dynamic programming. No policy class is needed.
 *
 * @param options queries: those of single responses (`singleQueries`) by default, what they answer being the log-likelihood
 * @throws DomainError as `decisionTree`, and where laws are over other responses, or a reward is no number
 * @see docs/derivations.md, Exploration as a search
 */
export function explorationValue(options: ExplorationValueOptions): ExplorationValue {
  const where = 'explorationValue';
  requireObject(where, 'options', options);
  const { laws, beta, evaluations, reward = logLikelihood, prior } = options;
  requireLaws(where, laws);
  requirePositive(where, 'beta', beta);
  requireInteger(where, 'evaluations', evaluations, 0);
  const queries = options.queries ?? singleQueries(laws.map((law) => law.logMasses));
  const { hypotheses, full, weight, cuts } = versionSpaces(where, { queries, ...(prior && { prior }) });
  if (laws.length !== hypotheses)
    throw new DomainError(where, 'laws', `as many as answers, ${hypotheses}`, laws.length);
  const columns = exponents(laws, beta, reward);
  const terms = new Float64Array(columns.length);
  const settled = (mask: number): number => {
    const members = membersOf(mask);
    columns.forEach(({ logCount, values }, i) => {
      terms[i] = members.reduce((sum, k) => sum + (weight[1 << k]! / weight[mask]!) * values[k]!, logCount);
    });
    return beta * logSumExp(terms);
  };
  // Each evaluation that tells something rules one hypothesis out: more than K - 1 are of no use.
  const most = Math.min(evaluations, hypotheses - 1);
  const values = new Float64Array((most + 1) * (full + 1)).fill(NaN);
  const solve = (mask: number, left: number): number => {
    const place = left * (full + 1) + mask;
    const known = values[place]!;
    if (!Number.isNaN(known)) return known;
    return (values[place] = left === 0 || (mask & (mask - 1)) === 0 ? settled(mask) : bestOf(mask, left).value);
  };
  const bestOf = (mask: number, left: number): { value: number; query?: number } => {
    let best: { value: number; query?: number } = { value: solve(mask, 0) };
    for (const { query, parts } of cuts) {
      let value = 0;
      for (const each of parts) {
        const part = mask & each;
        if (part !== 0) value += (weight[part]! / weight[mask]!) * solve(part, left - 1);
      }
      if (value > best.value && !tied(value, best.value)) best = { value, query };
    }
    return best;
  };
  if (most === 0) return { value: solve(full, 0) };
  const { value, query } = bestOf(full, most);
  return { value, ...(query !== undefined && { first: queries[query]!.responses }) };
}

function requireLaws(where: string, laws: readonly FiniteLaw[]): void {
  requireList(where, 'laws', laws);
  if (laws.length === 0) throw new DomainError(where, 'laws', 'at least one', '[]');
  for (let k = 0; k < laws.length; k++) {
    const law = laws[k]!;
    if (!(law instanceof FiniteLaw)) throw new DomainError(where, `laws[${k}]`, 'a FiniteLaw', law);
    if (law.size !== laws[0]!.size) {
      throw new DomainError(where, `size of laws[${k}]`, `${laws[0]!.size}, as of laws[0]`, law.size);
    }
  }
}

interface Column {
  /** log of how many responses are alike under every hypothesis. */
  readonly logCount: number;
  /** log pi_k(y) + r_k(y)/beta for each hypothesis k. */
  readonly values: readonly number[];
}

function exponents(laws: readonly FiniteLaw[], beta: number, reward: PointwiseReward<number, number>): Column[] {
  const { size } = laws[0]!;
  const rewards = laws.map((law) => rewardsOf(law, 0, reward));
  const columns = new Map<string, { count: number; values: number[] }>();
  for (let y = 0; y < size; y++) {
    const values = laws.map(({ logMasses }, k) =>
      logMasses[y] === -Infinity ? -Infinity : logMasses[y]! + rewards[k]![y]! / beta,
    );
    const key = values.join();
    const column = columns.get(key) ?? { count: 0, values };
    column.count++;
    columns.set(key, column);
  }
  return [...columns.values()].map(({ count, values }) => ({ logCount: Math.log(count), values }));
}
