import { DomainError } from '../../math/domainError.ts';
import { cumulate, levelsOf } from '../../laws/levels.ts';
import type { ExactLaw } from '../../laws/exactLaw.ts';

/** Runs this unlikely are left out. */
const NEGLIGIBLE = 1e-30;
/** So long runs are followed. */
const MOST_DRAWS = 1e6;

/**
 * The probability that the best draw is no maximiser when a stopping time says so, exactly: draw by draw, by the law of the
 * best level so far.
 *
 * @param stops whether k draws are enough when the best of them has that likelihood
 */
export function failureAtStop(law: ExactLaw, stops: (k: number, best: number) => boolean): number {
  const { order, starts } = levelsOf(law);
  const ordered = Float64Array.from(order, (y) => law.levelLogMasses[y]!);
  const { logLevels } = cumulate(ordered, starts);
  const masses = logLevels.map(Math.exp);
  const likelihoods = Array.from(masses, (_, level) => Math.exp(law.logMasses[order[starts[level]!]!]!));
  // How likely a draw is to be better than a level.
  const better = new Float64Array(masses.length);
  for (let level = 1; level < masses.length; level++) better[level] = better[level - 1]! + masses[level - 1]!;
  // While it goes on: how likely the best draw is to lie in each level, the maximisers left out.
  const going = new Float64Array(masses.length);
  let failed = 0;
  for (let k = 1; k <= MOST_DRAWS; k++) {
    // What was worse than a level before this draw, from which it may rise to it; before the first draw, all.
    let worse = k === 1 ? 1 : 0;
    let left = 0;
    for (let level = masses.length - 1; level >= 1; level--) {
      const before = going[level]!;
      const now = before * (1 - better[level]!) + worse * masses[level]!;
      worse += before;
      const stopped = now > 0 && stops(k, likelihoods[level]!);
      if (stopped) failed += now;
      else left += now;
      going[level] = stopped ? 0 : now;
    }
    if (left < NEGLIGIBLE) return failed;
  }
  throw new DomainError('failureAtStop', 'stops', `a stopping time of at most ${MOST_DRAWS} draws`, stops);
}
