import { expectation } from '../../../laws/expectation.ts';
import { FiniteLaw } from '../../../laws/finiteLaw.ts';
import { bestOfNLaw } from '../../../laws/transforms/bestOfNLaw.ts';
import { compensatedSum } from '../../../math/compensatedSum.ts';
import { logHit } from '../../../math/logSpace.ts';
import { mean } from '../../../math/mean.ts';
import { clopperPearsonUpper } from '../../../statistics/clopperPearson.ts';
import {
  bestOfNSuccessMiss,
  modeSuccessMiss,
  modeSuccessOfDrawnMiss,
} from '../../../theory/bounds/fromSamples/populationFromSamples.ts';
import { bestOfNSuccessFromSamples } from '../../../theory/coverage/fromSamples/bestOfNSuccessFromSamples.ts';
import { modeSuccessFromSamples } from '../../../theory/coverage/fromSamples/modeSuccessFromSamples.ts';
import { lawPolicy } from '../../../theory/coverage/lawWorld.ts';
import type { LawWorld } from '../../../theory/coverage/lawWorld.ts';
import { allSamples } from '../../cases/allSamples.ts';
import type { Chance } from '../../cases/allSamples.ts';
import { byBestAndNear, byNear, listedPools, twoModes, modeMasses, summedPools } from '../../cases/drawnPools.ts';
import type { DrawnPool } from '../../cases/drawnPools.ts';
import { missedEnds } from '../../cases/missedEnds.ts';
import type { Judged } from '../../cases/missedEnds.ts';
import { smallWorlds } from '../../cases/randomWorlds.ts';
import type { Bound } from '../../../theory/bounds/bound.ts';
import { computedOnce } from '../../computedOnce.ts';
import type { CaseResult, Grid } from '../../claim.ts';
import { claimInSettings } from '../../claimOf.ts';
import { below } from '../../compare.ts';

const RHOS = [0.2, 0.01];

interface Setting {
  readonly name: string;
  readonly rho: number;
  /** The interval that each sample gives, with what is true. */
  readonly samples: readonly Chance<Judged>[];
}

/** How often the intervals of each setting miss: they are listed once, however many bounds that is held against. */
function missedOnce(settings: (grid: Grid) => Iterable<Setting>) {
  return computedOnce((grid: Grid) =>
    Array.from(settings(grid), ({ name, rho, samples }) => ({ name, rho, ...missedEnds(samples) })),
  );
}

type Missed = ReturnType<ReturnType<typeof missedOnce>>[number];

/** Each end by itself: half of rho is for either. */
function bothEnds({ name, rho, lower, upper }: Missed, bound: Bound<'rho'>): CaseResult[] {
  const most = bound.evaluate({ rho });
  return [below(`${name}: the lower end`, lower, most), below(`${name}: the upper end`, upper, most)];
}

/** What the shares of rho are, wherever they are half of it for each end. */
const HALVES = [
  { name: 'the constant 1 made 0.9', formula: () => '0.9 * rho / 2' },
  { name: 'the exponent 1 made 1.1', formula: () => 'rho^1.1 / 2' },
  { name: 'a third of rho for each end', formula: () => 'rho / 3' },
];

/** The mean over the law of prompts of what is known at each of them. */
const overPrompts = ({ promptLaw }: LawWorld<FiniteLaw>, values: readonly number[]): number =>
  compensatedSum(values.map((value, prompt) => promptLaw.mass(prompt) * value));

/** A world of one prompt. */
function oneLaw(law: FiniteLaw): LawWorld<FiniteLaw> {
  return { promptLaw: FiniteLaw.uniform(1), base: lawPolicy([law]) };
}

interface Drawing {
  readonly n: number;
  readonly S: number;
  readonly N: number;
  readonly rho: number;
}

const nameOf = (name: string, { n, S, N, rho }: Drawing): string => `${name}, n = ${n}, S = ${S}, N = ${N}, rho ${rho}`;

/** Responses with marks, the first of them ranking best. */
function marked(name: string, world: LawWorld<FiniteLaw>, marks: readonly number[], drawing: Drawing): Setting {
  const { n, S, N, rho } = drawing;
  const rewards = marks.map((_, y) => -y);
  const success = Array.from({ length: world.base.prompts }, (_, prompt) =>
    Math.min(1, expectation(bestOfNLaw(world.base.law(prompt), N, rewards), marks)),
  );
  const truth = overPrompts(world, success);
  const samples = Array.from(allSamples(listedPools(world, S), n), ({ value, probability }) => {
    const of = (each: readonly number[]) => value.map(({ responses }) => responses.map((y) => each[y]!));
    const interval = bestOfNSuccessFromSamples(of(rewards), of(marks), N, rho).population;
    return { value: { interval, truth }, probability };
  });
  return { name: nameOf(name, drawing), rho, samples };
}

function* markedSettings(grid: Grid): Iterable<Setting> {
  for (const rho of RHOS) {
    for (const n of grid === 'full' ? [1, 4, 20] : [1, 6]) {
      // Near-extremal: one draw, right a little less often than n right ones in a row are rare; or as often wrong. Where
      // what is right ranks last, and best-of-N drops it, with more draws as well.
      const often = (rho / 2) ** (1 / n) * (1 - 1e-9);
      const world = oneLaw(FiniteLaw.fromMasses([1 - often, often]));
      for (const N of [1, 5]) {
        yield marked(`right with probability ${often}`, world, [0, 1], { n, S: 1, N, rho });
        yield marked(`wrong with probability ${often}`, world, [1, 0], { n, S: 1, N, rho });
      }
    }
    for (const { name, world } of smallWorlds('success-miss', grid)) {
      const marks = Array.from({ length: world.base.responses }, (_, y) => [0, 1, 0.5, 1][y]!);
      for (const N of [1, 2, 7]) yield marked(name, world, marks, { n: 2, S: 2, N, rho });
    }
  }
}

/** Either end of the population's interval for the success of best-of-N misses with probability at most rho / 2. */
export const claimBestOfNSuccessMiss = claimInSettings(bestOfNSuccessMiss, missedOnce(markedSettings), bothEnds, {
  compares: 'chance that an end is beyond the success of best-of-N, all samples listed, with rho / 2',
  mutations: HALVES,
});

/** How often best-of-N returns y*_gamma, beside the interval of each sample. */
function returning(
  name: string,
  world: LawWorld<FiniteLaw>,
  pools: readonly Chance<DrawnPool>[],
  { gamma = 0, ...drawing }: Drawing & { readonly gamma?: number },
  about: 'sampled' | 'population',
): Setting {
  const { n, N, rho } = drawing;
  const hits = modeMasses(world, gamma).map((mass) => Math.exp(logHit(N, Math.log(mass))));
  const ofAll = overPrompts(world, hits);
  const samples = Array.from(allSamples(pools, n), ({ value, probability }) => {
    const intervals = modeSuccessFromSamples(
      value.map(({ pool }) => pool),
      N,
      rho,
      { gamma },
    );
    const truth = about === 'population' ? ofAll : mean(value.map(({ prompt }) => hits[prompt]!));
    return { value: { interval: intervals[about], truth }, probability };
  });
  return { name: nameOf(name, drawing), rho, samples };
}

function* smallSettings(claim: string, grid: Grid, about: 'sampled' | 'population'): Iterable<Setting> {
  for (const { name, world } of smallWorlds(claim, grid)) {
    for (const gamma of [0, 0.3]) {
      const S = 3;
      const pools = byBestAndNear(listedPools(world, S), gamma);
      for (const N of [1, 2, 8]) {
        yield returning(`${name}, gamma ${gamma}`, world, pools, { n: 2, S, N, rho: 0.2, gamma }, about);
      }
    }
  }
}

/** Prompts whose mode is all there is, and others at which it is hardly ever drawn. */
function settledOrNot(settled: number, mode: number, others: number): LawWorld<FiniteLaw> {
  const open = twoModes(mode, others);
  return {
    promptLaw: FiniteLaw.fromMasses([settled, 1 - settled]),
    base: lawPolicy([FiniteLaw.pointMass(open.size, 0), open]),
  };
}

function* populationSettings(grid: Grid): Iterable<Setting> {
  const [mode, others, S, N] = [2e-3, 1000, 40, 1];
  for (const rho of RHOS) {
    for (const n of grid === 'full' ? [1, 3, 8] : [1, 3]) {
      // Near-extremal for the lower end: prompts that are settled, all of them, a little less often than they must be.
      const often = (rho / 2) ** (1 / n) - mode;
      const mostly = settledOrNot(often, mode, others);
      yield returning(
        `settled with probability ${often}`,
        mostly,
        byNear(summedPools(mostly, S)),
        { n, S, N, rho },
        'population',
      );
      // For the upper end: none of them is, so that the best is all that is near itself.
      const seldom = settledOrNot(1 - (rho / 2) ** (1 / n), mode, others);
      yield returning(`settled so seldom`, seldom, byNear(summedPools(seldom, S)), { n, S, N, rho }, 'population');
    }
  }
  yield* smallSettings('mode-success-miss', grid, 'population');
}

/** Either end of the population's interval for how often best-of-N returns y*_gamma misses with probability at most rho / 2. */
export const claimModeSuccessMiss = claimInSettings(modeSuccessMiss, missedOnce(populationSettings), bothEnds, {
  compares: 'chance that an end is beyond how often best-of-N returns y*_gamma, all samples listed, with rho / 2',
  mutations: HALVES,
});

function* drawnSettings(grid: Grid): Iterable<Setting> {
  // Near-extremal: one prompt, whose mode is just too heavy for the end that one draw of it gives.
  const S = 20;
  for (const rho of RHOS) {
    const world = oneLaw(twoModes(clopperPearsonUpper(1, S, rho / 2) * (1 + 1e-9), 2000));
    yield returning('just too heavy', world, byNear(summedPools(world, S)), { n: 1, S, N: 1, rho }, 'sampled');
  }
  // And several, of two draws each: where one of them looks lighter than it is the others do not make up for it, if N is large.
  // So heavy that this just happens at rho/(2n) for each of them; and at rho/2, where it must not happen.
  for (const n of grid === 'full' ? [2, 4, 6] : [2, 4]) {
    for (const [rho, share] of [
      [0.9, n],
      [0.3, 1],
    ] as const) {
      const N = 6;
      const u = clopperPearsonUpper(1, 2, rho / (2 * share));
      const world = oneLaw(twoModes(1 - (1 - u) * n ** (-1.05 / N), 3));
      const pools = byBestAndNear(listedPools(world, 2), 0);
      const name = `so heavy that it is mostly drawn twice, by a ${share === 1 ? 'half' : `${2 * share}th`} of rho`;
      yield returning(name, world, pools, { n, S: 2, N, rho }, 'sampled');
    }
  }
  yield* smallSettings('mode-success-drawn-miss', grid, 'sampled');
}

const TWO_ENDS =
  'half of rho is kept for the other of the two upper ends, which fails together with this one if at all';

/** The interval for the prompts that were drawn misses with probability at most rho. */
export const claimModeSuccessOfDrawnMiss = claimInSettings(
  modeSuccessOfDrawnMiss,
  missedOnce(drawnSettings),
  ({ name, rho, either }, bound) => below(name, either, bound.evaluate({ rho })),
  {
    compares: 'chance that the interval for the prompts drawn misses, all samples listed, with rho',
    mutations: [
      { name: 'a third of rho', formula: () => 'rho / 3' },
      { name: 'rho squared', formula: () => 'rho^2' },
      { name: 'half of rho', formula: (factor) => `rho / 2 / ${factor}`, hiddenBecause: TWO_ENDS },
    ],
  },
);
