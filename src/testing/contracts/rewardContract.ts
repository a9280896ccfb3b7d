import { requireInteger, requireLength, requireObject } from '../../math/checks.ts';
import { randomPermutation } from '../../math/random/randomPermutation.ts';
import { requireSource } from '../../math/random/source.ts';
import type { Source } from '../../math/random/source.ts';
import { tied } from '../../math/tolerance.ts';
import { requirePolicy } from '../../policies/explicitPolicy.ts';
import type { ExplicitPolicy } from '../../policies/explicitPolicy.ts';
import { requireReward } from '../../policies/rewards/selfReward.ts';
import type { SelfReward } from '../../policies/rewards/selfReward.ts';
import { FailureBudget } from '../../statistics/failureBudget.ts';
import { CHECK_FAILURE, demand } from './contract.ts';
import type { CheckOutcome, Contract } from './contract.ts';
import { demandFrequencies, demandLaw } from './laws.ts';

/** Responses to one prompt that a reward judges, at least one, each with log pi_base(response | prompt), nats. */
export interface RewardExample<Prompt, Response> {
  readonly prompt: Prompt;
  readonly responses: readonly Response[];
  readonly logLikelihoods: readonly number[];
}

export interface RewardContractOptions<Prompt, Response> {
  readonly reward: SelfReward<Prompt, Response>;
  readonly examples: readonly RewardExample<Prompt, Response>[];
  readonly source: Source;
}

/**
 * What a self-reward must keep to: a number for each response, the same whenever it is asked and whatever was asked
 * before, whatever the order of the responses.
 */
export function rewardContract<Prompt, Response>(options: RewardContractOptions<Prompt, Response>): Contract {
  requireObject('rewardContract', 'options', options);
  const { reward, examples, source } = options;
  requireInteger('rewardContract', 'number of examples', examples?.length, 1);
  examples.forEach(({ responses, logLikelihoods }, i) => {
    requireInteger('rewardContract', `number of responses of examples[${i}]`, responses?.length, 1);
    requireLength('rewardContract', `logLikelihoods of examples[${i}]`, logLikelihoods, responses.length);
  });
  requireSource('rewardContract', source);
  // On copies, so that a reward that writes into them is caught by the check for that, and by no other.
  const score = ({ prompt, ...given }: RewardExample<Prompt, Response>): number[] =>
    judge({ prompt, responses: [...given.responses], logLikelihoods: [...given.logLikelihoods] });
  const judge = ({ prompt, responses, logLikelihoods }: RewardExample<Prompt, Response>): number[] =>
    reward.kind === 'setwise'
      ? Array.from(reward.of(prompt, responses, logLikelihoods))
      : responses.map((response, j) => reward.of(prompt, response, logLikelihoods[j]!));
  const same = (a: readonly number[], b: readonly number[]): boolean =>
    a.length === b.length && a.every((value, j) => tied(value, b[j]!));
  return [
    {
      name: 'is a reward: { kind, name, of }',
      check: () => requireReward('rewardContract', reward, ['pointwise', 'setwise']),
    },
    {
      name: 'gives a number for each response',
      check() {
        examples.forEach((each, i) => {
          const scores = score(each);
          demand(scores.length === each.responses.length, `example ${i}: one score a response, got ${scores.length}`);
          scores.forEach((value: unknown, j) => {
            const isNumber = typeof value === 'number' && !Number.isNaN(value);
            demand(isNumber, `example ${i}: score ${j} must be a number, is ${String(value)}`);
          });
        });
      },
    },
    {
      name: 'gives the same whenever it is asked, and whatever was asked before',
      check() {
        const first = examples.map(score);
        for (const i of randomPermutation(examples.length, source)) {
          demand(same(score(examples[i]!), first[i]!), `example ${i} must be scored as it was before`);
        }
      },
    },
    {
      name: 'does not depend on the order of the responses',
      check(): CheckOutcome {
        if (examples.every(({ responses }) => responses.length === 1)) {
          return { skipped: 'no example has two responses, to come in another order' };
        }
        examples.forEach((each, i) => {
          const order = Array.from(randomPermutation(each.responses.length, source.split(i)));
          for (const places of [order, order.toReversed()]) {
            const { responses, logLikelihoods } = each;
            const moved = {
              ...each,
              responses: places.map((j) => responses[j]!),
              logLikelihoods: places.map((j) => logLikelihoods[j]!),
            };
            const scores = score(each);
            const expected = places.map((j) => scores[j]!);
            demand(same(score(moved), expected), `example ${i} must be scored alike in the order ${places.join(', ')}`);
          }
        });
      },
    },
    {
      name: 'leaves what it is given as it was',
      check() {
        examples.forEach((each, i) => {
          const [responses, logLikelihoods] = [[...each.responses], [...each.logLikelihoods]];
          judge({ ...each, responses, logLikelihoods });
          const kept = (a: readonly unknown[], b: readonly unknown[]): boolean =>
            a.length === b.length && a.every((value, j) => Object.is(value, b[j]));
          demand(kept(responses, each.responses), `example ${i}: the responses must be left as they were`);
          demand(
            kept(logLikelihoods, each.logLikelihoods),
            `example ${i}: the log-likelihoods must be left as they were`,
          );
        });
      },
    },
  ];
}

const RUNS = 5000;
const DRAWS_OF_BEST = [1, 2, 5];

/**
 * `rewardContract` on responses of a policy; where the reward knows the exact law of the best of N, it must be the law of
 * what keeping the first best gives.
 */
export function explicitRewardContract(options: {
  readonly reward: SelfReward<number, number>;
  readonly base: ExplicitPolicy;
  readonly source: Source;
}): Contract {
  requireObject('explicitRewardContract', 'options', options);
  const { reward, base, source } = options;
  requirePolicy('explicitRewardContract', 'base', base);
  requireSource('explicitRewardContract', source);
  const drawn = (prompt: number, N: number, from: Source): RewardExample<number, number> => {
    const law = base.law(prompt);
    const responses = Array.from({ length: N }, () => law.draw(from));
    return { prompt, responses, logLikelihoods: responses.map((response) => law.logMasses[response]!) };
  };
  const examples = Array.from({ length: 3 * base.prompts }, (_, i) =>
    drawn(i % base.prompts, 1 + Math.floor(i / base.prompts) * 4, source.split(i)),
  );
  return [
    ...rewardContract({ reward, examples, source: source.split('contract') }),
    {
      name: 'has the exact law of best-of-N, where it says one',
      check(): CheckOutcome {
        if (reward.kind !== 'setwise' || !reward.bestOfNLaw) return { skipped: 'the reward says no law of best-of-N' };
        const failures = new FailureBudget(CHECK_FAILURE, base.prompts * DRAWS_OF_BEST.length);
        for (let prompt = 0; prompt < base.prompts; prompt++) {
          for (const N of DRAWS_OF_BEST) {
            const law = reward.bestOfNLaw(base.law(prompt), prompt, N);
            demandLaw(`bestOfNLaw at prompt ${prompt}, N = ${N}`, law);
            const counts = new Float64Array(base.responses);
            const from = source.split('best of N').split(prompt).split(N);
            for (let run = 0; run < RUNS; run++) {
              const { responses, logLikelihoods } = drawn(prompt, N, from);
              const scores = Array.from(reward.of(prompt, responses, logLikelihoods));
              const best = Math.max(...scores);
              const first = responses[scores.findIndex((each) => tied(each, best))]!;
              counts[first] = counts[first]! + 1;
            }
            demandFrequencies(`bestOfNLaw at prompt ${prompt}, N = ${N}`, counts, law, failures.take());
          }
        }
      },
    },
  ];
}
