import { DomainError } from '../../math/domainError.ts';
import { FiniteLaw } from '../../math/finiteLaw.ts';
import { randomPermutation } from '../../math/randomPermutation.ts';
import type { Source } from '../../math/source.ts';

/** The same masses on outcomes in an order drawn uniformly: what is first in a list then means nothing. */
export function permutedLaw(law: FiniteLaw, source: Source): FiniteLaw {
  if (!(law instanceof FiniteLaw)) throw new DomainError('permutedLaw', 'law', 'a FiniteLaw', law);
  const order = randomPermutation(law.size, source);
  return FiniteLaw.fromLogMasses(Float64Array.from(order, (outcome) => law.logMasses[outcome]!));
}
