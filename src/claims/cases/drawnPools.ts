import { compensatedSum } from '../../math/compensatedSum.ts';
import { FiniteLaw } from '../../laws/finiteLaw.ts';
import { modes } from '../../laws/levels.ts';
import { massOf } from '../../laws/massOf.ts';
import type { LawWorld } from '../../theory/coverage/lawWorld.ts';
import { seenNearBest } from '../../theory/coverage/fromSamples/modeMassFromSamples.ts';
import { allSamples, alike } from './allSamples.ts';
import type { Chance } from './allSamples.ts';
import { bestSeenLaw } from './bestSeenLaw.ts';

/** What is drawn at one prompt. */
export interface DrawnPool {
  readonly prompt: number;
  /** The log-likelihoods of the responses. */
  readonly pool: readonly number[];
}

/** A pool of which the responses are known as well. */
export interface ListedPool extends DrawnPool {
  readonly responses: readonly number[];
}

/** All that may be drawn at one prompt of a small world, S responses, with its probability: every set of responses is listed. */
export function listedPools({ promptLaw, base }: LawWorld<FiniteLaw>, S: number): Chance<ListedPool>[] {
  return Array.from({ length: promptLaw.size }, (_, prompt) => prompt).flatMap((prompt) => {
    const law = base.law(prompt);
    const responses = Array.from(law.logMasses, (logMass, value) => ({ value, probability: Math.exp(logMass) }));
    return Array.from(allSamples(responses, S), ({ value, probability }) => ({
      value: { prompt, responses: value, pool: value.map((y) => law.logMasses[y]!) },
      probability: promptLaw.mass(prompt) * probability,
    }));
  });
}

/** Pools that show the same best likelihood, and as many draws within 1 - gamma of it, are one. */
export function byBestAndNear<T extends DrawnPool>(pools: Iterable<Chance<T>>, gamma: number): Chance<T>[] {
  return alike(pools, ({ prompt, pool }) => {
    const { logBest, near } = seenNearBest(pool, gamma);
    return `${prompt} ${logBest} ${near}`;
  });
}

/** What S draws at one prompt of a world that is too large to be listed show of the best and of the draws near it. */
export function summedPools({ promptLaw, base }: LawWorld<FiniteLaw>, S: number, gamma = 0): Chance<DrawnPool>[] {
  return Array.from({ length: promptLaw.size }, (_, prompt) => prompt).flatMap((prompt) =>
    Array.from(bestSeenLaw(base.law(prompt), S, { gamma }), ({ logBest, near, probability }) => {
      // All others are so light that they are near nothing.
      const pool = Array.from({ length: S }, (_, i) => (i < near ? logBest : logBest - 800));
      return { value: { prompt, pool }, probability: promptLaw.mass(prompt) * probability };
    }),
  );
}

/** Pools rarer than this are left out: of the chances that are compared less than a part in 1e9. */
const NEGLIGIBLE = 1e-13;

/** Pools of a prompt with as many draws near the best are one, whatever the best is: where nothing but their number counts. */
export function byNear(pools: Iterable<Chance<DrawnPool>>, gamma = 0): Chance<DrawnPool>[] {
  const all = alike(pools, ({ prompt, pool }) => `${prompt} ${seenNearBest(pool, gamma).near}`);
  return all.filter(({ probability }) => probability > NEGLIGIBLE);
}

/** The mass of y*_gamma at each prompt. */
export function modeMasses({ base }: LawWorld<FiniteLaw>, gamma = 0): readonly number[] {
  return Array.from({ length: base.prompts }, (_, prompt) =>
    Math.min(1, massOf(base.law(prompt), modes(base.law(prompt), gamma))),
  );
}

/**
 * Two modes of that mass together, above so many others, each of another likelihood: of one mode the best draw would say
 * the mass.
 */
export function twoModes(mass: number, others: number): FiniteLaw {
  const weights = Array.from({ length: others }, (_, i) => 1 + i / (10 * others));
  const total = compensatedSum(weights);
  return FiniteLaw.fromMasses([mass / 2, mass / 2, ...weights.map((weight) => (weight * (1 - mass)) / total)]);
}
