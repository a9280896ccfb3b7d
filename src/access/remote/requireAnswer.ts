import { DomainError } from '../../math/domainError.ts';
import { requirePlainJson } from '../../math/json.ts';
import { requireInteger } from '../../math/checks.ts';
import type { TokenLaw } from '../queries/tokenLaw.ts';
import type { Spaces } from '../spaces.ts';
import type { PolicySample, Sample } from './backend.ts';

// A likelihood that is above 1 by more than single precision adds up to was never one.
const ROUNDING = 1e-3;

/** Refuses an answer that is no sample: it would be logged, and win or lose by a likelihood that it has not. */
export function requireSample(where: string, sample: Sample<Spaces>): void {
  const { response, logLikelihood, tokens } = Object(sample) as Partial<Sample<Spaces>>;
  requirePlainJson(where, 'response', response);
  if (!(isLogLikelihood(logLikelihood) && logLikelihood > -Infinity)) {
    const expected = 'the log-likelihood of a response that was drawn, finite and at most 0';
    throw new DomainError(where, 'logLikelihood', expected, logLikelihood);
  }
  requireInteger(where, 'tokens', tokens!, 0);
}

export function requirePolicySample(where: string, sample: PolicySample<Spaces>): void {
  requireSample(where, sample);
  if (!isLogLikelihood(sample.baseLogLikelihood)) {
    const expected = 'the log-likelihood under the base policy, at most 0';
    throw new DomainError(where, 'baseLogLikelihood', expected, sample.baseLogLikelihood);
  }
}

export function requireLikelihood(where: string, value: number): void {
  if (!isLogLikelihood(value)) throw new DomainError(where, 'answer', 'a log-likelihood, at most 0', value);
}

export function requireTokenLaw(where: string, law: TokenLaw): void {
  const { tokens, logMasses, ends } = Object(law) as Partial<TokenLaw>;
  if (
    !(Array.isArray(tokens) && Array.isArray(logMasses) && Array.isArray(ends)) ||
    tokens.length !== logMasses.length
  ) {
    throw new DomainError(where, 'answer', 'a TokenLaw: tokens, as many logMasses, ends, and the rest', law);
  }
}

function isLogLikelihood(value: unknown): value is number {
  return typeof value === 'number' && value <= ROUNDING;
}
