import { DomainError } from '../../math/domainError.ts';
import { requireHardFamily } from '../risk/hardFamilyParameters.ts';
import type { HardFamilyParameters } from '../risk/hardFamilyParameters.ts';
import { splits } from './plans.ts';
import type { Plan } from './plans.ts';
import type { RiskLine } from './riskLine.ts';
import { worstCase } from './worstCase.ts';

/** No more samples than this are looked at. */
const MOST_SAMPLES = 2 ** 50;
const MOST_RESPONSES = 1e12;
/** Every N within this part of the best one that was tried. */
const NEAR = 0.06;

/** The plan that gets by with the least number of samples. */
export interface SamplesFor extends Plan {
  /** Infinite where no number is enough, or it is beyond 2^50. */
  readonly m: number;
}

/**
 * The least number of samples at which a line comes down to a risk, over all plans: for lower bounds the least that they
 * do not rule out.
 *
 * For a line that splits m into n prompts and N responses each it is the least n N: the N of a grid are tried, then each N
 * near the best of them.
 *
 * @param risk in (0, Delta)
 * @throws DomainError where the risk is not
 */
export function samplesFor(line: RiskLine, family: HardFamilyParameters, risk: number): SamplesFor {
  requireHardFamily('samplesFor', family);
  const { hardMass } = family;
  if (!(typeof risk === 'number' && risk > 0 && risk < hardMass)) {
    throw new DomainError('samplesFor', 'risk', `in (0, ${hardMass}), below the mass of the hard prompts`, risk);
  }
  if (line.plans !== splits) {
    const m = leastCount((samples) => {
      const reached = worstCase(line, [family], samples).risk;
      return line.side === 'lower' ? reached < risk : reached <= risk;
    }, MOST_SAMPLES);
    if (m === Infinity) return { m };
    const { n, N, mu } = worstCase(line, [family], m);
    return { m, n, N, mu };
  }
  let best: SamplesFor = { m: Infinity };
  const tryN = (N: number): void => {
    // More prompts than this would be no better than what is known.
    const most = Math.min(Math.ceil(best.m / N), MOST_SAMPLES);
    const n = leastCount((prompts) => reaches(line, family, risk, prompts * N, N), most);
    if (n * N < best.m) best = { m: n * N, n, N };
  };
  for (const N of splits.choices(MOST_RESPONSES)) {
    // One prompt would be too many.
    if (N > best.m) break;
    tryN(N);
  }
  const middle = best.N;
  if (middle === undefined) return best;
  const [from, to] = [Math.max(1, Math.floor(middle * (1 - NEAR))), Math.ceil(middle * (1 + NEAR))];
  for (let N = from; N <= to; N++) tryN(N);
  return best;
}

function reaches(line: RiskLine, family: HardFamilyParameters, risk: number, m: number, choice: number): boolean {
  const plan = line.plans.plan([family], m, choice);
  return plan !== undefined && line.risk(family, plan, m) <= risk;
}

/** The least count where a condition begins to hold, up to `most`; infinite where it does not by then. */
function leastCount(holds: (count: number) => boolean, most: number): number {
  if (!holds(most)) return Infinity;
  let high = 1;
  while (high < most && !holds(high)) high = Math.min(high * 2, most);
  let low = Math.floor(high / 2);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return high;
}
