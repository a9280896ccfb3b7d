import { requireInteger } from '../../../math/checks.ts';
import { baseMasses, requireSharpened, sharpenedMasses } from './needleParameters.ts';
import type { NeedleMasses, NeedleParameters } from './needleParameters.ts';
import { waitingTime } from './waitingTime.ts';
import type { LearningState, WaitingTime } from './waitingTime.ts';

/** The chain has about K^2 states. */
const MOST_HYPOTHESES = 128;

/**
 * XPO (Alg. 1) on the needle with a short list, for an alpha that is small beside beta. The fit is one of the hypotheses that are
 * left, and optimism takes one that the base policy has drawn least often: where y = y' is a hypothesis, the pair tells nothing
 * and rules nothing out, but the next iterate is another one. A chain on how many wrong hypotheses are left, how many of these
 * came up so, and whether y* did.
 *
 * Exact, ties being redrawn uniformly, but that two hypotheses which both came up so are taken for a tie where one of them did
 * twice: of the order of (1/S)^3. `needleExploration`, which leaves such pairs out, is exact for alpha = 0.
 *
 * @param parameters beta above 0; at most 128 hypotheses
 * @returns rounds tau until the fit is unique; its failure is that of the last iterate
 * @throws DomainError naming the parameter outside its domain
 * @see docs/derivations.md, The needle with a short list
 */
export function needleXpo(parameters: NeedleParameters & { readonly beta: number }): WaitingTime {
  requireSharpened('needleXpo', parameters);
  const { hypotheses: K } = parameters;
  requireInteger('needleXpo', 'hypotheses', K, 2, MOST_HYPOTHESES);
  const [base, law] = [baseMasses(parameters), sharpenedMasses(parameters)];
  const sets: Left[] = [];
  // Those that a round may lead to come first: with fewer left, or with more of them seen.
  for (let wrong = 1; wrong < K; wrong++) {
    for (let fresh = 0; fresh <= wrong; fresh++) {
      for (const truthSeen of [true, false]) sets.push({ fresh, seen: wrong - fresh, truthSeen });
    }
  }
  const places = new Map(sets.map((left, i) => [keyOf(left), i + 1]));
  const leaving = (left: Left, exploring: Exploring, chance: number): [number, number][] =>
    outcomes(left, base, exploring).map(({ to, mass }) => [to ? places.get(keyOf(to))! : 0, chance * mass]);
  const states = sets.map((left, i): LearningState => {
    const truth = shareOfTruth(left);
    const iterates: [Exploring, number][] = [[{ ...law, favours: 'truth' }, truth]];
    if (truth < 1) iterates.push([{ ...law, favours: left.fresh > 0 ? 'fresh' : 'seen' }, 1 - truth]);
    const moves = iterates.flatMap(([exploring, chance]) => leaving(left, exploring, chance));
    return { wrong: 1 - truth, leave: moves.filter(([to]) => to !== i + 1) };
  });
  const full: Left = { fresh: K - 1, seen: 0, truthSeen: false };
  const first = { wrong: 1 - 1 / K, leave: leaving(full, { ...base, favours: 'truth' }, 1) };
  return waitingTime('needleXpo', [{ wrong: 0, leave: [] }, ...states, first]);
}

/** What is left beside y*: wrong hypotheses that never came up as y = y', and those that did. */
interface Left {
  readonly fresh: number;
  readonly seen: number;
  /** Whether y* itself came up as y = y'. */
  readonly truthSeen: boolean;
}

interface Exploring extends NeedleMasses {
  readonly favours: 'truth' | 'fresh' | 'seen';
}

function keyOf({ fresh, seen, truthSeen }: Left): string {
  return `${fresh} ${seen} ${truthSeen}`;
}

/** The iterate is uniform among those that came up least often. */
function shareOfTruth({ fresh, seen, truthSeen }: Left): number {
  if (!truthSeen) return 1 / (fresh + 1);
  return fresh > 0 ? 0 : 1 / (seen + 1);
}

/** Where a pair of y ~ the law given and y' ~ pi_base leads. */
function outcomes({ fresh, seen, truthSeen }: Left, base: NeedleMasses, { own, other, favours }: Exploring): Outcome[] {
  const kinds: Kind[] = [
    { what: 'truth', count: 1, y: favours === 'truth' ? own : other, z: base.own },
    { what: 'fresh', count: fresh - (favours === 'fresh' ? 1 : 0), y: other, z: base.other },
    { what: 'seen', count: seen - (favours === 'seen' ? 1 : 0), y: other, z: base.other },
  ];
  if (favours !== 'truth') kinds.push({ what: favours, count: 1, y: own, z: base.other });
  const rest = (of: 'y' | 'z'): number =>
    Math.max(
      0,
      kinds.reduce((mass, kind) => mass - kind.count * kind[of], 1),
    );
  kinds.push({ what: 'outside', count: 1, y: rest('y'), z: rest('z') });
  const without = (a: Kind, b: Kind): Left | undefined => {
    if (a.what === 'truth' || b.what === 'truth') return undefined;
    const gone = (what: Kind['what']): number => Number(a.what === what) + Number(b.what === what);
    const left = { fresh: fresh - gone('fresh'), seen: seen - gone('seen'), truthSeen };
    return left.fresh + left.seen === 0 ? undefined : left;
  };
  const found: Outcome[] = [];
  for (const a of kinds) {
    for (const b of kinds) {
      const others = a === b ? b.count - 1 : b.count;
      found.push({ to: without(a, b), mass: a.count * others * a.y * b.z });
    }
    const equal = a.count * a.y * a.z;
    const moved = a.what === 'fresh' ? 1 : 0;
    const to = { fresh: fresh - moved, seen: seen + moved, truthSeen: truthSeen || a.what === 'truth' };
    found.push({ to, mass: equal });
  }
  return found.filter(({ mass }) => mass > 0);
}

interface Outcome {
  /** None where one hypothesis is left. */
  readonly to: Left | undefined;
  readonly mass: number;
}

/** Responses that are alike: how many there are, and what y and y' give to each. */
interface Kind {
  readonly what: 'truth' | 'fresh' | 'seen' | 'outside';
  readonly count: number;
  readonly y: number;
  readonly z: number;
}
