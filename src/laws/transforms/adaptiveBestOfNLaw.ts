import { requirePositive } from '../../math/checks.ts';
import { requireExactLaw } from '../exactLaw.ts';
import type { ExactLaw } from '../exactLaw.ts';
import { cumulate, levelsOf } from '../levels.ts';
import type { Levels } from '../levels.ts';
import { logAddExp, logHit } from '../../math/logSpace.ts';
import { StoppingLaw } from './stoppingLaw.ts';

/** What adaptive best-of-N does at one prompt. */
export interface AdaptiveBestOfNLaw<L extends ExactLaw> {
  /** The law of the response. */
  readonly law: L;
  /** The law of N_mu, the number of draws. */
  readonly draws: StoppingLaw;
  /** The levels of likelihood that both go by. */
  readonly levels: Levels;
}

/**
 * The exact laws of adaptive best-of-N: draw until k max_j pi_base(y_j) >= mu, keep the likeliest.
 *
 * A level of likelihood p stops the rule from T = ceil(mu / p) draws on. So no draw has stopped it by k exactly when all
 * k lie in levels with T > k: P[N_mu > k] = G(k)^k, G(k) their mass. With A the mass of a level and all worse ones,
 *
 *   P[response in level b] = A_b^T_b - A_(b+1)^T_b + m_b sum_{k >= T_b} G(k)^k,
 *
 * because before T_b the level is kept only if nothing better comes up to T_b, and afterwards the first draw of it stops.
 *
 * @param mu above 0; Thm D.1 takes log(2/delta)
 * @throws DomainError where mu is not in its domain, or mu / P* is beyond all doubles
 * @see Huang et al. 2024, App. D and Lemma I.1; the closed form is ours (docs/derivations.md)
 */
export function adaptiveBestOfNLaw<L extends ExactLaw>(law: L, mu: number): AdaptiveBestOfNLaw<L> {
  requireExactLaw('adaptiveBestOfNLaw', 'law', law);
  requirePositive('adaptiveBestOfNLaw', 'mu', mu);
  const levels = levelsOf(law);
  const { order, starts } = levels;
  const ordered = Float64Array.from(order, (outcome) => law.levelLogMasses[outcome]!);
  const { logLevels, logUpTo } = cumulate(ordered, starts);
  const likelihoods = Float64Array.from(logLevels, (_, level) => law.logMasses[order[starts[level]!]!]!);
  const draws = new StoppingLaw(mu, likelihoods, logUpTo);
  const logMasses = new Float64Array(law.size).fill(-Infinity);
  for (let level = 0; level < logLevels.length; level++) {
    const T = draws.stopsAt[level]!;
    const logKept = T === Infinity ? -Infinity : T * logUpTo[level]! + logHit(T, logLevels[level]! - logUpTo[level]!);
    const gain = logAddExp(logKept - logLevels[level]!, draws.logTail[level]!);
    for (let i = starts[level]!; i < starts[level + 1]!; i++) {
      logMasses[order[i]!] = law.logMasses[order[i]!]! + gain;
    }
  }
  return { law: law.withLogMasses(logMasses) as L, draws, levels };
}
