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
import { reaches, tied } from '../../math/tolerance.ts';
import { requireLawPolicy, requireLawWorld } from './lawWorld.ts';
import type { LawPolicy, LawWorld, ResponseLaw } from './lawWorld.ts';
import { endsOf } from './measured.ts';
import type { Ends, Measured } from './measured.ts';
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
  const mass = modeMassUnder('isSharpenedAt', policy, base, sharpness);
  const { surely, perhaps } = judge(mass(prompt), sharpness);
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
  const mass = modeMassUnder('sharpenedShare', policy, base, sharpness);
  const [lower, upper] = [new Float64Array(base.prompts), new Float64Array(base.prompts)];
  let exact = true;
  for (let prompt = 0; prompt < base.prompts; prompt++) {
    const weight = Math.exp(promptLaw.logMasses[prompt]!);
    if (weight === 0) continue;
    const ends = mass(prompt);
    exact &&= typeof ends === 'number';
    const { surely, perhaps } = judge(ends, sharpness);
    if (surely) lower[prompt] = weight;
    if (perhaps) upper[prompt] = weight;
  }
  const share = compensatedSum(upper);
  return (exact ? share : { lower: compensatedSum(lower), upper: share }) as Measured<L | B>;
}

/** The mass of y*_gamma under the policy at a prompt, once all arguments are checked. */
function modeMassUnder(
  where: string,
  policy: LawPolicy,
  base: LawPolicy,
  sharpness: Sharpness,
): (prompt: number) => Ends {
  requireLawPolicy(where, 'policy', policy, base.prompts);
  requireObject(where, 'sharpness', sharpness);
  const { delta, gamma = 0 } = sharpness;
  requireOpenUnit(where, 'delta', delta);
  requireHalfOpenUnit(where, 'gamma', gamma);
  return (prompt) => {
    const [law, baseLaw] = [policy.law(prompt), base.law(prompt)];
    if (baseLaw instanceof PartialLaw) return ofPartialLaw(where, law, baseLaw, gamma, prompt);
    requireSameOutcomes(where, baseLaw as ExactLaw, law as ExactLaw, [`base.law(${prompt})`, `policy.law(${prompt})`]);
    return massOf(law as ExactLaw, modes(baseLaw as ExactLaw, gamma));
  };
}

function ofPartialLaw(where: string, law: ResponseLaw, base: PartialLaw, gamma: number, prompt: number): Interval {
  if (law === base) {
    const { lower, upper } = endsOf(logModeMass(where, base, gamma));
    return { lower: Math.exp(lower), upper: Math.exp(upper) };
  }
  if (!(law instanceof LawBracket && law.base === base)) {
    const expected = 'the partial law of the base policy, or a LawBracket made from it';
    throw new DomainError(where, `policy.law(${prompt})`, expected, law);
  }
  const { logMasses, logRestCeiling: ceiling } = base;
  let peak = -Infinity;
  for (let i = 0; i < logMasses.length; i++) peak = Math.max(peak, logMasses[i]!);
  const down = Math.log1p(-gamma);
  const within = (highest: number): number[] =>
    Array.from(logMasses, (logMass) => (logMass >= highest + down || tied(logMass, highest + down) ? 1 : 0));
  const mayHoldRest = ceiling >= peak + down || tied(ceiling, peak + down);
  const surely = within(mayHoldRest ? Math.max(peak, ceiling) : peak);
  return {
    lower: expectation(law, surely, { lower: 0, upper: 0 }).lower,
    upper: expectation(law, within(peak), { lower: 0, upper: mayHoldRest ? 1 : 0 }).upper,
  };
}

function judge(mass: Ends, { delta, strict = false }: Sharpness): { surely: boolean; perhaps: boolean } {
  const enough = (value: number): boolean => (strict ? !reaches(1 - delta, value) : reaches(value, 1 - delta));
  if (typeof mass !== 'number') return { surely: enough(mass.lower), perhaps: enough(mass.upper) };
  const sharpened = enough(mass);
  return { surely: sharpened, perhaps: sharpened };
}
