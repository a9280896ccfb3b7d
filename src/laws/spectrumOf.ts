import { requireLaw } from './exactLaw.ts';
import type { FiniteLaw } from './finiteLaw.ts';
import { levelsOf } from './levels.ts';
import { logSumExp } from '../math/logSpace.ts';
import { Spectrum } from './spectrum.ts';

/** The levels of likelihood of a listed law, best first; outcomes that tie (relative tolerance 1e-12) share a level. */
export function spectrumOf(law: FiniteLaw): Spectrum {
  requireLaw('spectrumOf', 'law', law);
  const { order, starts } = levelsOf(law);
  const levels = starts.length - 1;
  const logMasses = new Float64Array(levels);
  const logMultiplicities = new Float64Array(levels);
  for (let level = 0; level < levels; level++) {
    const members = Float64Array.from(order.subarray(starts[level], starts[level + 1]), (y) => law.logMasses[y]!);
    logMultiplicities[level] = Math.log(members.length);
    logMasses[level] = logSumExp(members) - logMultiplicities[level]!;
  }
  return Spectrum.fromLogMasses(logMasses, logMultiplicities);
}
