import { run } from '../access/run.ts';
import type { Explicit } from '../access/world.ts';
import { sftSharpening } from '../learners/sftSharpening.ts';
import { FiniteLaw } from '../math/finiteLaw.ts';
import { DomainError } from '../math/domainError.ts';
import { Source } from '../math/source.ts';
import { bestOfNClass } from '../policies/bestOfNClass.ts';
import { bestOfNPolicy } from '../policies/bestOfNPolicy.ts';
import { ExplicitWorld } from '../policies/explicitWorld.ts';
import { FiniteClass } from '../policies/finiteClass.ts';
import { logLikelihood } from '../policies/logLikelihood.ts';
import { ProductClass } from '../policies/productClass.ts';
import { TabularPolicy } from '../policies/tabularPolicy.ts';
import { modeCoverage } from '../theory/coverage/modeCoverage.ts';
import { sharpenedShare } from '../theory/coverage/sharpenedShare.ts';
import { hardFamily } from '../theory/instances/hardFamily.ts';
import type { Grid } from './claim.ts';

/** A setting of SFT-sharpening that satisfies the assumptions of Thm 4.1', with replicated risks. */
export interface SftCase {
  readonly name: string;
  readonly n: number;
  readonly N: number;
  readonly delta: number;
  readonly rho: number;
  readonly logClassSize: number;
  readonly coverage: number;
  /** P_x[ pi-hat(y* | x) <= 1 - delta ] in each of `replications` independent runs. */
  readonly risks: Float64Array;
}

interface Setting {
  readonly name: string;
  readonly n: number;
  readonly N: number;
  readonly delta: number;
  readonly rho: number;
  readonly replications: number;
  /** The world of one replication; all have one coverage and one size of class. */
  readonly world: (source: Source) => ExplicitWorld;
}

const kept = new Map<string, SftCase>();

/** The settings of a grid with their risks, simulated once however many bounds they are held against. */
export function* sftCases(grid: Grid): Iterable<SftCase> {
  for (const setting of settings(grid)) {
    let simulated = kept.get(setting.name);
    if (!simulated) kept.set(setting.name, (simulated = simulate(setting)));
    yield simulated;
  }
}

function simulate({ name, n, N, delta, rho, replications, world }: Setting): SftCase {
  const source = Source.named(`claims/sft/${name}`);
  const first = world(source.split(0));
  requireRealizable(first, N, name);
  const risks = new Float64Array(replications);
  for (let i = 0; i < replications; i++) {
    const replication = source.split(i);
    const instance = world(replication);
    const learner = sftSharpening<Explicit>({ n, N, reward: logLikelihood });
    const { result } = run(learner, instance, { source: replication });
    risks[i] = 1 - sharpenedShare(result, instance, { delta, strict: true });
  }
  const { policyClass } = first;
  return { name, n, N, delta, rho, logClassSize: policyClass!.logSize, coverage: modeCoverage(first), risks };
}

/**
 * Thm 4.1' assumes pi^BoN_N in Pi.
 *
 * @throws DomainError where the world's class does not hold it
 */
export function requireRealizable({ base, policyClass }: ExplicitWorld, N: number, where: string): void {
  if (!policyClass?.contains(bestOfNPolicy(base, N))) {
    throw new DomainError(
      where,
      'policyClass',
      `one that holds pi^BoN_N for N = ${N}, as Thm 4.1' assumes`,
      policyClass,
    );
  }
}

function settings(grid: Grid): Setting[] {
  const chosen = [
    barelyMissed({ N: 1000, delta: 1e-3 }),
    barelyMissed({ N: 10_000, delta: 1e-6 }),
    unseenPrompt({ mass: 0.05, n: 80, rho: 0.01 }),
    unseenPrompts({ prompts: 1024 }),
    onHardFamily({ prompts: 4, responses: 16, hardMass: 0.5, n: 24, N: 10 }),
    onHardFamily({ prompts: 4, responses: 16, hardMass: 0.5, n: 1000, N: 40 }),
  ];
  if (grid === 'quick') return chosen;
  return [
    ...chosen,
    barelyMissed({ N: 30_000, delta: 1e-9 }),
    unseenPrompt({ mass: 0.01, n: 400, rho: 0.01 }),
    unseenPrompts({ prompts: 8192 }),
    onHardFamily({ prompts: 32, responses: 32, hardMass: 0.25, n: 4000, N: 64 }),
    onHardFamily({ prompts: 64, responses: 256, hardMass: 0.05, n: 20_000, N: 400 }),
    onHardFamily({ prompts: 4, responses: 16, hardMass: 0.5, n: 50_000, N: 300 }),
  ];
}

/**
 * Near-extremal for C_cov/N*: on most prompts y* is just too light for best-of-N, and the class has one member.
 *
 * The risk is the mass of those prompts, and C_cov/N* exceeds it by log(2/delta)/log(1/delta) only.
 */
function barelyMissed({ N, delta }: { N: number; delta: number }): Setting {
  const modeMass = -Math.expm1(Math.log(delta) / N);
  const others = Math.ceil((2 * (1 - modeMass)) / modeMass);
  const missed = FiniteLaw.fromMasses([modeMass, ...Array<number>(others).fill((1 - modeMass) / others)]);
  const base = new TabularPolicy([FiniteLaw.pointMass(others + 1, 0), missed]);
  const world = new ExplicitWorld(FiniteLaw.fromMasses([0.1, 0.9]), base, new FiniteClass([bestOfNPolicy(base, N)]));
  return {
    name: `barely missed, N = ${N}, delta = ${delta}`,
    n: 1e9,
    N,
    delta,
    rho: 0.1,
    replications: 4000,
    world: () => world,
  };
}

/** Near-extremal for the first term: a prompt that was not seen leaves the fit to its tie-break, which is wrong. */
function unseenPrompt({ mass, n, rho }: { mass: number; n: number; rho: number }): Setting {
  const world = unseenWorld([1 - mass, mass], [false, true]);
  const name = `an unseen prompt of mass ${mass}, n = ${n}`;
  return { name, n, N: UNSEEN_N, delta: 0.99, rho, replications: 20_000, world: () => world };
}

/** The same with many prompts, so that log |Pi| is what counts. */
function unseenPrompts({ prompts }: { prompts: number }): Setting {
  const uniform = Array<number>(prompts).fill(1 / prompts);
  const world = unseenWorld(uniform, Array<boolean>(prompts).fill(true));
  const name = `${prompts} prompts, as many seen`;
  return { name, n: prompts, N: UNSEEN_N, delta: 0.99, rho: 0.1, replications: 400, world: () => world };
}

const UNSEEN_N = 1_000_000_000;

function unseenWorld(promptMasses: readonly number[], doubtful: readonly boolean[]): ExplicitWorld {
  const law = FiniteLaw.fromMasses([0.6, 0.4]);
  const base = new TabularPolicy(promptMasses.map(() => law));
  const truth = bestOfNPolicy(base, UNSEEN_N).law(0);
  const wrong = FiniteLaw.pointMass(2, 1);
  const [open, settled] = [[wrong, truth], [truth]];
  const policyClass = new ProductClass(doubtful.map((either) => (either ? open : settled)));
  return new ExplicitWorld(FiniteLaw.fromMasses(promptMasses), base, policyClass);
}

function onHardFamily({
  n,
  N,
  ...parameters
}: {
  prompts: number;
  responses: number;
  hardMass: number;
  n: number;
  N: number;
}): Setting {
  const family = hardFamily(parameters);
  const policyClass = bestOfNClass(family, N);
  const { prompts: d, responses: M, hardMass: Delta } = parameters;
  return {
    name: `hard family (${d}, ${M}, ${Delta}), n = ${n}, N = ${N}`,
    n,
    N,
    delta: 0.5,
    rho: 0.1,
    replications: 1000,
    world: (source) => family.instance(source.split('nature')).withClass(policyClass),
  };
}
