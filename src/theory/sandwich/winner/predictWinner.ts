import { requireObject, requireOpenUnit } from '../../../math/checks.ts';
import { DomainError } from '../../../math/domainError.ts';
import { leastCount } from '../../../math/leastCount.ts';
import { binomialMasses } from '../../risk/binomialMasses.ts';
import type { WinnerCoefficients } from './winnerCoefficients.ts';

export interface WinnerOptions {
  /** Share of the prompts that need not be sharpened, in [0, 1). */
  readonly epsilon: number;
  /** Mass that a sharpened policy may leave off y*, in (0, 1). */
  readonly delta: number;
  /** The chance of failing that is allowed, in (0, 1). */
  readonly failure: number;
}

export type Contender = 'sft-sharpening' | 'reward-regression' | 'xpo';

export interface PredictedWinner {
  /** Who needs the fewest responses; of equal ones the first. */
  readonly winner: Contender;
  /** How many responses each needs to draw, from whatever policy; infinite where no number is enough. */
  readonly samples: Readonly<Record<Contender, number>>;
}

/** No more prompts, pairs or rounds are looked at. */
const MOST = 2 ** 40;
/** The N of SFT-sharpening that are tried: so far apart, and up to so many times the least that sharpens. */
const [STEP, FURTHEST] = [1.05, 8];

/**
 * Which algorithm draws the fewest responses until it returns an (epsilon, delta)-sharpened policy, but for a chance of
 * `failure`: SFT-sharpening by what covers y*, reward regression and XPO by what tells the policies of the class apart.
 *
 * With d prompts learnt independently, p the mass of y* and n prompts, pairs or rounds, a prompt is visited k ~ Bin(n, 1/d) times
 * and then wrong with probability
 *
 *   SFT          (1 - 1/K) (1 - s)^k,   s = 1 - (1 - p)^N, at least 1 - delta
 *   regression   min{ 1 - 1/K, (K - 1)(1 - pairTells)^k, (1 - pairSettles)^k }
 *   XPO          (1 - (1 + (k - 1) roundTells) / K)+ (1 - roundSettles)^(k - 1) (1 - pairSettles)
 *
 * as of K policies in random order XPO rules out one a round, and any of its rounds may settle all. Fits to pairs are
 * sharpened where pi*_beta is. It is a prediction: approximations of exact laws, not bounds.
 *
 * @throws DomainError where a coefficient or an option is outside of its domain
 * @see docs/derivations.md
 */
export function predictWinner(coefficients: WinnerCoefficients, options: WinnerOptions): PredictedWinner {
  const where = 'predictWinner';
  requireObject(where, 'coefficients', coefficients);
  requireObject(where, 'options', options);
  if (!('modeMass' in coefficients)) {
    throw new DomainError(
      where,
      'coefficients',
      'those that winnerCoefficients(world, ...) makes of a world',
      coefficients,
    );
  }
  const { epsilon, delta, failure } = options;
  if (!(typeof epsilon === 'number' && epsilon >= 0 && epsilon < 1)) {
    throw new DomainError(where, 'epsilon', 'a number in [0, 1)', epsilon);
  }
  requireOpenUnit(where, 'delta', delta);
  requireOpenUnit(where, 'failure', failure);
  requireCoefficients(where, coefficients);
  const {
    prompts,
    hypotheses: K,
    modeMass,
    optimumMass,
    pairTells,
    pairSettles,
    roundTells,
    roundSettles,
  } = coefficients;

  /** Whether so few prompts are wrong, each with that probability after k visits, that no more runs than allowed fail. */
  const enough = (n: number, wrongAfter: (visits: number) => number): boolean => {
    const mayBeWrong = Math.floor(epsilon * prompts + 1e-9);
    const wrong = Math.min(1, overVisits(n, prompts, wrongAfter));
    const masses = binomialMasses(prompts, wrong, mayBeWrong);
    return 1 - masses.reduce((sum, mass) => sum + mass, 0) <= failure;
  };
  const least = (perCount: number, wrongAfter: (visits: number) => number, most = MOST): number =>
    perCount * leastCount((n) => enough(n, wrongAfter), most);

  const guess = 1 - 1 / K;
  const sharpens = optimumMass >= 1 - delta;
  const regression = (k: number): number => Math.min(guess, (K - 1) * (1 - pairTells) ** k, (1 - pairSettles) ** k);
  const exploring = (k: number): number =>
    k === 0
      ? guess
      : Math.max(0, 1 - (1 + (k - 1) * roundTells) / K) * (1 - roundSettles) ** (k - 1) * (1 - pairSettles);

  let sft = Infinity;
  const leastN = Math.max(1, Math.ceil(Math.log(delta) / Math.log1p(-Math.min(modeMass, 1 - 1e-16))));
  for (let N = leastN; N <= FURTHEST * leastN && N < sft; N = Math.max(N + 1, Math.ceil(N * STEP))) {
    const missed = (1 - modeMass) ** N;
    sft = Math.min(
      sft,
      least(N, (k) => guess * missed ** k, Math.floor(Math.min(sft, MOST) / N)),
    );
  }
  const samples = {
    'sft-sharpening': sft,
    'reward-regression': sharpens ? least(2, regression) : Infinity,
    xpo: sharpens ? least(2, exploring) : Infinity,
  };
  const winner = (Object.keys(samples) as Contender[]).reduce((best, each) =>
    samples[each] < samples[best] ? each : best,
  );
  return { winner, samples };
}

/** E[ wrongAfter(k) ], k ~ Bin(n, 1/d); beyond so many standard deviations nothing is left. */
function overVisits(n: number, prompts: number, wrongAfter: (visits: number) => number): number {
  if (prompts === 1) return wrongAfter(n);
  const mean = n / prompts;
  const most = Math.min(n, Math.ceil(mean + 12 * Math.sqrt(mean) + 20));
  const masses = binomialMasses(n, 1 / prompts, most);
  return masses.reduce((sum, mass, k) => sum + mass * wrongAfter(k), 0);
}

function requireCoefficients(where: string, given: WinnerCoefficients): void {
  for (const name of ['prompts', 'hypotheses'] as const) {
    const value = given[name];
    if (Number.isSafeInteger(value) && value >= 1) continue;
    throw new DomainError(where, `coefficients.${name}`, 'an integer at least 1', value);
  }
  for (const name of ['modeMass', 'optimumMass', 'pairTells', 'pairSettles', 'roundTells', 'roundSettles'] as const) {
    const value = given[name];
    if (typeof value === 'number' && value >= 0 && value <= 1) continue;
    throw new DomainError(where, `coefficients.${name}`, 'a number in [0, 1]', value);
  }
}
