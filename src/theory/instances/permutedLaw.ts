import { requireLaw } from '../../laws/exactLaw.ts';
import { FiniteLaw } from '../../laws/finiteLaw.ts';
import { randomPermutation } from '../../math/random/randomPermutation.ts';
import { requireSource } from '../../math/random/source.ts';
import type { Source } from '../../math/random/source.ts';

/** The same masses on outcomes in an order drawn uniformly: what is first in a list then means nothing. */
export function permutedLaw(law: FiniteLaw, source: Source): FiniteLaw {
  requireLaw('permutedLaw', 'law', law);
  requireSource('permutedLaw', source);
  const order = randomPermutation(law.size, source);
  return FiniteLaw.fromLogMasses(Float64Array.from(order, (outcome) => law.logMasses[outcome]!));
}
