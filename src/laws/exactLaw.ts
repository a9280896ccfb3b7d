import { DomainError } from '../math/domainError.ts';
import { FiniteLaw } from './finiteLaw.ts';
import { LawBracket } from './lawBracket.ts';
import { PartialLaw } from './partialLaw.ts';
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
    const inPart = value instanceof PartialLaw || value instanceof LawBracket;
    const expected = inPart ? 'known whole, a FiniteLaw or a Spectrum' : 'a FiniteLaw or a Spectrum';
    throw new DomainError(where, argument, expected, value);
  }
}

/**
 * Refuses two laws that are not over the same outcomes, or the same levels.
 *
 * @param names of p and q, for messages
 */
export function requireSameOutcomes(
  where: string,
  p: ExactLaw,
  q: ExactLaw,
  names: readonly [p: string, q: string] = ['p', 'q'],
): void {
  const [nameOfP, nameOfQ] = names;
  requireExactLaw(where, nameOfP, p);
  requireExactLaw(where, nameOfQ, q);
  if (p.size !== q.size) throw new DomainError(where, `size of ${nameOfQ}`, `${p.size}, as of ${nameOfP}`, q.size);
  if (p instanceof FiniteLaw && q instanceof FiniteLaw) return;
  const [ofP, ofQ] = [p.logMultiplicities, q.logMultiplicities];
  for (let level = 0; level < p.size; level++) {
    if (ofP[level] !== ofQ[level]) {
      const expected = `${ofP[level]}, as of ${nameOfP}: both must be made from one spectrum`;
      throw new DomainError(where, `logMultiplicities[${level}] of ${nameOfQ}`, expected, ofQ[level]);
    }
  }
}
