import { requireHalfOpenUnit } from '../../math/checks.ts';
import { DomainError } from '../../math/domainError.ts';
import { requireExactLaw } from '../../laws/exactLaw.ts';
import type { Interval } from '../../math/interval.ts';
import { LawBracket } from '../../laws/lawBracket.ts';
import { modes } from '../../laws/levels.ts';
import { logAddExp, logSumExp } from '../../math/logSpace.ts';
import { PartialLaw } from '../../laws/partialLaw.ts';
import { tied } from '../../math/tolerance.ts';
import type { ResponseLaw } from './lawWorld.ts';
import type { Ends } from './measured.ts';

/**
 * log pi(y*_gamma): the log mass of the responses within a factor 1 - gamma of the likeliest, nats.
 *
 * @param gamma in [0, 1)
 * @returns a number, or its ends on a partial law
 */
export function logModeMass(where: string, law: ResponseLaw, gamma: number): Ends {
  requireHalfOpenUnit(where, 'gamma', gamma);
  if (law instanceof PartialLaw) return ofPartialLaw(law, gamma);
  requireWhole(where, law);
  return logSumExp(Float64Array.from(modes(law, gamma), (level) => law.levelLogMasses[level]!));
}

/** log max_y pi(y), nats. */
export function logPeak(where: string, law: ResponseLaw): Ends {
  if (!(law instanceof PartialLaw)) requireWhole(where, law);
  const listed = highest(law.logMasses);
  if (!(law instanceof PartialLaw)) return listed;
  return { lower: listed, upper: Math.max(listed, law.logRestCeiling) };
}

/** Refuses a bracket, which has no likelihoods, and what is no law. */
function requireWhole(where: string, law: ResponseLaw): asserts law is Exclude<ResponseLaw, PartialLaw | LawBracket> {
  if (law instanceof LawBracket) {
    throw new DomainError(where, 'law', 'the partial law that the bracket was made from', law);
  }
  requireExactLaw(where, 'law', law);
}

/**
 * The maximum P* lies between the likeliest listed P and the ceiling. While P* = P the set holds what is listed down to
 * (1 - gamma) P, and perhaps the rest. An unlisted maximum, at least P, narrows the listed part to (1 - gamma) ceiling.
 */
function ofPartialLaw({ logMasses, logRestMass, logRestCeiling }: PartialLaw, gamma: number): Interval {
  const peak = highest(logMasses);
  const down = Math.log1p(-gamma);
  const listedDownTo = (least: number): number =>
    logSumExp(Array.from(logMasses).filter((logMass) => logMass >= least || tied(logMass, least)));
  const near = listedDownTo(peak + down);
  const mayHold = logRestCeiling >= peak + down || tied(logRestCeiling, peak + down);
  if (!mayHold) return { lower: near, upper: near };
  const beaten = logRestCeiling > peak && !tied(logRestCeiling, peak);
  return {
    lower: beaten ? Math.min(near, logAddExp(peak, listedDownTo(logRestCeiling + down))) : near,
    upper: Math.min(0, logAddExp(near, logRestMass)),
  };
}

function highest(logMasses: ArrayLike<number>): number {
  let max = -Infinity;
  for (let i = 0; i < logMasses.length; i++) max = Math.max(max, logMasses[i]!);
  return max;
}
