import { DomainError } from './domainError.ts';
import { FiniteLaw } from './finiteLaw.ts';
import { Spectrum } from './spectrum.ts';

/** A law that is known whole, by outcomes or by levels. What depends on likelihoods alone is one formula on both. */
export type ExactLaw = FiniteLaw | Spectrum;

/** Refuses what is not a listed law. */
export function requireLaw(where: string, argument: string, value: unknown): asserts value is FiniteLaw {
  if (!(value instanceof FiniteLaw)) throw new DomainError(where, argument, 'a FiniteLaw', value);
}

/** Refuses what is not a law that is known whole. */
export function requireExactLaw(where: string, argument: string, value: unknown): asserts value is ExactLaw {
  if (!(value instanceof FiniteLaw || value instanceof Spectrum)) {
    throw new DomainError(where, argument, 'a FiniteLaw or a Spectrum', value);
  }
}

/** Refuses two laws that are not over the same outcomes, or the same levels. */
export function requireSameOutcomes(where: string, p: ExactLaw, q: ExactLaw): void {
  requireExactLaw(where, 'p', p);
  requireExactLaw(where, 'q', q);
  if (p.size !== q.size) throw new DomainError(where, 'size of q', `${p.size}, as of p`, q.size);
  if (p instanceof FiniteLaw && q instanceof FiniteLaw) return;
  const [ofP, ofQ] = [p.logMultiplicities, q.logMultiplicities];
  for (let level = 0; level < p.size; level++) {
    if (ofP[level] !== ofQ[level]) {
      const expected = `${ofP[level]}, as of p: both must be made from one spectrum`;
      throw new DomainError(where, `logMultiplicities[${level}] of q`, expected, ofQ[level]);
    }
  }
}
