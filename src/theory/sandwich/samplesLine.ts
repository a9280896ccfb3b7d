import type { Bound } from '../bounds/bound.ts';
import type { HardFamilyParameters } from '../risk/hardFamilyParameters.ts';
import { anyPlan } from './plans.ts';
import type { RiskLine } from './riskLine.ts';

export interface SamplesLineOptions {
  readonly name: string;
  /** The risk that the bound speaks of, as a share of Delta. */
  readonly share: number;
}

/** A lower bound on the samples for one risk, as a line: up to so many samples the risk is above that one, and beyond nothing is said. */
export function samplesLine(bound: Bound<'prompts' | 'responses' | 'eps'>, options: SamplesLineOptions): RiskLine {
  const { name, share } = options;
  const from = leastOf(bound);
  return {
    id: bound.spec.id,
    name,
    side: 'lower',
    plans: anyPlan,
    risk({ prompts, responses, hardMass }: HardFamilyParameters, _plan, m) {
      if (prompts < from.prompts || responses < from.responses) return 0;
      const eps = share * hardMass;
      return m <= bound.evaluate({ prompts, responses, eps }) ? eps : 0;
    },
  };
}

/** The least sizes that the theorem speaks of. */
function leastOf(bound: Bound<'prompts' | 'responses' | 'eps'>): { prompts: number; responses: number } {
  const least = (name: 'prompts' | 'responses'): number => {
    let size = 1;
    while (!bound.spec.parameters[name].allows(size)) size++;
    return size;
  };
  return { prompts: least('prompts'), responses: least('responses') };
}
