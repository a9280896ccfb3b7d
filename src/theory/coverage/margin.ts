import { requireExactLaw } from '../../laws/exactLaw.ts';
import { PartialLaw } from '../../laws/partialLaw.ts';
import { tied } from '../../math/tolerance.ts';
import { requireLawWorld } from './lawWorld.ts';
import type { LawWorld, ResponseLaw } from './lawWorld.ts';
import { endsOf } from './measured.ts';
import type { Ends, Measured } from './measured.ts';

/**
 * The margin gamma_margin: the largest number with max_y pi_base(y | x) >= (1 + margin) pi_base(y' | x) for every y' not
 * in y*(x), at every prompt that occurs.
 *
 * @returns above 0; infinite where every response that can occur is a maximiser, or beyond 1.8e308; on partial laws the ends of what it can be
 * @see Huang et al. 2024, section 4.2
 */
export function margin<L extends ResponseLaw>(world: LawWorld<L>): Measured<L> {
  requireLawWorld('margin', world);
  const { promptLaw, base } = world;
  const least = { lower: Infinity, upper: Infinity };
  let exact = true;
  for (let prompt = 0; prompt < base.prompts; prompt++) {
    if (promptLaw.logMasses[prompt] === -Infinity) continue;
    const gap = logMargin(base.law(prompt));
    exact &&= typeof gap === 'number';
    least.lower = Math.min(least.lower, endsOf(gap).lower);
    least.upper = Math.min(least.upper, endsOf(gap).upper);
  }
  const result = exact ? Math.expm1(least.upper) : { lower: Math.expm1(least.lower), upper: Math.expm1(least.upper) };
  return result as Measured<L>;
}

/** log(1 + margin) of one law. */
function logMargin(law: ResponseLaw): Ends {
  if (!(law instanceof PartialLaw)) requireExactLaw('margin', 'law', law);
  const { logMasses } = law;
  let peak = -Infinity;
  for (let i = 0; i < logMasses.length; i++) peak = Math.max(peak, logMasses[i]!);
  let second = -Infinity;
  for (let i = 0; i < logMasses.length; i++) {
    if (!tied(logMasses[i]!, peak)) second = Math.max(second, logMasses[i]!);
  }
  if (!(law instanceof PartialLaw)) return peak - second;
  // Where nothing is listed, nothing is known.
  if (peak === -Infinity) return { lower: 0, upper: Infinity };
  const { logRestCeiling: ceiling } = law;
  // The rest may be one response at the ceiling, or dust.
  if (ceiling < peak && !tied(ceiling, peak)) {
    const runnerUp = Math.max(second, ceiling);
    return { lower: peak - runnerUp, upper: peak - second };
  }
  return { lower: 0, upper: Math.max(peak - second, ceiling - peak) };
}
