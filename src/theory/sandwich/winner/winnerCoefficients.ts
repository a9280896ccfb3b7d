import { power } from '../../../laws/transforms/power.ts';
import type { FiniteLaw } from '../../../laws/finiteLaw.ts';
import { modes } from '../../../laws/levels.ts';
import { massOf } from '../../../laws/massOf.ts';
import { requireObject, requirePositive } from '../../../math/checks.ts';
import { DomainError } from '../../../math/domainError.ts';
import { tied } from '../../../math/tolerance.ts';
import type { FiniteClass } from '../../../policies/classes/finiteClass.ts';
import { ProductClass } from '../../../policies/classes/productClass.ts';
import type { ExplicitWorld } from '../../../policies/explicitWorld.ts';

/** What decides which algorithm needs the fewest responses, at the prompts that are learnt independently. */
export interface WinnerCoefficients {
  /** d: how many prompts are learnt independently of one another; 1 where one hidden parameter decides all. */
  readonly prompts: number;
  /** K: from how many policies each of them is chosen, so that log |Pi| = d log K. */
  readonly hypotheses: number;
  /** 1 / C_cov at the prompts in question: the mass of y*. */
  readonly modeMass: number;
  /**
   * The mass of pi*_beta on y*, which is what fits to pairs can reach: at least 1 / (1 + (|Y| - 1)(1 + margin)^-(1 + 1/beta)), where
   * only the margin is known.
   */
  readonly optimumMass: number;
  /** The least chance that a pair of the base policy tells a wrong policy from pi*_beta: P[g != 0]. */
  readonly pairTells: number;
  /** The chance that a pair of the base policy tells all of them. */
  readonly pairSettles: number;
  /** The least chance that a round of a wrong policy, beside the base policy, tells it from pi*_beta. */
  readonly roundTells: number;
  /** The least chance that such a round tells all of them. */
  readonly roundSettles: number;
}

/** Pairs of responses times policies that are looked at, at most. */
const MOST_PAIRS = 1e9;

/**
 * The coefficients of a world and the class of base policies that nature picks from, at the prompt where they are least
 * favourable: prompts of a `ProductClass` are learnt independently, those of a `FiniteClass` together.
 *
 * A wrong policy with g = beta log(pi/pi*_beta)(y) - beta log(pi/pi*_beta)(y') = 0 explains a pair as well as the truth: for the
 * policies pi^(1 + 1/beta) that is where log(pi/pi_base) is the same at y and y'.
 *
 * @param world its `policyClass` is the class of base policies, a `FiniteClass` or a `ProductClass`
 * @throws DomainError where it has no such class, or is too large to be listed
 */
export function winnerCoefficients(world: ExplicitWorld, beta: number): WinnerCoefficients {
  const where = 'winnerCoefficients';
  requireObject(where, 'world', world);
  requirePositive(where, 'beta', beta);
  const { base, policyClass, promptLaw } = world;
  const product = policyClass instanceof ProductClass;
  const members = (policyClass as Partial<FiniteClass> | undefined)?.members;
  if (!product && !members) {
    throw new DomainError(where, 'world.policyClass', 'a FiniteClass or a ProductClass of base policies', policyClass);
  }
  let worst: WinnerCoefficients | undefined;
  let independent = 0;
  for (let prompt = 0; prompt < base.prompts; prompt++) {
    if (promptLaw.logMasses[prompt] === -Infinity) continue;
    const candidates = product ? policyClass.laws(prompt) : members!.map((member) => member.law(prompt));
    if (candidates.length > 1) independent++;
    const at = atPrompt(where, base.law(prompt), candidates, beta);
    if (!worst || at.modeMass < worst.modeMass) worst = at;
  }
  return { ...worst!, prompts: product ? Math.max(1, independent) : 1 };
}

function atPrompt(where: string, truth: FiniteLaw, candidates: readonly FiniteLaw[], beta: number): WinnerCoefficients {
  const { size } = truth;
  // log(pi/pi_base) of each wrong policy, as levels: what it explains a pair by.
  const wrong = candidates
    .map((law) => ({ law, levels: levelsOfRatio(law, truth) }))
    .filter(({ levels }) => levels.some((level) => level !== levels[0]));
  if (size * size * Math.max(1, wrong.length) > MOST_PAIRS) {
    const expected = `so small that |Y|^2 times the policies are at most ${MOST_PAIRS}`;
    throw new DomainError(where, 'world', expected, `${size} responses, ${wrong.length} policies`);
  }
  const best = modes(truth);
  const masses = Float64Array.from(truth.logMasses, Math.exp);
  const tells = (played: ArrayLike<number>, levels: readonly number[]): number => {
    const [byPlayed, byBase] = [new Map<number, number>(), new Map<number, number>()];
    levels.forEach((level, y) => {
      byPlayed.set(level, (byPlayed.get(level) ?? 0) + played[y]!);
      byBase.set(level, (byBase.get(level) ?? 0) + masses[y]!);
    });
    let same = 0;
    for (const [level, mass] of byPlayed) same += mass * byBase.get(level)!;
    return 1 - same;
  };
  /** Which pairs tell all wrong policies: a row of |Y| for each y. */
  const settling = Array.from({ length: size }, (_, y) =>
    Uint8Array.from({ length: size }, (__, z) => Number(wrong.every(({ levels }) => levels[y] !== levels[z]))),
  );
  const settles = (played: ArrayLike<number>): number => {
    let sum = 0;
    for (let y = 0; y < size; y++) {
      if (played[y] === 0) continue;
      for (let z = 0; z < size; z++) if (settling[y]![z]) sum += played[y]! * masses[z]!;
    }
    return sum;
  };
  const played = wrong.map(({ law }) => Float64Array.from(power(law, 1 + 1 / beta).logMasses, Math.exp));
  const least = (values: readonly number[]): number => values.reduce((a, b) => Math.min(a, b), 1);
  return {
    prompts: 1,
    hypotheses: wrong.length + 1,
    modeMass: massOf(truth, best),
    optimumMass: massOf(power(truth, 1 + 1 / beta), best),
    pairTells: least(wrong.map(({ levels }) => tells(masses, levels))),
    pairSettles: wrong.length === 0 ? 1 : settles(masses),
    roundTells: least(wrong.map(({ levels }, j) => tells(played[j]!, levels))),
    // One of them stands for all: the pairs that tell all are the same, and mostly hit y*.
    roundSettles: wrong.length === 0 ? 1 : settles(played[0]!),
  };
}

/** For each response the number of its level of log(law/truth), up to ties. */
function levelsOfRatio(law: FiniteLaw, truth: FiniteLaw): number[] {
  const values: number[] = [];
  return Array.from(law.logMasses, (logMass, y) => {
    const ratio = logMass === truth.logMasses[y] ? 0 : logMass - truth.logMasses[y]!;
    let level = values.findIndex((value) => value === ratio || Math.abs(value - ratio) <= 1e-12 || tied(value, ratio));
    if (level === -1) level = values.push(ratio) - 1;
    return level;
  });
}
