import { Meter } from '../../access/cost.ts';
import type { AnyQuery } from '../../access/frameworks.ts';
import type { Program } from '../../access/query.ts';
import { run } from '../../access/run.ts';
import type { Explicit } from '../../access/spaces.ts';
import { rewardRegression } from '../../learners/rlhf/rewardRegression.ts';
import { xpo } from '../../learners/rlhf/xpo.ts';
import { sftSharpening } from '../../learners/sft/sftSharpening.ts';
import { leastCount } from '../../math/leastCount.ts';
import type { Source } from '../../math/random/source.ts';
import { bestOfNClass } from '../../policies/classes/bestOfNClass.ts';
import type { FiniteClass } from '../../policies/classes/finiteClass.ts';
import type { PolicyClass } from '../../policies/classes/policyClass.ts';
import { powerClass } from '../../policies/classes/powerClass.ts';
import type { ProductClass } from '../../policies/classes/productClass.ts';
import type { ExplicitPolicy } from '../../policies/explicitPolicy.ts';
import type { ExplicitWorld } from '../../policies/explicitWorld.ts';
import { logLikelihood } from '../../policies/rewards/logLikelihood.ts';
import { powerPolicy } from '../../policies/transforms/powerPolicy.ts';
import type { Cost } from '../../access/cost.ts';
import type { Contender } from '../../theory/sandwich/winner/predictWinner.ts';
import { sharpenedShare } from '../../theory/coverage/sharpenedShare.ts';

/** A family of worlds that nature picks from, with the class of base policies that it is. */
export interface WinnerFamily {
  readonly baseClass: FiniteClass | ProductClass;
  /** C_cov, the same for every member. */
  readonly coverage: number;
  instance(source: Source): ExplicitWorld;
}

export interface Measuring {
  /** Weight of the divergence from the base policy, above 0. */
  readonly beta: number;
  /** Share of prompts that need not be sharpened, in [0, 1). */
  readonly epsilon: number;
  /** Mass that a sharpened policy may leave off y*, in (0, 1). */
  readonly delta: number;
  /** Share of the runs that may fail, in (0, 1). */
  readonly failure: number;
  readonly replications: number;
  /** Responses drawn at most: more are not tried. */
  readonly most: number;
}

/** Responses drawn by each algorithm; null where more than were tried are needed. */
export interface MeasuredSamples {
  readonly samples: Readonly<Record<Contender, number | null>>;
  readonly cost: Cost;
}

/** Weight of optimism beside beta: it decides between policies that explain all pairs alike, and hardly anything else. */
const OPTIMISM = 1e-3;

/** The N that are tried for SFT-sharpening lie so far apart, from the least that sharpens to so many times as much. */
const [STEP, FURTHEST] = [1.15, 4];

/**
 * How many responses SFT-sharpening, reward regression and XPO draw, from whatever policy, until all but a share of runs, each
 * on a random member of a family, return an (epsilon, delta)-sharpened policy; null where more than `most`, or than four times
 * what SFT-sharpening needs, would be needed.
 */
export function measuredSamples(given: Measuring, family: WinnerFamily, source: Source): MeasuredSamples {
  const trial = new Trial(given, family, source);
  const sft = leastSft(trial);
  // Whoever needs far more than another is not measured to the end.
  const atMost = Math.min(given.most, sft === null ? Infinity : FURTHEST * sft);
  const fits = trial.canBeSharpened();
  const samples = {
    'sft-sharpening': sft,
    'reward-regression': fits ? leastPairs(trial, atMost) : null,
    xpo: fits ? leastRounds(trial, atMost) : null,
  };
  return { samples, cost: trial.meter.cost };
}

/** Runs learners on random members of a family, and says which of them end sharpened. */
class Trial {
  readonly meter = new Meter('winner', {});
  readonly given: Measuring;
  readonly family: WinnerFamily;
  readonly #source: Source;

  constructor(given: Measuring, family: WinnerFamily, source: Source) {
    this.given = given;
    this.family = family;
    this.#source = source;
  }

  /** Whether no more runs fail than may. */
  passes(label: string, policyClass: PolicyClass, learner: () => Program<AnyQuery<Explicit>, ExplicitPolicy>): boolean {
    let failed = 0;
    this.each(label, policyClass, (world, from) => {
      const { result, cost } = run(learner(), world, { source: from });
      this.meter.charge('run', cost);
      if (!this.isSharpened(result, world)) failed++;
      return failed <= this.mayFail;
    });
    return failed <= this.mayFail;
  }

  /** Goes through the runs until one says that it is enough: whatever the learner, each has its member of the family. */
  each(label: string, policyClass: PolicyClass, trial: (world: ExplicitWorld, from: Source) => boolean): void {
    for (let i = 0; i < this.given.replications; i++) {
      const from = this.#source.split(i);
      const world = this.family.instance(from.split('nature')).withClass(policyClass);
      if (!trial(world, from.split(label))) return;
    }
  }

  /** Whether pi*_beta is sharpened at all: it is the best that a fit to pairs can be. */
  canBeSharpened(): boolean {
    const world = this.family.instance(this.#source);
    return this.isSharpened(powerPolicy(world.base, 1 + 1 / this.given.beta), world);
  }

  get mayFail(): number {
    return Math.floor(this.given.failure * this.given.replications);
  }

  isSharpened(policy: ExplicitPolicy, world: ExplicitWorld): boolean {
    const { delta: off, epsilon } = this.given;
    return sharpenedShare(policy, world, { delta: off }) >= 1 - epsilon - 1e-12;
  }
}

/** The least n N of SFT-sharpening, over all n and some N. */
function leastSft(trial: Trial): number | null {
  const { delta: off, most } = trial.given;
  // Fewer draws leave more than delta off y*, whatever is fitted.
  const least = Math.max(1, Math.ceil(Math.log(off) / Math.log1p(-1 / trial.family.coverage)));
  let best: number | null = null;
  for (let N = least; N <= FURTHEST * least; N = Math.max(N + 1, Math.ceil(N * STEP))) {
    const policyClass = bestOfNClass(trial.family, N);
    const n = leastCount(
      (prompts) =>
        trial.passes(`sft ${N}`, policyClass, () => sftSharpening<Explicit>({ n: prompts, N, reward: logLikelihood })),
      Math.floor(((best ?? most + 1) - 1) / N),
    );
    if (n < Infinity) best = n * N;
  }
  return best;
}

/** The least number of responses of reward regression: two a pair. */
function leastPairs(trial: Trial, most: number): number | null {
  const { beta } = trial.given;
  const policyClass = powerClass(trial.family, beta);
  const pairs = leastCount(
    (n) =>
      trial.passes('regression', policyClass, () => rewardRegression<Explicit>({ n, beta, reward: logLikelihood })),
    Math.floor(most / 2),
  );
  return pairs === Infinity ? null : 2 * pairs;
}

/** The least number of responses of XPO, two a round, from which on its last iterate is sharpened. */
function leastRounds(trial: Trial, most: number): number | null {
  const { beta, replications: runs } = trial.given;
  const policyClass = powerClass(trial.family, beta);
  for (let rounds = Math.min(32, Math.floor(most / 2)); ; rounds = Math.min(2 * rounds, Math.floor(most / 2))) {
    /** Of each run the first round from which on all iterates are sharpened. */
    const settled = new Float64Array(runs).fill(Infinity);
    let place = 0;
    trial.each('xpo', policyClass, (world, from) => {
      let since = Infinity;
      const { cost } = run(
        xpo<Explicit>({
          rounds,
          pairsPerRound: 1,
          alpha: OPTIMISM * beta,
          beta,
          reward: logLikelihood,
          returns: 'last',
          onRound({ round, policy }) {
            if (!trial.isSharpened(policy, world)) since = Infinity;
            else if (since === Infinity) since = round;
          },
        }),
        world,
        { source: from },
      );
      trial.meter.charge('run', cost);
      settled[place++] = since;
      return true;
    });
    const enough = settled.sort()[runs - trial.mayFail - 1]!;
    if (enough < Infinity) return 2 * enough;
    if (rounds >= Math.floor(most / 2)) return null;
  }
}
