import { compensatedSum } from '../../../math/compensatedSum.ts';
import { FiniteLaw } from '../../../laws/finiteLaw.ts';
import { modes } from '../../../laws/levels.ts';
import { reaches } from '../../../math/tolerance.ts';
import { seenProfile } from '../../../theory/bounds/fromSamples/coverageFromSamples.ts';
import { lawPolicy } from '../../../theory/coverage/lawWorld.ts';
import type { LawWorld } from '../../../theory/coverage/lawWorld.ts';
import { claimOf } from '../../claimOf.ts';
import { below } from '../../compare.ts';
import { lightModes, randomWorlds } from '../../cases/randomWorlds.ts';

/** Near-extremal: some prompts have no response above 1/K, the others one just above, and dust. */
function justAbove(K: number, share: number): LawWorld<FiniteLaw> {
  const others = lightModes(1, (1 + 1e-9) / K, 0.01 / K);
  const light = FiniteLaw.uniform(others.size);
  return { promptLaw: FiniteLaw.fromMasses([share, 1 - share]), base: lawPolicy([light, others]) };
}

/** Shares of prompts: with P* <= 1/K, and, on average over the draws, with the best of N draws so light. */
function shares({ promptLaw, base }: LawWorld<FiniteLaw>, K: number, N: number): { light: number; seen: number } {
  const [light, seen]: [number[], number[]] = [[], []];
  for (let prompt = 0; prompt < base.prompts; prompt++) {
    const law = base.law(prompt);
    const weight = promptLaw.mass(prompt);
    const isLight = (y: number): boolean => reaches(1, K * law.mass(y));
    if (isLight(modes(law)[0]!)) light.push(weight);
    const heavy = law.masses().filter((_, y) => !isLight(y));
    seen.push(weight * Math.max(0, 1 - compensatedSum(heavy)) ** N);
  }
  return { light: compensatedSum(light), seen: compensatedSum(seen) };
}

/** The best of N draws is at most 1/K at no more prompts than F + (1 - F)(1 - 1/K)^N. */
export const claimSeenProfile = claimOf(seenProfile, {
  compares: 'P[best of N draws <= 1/K], exact, with F + (1 - F)(1 - 1/K)^N',
  *cases(bound, grid) {
    const Ks = [2, 10, 100];
    const Ns = [1, 10, 100];
    const worlds = [
      ...Ks.flatMap((K) => [0.001, 0.5].map((share) => ({ name: `P* just above 1/${K}`, world: justAbove(K, share) }))),
      ...randomWorlds('coverage-profile-seen', grid),
    ];
    for (const { name, world } of worlds) {
      for (const K of Ks) {
        for (const N of Ns) {
          const { light, seen } = shares(world, K, N);
          yield below(`${name}, K = ${K}, N = ${N}`, seen, bound.evaluate({ share: Math.min(1, light), K, N }));
        }
      }
    }
  },
  mutations: [
    { name: 'the first term dropped', formula: () => '(1 - share) * (1 - 1 / K)^N' },
    { name: 'the second term dropped', formula: () => 'share' },
    { name: 'the constant 1 of the share made 0.999', formula: () => '0.999 * share + (1 - share) * (1 - 1 / K)^N' },
    { name: 'a factor 0.999 of the second term', formula: () => 'share + 0.999 * (1 - share) * (1 - 1 / K)^N' },
    { name: 'the share taken off twice', formula: () => 'share + (1 - share)^2 * (1 - 1 / K)^N' },
    { name: 'one draw more', formula: () => 'share + (1 - share) * (1 - 1 / K)^(N + 1)' },
    { name: 'the exponent of K made 0.99', formula: () => 'share + (1 - share) * (1 - 1 / K^0.99)^N' },
  ],
});
