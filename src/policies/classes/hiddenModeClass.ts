import { FiniteLaw } from '../../laws/finiteLaw.ts';
import { modes } from '../../laws/levels.ts';
import { DomainError } from '../../math/domainError.ts';
import { tied } from '../../math/tolerance.ts';
import { requirePolicy } from '../explicitPolicy.ts';
import type { ExplicitPolicy } from '../explicitPolicy.ts';
import { ProductClass } from './productClass.ts';

/** The log masses of all laws together: half a gigabyte. */
const MOST_NUMBERS = 2 ** 26;

/**
 * The class in which y* may be any of the responses: at each prompt the base law itself, and for every other response that
 * occurs the law in which that one and y* have changed places.
 *
 * It is what the lower-bound construction of App. H chooses from, for a base policy of one's own: the masses are known, the
 * place of the largest is not. All members have one C_cov. They are listed by the place of y*, the first first; a
 * response as heavy as y* would give the base law again, and is left out.
 *
 * @returns laws of base policies: `bestOfNClass({ baseClass }, N)` is what SFT-sharpening fits in
 * @throws DomainError where the laws would not fit in memory
 */
export function hiddenModeClass(base: ExplicitPolicy): ProductClass {
  requirePolicy('hiddenModeClass', 'base', base);
  let numbers = 0;
  const candidates = Array.from({ length: base.prompts }, (_, prompt) => {
    const law = base.law(prompt);
    const [mode] = modes(law) as unknown as [number];
    const { logMasses } = law;
    const places = Array.from({ length: law.size }, (_, i) => i).filter(
      (i) => i === mode || (logMasses[i]! > -Infinity && !tied(logMasses[i]!, logMasses[mode]!)),
    );
    numbers += places.length * law.size;
    if (numbers > MOST_NUMBERS) {
      const expected = `of at most ${MOST_NUMBERS} log masses, those of all laws of the class`;
      throw new DomainError('hiddenModeClass', 'base', expected, base);
    }
    return places.map((place) => (place === mode ? law : exchanged(law, mode, place)));
  });
  return new ProductClass(candidates);
}

/** The law in which two outcomes have changed places. */
function exchanged(law: FiniteLaw, one: number, other: number): FiniteLaw {
  const logMasses = Float64Array.from(law.logMasses);
  [logMasses[one], logMasses[other]] = [logMasses[other]!, logMasses[one]!];
  return FiniteLaw.fromLogMasses(logMasses);
}
