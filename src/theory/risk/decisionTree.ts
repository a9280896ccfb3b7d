import { requireLength, requireList } from '../../math/checks.ts';
import { DomainError } from '../../math/domainError.ts';
import type { SearchQuery } from './searchQuery.ts';
import { membersOf, versionSpaces } from './versionSpaces.ts';
import type { SearchedClass, VersionSpaces } from './versionSpaces.ts';

export interface DecisionTreeOptions extends SearchedClass {
  /** Whether the expected number of queries is least, or the largest. */
  readonly aim: 'expected' | 'worst';
  /** A number for each hypothesis: the search may stop where all that are left have one goal. To tell each by default. */
  readonly goal?: ArrayLike<number>;
}

/** What is left, and what to ask next. */
export interface SearchNode {
  readonly hypotheses: readonly number[];
  /** How many queries are still needed, expected or at most. */
  readonly cost: number;
  /** None where the goal is reached, or where no query tells what is left apart. */
  readonly query?: SearchQuery;
  /** Where each answer that is possible leads. */
  readonly branches: readonly { readonly answer: number; readonly node: SearchNode }[];
}

/** Costs that differ by less are a tie: the query listed first is taken. */
const TIE = 1e-12;

/**
 * The optimal search for the truth in a finite class, where answers are without noise: whoever may evaluate any response
 * (footnote 7) needs as many evaluations as the best decision tree, by dynamic programming over the sets of hypotheses that
 * may be left.
 *
 *   Value(U) = min over queries of 1 + sum over parts P of prior(P)/prior(U) Value(P), or 1 + max over P Value(P),
 *
 * P being the parts into which a query cuts U; 0 where all of U have one goal, or no query cuts it. Time is at most 2^K K per
 * different query, memory 2^K; only sets that can be reached are visited.
 *
 * @returns the root of the best tree, which holds the cost
 * @throws DomainError where the class has more than 20 hypotheses, or so many queries beside them that it would take minutes;
 *   and where queries, prior or goals do not have a number for each
 * @see docs/derivations.md, Exploration as a search
 */
export function decisionTree(options: DecisionTreeOptions): SearchNode {
  const spaces = versionSpaces('decisionTree', options);
  const { aim, goal, queries } = options;
  if (aim !== 'expected' && aim !== 'worst') throw new DomainError('decisionTree', 'aim', 'expected or worst', aim);
  const sameGoal = goalMasks(goal, spaces);
  const { weight, cuts } = spaces;
  const values = new Float64Array(spaces.full + 1).fill(NaN);
  const choices = new Int32Array(spaces.full + 1).fill(-1);
  const valueOf = (mask: number): number => {
    const known = values[mask]!;
    return Number.isNaN(known) ? solve(mask) : known;
  };
  const solve = (mask: number): number => {
    if ((mask & ~sameGoal[31 - Math.clz32(mask)]!) === 0) return (values[mask] = 0);
    let [best, choice] = [Infinity, -1];
    for (let cut = 0; cut < cuts.length; cut++) {
      const { parts } = cuts[cut]!;
      if ((mask & parts[partOf(mask, parts)]!) === mask) continue;
      let cost = 0;
      // Once it costs more than the best one the rest need not be looked at.
      for (let i = 0; i < parts.length && 1 + cost < best; i++) {
        const part = mask & parts[i]!;
        if (part === 0) continue;
        if (aim === 'worst') cost = Math.max(cost, valueOf(part));
        else cost += (weight[part]! / weight[mask]!) * valueOf(part);
      }
      if (1 + cost < best - TIE) [best, choice] = [1 + cost, cut];
    }
    choices[mask] = choice;
    return (values[mask] = choice === -1 ? 0 : best);
  };
  valueOf(spaces.full);
  const nodeOf = (mask: number): SearchNode => {
    const { query, parts } = cuts[choices[mask]!] ?? {};
    const left = { hypotheses: membersOf(mask), cost: values[mask]! };
    if (parts === undefined) return { ...left, branches: [] };
    const asked = queries[query!]!;
    const branches = Array.from(parts, (part) => mask & part)
      .filter((part) => part !== 0)
      .map((part) => ({ answer: asked.answers[membersOf(part)[0]!]!, node: nodeOf(part) }));
    return { ...left, query: asked, branches };
  };
  return nodeOf(spaces.full);
}

/** The place of the part that holds the lowest hypothesis of a set. */
function partOf(mask: number, parts: Int32Array): number {
  const lowest = mask & -mask;
  let i = 0;
  while ((parts[i]! & lowest) === 0) i++;
  return i;
}

/** For each hypothesis those that share its goal. */
function goalMasks(goal: ArrayLike<number> | undefined, { hypotheses }: VersionSpaces): Int32Array {
  if (goal === undefined) return Int32Array.from({ length: hypotheses }, (_, k) => 1 << k);
  requireList('decisionTree', 'goal', goal);
  requireLength('decisionTree', 'goal', goal, hypotheses);
  const masks = new Map<number, number>();
  for (let k = 0; k < hypotheses; k++) masks.set(goal[k]!, (masks.get(goal[k]!) ?? 0) | (1 << k));
  return Int32Array.from({ length: hypotheses }, (_, k) => masks.get(goal[k]!)!);
}
