import { bestOfNLaw } from '../../laws/transforms/bestOfNLaw.ts';
import { compensatedSum } from '../../math/compensatedSum.ts';
import { FiniteLaw } from '../../laws/finiteLaw.ts';
import type { PartialLaw } from '../../laws/partialLaw.ts';
import { partialStopping } from '../../laws/transforms/partialStopping.ts';
import { lemmaI1, lemmaI1Failure, lemmaI1Lower } from '../../theory/bounds/lemmas/lemmaI1.ts';
import { profileBound } from '../../theory/bounds/sft/profileBound.ts';
import { propC1 } from '../../theory/bounds/sft/propC1.ts';
import { prop31 } from '../../theory/bounds/computation/prop31.ts';
import { thmD1Cost } from '../../theory/bounds/adaptive/thmD1.ts';
import { coverageProfile } from '../../theory/coverage/coverageProfile.ts';
import { lawPolicy } from '../../theory/coverage/lawWorld.ts';
import { modeCoverage } from '../../theory/coverage/modeCoverage.ts';
import { peakCoverage } from '../../theory/coverage/peakCoverage.ts';
import type { Bound } from '../../theory/bounds/bound.ts';
import type { CaseResult, Claim } from '../claim.ts';
import { claimOf } from '../claimOf.ts';
import { above, below } from '../compare.ts';

/** What a search and greedy decoding have found on a real model: one entry a prompt, each with a certified y*. */
export interface ModelLaws {
  readonly name: string;
  readonly prompts: readonly { readonly law: PartialLaw; readonly greedyFindsMode: boolean }[];
}

const MUS = [0.1, 1, Math.log(2 / 0.05)];

/**
 * Statements on a real model's own laws. Where these are known in part the end is compared that is worst for the statement,
 * so one that holds here holds whatever is not listed. The laws are searched, not sampled, so these claims are exact.
 * Mutations of the formulas are run on the explicit claims.
 */
export function modelClaims({ name, prompts }: ModelLaws): readonly Claim[] {
  const laws = prompts.map(({ law }) => law);
  const world = { promptLaw: FiniteLaw.uniform(laws.length), base: lawPolicy(laws) };
  const modes = laws.map(({ logMasses }) => placeOfLargest(logMasses));
  const peaks = laws.map(({ logMasses }, i) => Math.exp(logMasses[modes[i]!]!));
  const on = <P extends string>(
    bound: Bound<P>,
    compares: string,
    cases: (bound: Bound<NoInfer<P>>) => Iterable<CaseResult>,
  ): Claim => {
    const claim = claimOf(bound, { compares, cases, mutations: [] });
    return { ...claim, id: `${claim.id}-on-model`, statement: `${claim.statement} on ${name}` };
  };
  return [
    on(prop31, 'pi(y*) where greedy decoding misses y*, with 1/2', function* (bound) {
      for (const [i, { greedyFindsMode }] of prompts.entries()) {
        if (!greedyFindsMode) yield below(`prompt ${i}`, peaks[i]!, bound.evaluate({}));
      }
    }),
    on(propC1, 'mass of pi^BoN_N off y*, at the N of the statement, upper end, with rho', function* (bound) {
      for (const [i, law] of laws.entries()) {
        for (const rho of [0.5, 0.1, 1e-3]) {
          const N = Math.ceil(bound.evaluate({ rho, modeMass: peaks[i]! }));
          const off = Array.from(law.logMasses, (_, response) => (response === modes[i] ? 0 : 1));
          const measured = bestOfNLaw(law, N).expectation(off, { lower: 1, upper: 1 }).upper;
          yield below(`prompt ${i}, rho ${rho}, N = ${N}`, measured, rho);
        }
      }
    }),
    on(profileBound, 'coverage profile, upper end, with C_cov / N, lower end', function* (bound) {
      const coverage = modeCoverage(world).lower;
      for (const N of [2, 5, 10, 15, 20, 30, 50, 100]) {
        yield below(`N = ${N}`, coverageProfile(world, N).upper, bound.evaluate({ coverage, N, p: 1 }));
      }
    }),
    on(thmD1Cost, 'n E_x E[N_mu], upper end, with the bound', function* (bound) {
      for (const mu of MUS) {
        const means = laws.map((law) => partialStopping(law, mu).mean.upper);
        const measured = compensatedSum(means);
        const values = { n: laws.length, mu, peakCoverage: peakCoverage(world).lower };
        yield below(`mu ${mu.toPrecision(3)}`, measured, bound.evaluate(values));
      }
    }),
    on(lemmaI1, 'E[N_mu], upper end, with the bound', function* (bound) {
      for (const [i, law] of laws.entries()) {
        for (const mu of MUS) {
          const measured = partialStopping(law, mu).mean.upper;
          yield below(
            `prompt ${i}, mu ${mu.toPrecision(3)}`,
            measured,
            bound.evaluate({ mu, peak: peaks[i]!, maximisers: 1 }),
          );
        }
      }
    }),
    on(lemmaI1Lower, 'E[N_mu], lower end, with ceil(mu / P*)', function* (bound) {
      for (const [i, law] of laws.entries()) {
        for (const mu of MUS) {
          const measured = partialStopping(law, mu).mean.lower;
          yield above(`prompt ${i}, mu ${mu.toPrecision(3)}`, measured, bound.evaluate({ mu, peak: peaks[i]! }));
        }
      }
    }),
    on(lemmaI1Failure, 'mass of the adaptive law off y*, upper end, with exp(-mu)', function* (bound) {
      for (const [i, law] of laws.entries()) {
        for (const mu of MUS) {
          const measured = 1 - partialStopping(law, mu).modeMass.lower;
          yield below(`prompt ${i}, mu ${mu.toPrecision(3)}`, measured, bound.evaluate({ mu, maximisers: 1 }));
        }
      }
    }),
  ];
}

/** The place of the largest. */
function placeOfLargest(logMasses: ArrayLike<number>): number {
  let best = 0;
  for (let i = 1; i < logMasses.length; i++) if (logMasses[i]! > logMasses[best]!) best = i;
  return best;
}
