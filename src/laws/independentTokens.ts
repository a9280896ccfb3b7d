import { requireLaw } from './exactLaw.ts';
import { requireInteger } from '../math/checks.ts';
import { RunningSum } from '../math/compensatedSum.ts';
import { DomainError } from '../math/domainError.ts';
import type { FiniteLaw } from './finiteLaw.ts';
import { MOST_LOG_MULTIPLICITY, Spectrum } from './spectrum.ts';
import { spectrumOf } from './spectrumOf.ts';

const MOST_TYPES = 2 ** 22;

/**
 * The law of `length` independent tokens of one law, in closed form: its levels are types, the numbers of tokens of each
 * likelihood, with multinomial multiplicities. |Y| = |V|^length is never listed.
 *
 *   log mass = sum_k n_k log p_k,  multiplicity = length! / prod_k n_k! * prod_k (tokens of likelihood p_k)^n_k
 *
 * @param tokens the law of one token
 * @param length an integer at least 1
 * @throws DomainError where there are more than 2^22 types, binomial(length + K - 1, K - 1) for K likelihoods, or a type
 * has more than exp(1e6) members
 */
export function independentTokens(tokens: FiniteLaw, length: number): Spectrum {
  requireLaw('independentTokens', 'tokens', tokens);
  requireInteger('independentTokens', 'length', length, 1);
  const { logMasses: logTokens, logMultiplicities: logCopies, size } = spectrumOf(tokens);
  const types = Math.round(Math.exp(logBinomials(length + size - 1, size - 1).at(-1)!));
  if (!(types <= MOST_TYPES)) throw new DomainError('independentTokens', 'types', 'at most 2^22', types);
  const logMasses: number[] = [];
  const logMultiplicities: number[] = [];
  // Chooses the places of the tokens of one likelihood after another among those that are left.
  const choose = (first: number, left: number, logMass: number, logMultiplicity: number): void => {
    if (left > 0) {
      for (let token = first; token < size - 1; token++) {
        const places = (binomials[left] ??= logBinomials(left, left));
        for (let count = left; count > 0; count--) {
          choose(
            token + 1,
            left - count,
            logMass + count * logTokens[token]!,
            logMultiplicity + places[count]! + count * logCopies[token]!,
          );
        }
      }
    }
    // None of those; the last likelihood takes what is left.
    logMasses.push(logMass + left * logTokens[size - 1]!);
    logMultiplicities.push(logMultiplicity + left * logCopies[size - 1]!);
  };
  const binomials: (Float64Array | undefined)[] = [];
  choose(0, length, 0, 0);
  const most = logMultiplicities.reduce((a, b) => Math.max(a, b));
  if (most > MOST_LOG_MULTIPLICITY) {
    const expected = `at most about ${Math.floor((length * MOST_LOG_MULTIPLICITY) / most)} for these tokens`;
    throw new DomainError('independentTokens', 'length', expected, length);
  }
  return Spectrum.fromLogMasses(logMasses, logMultiplicities);
}

/** log binomial(n, k) for k = 0..most, each to a unit in the last place or so: the sum of logs of ratios, compensated. */
function logBinomials(n: number, most: number): Float64Array {
  const logs = new Float64Array(most + 1);
  const sum = new RunningSum();
  for (let k = 1; k <= most; k++) {
    // Symmetric, so that no row comes back to 0 by cancelling all that it has added up.
    if (2 * k > n) {
      logs[k] = logs[n - k]!;
      continue;
    }
    sum.add(Math.log((n - k + 1) / k));
    logs[k] = sum.value;
  }
  return logs;
}
