import type { Arbitrary } from 'fast-check';
import { fc } from './fastCheck.ts';
import { requireInteger, requireObject } from '../../math/checks.ts';
import { requirePolicy } from '../../policies/explicitPolicy.ts';
import type { ExplicitPolicy } from '../../policies/explicitPolicy.ts';
import { FiniteClass } from '../../policies/classes/finiteClass.ts';
import { ProductClass } from '../../policies/classes/productClass.ts';
import { TabularPolicy } from '../../policies/tabularPolicy.ts';
import { listsOf } from './lists.ts';
import { showAs } from './showAs.ts';
import { fitTo, lawOf, weightsUpTo } from './weights.ts';

/** What is drawn of a class before its truth is known, so that both shrink on their own. */
export type ClassAround<C> = (truth: ExplicitPolicy) => C;

/** Classes given as lists of policies, the truth at any place among them. They shrink to the truth alone. */
export function finiteClasses(
  truth: ExplicitPolicy,
  options: { readonly maxMembers?: number } = {},
): Arbitrary<FiniteClass> {
  requireObject('finiteClasses', 'options', options);
  const { maxMembers = 5 } = options;
  requirePolicy('finiteClasses', 'truth', truth);
  requireInteger('finiteClasses', 'maxMembers', maxMembers, 1);
  return finiteClassesAround(maxMembers).map((around) => around(truth));
}

/**
 * Classes that choose one law among a list at each prompt, the truth's at any place in its list. They shrink to the
 * truth alone.
 */
export function productClasses(
  truth: ExplicitPolicy,
  options: { readonly maxCandidates?: number } = {},
): Arbitrary<ProductClass> {
  requireObject('productClasses', 'options', options);
  const { maxCandidates = 3 } = options;
  requirePolicy('productClasses', 'truth', truth);
  requireInteger('productClasses', 'maxCandidates', maxCandidates, 1);
  return productClassesAround(maxCandidates).map((around) => around(truth));
}

const MOST_WEIGHTS = 5;

export function finiteClassesAround(maxMembers: number): Arbitrary<ClassAround<FiniteClass>> {
  const row = listsOf(weightsUpTo(MOST_WEIGHTS), 1, 3);
  return fc.tuple(listsOf(row, 0, maxMembers - 1), fc.nat(maxMembers - 1)).map(([others, place]) => (truth) => {
    const members: ExplicitPolicy[] = others.map(
      (rows) =>
        new TabularPolicy(
          Array.from({ length: truth.prompts }, (_, x) => lawOf(fitTo(rows[x % rows.length]!, truth.responses))),
        ),
    );
    const at = Math.min(place, others.length);
    members.splice(at, 0, truth);
    const code = (): string => `a FiniteClass of ${members.length}: ${fc.stringify(others)}, the truth at ${at}`;
    return showAs(new FiniteClass(members), code);
  });
}

export function productClassesAround(maxCandidates: number): Arbitrary<ClassAround<ProductClass>> {
  const candidates = fc.tuple(listsOf(weightsUpTo(MOST_WEIGHTS), 0, maxCandidates - 1), fc.nat(maxCandidates - 1));
  return listsOf(candidates, 1, 3).map((rows) => (truth) => {
    const lists = Array.from({ length: truth.prompts }, (_, x) => {
      const [others, place] = rows[x % rows.length]!;
      const laws = others.map((weights) => lawOf(fitTo(weights, truth.responses)));
      laws.splice(Math.min(place, others.length), 0, truth.law(x));
      return laws;
    });
    const code = (): string => `a ProductClass: ${fc.stringify(rows)} about the truth`;
    return showAs(new ProductClass(lists), code);
  });
}
