import { requireObject } from '../../math/checks.ts';
import { leastCount } from '../../math/leastCount.ts';
import type { HardFamilyParameters } from '../risk/hardFamilyParameters.ts';
import { requireRiskTarget } from '../risk/minimaxSamples.ts';
import { tryAround } from './around.ts';
import { fixedSplits } from './splits.ts';
import type { Split } from './splits.ts';
import { requireRiskLine } from './riskLine.ts';
import type { RiskLine } from './riskLine.ts';
import { worstCase } from './worstCase.ts';

/** No more samples than this are looked at. */
const MOST_SAMPLES = 2 ** 50;

/** The split that gets by with the least number of samples. */
export interface SamplesFor extends Split {
  /** On average where it is adaptive; 0 where a guess is good enough, infinite where no number is, or beyond 2^50. */
  readonly m: number;
}

/**
 * The least number of samples at which a line comes down to a risk, over all splits: for lower bounds the least that they
 * do not rule out.
 *
 * For a line that splits m into n prompts and N responses each it is the least n N: the N of a grid are tried, then those
 * near the best of them, from coarse steps to single ones.
 *
 * @param risk in [1e-36 Delta, Delta): below, exact risks have lost their digits
 * @throws DomainError where the family or the risk is outside of its domain
 */
export function samplesFor(line: RiskLine, family: HardFamilyParameters, risk: number): SamplesFor {
  requireRiskLine('samplesFor', 'line', line);
  requireObject('samplesFor', 'family', family);
  requireRiskTarget('samplesFor', { ...family, risk });
  if (line.samples) {
    const m = line.samples(family, risk);
    if (m > MOST_SAMPLES) return { m: Infinity };
    return { m, ...(m > 0 && line.splits.split([family], m, line.splits.choices(m, [family])[0]!)) };
  }
  const reached = (value: number): boolean => (line.side === 'lower' ? value < risk : value <= risk);
  if (line.splits === fixedSplits) return leastProduct(line, family, reached);
  const m = leastCount((samples) => reached(worstCase(line, [family], samples).risk), MOST_SAMPLES);
  if (m === Infinity) return { m };
  const { n, N, mu } = worstCase(line, [family], m);
  return { m, n, N, mu };
}

function leastProduct(line: RiskLine, family: HardFamilyParameters, reached: (value: number) => boolean): SamplesFor {
  let best: SamplesFor = { m: Infinity };
  const tryN = (N: number): void => {
    // More prompts than this would be no better than what is known.
    const most = Math.min(Math.ceil(best.m / N), Math.floor(MOST_SAMPLES / N));
    const reaches = (prompts: number): boolean => reached(line.risk(family, { n: prompts, N }, prompts * N));
    // Mostly it is not: so that is asked first.
    const n = most >= 1 && reaches(most) ? leastCount(reaches, most) : Infinity;
    if (n * N < best.m) best = { m: n * N, n, N };
  };
  for (const N of fixedSplits.choices(MOST_SAMPLES, [family])) {
    // One prompt would be too many.
    if (N > best.m) break;
    tryN(N);
  }
  if (best.N === undefined) return best;
  tryAround(fixedSplits.step!, () => best.N!, tryN);
  return best;
}
