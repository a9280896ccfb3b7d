import { RefusedError, sampleAndEvaluate } from '../../../access/frameworks.ts';
import type { AnyQuery } from '../../../access/frameworks.ts';
import { bestOfN } from '../../../access/queries/bestOfN.ts';
import { nextPrompts } from '../../../access/queries/nextPrompts.ts';
import { plan } from '../../../access/queries/plan.ts';
import { sampleFrom } from '../../../access/queries/sampleFrom.ts';
import type { Program } from '../../../access/query.ts';
import { run } from '../../../access/run.ts';
import type { RunOptions } from '../../../access/run.ts';
import type { Explicit } from '../../../access/spaces.ts';
import { bayesOptimal } from '../../../learners/sft/bayesOptimal.ts';
import { sftSharpening } from '../../../learners/sft/sftSharpening.ts';
import { Source } from '../../../math/random/source.ts';
import { bestOfNClass } from '../../../policies/classes/bestOfNClass.ts';
import { logLikelihood } from '../../../policies/rewards/logLikelihood.ts';
import { def32 } from '../../../theory/bounds/definitions/def32.ts';
import { hardFamily } from '../../../theory/instances/hardFamily.ts';
import { claimOf } from '../../claimOf.ts';
import { equal } from '../../compare.ts';

type Asks = Program<AnyQuery<Explicit>, unknown>;

/** Goes on after each refusal, as a learner might that wants more than its framework allows. */
function* insisting(...programs: readonly (() => Asks)[]): Program<AnyQuery<Explicit>, void> {
  for (const program of programs) {
    try {
      yield* program();
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error;
    }
  }
}

/** Programs of sample-and-evaluate; what the last two ask beyond it is refused and costs nothing. */
const PROGRAMS: Readonly<Record<string, (n: number, N: number) => Asks>> = {
  plan: (n, N) => plan<Explicit>({ n, N }),
  'best-of-N': (n, N) => bestOfN<Explicit>({ n, N, reward: logLikelihood }),
  'SFT-sharpening': (n, N) => sftSharpening<Explicit>({ n, N, reward: logLikelihood }),
  'Bayes learner': (n, N) => bayesOptimal<Explicit>({ n, N }),
  'one that asks for a second plan': (n, N) =>
    insisting(
      () => plan<Explicit>({ n, N }),
      () => plan<Explicit>({ n, N }),
      () => bestOfN<Explicit>({ n, N, reward: logLikelihood }),
    ),
  'one that asks outside its framework': (n, N) =>
    insisting(
      () => nextPrompts<Explicit>(n),
      () => sampleFrom<Explicit>(WORLD.base, [0], N),
      () => plan<Explicit>({ n, N }),
    ),
};

const FAMILY = hardFamily({ prompts: 2, responses: 8, hardMass: 0.5 });
const WORLD = FAMILY.instance(Source.named('claims/def-3.2'));
const ANSWERS: readonly RunOptions['derived'][] = ['counts', 'responses', 'definition'];
/** A learner's own framework and the fits of its class. */
const KINDS = new Set([...sampleAndEvaluate.kinds, 'maximumLikelihood', 'bayesFit'] as const);
const FRAMEWORK = { name: sampleAndEvaluate.name, kinds: KINDS };

/** A learner of sample-and-evaluate draws nN samples at n prompts, whoever answers, and cannot have more. */
export const claimDef32 = claimOf(def32, {
  compares: 'cost.samples, and N times cost.prompts, of runs with n N: equal',
  *cases(bound, grid) {
    const source = Source.named('claims/def-3.2/run');
    const plans = [{ n: 1, N: 1 }, { n: 7, N: 1 }, { n: 30, N: 12 }, ...(grid === 'full' ? [{ n: 1000, N: 200 }] : [])];
    for (const { n, N } of plans) {
      const world = WORLD.withClass(bestOfNClass(FAMILY, N));
      for (const [name, program] of Object.entries(PROGRAMS)) {
        for (const derived of ANSWERS) {
          const { cost } = run(program(n, N), world, { source, framework: FRAMEWORK, derived: derived! });
          const expected = bound.evaluate({ n, N });
          yield equal(`samples of ${name}, n = ${n}, N = ${N}, by ${derived}`, cost.samples, expected);
          yield equal(`prompts of ${name}, n = ${n}, N = ${N}, by ${derived}`, cost.prompts * N, expected);
        }
      }
    }
  },
  mutations: [
    { name: 'the constant 1 made 1.01', formula: () => '1.01 * n * N' },
    { name: 'N dropped', formula: () => 'n' },
    { name: 'n dropped', formula: () => 'N' },
    { name: 'a second plan paid for', formula: () => '2 * n * N' },
    { name: 'the exponent of n made 1.01', formula: () => 'n^1.01 * N' },
  ],
});
