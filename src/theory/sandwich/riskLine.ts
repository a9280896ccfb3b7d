import { requireObject } from '../../math/checks.ts';
import { DomainError } from '../../math/domainError.ts';
import type { HardFamilyParameters } from '../risk/hardFamilyParameters.ts';
import type { Split, Splits } from './splits.ts';

/** From below to above: what no learner can beat, the best that a learner can do, what this one does, what is proved of it. */
export const SIDES = ['lower', 'minimax', 'learner', 'upper'] as const;
export type Side = (typeof SIDES)[number];

/** A line of the sandwich: the risk P_x[ pi-hat(y* | x) <= 1/2 ], or a bound on it, on the hard family. */
export interface RiskLine {
  readonly id: string;
  /** What a legend says. */
  readonly name: string;
  readonly side: Side;
  readonly splits: Splits;
  /** At a split with m samples; above Delta where a bound says nothing. */
  risk(family: HardFamilyParameters, split: Split, m: number): number;
  /** The least m for a risk where it is known exactly, on average where it is adaptive: 0 where a guess is good enough. */
  samples?(family: HardFamilyParameters, risk: number): number;
  /** A number that the risk does not exceed, quick to get: it spares the risk where another family is worse. */
  atMost?(family: HardFamilyParameters, split: Split, m: number): number;
}

/** A line at its best split. */
export interface RiskPoint extends Split {
  readonly id: string;
  readonly side: Side;
  /** At most Delta, which a learner that does nothing has. */
  readonly risk: number;
  /** It says no more than that the risk is in [0, Delta]. */
  readonly vacuous: boolean;
}

/** Refuses what is not a line. */
export function requireRiskLine(where: string, argument: string, value: unknown): asserts value is RiskLine {
  requireObject(where, argument, value);
  const { id, name, side, splits, risk } = value as Partial<RiskLine>;
  for (const [field, text] of Object.entries({ id, name })) {
    if (typeof text !== 'string' || text === '') {
      throw new DomainError(where, `${argument}.${field}`, 'a non-empty string', text);
    }
  }
  if (!SIDES.includes(side!)) throw new DomainError(where, `${argument}.side`, `one of ${SIDES.join(', ')}`, side);
  const { choices, split } = Object(splits) as Partial<Splits>;
  if (typeof choices !== 'function' || typeof split !== 'function') {
    throw new DomainError(where, `${argument}.splits`, 'splits, such as fixedSplits', splits);
  }
  if (typeof risk !== 'function') {
    throw new DomainError(where, `${argument}.risk`, 'a function of a family, a split and m', risk);
  }
}
