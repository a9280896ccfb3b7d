import type { Cost } from '../../access/cost.ts';
import type { AnyQuery, Framework } from '../../access/frameworks.ts';
import type { Program } from '../../access/query.ts';
import { run } from '../../access/run.ts';
import type { RunOptions, RunResult } from '../../access/run.ts';
import type { Explicit } from '../../access/spaces.ts';
import { requireInteger, requireObject } from '../../math/checks.ts';
import { DomainError } from '../../math/domainError.ts';
import type { FiniteLaw } from '../../laws/finiteLaw.ts';
import { sameLaw } from '../../laws/sameLaw.ts';
import { requireSource } from '../../math/random/source.ts';
import type { Source } from '../../math/random/source.ts';
import type { ExplicitPolicy } from '../../policies/explicitPolicy.ts';
import type { ExplicitWorld } from '../../policies/explicitWorld.ts';
import { clopperPearson } from '../../statistics/clopperPearson.ts';
import { CHECK_FAILURE, demand, runContract } from './contract.ts';
import type { CheckOutcome, Contract } from './contract.ts';
import { policyContract, samePolicy } from './policyContract.ts';

export interface LearnerContractOptions {
  /** Starts the learner; called once for every run. */
  readonly learner: () => Program<AnyQuery<Explicit>, ExplicitPolicy>;
  /** A small world, with a class where the learner fits. */
  readonly world: ExplicitWorld;
  /** All that it may ask, fits included: `union(sampleAndEvaluate, fitting)` for example. */
  readonly framework: Framework;
  /** The most that a run may cost. */
  readonly budget: Partial<Cost>;
  readonly source: Source;
  /** How many runs are compared, 1000 by default. */
  readonly runs?: number;
}

const DERIVED = ['counts', 'responses', 'definition'] as const;

/**
 * What a learner must keep to: its framework, its plan, a policy of the world's shape, one result from one source, and
 * one law of results however derived queries are answered. The last is skipped in a framework with `objective`: known
 * exactly it says which policy is best, estimated it may be mistaken.
 */
export function learnerContract(options: LearnerContractOptions): Contract {
  requireObject('learnerContract', 'options', options);
  const { learner, world, framework, budget, source, runs = 1000 } = options;
  if (typeof learner !== 'function') {
    throw new DomainError('learnerContract', 'learner', 'a function that starts the learner', learner);
  }
  if (!(framework?.kinds instanceof Set))
    throw new DomainError('learnerContract', 'framework', 'a Framework', framework);
  requireInteger('learnerContract', 'runs', runs, 1);
  requireSource('learnerContract', source);
  const started = (derived: RunOptions['derived'], label: string | number = 'run'): RunResult<ExplicitPolicy> =>
    run(learner(), world, { source: source.split(label), framework, budget, derived });
  return [
    {
      name: 'stays in its framework and within its plan, however it is answered',
      check() {
        for (const derived of DERIVED) for (let i = 0; i < 5; i++) started(derived, i);
      },
    },
    {
      name: "returns a policy of the world's shape",
      async check() {
        const { prompts, responses } = world.base;
        for (const derived of DERIVED) {
          const { result } = started(derived);
          await runContract(policyContract({ policy: result }));
          const shape = `${result.prompts} x ${result.responses}`;
          demand(shape === `${prompts} x ${responses}`, `its policy must be ${prompts} x ${responses}, is ${shape}`);
        }
      },
    },
    {
      name: 'gives the same result at the same cost from the same source',
      check() {
        for (const derived of DERIVED) {
          const [first, second] = [started(derived), started(derived)];
          demand(samePolicy(first.result, second.result), `the same source must give the same policy (${derived})`);
          for (const unit of Object.keys(first.cost) as (keyof Cost)[]) {
            const [a, b] = [first.cost[unit], second.cost[unit]];
            demand(a === b, `the same source must give the same cost (${derived}): ${a} ${unit}, then ${b}`);
          }
        }
      },
    },
    {
      name: 'gives results of one law, whether derived queries are answered by law or by definition',
      check(): CheckOutcome {
        if (framework.kinds.has('objective')) {
          return { skipped: 'the learner may ask for objectives, which are exact by law and estimated by definition' };
        }
        const results = DERIVED.map((derived) =>
          Array.from({ length: runs }, (_, i) => started(derived, `${derived} ${i}`).result),
        );
        // At no prompt are more laws seen than there are runs.
        const failure = CHECK_FAILURE / (world.base.prompts * DERIVED.length ** 2 * runs);
        for (let prompt = 0; prompt < world.base.prompts; prompt++) {
          const seen: { law: FiniteLaw; counts: number[] }[] = [];
          results.forEach((policies, way) => {
            for (const policy of policies) {
              const law = policy.law(prompt);
              let same = seen.find((each) => sameLaw(each.law, law));
              if (!same) seen.push((same = { law, counts: DERIVED.map(() => 0) }));
              same.counts[way]!++;
            }
          });
          for (const { counts } of seen) {
            const intervals = counts.map((count) => clopperPearson(count, runs, failure));
            const lower = Math.max(...intervals.map((each) => each.lower));
            const upper = Math.min(...intervals.map((each) => each.upper));
            const shown = DERIVED.map((derived, way) => `${counts[way]} (${derived})`).join(', ');
            demand(lower <= upper, `a law at prompt ${prompt} must be as frequent in ${runs} runs: ${shown}`);
          }
        }
      },
    },
  ];
}
