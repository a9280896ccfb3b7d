import type { AnyQuery } from '../../access/frameworks.ts';
import type { Program } from '../../access/query.ts';
import type { Batch, Explicit } from '../../access/spaces.ts';
import type { FiniteLaw } from '../../laws/finiteLaw.ts';
import { rejectionLaw } from '../../laws/transforms/rejectionLaw.ts';
import { compensatedSum } from '../../math/compensatedSum.ts';
import { DomainError } from '../../math/domainError.ts';
import { logLikelihoodsOf } from '../../policies/data/observations.ts';
import { exactObjective } from '../../policies/exactObjective.ts';
import type { ExplicitWorld } from '../../policies/explicitWorld.ts';
import { rewardsOf } from '../../policies/rewards/rewardsOf.ts';
import { bestOfNPolicy } from '../../policies/transforms/bestOfNPolicy.ts';

type Learner<R> = () => Program<AnyQuery<Explicit>, R>;

/** One way in which a run may go. */
export interface PossibleRun<R> {
  readonly result: R;
  readonly chance: number;
}

/**
 * Every run of a learner on an explicit world with its probability, so that what is said of its law is a sum: a driver that
 * gives each answer in turn. A round of one pair at one prompt has |Y|^2 runs, so only small worlds and few rounds are for it.
 *
 * @param learner the same program anew for each run
 */
export function* everyRun<R>(learner: Learner<R>, world: ExplicitWorld): Iterable<PossibleRun<R>> {
  const drawn: { readonly law: FiniteLaw; outcome: number }[] = [];
  do {
    let place = 0;
    const draw = (law: FiniteLaw): number => {
      if (place === drawn.length) drawn.push({ law, outcome: nextPossible(law, 0) });
      return drawn[place++]!.outcome;
    };
    const program = learner();
    let step = program.next();
    while (!step.done) step = program.next(answer(step.value, world, draw));
    yield { result: step.value, chance: drawn.reduce((product, { law, outcome }) => product * law.mass(outcome), 1) };
  } while (advance(drawn));
}

/** E[ value of what the learner returns ], over all of its runs. */
export function meanOverRuns<R>(learner: Learner<R>, world: ExplicitWorld, value: (result: R) => number): number {
  return compensatedSum(Array.from(everyRun(learner, world), ({ result, chance }) => chance * value(result)));
}

/** The last answer that can be another becomes the next one; those after it are asked anew. */
function advance(drawn: { readonly law: FiniteLaw; outcome: number }[]): boolean {
  for (let last = drawn.pop(); last; last = drawn.pop()) {
    const outcome = nextPossible(last.law, last.outcome + 1);
    if (outcome === last.law.size) continue;
    drawn.push({ law: last.law, outcome });
    return true;
  }
  return false;
}

function nextPossible(law: FiniteLaw, from: number): number {
  let outcome = from;
  while (outcome < law.size && law.logMasses[outcome] === -Infinity) outcome++;
  return outcome;
}

/** What an explicit world answers, each draw being given. */
function answer(query: AnyQuery<Explicit>, world: ExplicitWorld, draw: (law: FiniteLaw) => number): unknown {
  const { base, promptLaw, policyClass } = world;
  const prompts = (n: number): Int32Array => Int32Array.from({ length: n }, () => draw(promptLaw));
  const batch = (n: number, perPrompt: number, lawAt: (prompt: number) => FiniteLaw): Batch<Explicit> => {
    const at = prompts(n);
    const rows = Int32Array.from({ length: n * perPrompt }, (_, row) => at[Math.floor(row / perPrompt)]!);
    const responses = rows.map((prompt) => draw(lawAt(prompt)));
    return { prompts: at, perPrompt, responses, logLikelihoods: logLikelihoodsOf(rows, responses, base) };
  };
  switch (query.kind) {
    case 'basePolicy':
      return base;
    case 'release':
      return 'released';
    case 'nextPrompts':
      return prompts(query.n);
    case 'sampleFrom': {
      const { policy, prompts: asked, count } = query;
      const rows = Int32Array.from({ length: asked.length * count }, (_, row) => asked[Math.floor(row / count)]!);
      const responses = rows.map((prompt) => draw(policy.law(prompt)));
      const [logLikelihoods, baseLogLikelihoods] = [policy, base].map((of) => logLikelihoodsOf(rows, responses, of));
      return { perPrompt: count, responses, logLikelihoods, baseLogLikelihoods };
    }
    case 'plan':
      return batch(query.n, query.N, (prompt) => base.law(prompt));
    case 'bestOfN': {
      const policy = bestOfNPolicy(base, query.N, query.reward);
      return batch(query.n, 1, (prompt) => policy.law(prompt));
    }
    case 'rejectionSampling': {
      const { n, N, beta, reward, ceiling } = query;
      return batch(n, 1, (prompt) => {
        const law = base.law(prompt);
        return rejectionLaw(law, rewardsOf(law, prompt, reward), beta, ceiling, N).law;
      });
    }
    case 'objective':
      return exactObjective(query.policy, world, query.reward, query.beta);
    case 'maximumLikelihood':
    case 'regressRewards':
    case 'optimisticFit':
      return policyClass!.fit(query);
    default:
      throw new DomainError('everyRun', 'a query of the learner', 'one that this driver answers', query.kind);
  }
}
