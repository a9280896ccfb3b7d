import { requireInteger, requireLength, requireNumbers } from './checks.ts';
import { DomainError } from './domainError.ts';
import { FiniteLaw } from './finiteLaw.ts';
import { levelsOf } from './levels.ts';
import type { Levels } from './levels.ts';
import { log1mexp, logAddExp, logSumExp } from './logSpace.ts';

/**
 * The law of the best of N independent draws: pi^BoN_N.
 *
 *   mass of a level = F^N - (F - m)^N,  m = mass of the level, F = mass of it and all worse levels,
 *
 * shared within the level in proportion to the law itself, which is what keeping the first best draw does.
 * Exact for N up to 2^53 and log masses of any size.
 *
 * @param law the law of one draw
 * @param N number of draws, an integer at least 1
 * @param rewards one number per outcome, any scale; by default the log-likelihood
 * @throws DomainError where N or the rewards are not in their domain
 * @see Huang et al. 2024, section 2 (best-of-N); the closed form is elementary
 */
export function bestOfNLaw(law: FiniteLaw, N: number, rewards?: ArrayLike<number>): FiniteLaw {
  if (!(law instanceof FiniteLaw)) throw new DomainError('bestOfNLaw', 'law', 'a FiniteLaw', law);
  requireInteger('bestOfNLaw', 'N', N, 1);
  if (rewards !== undefined) {
    requireNumbers('bestOfNLaw', 'rewards', rewards);
    requireLength('bestOfNLaw', 'rewards', rewards, law.size);
  }
  const levels = levelsOf(law, rewards);
  const ordered = Float64Array.from(levels.order, (outcome) => law.logMasses[outcome]!);
  const logUpTo = logCumulative(ordered, levels);
  const logMasses = new Float64Array(law.size).fill(-Infinity);
  for (let level = 0; level < logUpTo.length; level++) {
    const [start, end] = [levels.starts[level]!, levels.starts[level + 1]!];
    const logLevel = logSumExp(ordered.subarray(start, end));
    // log(F^N - (F - m)^N) - log m, to be added to each member's own log mass.
    const gain = N * logUpTo[level]! + logHit(N, logLevel - logUpTo[level]!) - logLevel;
    for (let i = start; i < end; i++) logMasses[levels.order[i]!] = ordered[i]! + gain;
  }
  return FiniteLaw.fromLogMasses(logMasses);
}

/** log(1 - (1 - share)^N): N draws hit a set of that share, given by its log (rounding may lift it above 0). */
function logHit(N: number, logShare: number): number {
  // Where the share is below half a unit in the last place of 1, (1 - share)^N is exp(-N share) to the last digit.
  if (logShare > -40) return logShare >= 0 ? 0 : log1mexp(N * log1mexp(logShare));
  const logExpected = Math.log(N) + logShare;
  return logExpected < -40 ? logExpected : log1mexp(-Math.exp(logExpected));
}

/**
 * log F of each level: its own mass and that of all worse ones.
 *
 * Summed from the lighter side: N multiplies log F, so it is needed to high relative accuracy where F is near 1, and
 * there 1 - F is what can be summed without loss. Masses too small for a double are summed in log space.
 */
function logCumulative(ordered: Float64Array, { starts }: Levels): Float64Array {
  const levels = starts.length - 1;
  const logUpTo = new Float64Array(levels);
  const better = new Float64Array(levels);
  let above = 0;
  let lost = 0;
  for (let level = 0; level < levels; level++) {
    better[level] = above + lost;
    for (let i = starts[level]!; i < starts[level + 1]!; i++) {
      const mass = Math.exp(ordered[i]!);
      const next = above + mass;
      lost += above >= mass ? above - next + mass : mass - next + above;
      above = next;
    }
  }
  let upTo = 0;
  let logTiny = -Infinity;
  for (let level = levels - 1; level >= 0; level--) {
    for (let i = starts[level + 1]! - 1; i >= starts[level]!; i--) {
      upTo += Math.exp(ordered[i]!);
      if (upTo < 1e-290) logTiny = logAddExp(logTiny, ordered[i]!);
    }
    logUpTo[level] = better[level]! < 0.5 ? Math.log1p(-better[level]!) : upTo < 1e-290 ? logTiny : Math.log(upTo);
  }
  return logUpTo;
}
