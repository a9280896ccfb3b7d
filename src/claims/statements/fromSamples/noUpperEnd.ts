import { FiniteLaw } from '../../../laws/finiteLaw.ts';
import { compensatedSum } from '../../../math/compensatedSum.ts';
import { mean } from '../../../math/mean.ts';
import { noUpperEnd, rarePromptsDistance } from '../../../theory/bounds/fromSamples/populationFromSamples.ts';
import { peakCoverageFromSamples } from '../../../theory/coverage/fromSamples/peakCoverageFromSamples.ts';
import { lawPolicy } from '../../../theory/coverage/lawWorld.ts';
import type { LawWorld } from '../../../theory/coverage/lawWorld.ts';
import { peakCoverage } from '../../../theory/coverage/peakCoverage.ts';
import { allSamples, chanceOf } from '../../cases/allSamples.ts';
import type { Chance } from '../../cases/allSamples.ts';
import { byBestAndNear, listedPools, summedPools } from '../../cases/drawnPools.ts';
import type { DrawnPool } from '../../cases/drawnPools.ts';
import { lightModes } from '../../cases/randomWorlds.ts';
import type { Grid } from '../../claim.ts';
import { claimInSettings } from '../../claimOf.ts';
import { above, below } from '../../compare.ts';
import { computedOnce } from '../../computedOnce.ts';

/** Prompts of mass q with a law of their own beside others. */
function withRare(q: number, rare: FiniteLaw, usual: readonly number[]): LawWorld<FiniteLaw> {
  const padded = FiniteLaw.fromMasses(Array.from({ length: rare.size }, (_, y) => usual[y] ?? 0));
  return { promptLaw: FiniteLaw.fromMasses([1 - q, q]), base: lawPolicy([padded, rare]) };
}

/** Half of the sum of all differences in probability. */
function distance(first: Iterable<Chance<string>>, second: Iterable<Chance<string>>): number {
  const differences = new Map<string, number>();
  for (const { value, probability } of first) differences.set(value, probability);
  for (const { value, probability } of second) differences.set(value, (differences.get(value) ?? 0) - probability);
  return compensatedSum(Array.from(differences.values(), Math.abs)) / 2;
}

interface Pair {
  readonly name: string;
  readonly n: number;
  readonly q: number;
  /** What is drawn at one prompt in either world. */
  readonly pools: readonly [readonly Chance<DrawnPool>[], readonly Chance<DrawnPool>[]];
}

function* pairs(grid: Grid): Iterable<Pair> {
  for (const q of [0.3, 0.01, 1e-6]) {
    for (const n of grid === 'full' ? [1, 2, 4, 8] : [1, 2, 4]) {
      const listed = (rare: readonly number[]) =>
        listedPools(withRare(q, FiniteLaw.fromMasses(rare), [0.6, 0.4]), n > 2 ? 1 : 3);
      // Near-extremal: likelihoods that tell the worlds apart as soon as one rare prompt is drawn.
      const apart = [listed([0.7, 0.2, 0.1]), listed([0.5, 0.3, 0.2])] as const;
      yield { name: 'rare prompts of other likelihoods', n, q, pools: apart };
      yield {
        name: 'rare prompts with the same likelihoods',
        n,
        q,
        pools: [listed([0.5, 0.3, 0.2]), listed([0.2, 0.5, 0.3])],
      };
      const summed = (peak: number) => summedPools(withRare(q, lightModes(1, peak, 0.9 * peak), [0.6, 0.4]), 2);
      yield { name: 'coverage of 10 and of 10,000', n, q, pools: [summed(0.1), summed(1e-4)] };
    }
  }
}

/** Samples of two worlds that differ at rare prompts are no further apart than such prompts are likely to be drawn. */
export const claimRarePromptsDistance = claimInSettings(
  rarePromptsDistance,
  pairs,
  ({ name, n, q, pools }, bound) => {
    const [first, second] = pools.map((each) =>
      Array.from(allSamples(each, n), ({ value, probability }) => ({
        value: value
          .map((one) => JSON.stringify(one))
          .sort()
          .join(),
        probability,
      })),
    ) as [Chance<string>[], Chance<string>[]];
    return below(`${name}, q = ${q}, n = ${n}`, distance(first, second), bound.evaluate({ n, q }));
  },
  {
    compares: 'total variation of the samples of two worlds, all of them listed, with 1 - (1 - q)^n',
    mutations: [
      { name: 'a factor 0.99', formula: () => '0.99 * (1 - (1 - q)^n)' },
      { name: 'one prompt fewer', formula: () => '1 - (1 - q)^(n - 1)' },
      { name: 'q for any n', formula: () => 'q' },
      { name: 'q squared', formula: () => '1 - (1 - q^2)^n' },
    ],
  },
);

/** What might be taken for an upper end for the population, from the pools of n prompts. */
const ENDS: Readonly<Record<string, (pools: readonly (readonly number[])[]) => number>> = {
  'the upper end for the prompts drawn': (pools) => peakCoverageFromSamples(pools, 0.05).sampled.upper,
  'ten times that': (pools) => 10 * peakCoverageFromSamples(pools, 0.05).sampled.upper,
  'ten standard errors more': (pools) => {
    const inverses = pools.map((pool) => Math.exp(-Math.max(...pool)));
    const average = mean(inverses);
    const spread = Math.sqrt(mean(inverses.map((inverse) => (inverse - average) ** 2)) / pools.length);
    return average + 10 * spread;
  },
  'the largest, squared': (pools) => Math.max(...pools.map((pool) => Math.exp(-2 * Math.max(...pool)))),
};

interface Rare {
  readonly name: string;
  readonly end: (pools: readonly (readonly number[])[]) => number;
  readonly n: number;
  readonly q: number;
  readonly coverage: number;
}

function* ends(grid: Grid): Iterable<Rare> {
  for (const [name, end] of Object.entries(ENDS)) {
    for (const q of [0.2, 0.05]) {
      for (const n of grid === 'full' ? [1, 2, 3, 6] : [1, 3, 6]) {
        // Near-extremal: so large a coverage that no sample without a rare prompt gives an end above it; and as one pleases.
        for (const coverage of [2, 100, 20_000]) yield { name, end, n, q, coverage };
      }
    }
  }
}

/** How often an end is below the coverage of the world with rare prompts: there, and in the world without. */
const lowOnce = computedOnce((grid: Grid) =>
  Array.from(ends(grid), ({ name, end, n, q, coverage }) => {
    const [S, usual] = [2, [0.6, 0.4]];
    const world = withRare(q, lightModes(1, 1 / coverage, 0.9 / coverage), usual);
    const without = { promptLaw: FiniteLaw.uniform(1), base: lawPolicy([FiniteLaw.fromMasses(usual)]) };
    const truth = peakCoverage(world);
    const lowIn = (of: LawWorld<FiniteLaw>): number =>
      chanceOf(
        allSamples(byBestAndNear(summedPools(of, S), 0), n),
        (sample) => end(sample.map(({ pool }) => pool)) < truth * (1 - 1e-12),
      );
    const at = `${name}, q = ${q}, n = ${n}, coverage ${coverage}`;
    return { name: at, n, q, low: Math.min(1, lowIn(without)), measured: lowIn(world) };
  }),
);

/** An end that is finite in one world is too low in another as often as no rare prompt is drawn. */
export const claimNoUpperEnd = claimInSettings(
  noUpperEnd,
  lowOnce,
  ({ name, n, q, low, measured }, bound) => above(name, measured, bound.evaluate({ n, q, low })),
  {
    compares: 'chance that an upper end is below Cbar_cov, all samples listed, with what no end gets below',
    mutations: [
      { name: 'a factor 1.01', formula: () => '1.01 * (low - (1 - (1 - q)^n))' },
      { name: 'one prompt fewer', formula: () => 'low - (1 - (1 - q)^(n - 1))' },
      { name: 'the samples taken for equal', formula: () => 'low' },
      { name: 'q squared', formula: () => 'low - (1 - (1 - q^2)^n)' },
    ],
  },
);
