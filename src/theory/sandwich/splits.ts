import { appHCoverage } from '../bounds/lowerBounds/appH.ts';
import { thmD1Cost } from '../bounds/adaptive/thmD1.ts';
import { adaptiveSftSamples } from '../risk/adaptiveSftRisk.ts';
import type { HardFamilyParameters } from '../risk/hardFamilyParameters.ts';
import { DELTA } from './delta.ts';

/** How m samples are spent: on n prompts, with N responses for each or up to the stopping constant mu; as far as it matters. */
export interface Split {
  readonly n?: number;
  readonly N?: number;
  readonly mu?: number;
}

/** The splits among which a line has the best. */
export interface Splits {
  /** Where choices are whole numbers and only some of them are tried: how far apart these are, as a share. */
  readonly step?: number;
  /** Numbers that name the splits, ascending. */
  choices(m: number, families: readonly HardFamilyParameters[]): readonly number[];
  /** The split by that number; undefined where m samples do not reach for one prompt. */
  split(families: readonly HardFamilyParameters[], m: number, choice: number): Split | undefined;
}

/** Every N up to this is tried, and beyond it steps of 3 %: near the best N a risk is flat. */
const EVERY = 64;
const STEP = 1.03;

/** Def 3.2: N responses for each of floor(m / N) prompts. */
export const fixedSplits: Splits = {
  step: STEP - 1,
  choices(m) {
    const choices: number[] = [];
    for (let N = 1; N <= m; N = N < EVERY ? N + 1 : Math.ceil(N * STEP)) choices.push(N);
    return choices;
  },
  split: (_families, m, N) => ({ n: Math.floor(m / N), N }),
};

/** One response for each of m prompts: the best split for the minimax learner. */
export const oneEach: Splits = {
  choices: () => [1],
  split: (_families, m) => ({ n: m, N: 1 }),
};

/** No split: all that matters is m. */
export const noSplit: Splits = { choices: () => [1], split: () => ({}) };

/**
 * The stopping constants that are tried: that of Thm D.1; the whole ones, which spare a draw at the easy prompt; and from
 * where best-of-N hardly sharpens to where it wastes draws.
 */
const MUS = [...Array.from({ length: 30 }, (_, i) => 0.4 * 1.15 ** i), Math.log(2 / DELTA), 1, 2, 3].sort(
  (a, b) => a - b,
);

/** Of one family the constants at which the rule stops at a hidden response after T draws, up to so many T: nothing lies between. */
const MOST_STOPS = 200;

function stopsOf({ responses }: HardFamilyParameters): readonly number[] {
  const [from, to] = [Math.ceil(0.1 * responses), responses];
  const step = Math.ceil((to - from + 1) / MOST_STOPS);
  const stops: number[] = [];
  for (let T = from; T <= to; T += step) stops.push((2 * T) / responses);
  return stops;
}

/** Def D.1: as many prompts as m samples reach for on average, in every one of the families. */
export const stoppingConstants: Splits = {
  choices: (_m, families) => (families.length === 1 ? [...MUS, ...stopsOf(families[0]!)].sort((a, b) => a - b) : MUS),
  split(families, m, mu) {
    const cost = families.reduce((most, family) => Math.max(most, adaptiveSftSamples({ ...family, n: 1, mu })), 0);
    const n = Math.floor(m / cost);
    return n >= 1 ? { n, mu } : undefined;
  },
};

/** Def D.1: as many prompts as m samples reach for by what Thm D.1 says of the cost, at its stopping constant or at any. */
export function provedCost(choices: readonly number[] = MUS): Splits {
  return {
    choices: () => choices,
    split(families, m, mu) {
      const n = Math.floor(families.reduce((least, family) => Math.min(least, m / thmD1Samples(family, mu)), Infinity));
      return n >= 1 ? { n, mu } : undefined;
    },
  };
}

function thmD1Samples({ hardMass, responses }: HardFamilyParameters, mu: number): number {
  return thmD1Cost.evaluate({ n: 1, mu, peakCoverage: appHCoverage.evaluate({ hardMass, responses, p: 1 }) });
}
