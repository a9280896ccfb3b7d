import { requireHalfOpenUnit, requireObject, requireOpenUnit } from '../../math/checks.ts';
import { compensatedSum } from '../../math/compensatedSum.ts';
import { DomainError } from '../../math/domainError.ts';
import { requireSameOutcomes } from '../../laws/exactLaw.ts';
import type { ExactLaw } from '../../laws/exactLaw.ts';
import { expectation } from '../../laws/expectation.ts';
import type { Interval } from '../../math/interval.ts';
import { LawBracket } from '../../laws/lawBracket.ts';
import { modes } from '../../laws/levels.ts';
import { massOf } from '../../laws/massOf.ts';
import { PartialLaw } from '../../laws/partialLaw.ts';
import { outweighs, tied } from '../../math/tolerance.ts';
import { requireLawPolicy, requireLawWorld } from './lawWorld.ts';
import type { LawPolicy, LawWorld, ResponseLaw } from './lawWorld.ts';
import { endsOf } from './measured.ts';
import type { Measured } from './measured.ts';
import { logModeMass } from './modeMass.ts';

export interface Sharpness {
  /** In (0, 1). */
  readonly delta: number;
  /** In [0, 1); 0 asks for the maximisers themselves. */
  readonly gamma?: number;
  /** Whether the mass must exceed 1 - delta, as in Thm 4.1' and the lower bounds, or may equal it, as in Def 3.1. */
  readonly strict?: boolean;
}

/**
 * Whether pi-hat(y*_gamma(x) | x) >= 1 - delta at one prompt; with `strict`, >.
 *
 * @returns where laws are known in part, undefined if what is known does not decide; see `sharpenedShare`
 * @see Huang et al. 2024, Def 3.1 and F.1
 */
export function isSharpenedAt<L extends ResponseLaw, B extends ResponseLaw>(
  policy: LawPolicy<L>,
  base: LawPolicy<B>,
  prompt: number,
  sharpness: Sharpness,
): [L | B] extends [ExactLaw] ? boolean : boolean | undefined {
  requireObject('isSharpenedAt', 'base', base);
  requireLawPolicy('isSharpenedAt', 'base', base, base.prompts);
  const { surely, perhaps } = judgeAt('isSharpenedAt', policy, base, sharpness)(prompt);
  return (surely === perhaps ? surely : undefined) as [L | B] extends [ExactLaw] ? boolean : boolean | undefined;
}

/**
 * P_{x ~ mu}[ pi-hat(y*_gamma(x) | x) >= 1 - delta ]: a policy is (eps, delta, gamma)-sharpened iff this is at least 1 - eps.
 *
 * At a prompt whose base law is partial, the policy's law is a bracket made from it, or that law itself. Where the
 * ceiling stays below (1 - gamma) of the listed peak, y*_gamma is known. Where it does not, unlisted responses may belong
 * to it and a heavier one may push listed ones out: the least mass is then that of what is listed within 1 - gamma of the
 * ceiling, the most that of what is listed within 1 - gamma of the peak and of all that is not listed.
 *
 * The smaller side is compared, mass off y*_gamma with delta or mass on it with 1 - delta: near 1 neither has digits to
 * tell.
 *
 * @returns a share; on partial laws the shares of prompts that are surely and perhaps sharpened, up to rounding
 * @throws DomainError where an argument is not in its domain, or laws are not over the same responses
 * @see Huang et al. 2024, Def 3.1 and F.1
 */
export function sharpenedShare<L extends ResponseLaw, B extends ResponseLaw>(
  policy: LawPolicy<L>,
  world: LawWorld<B>,
  sharpness: Sharpness,
): Measured<L | B> {
  requireLawWorld('sharpenedShare', world);
  const { promptLaw, base } = world;
  const at = judgeAt('sharpenedShare', policy, base, sharpness);
  const [lower, upper] = [new Float64Array(base.prompts), new Float64Array(base.prompts)];
  let exact = true;
  for (let prompt = 0; prompt < base.prompts; prompt++) {
    const weight = Math.exp(promptLaw.logMasses[prompt]!);
    if (weight === 0) continue;
    const { surely, perhaps, inPart } = at(prompt);
    exact &&= !inPart;
    if (surely) lower[prompt] = weight;
    if (perhaps) upper[prompt] = weight;
  }
  const share = compensatedSum(upper);
  return (exact ? share : { lower: compensatedSum(lower), upper: share }) as Measured<L | B>;
}

interface Verdict {
  readonly surely: boolean;
  readonly perhaps: boolean;
  /** Whether the laws are known in part. */
  readonly inPart: boolean;
}

/** What can be said of a prompt, once all arguments are checked. */
function judgeAt(where: string, policy: LawPolicy, base: LawPolicy, sharpness: Sharpness): (prompt: number) => Verdict {
  requireLawPolicy(where, 'policy', policy, base.prompts);
  requireObject(where, 'sharpness', sharpness);
  const { delta, gamma = 0, strict = false } = sharpness;
  requireOpenUnit(where, 'delta', delta);
  requireHalfOpenUnit(where, 'gamma', gamma);
  const side = delta < 1 / 2 ? 'off' : 'on';
  const enough = (mass: number): boolean =>
    side === 'off' ? outweighs(delta, mass, strict) : outweighs(mass, 1 - delta, strict);
  return (prompt) => {
    const [law, baseLaw] = [policy.law(prompt), base.law(prompt)];
    if (baseLaw instanceof PartialLaw) {
      const { least, most } = ofPartialLaw(where, law, baseLaw, { gamma, side, prompt });
      const [surely, perhaps] = [least, most].map(enough) as [boolean, boolean];
      return { surely, perhaps, inPart: true };
    }
    requireSameOutcomes(where, baseLaw as ExactLaw, law as ExactLaw, [`base.law(${prompt})`, `policy.law(${prompt})`]);
    const inModes = modes(baseLaw as ExactLaw, gamma);
    const sharpened = enough(massOf(law as ExactLaw, side === 'on' ? inModes : without(inModes, law.size)));
    return { surely: sharpened, perhaps: sharpened, inPart: false };
  };
}

/** The outcomes that are not among these, which ascend. */
function without(outcomes: Int32Array, size: number): Int32Array {
  const others = new Int32Array(size - outcomes.length);
  let [next, filled] = [0, 0];
  for (let i = 0; i < size; i++) {
    if (outcomes[next] === i) next++;
    else others[filled++] = i;
  }
  return others;
}

/** The mass on y*_gamma, or off it, where y*_gamma has the least mass that is possible, and where it has the most. */
function ofPartialLaw(
  where: string,
  law: ResponseLaw,
  base: PartialLaw,
  { gamma, side, prompt }: { gamma: number; side: 'on' | 'off'; prompt: number },
): { least: number; most: number } {
  if (!(law === base || (law instanceof LawBracket && law.base === base))) {
    const expected = 'the partial law of the base policy, or a LawBracket made from it';
    throw new DomainError(where, `policy.law(${prompt})`, expected, law);
  }
  const { logMasses, logRestCeiling: ceiling } = base;
  let peak = -Infinity;
  for (let i = 0; i < logMasses.length; i++) peak = Math.max(peak, logMasses[i]!);
  const down = Math.log1p(-gamma);
  const within = (highest: number): boolean[] =>
    Array.from(logMasses, (logMass) => logMass >= highest + down || tied(logMass, highest + down));
  const mayHoldRest = ceiling >= peak + down || tied(ceiling, peak + down);
  const perhaps = within(peak);
  if (law === base) {
    const { lower, upper } = endsOf(logModeMass(where, base, gamma));
    if (side === 'on') return { least: Math.exp(lower), most: Math.exp(upper) };
    const most = off(base, perhaps, mayHoldRest).lower;
    // Where the rest may belong to y*_gamma it is no small part of the law, and the difference from 1 has digits.
    return { least: mayHoldRest ? -Math.expm1(lower) : most, most };
  }
  const surely = within(mayHoldRest ? Math.max(peak, ceiling) : peak);
  if (side === 'off') return { least: off(law, surely, false).upper, most: off(law, perhaps, mayHoldRest).lower };
  const share = (inside: boolean[]): number[] => inside.map(Number);
  return {
    least: expectation(law, share(surely), { lower: 0, upper: 0 }).lower,
    most: expectation(law, share(perhaps), { lower: 0, upper: mayHoldRest ? 1 : 0 }).upper,
  };
}

/** What the difference of a sum of masses from 1 may be off by. */
const ROUNDING = 1e-15;

/** Ends of the mass outside of a set of listed outcomes, and of the rest where it is in the set: small ones keep their digits. */
function off(law: PartialLaw | LawBracket, inside: readonly boolean[], restInside: boolean): Interval {
  const { logLower, logUpper, logRest } =
    law instanceof LawBracket
      ? law
      : {
          logLower: law.logMasses,
          logUpper: law.logMasses,
          logRest: { lower: law.logRestMass, upper: law.logRestMass },
        };
  const sum = (logMasses: ArrayLike<number>, logRestMass: number, isInside: boolean): number =>
    compensatedSum([
      ...inside.map((is, i) => (is === isInside ? Math.exp(logMasses[i]!) : 0)),
      restInside === isInside ? Math.exp(logRestMass) : 0,
    ]);
  return {
    lower: Math.max(sum(logLower, logRest.lower, false), 1 - sum(logUpper, logRest.upper, true) - ROUNDING),
    upper: Math.min(sum(logUpper, logRest.upper, false), 1 - sum(logLower, logRest.lower, true) + ROUNDING),
  };
}
