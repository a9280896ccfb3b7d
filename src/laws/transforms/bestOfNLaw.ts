import { requireInteger, requireLength, requireNumbers } from '../../math/checks.ts';
import { requireExactLaw } from '../exactLaw.ts';
import type { ExactLaw } from '../exactLaw.ts';
import { DomainError } from '../../math/domainError.ts';
import { LawBracket } from '../lawBracket.ts';
import { cumulate, levelsOf } from '../levels.ts';
import { logAddExp, logHit } from '../../math/logSpace.ts';
import { PartialLaw } from '../partialLaw.ts';
import { tied } from '../../math/tolerance.ts';

/**
 * The law of the best of N independent draws: pi^BoN_N.
 *
 *   mass of a level = F^N - (F - m)^N,  m = mass of the level, F = mass of it and all worse levels,
 *
 * shared within the level in proportion to the law itself, which is what keeping the first best draw does.
 * Exact for N up to 2^53 and log masses of any size. On a partial law it is a bracket: an outcome has most
 * where all of the rest is worse than it, and least where all of it is better, as far as the ceiling allows.
 *
 * @param law the law of one draw
 * @param N number of draws, an integer at least 1
 * @param rewards one number per outcome, or per level of a spectrum, any scale; by default the log-likelihood. Of a partial
 *   law, log-likelihoods lowered at some outcomes, such as to minus infinity for those that win against nothing: the ceiling
 *   of what is not listed is one on its rewards, which may be lowered as well
 * @throws DomainError where N or the rewards are not in their domain
 * @see Huang et al. 2024, section 2 (best-of-N); the closed form is elementary
 */
export function bestOfNLaw<L extends ExactLaw>(law: L, N: number, rewards?: ArrayLike<number>): L;
export function bestOfNLaw(law: PartialLaw, N: number, rewards?: ArrayLike<number>): LawBracket;
export function bestOfNLaw(law: ExactLaw | PartialLaw, N: number, rewards?: ArrayLike<number>): ExactLaw | LawBracket;
export function bestOfNLaw(law: ExactLaw | PartialLaw, N: number, rewards?: ArrayLike<number>): ExactLaw | LawBracket {
  requireInteger('bestOfNLaw', 'N', N, 1);
  if (law instanceof PartialLaw) return bracketOf(law, N, rewards);
  requireExactLaw('bestOfNLaw', 'law', law);
  if (rewards !== undefined) {
    requireNumbers('bestOfNLaw', 'rewards', rewards);
    requireLength('bestOfNLaw', 'rewards', rewards, law.size);
  }
  const { order, starts } = levelsOf(law, rewards);
  const ordered = Float64Array.from(order, (outcome) => law.levelLogMasses[outcome]!);
  const { logLevels, logUpTo } = cumulate(ordered, starts);
  const logMasses = new Float64Array(law.size).fill(-Infinity);
  for (let level = 0; level < logLevels.length; level++) {
    const gain = logGain(N, logUpTo[level]!, logLevels[level]!);
    for (let i = starts[level]!; i < starts[level + 1]!; i++) {
      logMasses[order[i]!] = law.logMasses[order[i]!]! + gain;
    }
  }
  return law.withLogMasses(logMasses);
}

/** log(F^N - (F - m)^N) - log m: what is to be added to the log mass of each member of a level. */
function logGain(N: number, logUpTo: number, logLevel: number): number {
  return N * logUpTo + logHit(N, logLevel - logUpTo) - logLevel;
}

function bracketOf(law: PartialLaw, N: number, rewards: ArrayLike<number> = law.logMasses): LawBracket {
  const { logMasses, logRestMass, logRestCeiling } = law;
  requireLength('bestOfNLaw', 'rewards', rewards, law.size);
  for (let i = 0; i < rewards.length; i++) {
    if (rewards[i]! <= logMasses[i]!) continue;
    const expected = `at most ${logMasses[i]}, the log-likelihood: nothing is known of other rewards of what is not listed`;
    throw new DomainError('bestOfNLaw', `rewards[${i}]`, expected, rewards[i]);
  }
  const { order, starts } = levelsOf(law, rewards);
  const levels = starts.length - 1;
  const ordered = Float64Array.from(order, (outcome) => logMasses[outcome]!);
  // The rest as a level of its own: worse than all that is listed, or better.
  const restLast = cumulate(
    Float64Array.from([...ordered, logRestMass]),
    Int32Array.from([...starts, order.length + 1]),
  );
  const restFirst = cumulate(
    Float64Array.from([logRestMass, ...ordered]),
    Int32Array.from([0, ...starts.map((i) => i + 1)]),
  );
  const logLower = new Float64Array(law.size).fill(-Infinity);
  const logUpper = new Float64Array(law.size).fill(-Infinity);
  // The first level that the rest may come before or tie with, and the mass that it would then share a level with.
  let reached = levels;
  let logShared = -Infinity;
  for (let level = 0; level < levels; level++) {
    const reward = rewards[order[starts[level]!]!]!;
    const logLevel = restLast.logLevels[level]!;
    const upper = logGain(N, restLast.logUpTo[level]!, logLevel);
    let lower = upper;
    if (tied(reward, logRestCeiling)) {
      [reached, logShared] = [level, logLevel];
      lower = logGain(N, restLast.logUpTo[level]!, logAddExp(logLevel, logRestMass));
    } else if (reward < logRestCeiling) {
      reached = Math.min(reached, level);
      lower = logGain(N, restFirst.logUpTo[level + 1]!, logLevel);
    }
    for (const outcome of order.subarray(starts[level], starts[level + 1])) {
      logUpper[outcome] = logMasses[outcome]! + upper;
      logLower[outcome] = logMasses[outcome]! + lower;
    }
  }
  if (logRestMass === -Infinity) {
    return new LawBracket(law, logLower, logUpper, { lower: -Infinity, upper: -Infinity }, -Infinity);
  }
  const logReached = restLast.logUpTo[reached]!;
  const logRest = {
    lower: logRestMass + logGain(N, logRestMass, logRestMass),
    upper: logRestMass + logGain(N, logReached, logAddExp(logShared, logRestMass)),
  };
  // Of a level that vanishes beside all that is no better: the derivative of F^N.
  return new LawBracket(law, logLower, logUpper, logRest, Math.log(N) + (N - 1) * logReached);
}
