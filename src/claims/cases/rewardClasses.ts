import { FiniteLaw } from '../../laws/finiteLaw.ts';
import { Source } from '../../math/random/source.ts';
import { compensatedSum } from '../../math/compensatedSum.ts';
import { klDivergence } from '../../laws/divergences.ts';
import { FiniteClass } from '../../policies/classes/finiteClass.ts';
import { powerClass } from '../../policies/classes/powerClass.ts';
import type { ExplicitPolicy } from '../../policies/explicitPolicy.ts';
import { ExplicitWorld } from '../../policies/explicitWorld.ts';
import { logLikelihood } from '../../policies/rewards/logLikelihood.ts';
import type { PointwiseReward } from '../../policies/rewards/selfReward.ts';
import { TabularPolicy } from '../../policies/tabularPolicy.ts';
import { tiltedPolicy } from '../../policies/transforms/tiltedPolicy.ts';
import { rewardDifferences } from '../../theory/coverage/rewardDifferences.ts';
import type { RewardDifferences } from '../../theory/coverage/rewardDifferences.ts';
import { dirichletLaw } from '../../theory/instances/dirichletLaw.ts';
import { listNeedle } from '../../theory/instances/listNeedle.ts';
import type { Grid } from '../claim.ts';

/** A finite class that holds pi*_beta, as its last member, so that ties go to the others. */
export interface RewardClass {
  readonly name: string;
  readonly world: ExplicitWorld;
  readonly policyClass: FiniteClass;
  readonly reward: PointwiseReward<number, number>;
  readonly beta: number;
  /** pi*_beta. */
  readonly optimum: ExplicitPolicy;
  readonly differences: RewardDifferences;
  /** beta KL(pi || pi*_beta) of each member, and last of the base policy. */
  readonly regrets: Float64Array;
  /** V, B and the largest standard deviation and spread of beta log pi/pi*_beta, over members and base policy. */
  readonly ratio: number;
  readonly range: number;
  readonly spread: number;
  readonly deviation: number;
}

interface Parts {
  readonly name: string;
  readonly world: ExplicitWorld;
  /** The members beside pi*_beta. */
  readonly others: readonly ExplicitPolicy[];
  readonly reward: PointwiseReward<number, number>;
  readonly beta: number;
}

/** A class from its members beside pi*_beta, with all that the theorems ask of it. */
export function rewardClass({ name, world, others, reward, beta }: Parts): RewardClass {
  const optimum = tiltedPolicy(world.base, reward, beta);
  const policyClass = new FiniteClass([...others, optimum]);
  const all = [...policyClass.members, world.base];
  const differences = rewardDifferences({ world, members: policyClass.members, reward, beta });
  const average = (of: (prompt: number) => number): number =>
    compensatedSum(
      Array.from({ length: world.base.prompts }, (_, x) => Math.exp(world.promptLaw.logMasses[x]!) * of(x)),
    );
  const regrets = Float64Array.from(all, (policy) =>
    average((x) => beta * klDivergence(policy.law(x), optimum.law(x))),
  );
  let [spread, deviation] = [0, 0];
  for (const policy of all) {
    const logs = Array.from({ length: world.base.prompts }, (_, x) =>
      Array.from(policy.law(x).logMasses, (logMass, y) => beta * (logMass - optimum.law(x).logMasses[y]!)),
    );
    const flat = logs.flat();
    spread = Math.max(spread, Math.max(...flat) - Math.min(...flat));
    const moment = (f: (value: number) => number): number =>
      average((x) => compensatedSum(logs[x]!.map((value, y) => world.base.law(x).mass(y) * f(value))));
    const mean = moment((value) => value);
    deviation = Math.max(deviation, Math.sqrt(moment((value) => (value - mean) ** 2)));
  }
  return {
    name,
    world,
    policyClass,
    reward,
    beta,
    optimum,
    differences,
    regrets,
    ratio: Math.max(...differences.ratios),
    range: Math.max(...differences.ranges),
    spread,
    deviation,
  };
}

/** P[g != 0] of the first member, under pairs of itself, of pi*_beta, and of the base policy. */
export const telling = ({ differences: { differing } }: RewardClass) => ({
  itself: differing[0]![0]!,
  optimum: differing.at(-2)![0]!,
  base: differing.at(-1)![0]!,
});

const onePrompt = (base: FiniteLaw): ExplicitWorld =>
  new ExplicitWorld(FiniteLaw.uniform(1), new TabularPolicy([base]));
const policyOf = (...laws: FiniteLaw[]): ExplicitPolicy => new TabularPolicy(laws);

/** The reward that likes all responses equally: pi*_beta is the base policy. */
const none: PointwiseReward<number, number> = { kind: 'pointwise', name: 'nothing', of: () => 0 };

/**
 * Near-extremal: responses of base mass `rare`, and for each a wrong member of the class that gives it `mass`, while all is
 * well elsewhere. Only a pair with that response shows the error of that member.
 */
export function rareError(options: { rare: number; mass: number; beta: number; wrong?: number }): RewardClass {
  const { rare, mass, beta, wrong = 1 } = options;
  const base = FiniteLaw.fromMasses([...Array<number>(wrong).fill(rare), 1 - wrong * rare]);
  // Of all that is left the others keep their shares, so that they show nothing.
  const others = Array.from({ length: wrong }, (_, k) => {
    const left = Math.log1p(-mass) - Math.log1p(-rare);
    return policyOf(
      FiniteLaw.fromLogMasses(Float64Array.from(base.logMasses, (log, y) => (y === k ? Math.log(mass) : log + left))),
    );
  });
  const many = wrong === 1 ? '' : `${wrong} members with `;
  return rewardClass({
    name: `${many}a rare error: base mass ${rare}, played ${mass}`,
    world: onePrompt(base),
    others,
    reward: none,
    beta,
  });
}

/**
 * Near-extremal for the size of a regret: the rewards make pi*_beta of a response of base mass `mass` its square, while a
 * member gives it almost everything; and for the base policy, one of mass 1 - `mass` that pi*_beta gives `mass`.
 */
export function opposedClass(mass: number, beta: number): RewardClass {
  const base = FiniteLaw.fromMasses([mass, mass, 1 - 2 * mass]);
  // So that pi*_beta is proportional to (mass^2, 1, mass).
  const wanted = [2 * Math.log(mass), 0, Math.log(mass)];
  return rewardClass({
    name: `opposed: base mass ${mass}, beta ${beta}`,
    world: onePrompt(base),
    others: [policyOf(FiniteLaw.fromMasses([1 - 2 * mass, mass, mass]))],
    reward: {
      kind: 'pointwise',
      name: 'opposed',
      of: (_prompt, response, logLikelihood) => beta * (wanted[response]! - logLikelihood),
    },
    beta,
  });
}

/** The needle with a short list, y* being the last of the list. */
export function needleClass(
  options: { responses: number; hypotheses: number; bonus: number },
  beta: number,
): RewardClass {
  const needle = listNeedle(options);
  return rewardClass({
    name: `needle, S = ${options.responses}, K = ${options.hypotheses}, h = ${options.bonus}, beta ${beta}`,
    world: needle.at(options.hypotheses - 1),
    others: powerClass(needle, beta).members.slice(0, -1),
    reward: logLikelihood,
    beta,
  });
}

/** Random worlds, with members that differ from pi*_beta in one response at each prompt, and one that is random. */
export function* randomClasses(claim: string, grid: Grid): Iterable<RewardClass> {
  for (let i = 0; i < (grid === 'full' ? 40 : 8); i++) {
    const source = Source.named(`claims/${claim}/random class ${i}`);
    const prompts = 1 + (i % 2);
    const responses = 3 + (i % 3);
    const beta = [0.1, 0.5, 1][i % 3]!;
    const draw = (): FiniteLaw => dirichletLaw({ outcomes: responses, concentration: 1 }, source);
    const laws = Array.from({ length: prompts }, draw);
    const world = new ExplicitWorld(dirichletLaw({ outcomes: prompts, concentration: 2 }, source), policyOf(...laws));
    const values = Float64Array.from({ length: prompts * responses }, () => 2 * source.uniform() - 1);
    const reward: PointwiseReward<number, number> =
      i % 4 === 3
        ? logLikelihood
        : { kind: 'pointwise', name: 'random', of: (prompt, response) => values[prompt * responses + response]! };
    const optimum = tiltedPolicy(world.base, reward, beta);
    const perturbed = (): ExplicitPolicy =>
      policyOf(
        ...laws.map((_, x) => {
          const at = source.index(responses);
          const change = Math.log(10) * (2 * source.uniform() - 1);
          return FiniteLaw.fromLogWeights(
            Float64Array.from(optimum.law(x).logMasses, (logMass, y) => logMass + (y === at ? change / beta : 0)),
          );
        }),
      );
    const others = [perturbed(), perturbed(), policyOf(...laws.map(draw))];
    const name = `random class ${i}: ${prompts} x ${responses}, beta ${beta}, reward ${reward.name}`;
    yield rewardClass({ name, world, others, reward, beta });
  }
}
