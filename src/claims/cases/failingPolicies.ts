import { FiniteLaw } from '../../laws/finiteLaw.ts';
import { Source } from '../../math/random/source.ts';
import { ExplicitWorld } from '../../policies/explicitWorld.ts';
import type { ExplicitPolicy } from '../../policies/explicitPolicy.ts';
import { exactObjective } from '../../policies/exactObjective.ts';
import { logLikelihood } from '../../policies/rewards/logLikelihood.ts';
import { TabularPolicy } from '../../policies/tabularPolicy.ts';
import { powerPolicy } from '../../policies/transforms/powerPolicy.ts';
import { modeCoverage } from '../../theory/coverage/modeCoverage.ts';
import { sharpenedShare } from '../../theory/coverage/sharpenedShare.ts';
import { dirichletLaw } from '../../theory/instances/dirichletLaw.ts';
import type { Grid } from '../claim.ts';

/** A policy in a world with a margin, with its regret and how often it is not sharpened. */
export interface FailingPolicy {
  readonly name: string;
  /** P_x[ pi-hat(y* | x) <= 1 - delta ]. */
  readonly risk: number;
  readonly regret: number;
  readonly beta: number;
  readonly delta: number;
  /** What pi*_beta leaves off y* at most. */
  readonly tau: number;
  readonly margin: number;
  readonly support: number;
  /** C_cov,gamma. */
  readonly coverage: (gamma: number) => number;
}

/** Where y* has 1 + margin times the mass of each other response, or more. */
export function lawOfMargin(responses: number, margin: number, source?: Source): FiniteLaw {
  return FiniteLaw.fromLogWeights(
    Float64Array.from({ length: responses }, (_, y) =>
      y === 0 ? Math.log1p(margin) : source === undefined ? 0 : y === 1 ? 0 : -3 * source.uniform(),
    ),
  );
}

interface Parts {
  readonly name: string;
  readonly base: ExplicitPolicy;
  readonly promptLaw: FiniteLaw;
  readonly policy: ExplicitPolicy;
  readonly beta: number;
  readonly delta: number;
  readonly tau: number;
  readonly margin: number;
}

export function failingPolicy({ name, base, promptLaw, policy, beta, delta, tau, margin }: Parts): FailingPolicy {
  const world = new ExplicitWorld(promptLaw, base);
  const optimum = powerPolicy(base, 1 + 1 / beta);
  return {
    name: `${name}, delta ${delta}, tau ${tau}, margin ${margin}`,
    risk: 1 - sharpenedShare(policy, world, { delta, strict: true }),
    regret: exactObjective(optimum, world, logLikelihood, beta) - exactObjective(policy, world, logLikelihood, beta),
    beta,
    delta,
    tau,
    margin,
    support: base.responses,
    coverage: (gamma) => modeCoverage(world, { gamma }),
  };
}

/** The beta at which the temperature condition holds with equality. */
export const coldestNeeded = (support: number, tau: number, margin: number): number =>
  1 / (Math.log(support / tau) / Math.log1p(margin) - 1);

const SHAPES = [
  { responses: 1000, delta: 0.1, tau: 0.05, margin: 1 },
  { responses: 1000, delta: 0.1, tau: 1e-3, margin: 1 },
  { responses: 1000, delta: 0.66, tau: 0.33, margin: 0.5 },
  { responses: 1000, delta: 1e-3, tau: 5e-4, margin: 4 },
  { responses: 20, delta: 0.5, tau: 0.25, margin: 0.2 },
  { responses: 3, delta: 0.3, tau: 0.15, margin: 1 },
] as const;

/**
 * Policies that just fail at a share of the prompts and are pi*_beta elsewhere: near-extremal where so many responses have
 * all the same mass that pi*_beta leaves nearly tau; and random ones.
 */
export function* failingPolicies(grid: Grid): Iterable<FailingPolicy> {
  for (const { responses, delta, tau, margin } of SHAPES) {
    const beta = coldestNeeded(responses, tau, margin);
    const law = lawOfMargin(responses, margin);
    const base = new TabularPolicy([law, law]);
    const optimum = powerPolicy(base, 1 + 1 / beta);
    const failing = FiniteLaw.fromLogWeights(
      Float64Array.from({ length: responses }, (_, y) =>
        y === 0 ? Math.log1p(-delta) : Math.log(delta / (responses - 1)),
      ),
    );
    const policy = new TabularPolicy([failing, optimum.law(1)]);
    const promptLaw = FiniteLaw.fromMasses([0.2, 0.8]);
    yield failingPolicy({ name: `${responses} responses`, base, promptLaw, policy, beta, delta, tau, margin });
  }
  for (let i = 0; i < (grid === 'full' ? 100 : 10); i++) {
    const source = Source.named(`claims/sharpening-step/${i}`);
    const responses = 3 + (i % 5);
    const [delta, margin] = [0.1 + 0.8 * source.uniform(), 0.2 + 2 * source.uniform()];
    const tau = delta / 2;
    const beta = coldestNeeded(responses, tau, margin);
    const laws = Array.from({ length: 4 }, () => lawOfMargin(responses, margin, source));
    const off = (): number => delta * (1 + (1 / delta - 1) * source.uniform() ** 3);
    const policy = new TabularPolicy(
      laws.map((_, x) => {
        const left = x % 2 === 0 ? off() : tau * source.uniform();
        const others = dirichletLaw({ outcomes: responses - 1, concentration: 1 }, source).logMasses;
        return FiniteLaw.fromLogWeights([Math.log1p(-left), ...Array.from(others, (log) => log + Math.log(left))]);
      }),
    );
    const promptLaw = dirichletLaw({ outcomes: 4, concentration: 1 }, source);
    const base = new TabularPolicy(laws);
    yield failingPolicy({ name: `random ${i}`, base, promptLaw, policy, beta, delta, tau, margin });
  }
}
