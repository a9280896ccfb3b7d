import { requireInteger, requireOpenUnit } from '../../../math/checks.ts';
import { DomainError } from '../../../math/domainError.ts';

/** How long a learner of one prompt waits until what it has seen leaves one hypothesis, and what it errs by then. */
export interface WaitingTime {
  /** E[tau]. */
  readonly mean: number;
  /** P[tau > n]: more than one hypothesis is left after n of its steps. */
  survival(n: number): number;
  /** P[the fit after n steps is not the truth]: the guess among those that are left included. */
  failure(n: number): number;
  /** The least n with P[tau <= n] at least `share`, in (0, 1): the median at 1/2. */
  quantile(share: number): number;
  /** The least n with a failure of at most `risk`, in (0, 1). */
  stepsFor(risk: number): number;
}

/** A state of what has been learnt; state 0 is the end. */
export interface LearningState {
  /** How likely the fit is wrong, or another loss. */
  readonly wrong: number;
  /** Where a step leads, and with which probability: to states with lower numbers only; the rest stays. */
  readonly leave: readonly (readonly [to: number, chance: number])[];
}

export interface Reached {
  readonly survival: number;
  readonly failure: number;
}

/** Beyond this many moves the steps that are kept would take more than a second. */
const MOST_MOVES = 1e8;

/**
 * The waiting time of a chain that only goes down: sums of positive terms, so that no digit is lost however small they are.
 *
 * @param where in whose name arguments are refused
 * @param states the last one is the start
 * @param closed the same in closed form, at the n at which that loses no digits
 */
export function waitingTime(
  where: string,
  states: readonly LearningState[],
  closed: (n: number) => Reached | undefined = () => undefined,
): WaitingTime {
  const moves = states.reduce((sum, { leave }) => sum + leave.length + 1, 0);
  const most = Math.floor(MOST_MOVES / moves);
  const leaving = states.map(({ leave }) => leave.reduce((sum, [, chance]) => sum + chance, 0));
  const means = new Float64Array(states.length);
  states.forEach(({ leave }, state) => {
    if (state === 0) return;
    means[state] = leave.reduce((sum, [to, chance]) => sum + chance * means[to]!, 1) / leaving[state]!;
  });
  let mass = new Float64Array(states.length);
  mass[states.length - 1] = 1;
  const reached: Reached[] = [];
  const step = (): void => {
    const next = new Float64Array(states.length);
    for (let state = states.length - 1; state >= 0; state--) {
      const here = mass[state]!;
      if (here === 0) continue;
      next[state] = next[state]! + here * Math.max(0, 1 - leaving[state]!);
      for (const [to, chance] of states[state]!.leave) next[to] = next[to]! + here * chance;
    }
    mass = next;
  };
  const at = (n: number): Reached => {
    const known = closed(n);
    if (known) return known;
    if (n > most) throw new DomainError(where, 'n', `at most ${most} with so many hypotheses`, n);
    while (reached.length <= n) {
      if (reached.length > 0) step();
      let [survival, failure] = [0, 0];
      for (let state = 1; state < mass.length; state++) {
        survival += mass[state]!;
        failure += mass[state]! * states[state]!.wrong;
      }
      reached.push({ survival, failure });
    }
    return reached[n]!;
  };
  const least = (holds: (reached: Reached) => boolean): number => {
    if (holds(at(0))) return 0;
    let [few, enough] = [0, 1];
    while (!holds(at(enough))) [few, enough] = [enough, enough * 2];
    while (enough - few > 1) {
      const middle = Math.floor((few + enough) / 2);
      if (holds(at(middle))) enough = middle;
      else few = middle;
    }
    return enough;
  };
  const count = (method: string, n: number): number => {
    requireInteger(`${where}.${method}`, 'n', n, 0);
    return n;
  };
  return {
    mean: means[states.length - 1]!,
    survival: (n) => at(count('survival', n)).survival,
    failure: (n) => at(count('failure', n)).failure,
    quantile(share) {
      requireOpenUnit(`${where}.quantile`, 'share', share);
      return least(({ survival }) => survival <= 1 - share);
    },
    stepsFor(risk) {
      requireOpenUnit(`${where}.stepsFor`, 'risk', risk);
      return least(({ failure }) => failure <= risk);
    },
  };
}
