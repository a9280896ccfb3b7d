import type { Cost } from '../access/cost.ts';
import { requireInteger, requireObject, requireOpenUnit } from '../math/checks.ts';
import { DomainError } from '../math/domainError.ts';
import type { Interval } from '../math/interval.ts';
import { Source } from '../math/random/source.ts';
import { ExplicitWorld } from '../policies/explicitWorld.ts';
import { clopperPearson } from '../statistics/clopperPearson.ts';
import type { Sharpness } from '../theory/coverage/sharpenedShare.ts';
import { countFailures } from './countFailures.ts';
import type { LearnerFactory } from './replicate.ts';

/** A world, or where nature picks one in each run, such as a member of a family, what picks it. */
export type WorldOrFamily = ExplicitWorld | ((source: Source) => ExplicitWorld);

export interface RiskOptions extends Sharpness {
  /** Independent runs, an integer in [1, 1e9]. */
  readonly replications: number;
  /** Names all randomness: the same name gives the same estimate. */
  readonly seed: string;
  /** The chance that the interval misses the risk, in (0, 1). */
  readonly failureProbability: number;
}

export interface RiskEstimate {
  /** failures / replications. */
  readonly risk: number;
  /** Misses the risk with the failure probability or less (Clopper-Pearson). */
  readonly interval: Interval;
  readonly failures: number;
  readonly replications: number;
  /** Of all runs together. */
  readonly cost: Cost;
}

/**
 * The risk E P_x[ pi-hat(y*_gamma(x) | x) < 1 - delta ] of any learner on an explicit world, from independent runs; with
 * `strict` it is <= in place of <, as in the theorems.
 *
 * After each run one prompt is drawn from the law of prompts, and what the learner returned is judged there: independent
 * trials that fail with just that probability, so that their count has an exact binomial interval. Where the risk is known
 * exactly there is no need to simulate: `sftRisk`, `adaptiveSftRisk` and `minimaxRisk` on the hard family, `productSftRisk`
 * on a product class.
 *
 * @param learner makes the program of a run, such as `() => mine({ n: 100 })`
 * @param world where the learner fits, with its class: `world.withClass(...)`
 * @throws DomainError naming the option outside its domain; what a run throws
 * @see Huang et al. 2024, Def 3.1
 */
export function risk(learner: LearnerFactory, world: WorldOrFamily, options: RiskOptions): RiskEstimate {
  requireRiskOptions('risk', options);
  return estimateOf([failuresOf('risk', learner, world, options)], options);
}

/** What came of some of the runs. */
export interface Failures {
  readonly failures: number;
  readonly cost: Cost;
}

/** The failures of the runs from number `first` on. */
export function failuresOf(
  where: string,
  learner: LearnerFactory,
  world: WorldOrFamily,
  {
    seed,
    replications,
    first = 0,
    ...sharpness
  }: Omit<RiskOptions, 'failureProbability'> & { readonly first?: number },
): Failures {
  if (typeof learner !== 'function') {
    throw new DomainError(where, 'learner', 'a function that makes the program of a run: () => mine(...)', learner);
  }
  if (!(world instanceof ExplicitWorld || typeof world === 'function')) {
    throw new DomainError(where, 'world', 'an ExplicitWorld, or a function of a Source that returns one', world);
  }
  const worldOf = typeof world === 'function' ? world : (): ExplicitWorld => world;
  const trial = (source: Source) => {
    const instance = worldOf(source.split('nature'));
    if (!(instance instanceof ExplicitWorld)) {
      throw new DomainError(where, 'what world returns', 'an ExplicitWorld', instance);
    }
    return { world: instance, prompt: instance.promptLaw.draw(source.split('prompt')) };
  };
  let last: unknown;
  const anew: LearnerFactory = () => {
    const program = learner();
    if (program === last) throw new DomainError(where, 'what learner returns', 'a new program each time', program);
    last = program;
    return program;
  };
  return countFailures({ where, learner: anew, trial, sharpness, replications, first }, Source.named(seed));
}

/** The estimate from the failures of all runs. */
export function estimateOf(
  parts: readonly Failures[],
  { replications, failureProbability }: Pick<RiskOptions, 'replications' | 'failureProbability'>,
): RiskEstimate {
  const failures = parts.reduce((sum, part) => sum + part.failures, 0);
  const sum = (unit: keyof Cost): number => parts.reduce((total, { cost }) => total + cost[unit], 0);
  return {
    risk: failures / replications,
    interval: clopperPearson(failures, replications, failureProbability),
    failures,
    replications,
    cost: {
      prompts: sum('prompts'),
      samples: sum('samples'),
      evaluations: sum('evaluations'),
      fits: sum('fits'),
      tokens: sum('tokens'),
    },
  };
}

/** Refuses options outside their domains, before anything runs. */
export function requireRiskOptions(where: string, options: RiskOptions): void {
  requireObject(where, 'options', options);
  const { replications, seed, failureProbability, delta } = options;
  requireInteger(where, 'replications', replications, 1, 1e9);
  requireOpenUnit(where, 'delta', delta);
  requireOpenUnit(where, 'failureProbability', failureProbability);
  if (typeof seed !== 'string' || seed === '') throw new DomainError(where, 'seed', 'a non-empty string', seed);
}
