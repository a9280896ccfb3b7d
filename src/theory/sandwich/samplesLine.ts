import type { Bound } from '../bounds/bound.ts';
import type { HardFamilyParameters } from '../risk/hardFamilyParameters.ts';
import { noSplit } from './splits.ts';
import type { RiskLine } from './riskLine.ts';

/** Thm 3.1' speaks of a risk of Delta / 16, and Thm D.2 of Delta / (16 e). */
export const FIXED_SCALE = 16;
export const ADAPTIVE_SCALE = 16 * Math.E;

export interface SamplesLineOptions {
  readonly name: string;
  /** The risk that the bound speaks of is Delta / scale. */
  readonly scale: number;
}

/** A lower bound on the samples for one risk, as a line: up to so many samples the risk is above that one, and beyond nothing is said. */
export function samplesLine(bound: Bound<'prompts' | 'responses' | 'eps'>, options: SamplesLineOptions): RiskLine {
  const { name, scale } = options;
  return {
    id: bound.spec.id,
    name,
    side: 'lower',
    splits: noSplit,
    risk({ prompts, responses, hardMass }: HardFamilyParameters, _split, m) {
      const eps = hardMass / scale;
      const at = { prompts, responses, eps };
      return bound.applies(at) && m <= bound.evaluate(at) ? eps : 0;
    },
  };
}
