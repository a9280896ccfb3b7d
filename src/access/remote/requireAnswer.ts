import { DomainError } from '../../math/domainError.ts';
import { requirePlainJson } from '../../math/json.ts';
import { requireInteger, requireLength } from '../../math/checks.ts';
import { LogTotal } from '../../math/logTotal.ts';
import type { TokenLaw } from '../queries/tokenLaw.ts';
import type { Spaces } from '../spaces.ts';
import type { LogEntry } from './answerLog.ts';
import type { Backend, PolicySample, Sample } from './backend.ts';

// A likelihood that is above 1 by more than single precision adds up to was never one.
const ROUNDING = 1e-3;
// Single precision adds up a whole vocabulary to no better than this.
const TOTAL_ROUNDING = 1e-2;

/** Refuses an entry of a log whose answer cannot be one to its question: that is a sample, a likelihood, a law or a handle. */
export function requireLogged(where: string, { question, answer }: LogEntry, backend: Backend<any>): void {
  const asked = Object(question) as object;
  if ('seed' in asked && 'prompt' in asked) {
    if ('policy' in asked) requirePolicySample(where, answer as PolicySample<Spaces>);
    else requireSample(where, answer as Sample<Spaces>);
    backend.checkSample?.(where, answer as Sample<Spaces>);
  } else if ('response' in asked) requireLikelihood(where, answer as number);
  else if ('tokens' in asked) requireTokenLaw(where, answer as TokenLaw);
}
/** A token whose mass is below the smallest number, 4.9e-324, is never drawn. */
const LEAST_LOG_MASS = -745;

/** Refuses an answer that is no sample: it would be logged, and win or lose by a likelihood that it has not. */
export function requireSample(where: string, sample: Sample<Spaces>): void {
  const { response, logLikelihood, tokens } = Object(sample) as Partial<Sample<Spaces>>;
  if (response === undefined) throw new DomainError(where, 'response', 'there, as plain JSON', response);
  requirePlainJson(where, 'response', response);
  if (!(isLogLikelihood(logLikelihood) && logLikelihood > -Infinity)) {
    const expected = 'the log-likelihood of a response that was drawn, finite and at most 0';
    throw new DomainError(where, 'logLikelihood', expected, logLikelihood);
  }
  requireInteger(where, 'tokens', tokens!, 0);
  const least = LEAST_LOG_MASS * Math.max(1, tokens!);
  if (logLikelihood < least) {
    const expected = `at least ${least}: a lighter response of so many tokens (${tokens}) is never drawn`;
    throw new DomainError(where, 'logLikelihood', expected, logLikelihood);
  }
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
  const { tokens, logMasses, ends, logRestMass, logRestCeiling } = Object(law) as Partial<TokenLaw>;
  if (!(Array.isArray(tokens) && Array.isArray(logMasses) && Array.isArray(ends))) {
    throw new DomainError(where, 'answer', 'a TokenLaw: tokens, as many logMasses, ends, and the rest', law);
  }
  requireLength(where, 'logMasses', logMasses as number[], tokens.length);
  requireTokens(where, 'tokens', tokens as number[]);
  requireTokens(where, 'ends', ends as number[]);
  const total = new LogTotal();
  [...(logMasses as number[]), logRestMass!].forEach((logMass, i) => {
    const argument = i < tokens.length ? `logMasses[${i}]` : 'logRestMass';
    if (!isLogLikelihood(logMass)) throw new DomainError(where, argument, 'a log mass, at most 0', logMass);
    total.add(logMass);
  });
  if (!isLogLikelihood(logRestCeiling) || logRestCeiling > logRestMass! + ROUNDING) {
    throw new DomainError(where, 'logRestCeiling', 'a log mass, at most that of the rest', logRestCeiling);
  }
  if (!(Math.abs(total.value) <= TOTAL_ROUNDING)) {
    throw new DomainError(where, 'logMasses and logRestMass', 'those of a law, whose masses add up to 1', total.value);
  }
}

/** Refuses what is not a list of different tokens in ascending order. */
function requireTokens(where: string, argument: string, tokens: readonly number[]): void {
  tokens.forEach((token, i) => {
    requireInteger(where, `${argument}[${i}]`, token, 0);
    if (i > 0 && token <= tokens[i - 1]!) {
      throw new DomainError(where, `${argument}[${i}]`, `above the token before it, ${tokens[i - 1]}`, token);
    }
  });
}

function isLogLikelihood(value: unknown): value is number {
  return typeof value === 'number' && value <= ROUNDING;
}
