import { FiniteLaw } from '../../../laws/finiteLaw.ts';
import { compensatedSum } from '../../../math/compensatedSum.ts';
import { modes } from '../../../laws/levels.ts';
import { massOf } from '../../../laws/massOf.ts';
import { clopperPearsonUpper } from '../../../statistics/clopperPearson.ts';
import { inverseModeMean, modeMassMiss } from '../../../theory/bounds/fromSamples/coverageFromSamples.ts';
import { modeMassInterval } from '../../../theory/coverage/fromSamples/modeMassFromSamples.ts';
import { bestSeenLaw } from '../../cases/bestSeenLaw.ts';
import { claimOf } from '../../claimOf.ts';
import { below } from '../../compare.ts';
import { randomLaws } from '../../cases/randomWorlds.ts';

/** Tied modes of that mass together, above so many others, each of another likelihood. */
function tiedAbove(mass: number, ties: number, others: number): FiniteLaw {
  const weights = Array.from({ length: others }, (_, i) => 1 + i / (10 * others));
  const scale = (1 - mass) / compensatedSum(weights);
  return FiniteLaw.fromMasses([...Array<number>(ties).fill(mass / ties), ...weights.map((weight) => weight * scale)]);
}

/** The chance that the interval at rho misses the mass of y*_gamma, by the law of the best draw and of T. */
function missed(law: FiniteLaw, N: number, rho: number, gamma: number): number {
  const mass = Math.min(1, massOf(law, modes(law, gamma)));
  // The upper end grows with T: what is drawn more often misses nothing.
  let most = 0;
  while (most < N && clopperPearsonUpper(most + 1, N, rho) < mass) most++;
  const misses: number[] = [];
  for (const seen of bestSeenLaw(law, N, { gamma, most })) {
    const { lower, upper } = modeMassInterval(seen, rho);
    if (mass * (1 + 1e-12) < lower || mass > upper) misses.push(seen.probability);
  }
  return compensatedSum(misses);
}

/** The interval for the mass of y*_gamma misses with probability at most rho. */
export const claimModeMass = claimOf(modeMassMiss, {
  compares: 'chance that [best, u(T)] misses pi_base(y*_gamma), exact, with rho',
  *cases(bound, grid) {
    for (const rho of [0.3, 0.05, 1e-4]) {
      const level = bound.evaluate({ rho });
      for (const [N, T, others] of [
        [20, 1, 60],
        [100, 3, 200],
        [1000, 8, 400],
      ] as const) {
        // Near-extremal: a mass that is just too large for T draws.
        const mass = clopperPearsonUpper(T, N, rho) * (1 + 1e-9);
        for (const ties of [1, 2, 5]) {
          const law = tiedAbove(mass, ties, others);
          yield below(`${ties} modes of mass u(${T}), N = ${N}, rho ${rho}`, missed(law, N, rho, 0), level);
        }
      }
    }
    for (const { name, law } of randomLaws('coverage-mode-mass', grid)) {
      for (const gamma of [0, 0.3]) {
        const rho = 0.2;
        yield below(`${name}, gamma ${gamma}`, missed(law, 12, rho, gamma), bound.evaluate({ rho }));
      }
    }
  },
  mutations: [
    { name: 'the constant 1 made 0.9', formula: () => '0.9 * rho' },
    { name: 'the exponent 1 made 1.1', formula: () => 'rho^1.1' },
    { name: 'one side of two', formula: () => 'rho / 2' },
  ],
});

/** What stands for 1/pi_base(y*_gamma) is on average at most that. */
export const claimInverseMode = claimOf(inverseModeMean, {
  compares: 'E[(N + 1) / (T + 1)], exact, with 1 / pi_base(y*_gamma)',
  *cases(bound, grid) {
    const laws = [
      // Near-extremal: y* so heavy that some of it is always drawn.
      ...[0.9, 0.5, 0.1].map((mass) => ({ name: `two modes of mass ${mass}`, law: tiedAbove(mass, 2, 50) })),
      { name: 'one response', law: FiniteLaw.pointMass(1, 0) },
      ...randomLaws('coverage-mode-mean', grid),
    ];
    for (const { name, law } of laws) {
      for (const gamma of [0, 0.3]) {
        const mass = Math.min(1, massOf(law, modes(law, gamma)));
        for (const N of [1, 5, 100]) {
          const terms = Array.from(
            bestSeenLaw(law, N, { gamma }),
            (seen) => (seen.probability * (N + 1)) / (seen.near + 1),
          );
          yield below(`${name}, gamma ${gamma}, N = ${N}`, compensatedSum(terms), bound.evaluate({ mass }));
        }
      }
    }
  },
  mutations: [
    { name: 'the constant 1 made 0.999', formula: () => '0.999 / mass' },
    { name: 'the exponent of the mass made 0.99', formula: () => '1 / mass^0.99' },
  ],
});
