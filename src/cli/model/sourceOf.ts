import { DomainError } from '../../math/domainError.ts';
import { Source } from '../../math/random/source.ts';

/** The source that `--seed` names. */
export function sourceOf(seed: string): Source {
  if (seed === '') throw new DomainError('model', 'seed', 'a text that is not empty', seed);
  return Source.named(seed);
}
