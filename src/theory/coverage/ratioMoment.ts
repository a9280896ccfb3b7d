import { requirePositive } from '../../math/checks.ts';
import { DomainError } from '../../math/domainError.ts';
import { requireLaw, requireSameOutcomes } from '../../laws/exactLaw.ts';
import type { ExactLaw } from '../../laws/exactLaw.ts';
import type { FiniteLaw } from '../../laws/finiteLaw.ts';
import { LawBracket } from '../../laws/lawBracket.ts';
import { logSumExp } from '../../math/logSpace.ts';
import { PartialLaw } from '../../laws/partialLaw.ts';
import { requireLawPolicy } from './lawWorld.ts';
import type { LawPolicy, ResponseLaw } from './lawWorld.ts';
import { fromLog, logNorm } from './measured.ts';
import type { Ends, Measured } from './measured.ts';

/**
 * The coefficient C_{pi/pi';beta} = E_x E_pi[ (pi(y | x) / pi'(y | x))^beta ].
 *
 * Infinite where pi has mass that pi' has not. On partial laws: the ends of what it can be; the upper one is infinite
 * where nothing bounds the ratio off the list.
 *
 * @param policy pi
 * @param other pi', over the same responses, or levels of one spectrum
 * @param promptLaw mu
 * @param beta a finite number above 0
 * @returns at least 1
 * @see Huang et al. 2024, section 4.2 and Lemma 4.1
 */
export function ratioMoment<L extends ResponseLaw>(
  policy: LawPolicy<L>,
  other: LawPolicy<L>,
  promptLaw: FiniteLaw,
  beta: number,
): Measured<L> {
  return fromLog<L>('ratioMoment', logRatioMoment('ratioMoment', policy, other, promptLaw, beta));
}

/** The log of `ratioMoment`. @param nameOfOther for messages */
export function logRatioMoment(
  where: string,
  policy: LawPolicy,
  other: LawPolicy,
  promptLaw: FiniteLaw,
  beta: number,
  nameOfOther = 'other',
): Ends {
  requireLaw(where, 'promptLaw', promptLaw);
  requirePositive(where, 'beta', beta);
  requireLawPolicy(where, 'policy', policy, promptLaw.size);
  requireLawPolicy(where, nameOfOther, other, promptLaw.size);
  return logNorm(promptLaw, 1, (prompt) => {
    const [p, q] = [policy.law(prompt), other.law(prompt)];
    if (isPartial(p) !== isPartial(q)) {
      throw new DomainError(where, `laws at prompt ${prompt}`, 'both known whole, or both in part', q);
    }
    const names = [`${nameOfOther}.law(${prompt})`, `policy.law(${prompt})`] as const;
    return isPartial(p)
      ? ofPartial(where, p, q as PartialLaw | LawBracket, beta, names)
      : ofWhole(where, p, q as ExactLaw, beta, names);
  });
}

function isPartial(law: ResponseLaw): law is PartialLaw | LawBracket {
  return law instanceof PartialLaw || law instanceof LawBracket;
}

/** What the laws of `other` and `policy` are called in messages. */
type Names = readonly [q: string, p: string];

function ofWhole(where: string, p: ExactLaw, q: ExactLaw, beta: number, names: Names): number {
  requireSameOutcomes(where, q, p, names);
  // No moment is below 1 but for rounding, which a large beta multiplies.
  const log = logSumExp(
    Float64Array.from(p.levelLogMasses, (logP, level) =>
      logP === -Infinity ? -Infinity : logP + beta * (p.logMasses[level]! - q.logMasses[level]!),
    ),
  );
  return Math.max(0, log);
}

function ofPartial(
  where: string,
  p: PartialLaw | LawBracket,
  q: PartialLaw | LawBracket,
  beta: number,
  [nameOfQ, nameOfP]: Names,
): Ends {
  if (p.size !== q.size) throw new DomainError(where, `size of ${nameOfP}`, `${q.size}, as of ${nameOfQ}`, p.size);
  const [ofP, ofQ] = [partsOf(p), partsOf(q)];
  const term = (logP: number, logQ: number): number => (logP === -Infinity ? -Infinity : logP + beta * (logP - logQ));
  // On the rest too: by Jensen its moment is at least that of its whole mass.
  const lower = logSumExp(ofP.logLower.map((logP, i) => term(logP, ofQ.logUpper[i]!)));
  const listed = ofP.logUpper.slice(0, -1).map((logP, i) => term(logP, ofQ.logLower[i]!));
  const logRest = ofP.logUpper.at(-1)!;
  const logRatio = p instanceof LawBracket && p.base === q ? p.logRestRatio : Infinity;
  const rest = logRest === -Infinity ? -Infinity : logRest + beta * logRatio;
  // A moment of a law under itself is 1 whatever is known; no moment is below 1.
  if (p === q) return { lower: 0, upper: 0 };
  return { lower: Math.max(0, lower), upper: Math.max(0, logSumExp([...listed, rest])) };
}

/** Ends of the log masses of the listed outcomes, and last of the rest. */
function partsOf(law: PartialLaw | LawBracket): { logLower: Float64Array; logUpper: Float64Array } {
  if (law instanceof PartialLaw) {
    const logMasses = Float64Array.from([...Array.from(law.logMasses), law.logRestMass]);
    return { logLower: logMasses, logUpper: logMasses };
  }
  return {
    logLower: Float64Array.from([...law.logLower, law.logRest.lower]),
    logUpper: Float64Array.from([...law.logUpper, law.logRest.upper]),
  };
}
