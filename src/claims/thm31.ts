import { run } from '../access/run.ts';
import type { Program } from '../access/query.ts';
import type { AnyQuery } from '../access/frameworks.ts';
import type { Explicit } from '../access/world.ts';
import { bayesOptimal } from '../learners/bayesOptimal.ts';
import { sftSharpening } from '../learners/sftSharpening.ts';
import { FiniteLaw } from '../math/finiteLaw.ts';
import { modes } from '../math/levels.ts';
import { Source } from '../math/source.ts';
import { bestOfNClass } from '../policies/bestOfNClass.ts';
import type { ExplicitPolicy } from '../policies/explicitPolicy.ts';
import { logLikelihood } from '../policies/logLikelihood.ts';
import type { PolicyClass } from '../policies/policyClass.ts';
import { clopperPearson } from '../statistics/clopperPearson.ts';
import { thm31 } from '../theory/bounds/thm31.ts';
import { isSharpenedAt } from '../theory/coverage/sharpenedShare.ts';
import { hardFamily } from '../theory/instances/hardFamily.ts';
import type { HardFamily, HardFamilyOptions } from '../theory/instances/hardFamily.ts';
import { CASE_FAILURE } from './claim.ts';
import type { Claim, Grid } from './claim.ts';

const REPLICATIONS = 2000;

interface Contender {
  readonly name: string;
  readonly policyClass: PolicyClass;
  /** The learner with a budget of m samples. */
  readonly learner: (m: number) => Program<AnyQuery<Explicit>, ExplicitPolicy>;
}

/** The best learner on average over the family, near-extremal for a lower bound, and SFT-sharpening at the least N that sharpens. */
function contenders(family: HardFamily): Contender[] {
  const N = Math.ceil(Math.log(2) / -Math.log1p(-2 / family.parameters.responses));
  return [
    {
      name: 'Bayes',
      policyClass: family.baseClass.map((law) => FiniteLaw.pointMass(law.size, modes(law)[0]!)),
      learner: (m) => bayesOptimal<Explicit>({ n: m, N: 1 }),
    },
    {
      name: `SFT, N = ${N}`,
      policyClass: bestOfNClass(family, N),
      learner: (m) => sftSharpening<Explicit>({ n: Math.max(1, Math.floor(m / N)), N, reward: logLikelihood }),
    },
  ];
}

const kept = new Map<string, number>();

/**
 * Upper end of the learner's risk with m samples, averaged over the family: at most the worst over the family.
 *
 * Hard prompts are alike, so one of them, picked anew in each run, stands for all: independent trials.
 */
function riskUpperEnd(family: HardFamily, { name, policyClass, learner }: Contender, m: number): number {
  const { prompts, responses, hardMass } = family.parameters;
  const key = `${prompts} ${responses} ${hardMass} ${name} ${m}`;
  let risk = kept.get(key);
  if (risk === undefined) {
    const source = Source.named(`claims/thm-3.1/${key}`);
    let failures = 0;
    for (let i = 0; i < REPLICATIONS; i++) {
      const replication = source.split(i);
      const world = family.instance(replication.split('nature')).withClass(policyClass);
      const { result } = run(learner(m), world, { source: replication });
      const prompt = 1 + replication.split('prompt').index(prompts);
      if (!isSharpenedAt(result, world.base, prompt, { delta: 0.5, strict: true })) failures++;
    }
    risk = hardMass * clopperPearson(failures, REPLICATIONS, 2 * CASE_FAILURE).upper;
    kept.set(key, risk);
  }
  return risk;
}

function families(grid: Grid): HardFamilyOptions[] {
  const quick = [
    { prompts: 4, responses: 16, hardMass: 0.5 },
    { prompts: 16, responses: 8, hardMass: 1 },
    { prompts: 16, responses: 8, hardMass: 0.05 },
  ];
  if (grid === 'quick') return quick;
  return [...quick, { prompts: 32, responses: 32, hardMass: 0.25 }, { prompts: 4, responses: 64, hardMass: 0.1 }];
}

const HIDDEN =
  'even the Bayes learner needs several times the samples of the bound: the proof spends a union over prompts';

/** With as many samples as the bound allows, the risk is still above eps = Delta/16. */
export const claimThm31: Claim = {
  id: thm31.spec.id,
  statement: thm31.spec.statement,
  source: thm31.spec.source,
  kind: 'statistical',
  compares: 'eps with the risk of a learner, upper end, at the m of the bound',
  bound: thm31,
  *cases(bound, grid) {
    for (const parameters of families(grid)) {
      const { prompts, responses, hardMass } = parameters;
      const family = hardFamily(parameters);
      const eps = hardMass / 16;
      const m = Math.max(1, Math.floor(bound.evaluate({ prompts, responses, eps })));
      for (const contender of contenders(family)) {
        const measured = riskUpperEnd(family, contender, m);
        const name = `${contender.name} on (${prompts}, ${responses}, ${hardMass}), m = ${m}`;
        yield { name, measured, bound: eps, ratio: eps / measured };
      }
    }
  },
  mutations: [
    { name: 'the exponent of eps made 2', formula: () => 'constant * prompts * responses / (16 * eps)^2' },
    { name: 'the exponent of d made 2', formula: () => 'constant * prompts^2 * responses / (16 * eps)' },
    { name: 'the exponent of M made 2', formula: () => 'constant * prompts * responses^2 / (16 * eps)' },
    {
      name: 'the 16 of Delta = 16 eps dropped',
      formula: () => 'constant * prompts * responses / eps',
    },
    {
      name: 'the constant made 1.1 times larger',
      formula: (factor) => `1.1 * ${factor} * constant * prompts * responses / (16 * eps)`,
      hiddenBecause: HIDDEN,
    },
    {
      name: 'the log of 4 dropped',
      formula: (factor) => `${factor} * 4 / log(4) * constant * prompts * responses / (16 * eps)`,
      hiddenBecause: HIDDEN,
    },
  ],
};
