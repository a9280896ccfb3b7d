import { compensatedSum } from '../../math/compensatedSum.ts';
import { DomainError } from '../../math/domainError.ts';
import type { FiniteLaw } from '../../laws/finiteLaw.ts';
import type { Interval } from '../../math/interval.ts';
import { logSumExp } from '../../math/logSpace.ts';
import type { Spectrum } from '../../laws/spectrum.ts';
import type { ResponseLaw } from './lawWorld.ts';

/** A number where laws are known whole, the ends of what it can be, up to rounding, where they are known in part. */
export type Measured<L extends ResponseLaw> = [L] extends [FiniteLaw | Spectrum] ? number : Interval;

/** A value that partial knowledge may leave open. */
export type Ends = number | Interval;

/** Both ends of what may be known exactly. */
export function endsOf(value: Ends): Interval {
  return typeof value === 'number' ? { lower: value, upper: value } : value;
}

/** Minus a value: its ends change places. */
export function negated(value: Ends): Ends {
  return typeof value === 'number' ? -value : { lower: -value.upper, upper: -value.lower };
}

/**
 * log ( E_{x ~ mu}[ exp(term(x))^p ] )^(1/p), over the prompts that occur; a number where all terms are.
 *
 * @param promptLaw mu
 * @param p above 0; at infinity the largest term
 */
export function logNorm(promptLaw: FiniteLaw, p: number, term: (prompt: number) => Ends): Ends {
  const [logWeights, lower, upper]: [number[], number[], number[]] = [[], [], []];
  let exact = true;
  for (let prompt = 0; prompt < promptLaw.size; prompt++) {
    if (promptLaw.logMasses[prompt] === -Infinity) continue;
    const value = term(prompt);
    exact &&= typeof value === 'number';
    logWeights.push(promptLaw.logMasses[prompt]!);
    lower.push(endsOf(value).lower);
    upper.push(endsOf(value).upper);
  }
  const norm = (terms: readonly number[]): number => {
    const most = terms.reduce((a, b) => Math.max(a, b));
    if (p === Infinity || !Number.isFinite(most)) return most;
    // Beside the largest, and beside 1: a small p divides what would be rounding. The smallest give the limit, a mean.
    const average = (f: (gap: number) => number): number =>
      compensatedSum(terms.map((term, i) => Math.exp(logWeights[i]!) * f(term - most)));
    if (p < 1e-200) return most + average((gap) => gap);
    const less = average((gap) => Math.expm1(p * gap));
    if (less > -0.5) return most + Math.log1p(less) / p;
    return most + logSumExp(terms.map((term, i) => logWeights[i]! + p * (term - most))) / p;
  };
  return exact ? norm(upper) : { lower: norm(lower), upper: norm(upper) };
}

/**
 * A coefficient that is at least 1 from its log; what rounding puts below 1 is 1.
 *
 * @throws DomainError where it is finite but beyond all doubles
 */
export function fromLog<L extends ResponseLaw>(where: string, log: Ends): Measured<L> {
  const exp = (value: number): number => {
    const result = Math.max(1, Math.exp(value));
    if (result === Infinity && value < Infinity) {
      throw new DomainError(where, 'the coefficient', 'below 1.8e308, where doubles end', `exp(${value})`);
    }
    return result;
  };
  const result = typeof log === 'number' ? exp(log) : { lower: exp(log.lower), upper: exp(log.upper) };
  return result as Measured<L>;
}
