import type { PartialLaw } from '../../../../laws/partialLaw.ts';
import { compensatedSum } from '../../../../math/compensatedSum.ts';
import type { Interval } from '../../../../math/interval.ts';
import { widenedMass } from './widened.ts';

interface Listed {
  readonly rewards: ArrayLike<number>;
  readonly right: ArrayLike<number>;
}

/**
 * Ends of the probability that the best of N draws is right, where neither the law nor the scores are known better than up to
 * a spread s: log masses are off by at most s, and so is the score by which a draw is ranked.
 *
 * Which response outranks which is then uncertain within 2 s. The least is where all that is right scores s lower, all that
 * is wrong and all that is not listed s higher: a draw that still wins there wins whatever the scores are. The most is
 * the other way round. Under either order a response with mass p and mass A above it wins with probability
 *
 *   (1 - A)^N - (1 - A - p)^N,
 *
 * which falls with A and grows with p, so that the ends of both give its ends; and the probabilities of all sum to 1.
 *
 * @param law its listed responses, the mass of the rest and a ceiling on each of them
 * @param listed of each listed response: the reward that ranks it, its log mass or minus infinity where it may win against
 *   none that has more, and whether it is right, 1 or 0
 * @param N number of draws, an integer at least 1
 * @param spread nats, above 0
 */
export function widenedBestOfN(law: PartialLaw, listed: Listed, N: number, spread: number): Interval {
  const least = chances(law, listed, 0, N, spread);
  const most = chances(law, listed, 1, N, spread);
  return {
    lower: Math.min(1, Math.max(0, least.right.lower, 1 - least.wrong.upper)),
    upper: Math.max(0, Math.min(1, most.right.upper, 1 - most.wrong.lower)),
  };
}

/** Ends of the chance that a right response wins, and of that a wrong one does, where those of the favoured mark score higher. */
function chances(
  { logMasses, logRestMass, logRestCeiling }: PartialLaw,
  { rewards, right }: Listed,
  favoured: 0 | 1,
  N: number,
  spread: number,
): { right: Interval; wrong: Interval } {
  const outcomes = Array.from(logMasses, (logMass, i) => {
    const isFavoured = Number(right[i]) === favoured;
    return { mass: Math.exp(logMass), score: rewards[i]! + (isFavoured ? spread : -spread), isFavoured };
  });
  outcomes.push({ mass: Math.exp(logRestMass), score: logRestCeiling + spread, isFavoured: true });
  // Of equal scores the favoured ones first: which of them is kept is not known either.
  outcomes.sort((a, b) => b.score - a.score || Number(b.isFavoured) - Number(a.isFavoured));
  let above = 0;
  const ends = outcomes.map(({ mass, isFavoured }) => {
    const higher = widenedMass({ lower: Math.min(1, above), upper: Math.min(1, above) }, spread);
    const own = widenedMass({ lower: mass, upper: mass }, spread);
    above += mass;
    return {
      isRight: isFavoured === (favoured === 1),
      lower: chanceOfBest(higher.upper, own.lower, N),
      upper: chanceOfBest(higher.lower, own.upper, N),
    };
  });
  const total = (marked: boolean): Interval => {
    const members = ends.filter(({ isRight }) => isRight === marked);
    return {
      lower: compensatedSum(members.map(({ lower }) => lower)),
      upper: compensatedSum(members.map(({ upper }) => upper)),
    };
  };
  return { right: total(true), wrong: total(false) };
}

/** (1 - above)^N - (1 - above - mass)^N: N draws have one of that mass, and none above it. */
function chanceOfBest(above: number, mass: number, N: number): number {
  const left = 1 - above;
  if (left <= 0 || mass === 0) return 0;
  return -Math.exp(N * Math.log1p(-above)) * Math.expm1(N * Math.log1p(-Math.min(1, mass / left)));
}
