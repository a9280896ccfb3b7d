import type { Arbitrary } from 'fast-check';
import { requireInteger, requireObject } from '../../math/checks.ts';
import { TabularPolicy } from '../../policies/tabularPolicy.ts';
import { listsOf } from './lists.ts';
import { showAs } from './showAs.ts';
import { codeOfLaw, fitTo, lawOf, weightsUpTo } from './weights.ts';

export interface PolicyShape {
  /** 3 by default. */
  readonly maxPrompts?: number;
  /** 5 by default. */
  readonly maxResponses?: number;
}

/** Policies with the laws of `finiteLaws`. They shrink to few prompts, few responses and equal masses. */
export function tabularPolicies(shape: PolicyShape = {}): Arbitrary<TabularPolicy> {
  return rowsOfWeights('tabularPolicies', shape).map(policyOf);
}

/** One list of weights a prompt; the first says how many responses there are. */
export function rowsOfWeights(where: string, shape: PolicyShape): Arbitrary<readonly (readonly number[])[]> {
  requireObject(where, 'shape', shape);
  const { maxPrompts = 3, maxResponses = 5 } = shape;
  requireInteger(where, 'maxPrompts', maxPrompts, 1);
  requireInteger(where, 'maxResponses', maxResponses, 1);
  return listsOf(weightsUpTo(maxResponses), 1, maxPrompts);
}

/** The policy of such lists. */
export function policyOf(rows: readonly (readonly number[])[]): TabularPolicy {
  const weights = rows.map((row) => fitTo(row, rows[0]!.length));
  return showAs(
    new TabularPolicy(weights.map(lawOf)),
    () => `new TabularPolicy([${weights.map(codeOfLaw).join(', ')}])`,
  );
}
