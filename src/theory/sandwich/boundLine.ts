import { requireObject } from '../../math/checks.ts';
import { DomainError } from '../../math/domainError.ts';
import { appHClass, appHCoverage } from '../bounds/lowerBounds/appH.ts';
import type { Bound } from '../bounds/bound.ts';
import type { HardFamilyParameters } from '../risk/hardFamilyParameters.ts';
import { leastOver } from './leastOver.ts';
import { fixedSplits, noSplit } from './splits.ts';
import type { Split, Splits } from './splits.ts';
import { DELTA } from './delta.ts';
import type { RiskLine } from './riskLine.ts';

export interface BoundLineOptions {
  /** What a legend says; the bound's statement by default. */
  readonly name?: string;
  /** The splits to choose from: `fixedSplits` by default where the bound speaks of N, otherwise none. */
  readonly splits?: Splits;
  /** Values of parameters that are not known by name. */
  readonly values?: (family: HardFamilyParameters, split: Split, m: number) => Record<string, number>;
}

/**
 * A bound on the risk as a line of the sandwich.
 *
 * Parameters of these names are filled in: prompts, responses, hardMass, coverage and peakCoverage (both C_cov, as y* is a
 * single response), logClassSize, delta (1/2), m, and n, N, mu of the split. A bound with a parameter tau is taken at the
 * best tau below delta. Where a value is outside of its domain, or an assumption does not hold, the bound says nothing.
 *
 * @throws DomainError where the bound has another parameter and no value for it, such as a failure probability: a bound
 *   that holds with high probability is first integrated over it; and where the formula gives no number
 */
export function boundLine<P extends string>(bound: Bound<P>, options: BoundLineOptions = {}): RiskLine {
  requireObject('boundLine', 'bound', bound);
  requireObject('boundLine', 'bound.spec', bound.spec);
  requireObject('boundLine', 'options', options);
  const { id, statement, kind, parameters } = bound.spec;
  const names = Object.keys(parameters);
  const { name = statement, splits = names.includes('N') ? fixedSplits : noSplit, values } = options;
  const nothing = kind === 'lower' ? 0 : Infinity;
  const evaluate = (at: Record<string, number>): number => {
    const all = at as Record<P, number>;
    return bound.applies(all) ? bound.evaluate(all) : nothing;
  };
  return {
    id,
    name,
    side: kind,
    splits,
    risk(family, split, m) {
      const known: Record<string, number | undefined> = {
        ...knownOf(family),
        ...split,
        m,
        ...values?.(family, split, m),
      };
      const at: Record<string, number> = {};
      for (const parameter of names) {
        const value = known[parameter];
        if (value !== undefined) at[parameter] = value;
        else if (parameter !== 'tau') throw new DomainError('boundLine', parameter, 'given by values', value);
      }
      return names.includes('tau') && at['tau'] === undefined
        ? leastOver((tau) => evaluate({ ...at, tau }), DELTA).value
        : evaluate(at);
    },
  };
}

function knownOf({ prompts, responses, hardMass }: HardFamilyParameters) {
  const coverage = appHCoverage.evaluate({ hardMass, responses, p: 1 });
  const logClassSize = appHClass.evaluate({ prompts, responses });
  return { prompts, responses, hardMass, coverage, peakCoverage: coverage, logClassSize, delta: DELTA };
}
