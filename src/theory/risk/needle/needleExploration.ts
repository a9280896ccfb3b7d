import { DomainError } from '../../../math/domainError.ts';
import { baseMasses, requireNeedle, requireSharpened, sharpenedMasses } from './needleParameters.ts';
import type { NeedleMasses, NeedleParameters } from './needleParameters.ts';
import { pairOutcomes } from './pairOutcomes.ts';
import type { Exploring } from './pairOutcomes.ts';
import { waitingTime } from './waitingTime.ts';
import type { LearningState, WaitingTime } from './waitingTime.ts';

export interface NeedleExplorationOptions {
  /** Weight of the divergence from the base policy, above 0. */
  readonly beta: number;
  /**
   * What becomes of a tie among the hypotheses that are left: `kept`, as by a class that takes the first of them, until that
   * is ruled out, or `redrawn` uniformly after each round.
   */
  readonly ties: 'kept' | 'redrawn';
}

/**
 * Online regression on the needle with a short list: round 1 draws both responses from the base policy, each later one y from
 * pi*_beta of a hypothesis that is left, and y' from the base policy. A chain on the number of hypotheses that are left.
 *
 * It is exact for online regression (alpha = 0), on average over the family, `kept` being what this library's classes do. Of
 * XPO it is an approximation: where y = y' is a hypothesis, its optimism turns away from that one, and here it does not
 * (`needleXpo` has it: a mean of 4.767 in place of 4.753 at S = 64, K = 8, and nearer the more responses there are).
 *
 * @returns rounds tau until the fit is unique; its failure is that of the last iterate
 * @throws DomainError naming the parameter outside its domain
 * @see docs/derivations.md, The needle with a short list
 */
export function needleExploration(parameters: NeedleParameters & NeedleExplorationOptions): WaitingTime {
  requireSharpened('needleExploration', parameters);
  const { hypotheses, ties } = parameters;
  if (ties !== 'kept' && ties !== 'redrawn') {
    throw new DomainError('needleExploration', 'ties', 'kept or redrawn', ties);
  }
  const base = baseMasses(parameters);
  const law = sharpenedMasses(parameters);
  const make = ties === 'kept' ? keptStates : redrawnStates;
  const { states, among } = make(hypotheses, base, law);
  const { found, one, two } = pairOutcomes(hypotheses - 1, base, { ...base, favours: 'truth' });
  const afterwards = [
    { chance: found, left: 0 },
    { chance: one, left: hypotheses - 2 },
    { chance: two, left: hypotheses - 3 },
    { chance: 1 - found - one - two, left: hypotheses - 1 },
  ];
  const first: LearningState = {
    wrong: 1 - 1 / hypotheses,
    leave: afterwards.filter(({ left }) => left >= 0).flatMap(({ chance, left }) => among(left, chance)),
  };
  return waitingTime('needleExploration', [...states, first]);
}

/**
 * The pairs (y, y') of a learner that chooses y among the hypotheses that are left, while y' ~ pi_base as in Alg. 1: what the
 * comparison with the base policy, and not the choice of y, costs.
 *
 * @returns pairs until one hypothesis is left
 * @throws DomainError naming the parameter outside its domain
 * @see docs/derivations.md, The needle with a short list
 */
export function needleChosen(parameters: NeedleParameters): WaitingTime {
  requireNeedle('needleChosen', parameters);
  const { states } = redrawnStates(parameters.hypotheses, baseMasses(parameters), { own: 1, other: 0 });
  return waitingTime('needleChosen', states);
}

interface Explored {
  readonly states: readonly LearningState[];
  /** Where a round leads that leaves so many wrong hypotheses and no iterate. */
  among(left: number, chance: number): LearningState['leave'];
}

/** State j: j wrong hypotheses are left, and the iterate is uniform among them and the truth. */
function redrawnStates(hypotheses: number, base: NeedleMasses, law: NeedleMasses): Explored {
  const states = Array.from({ length: hypotheses }, (_, left): LearningState => {
    if (left === 0) return { wrong: 0, leave: [] };
    const leave = EXPLORING.flatMap((favours) => {
      const share = favours === 'truth' ? 1 / (left + 1) : left / (left + 1);
      const { found, one, two, favoured, both } = pairOutcomes(left, base, { ...law, favours });
      const moves: [number, number][] = [
        [0, share * found],
        [left - 1, share * (one + favoured)],
        [left - 2, share * (two + both)],
      ];
      return moves.filter(([to]) => to >= 0);
    });
    return { wrong: left / (left + 1), leave };
  });
  return { states, among: (left, chance) => [[left, chance]] };
}

const EXPLORING: readonly Exploring['favours'][] = ['truth', 'wrong'];

/** State 2 j - 1: j wrong hypotheses are left and the iterate is one of them; state 2 j: it is the truth. */
function keptStates(hypotheses: number, base: NeedleMasses, law: NeedleMasses): Explored {
  const among: Explored['among'] = (left, chance) =>
    left === 0
      ? [[0, chance]]
      : [
          [2 * left - 1, (chance * left) / (left + 1)],
          [2 * left, chance / (left + 1)],
        ];
  const states: LearningState[] = [{ wrong: 0, leave: [] }];
  for (let left = 1; left < hypotheses; left++) {
    for (const favours of ['wrong', 'truth'] as const) {
      const { found, one, two, favoured, both } = pairOutcomes(left, base, { ...law, favours });
      const kept = (remaining: number): number => (favours === 'truth' ? 2 * remaining : 2 * remaining - 1);
      const leave: [number, number][] = [[0, found]];
      // Those with no such hypothesis left have no chance.
      if (one > 0) leave.push([kept(left - 1), one]);
      if (two > 0) leave.push([kept(left - 2), two]);
      if (favoured > 0) leave.push(...(among(left - 1, favoured) as [number, number][]));
      if (both > 0) leave.push(...(among(left - 2, both) as [number, number][]));
      states.push({ wrong: favours === 'wrong' ? 1 : 0, leave });
    }
  }
  return { states, among };
}
