import { describe, expect, it } from 'vitest';
import { logLikelihood, majorityVote } from '../../src/index.ts';
import type { FiniteLaw, SelfReward } from '../../src/index.ts';
import { explicitRewardContract, rewardContract, runContract } from '../../src/testing/index.ts';
import { base, notices, source } from './mutants.ts';
import type { Any } from './mutants.ts';

describe('rewardContract', () => {
  let asked = 0;
  const pointwise = (of: (prompt: number, response: number, logLikelihood: number) => Any): Any => ({
    kind: 'pointwise',
    name: 'mutant',
    of,
  });
  const setwise = (of: (prompt: number, responses: number[], logLikelihoods: number[]) => Any): Any => ({
    kind: 'setwise',
    name: 'mutant',
    of,
  });
  const votes = majorityVote<number, number>((response) => response % 2);
  notices<SelfReward<number, number>>((reward) => explicitRewardContract({ reward, base, source }), votes, [
    ['has no name', { kind: 'pointwise', of: () => 1 } as Any, /is a reward/],
    ['is of no kind', { kind: 'listwise', name: 'mutant', of: () => 1 } as Any, /is a reward/],
    ['gives NaN', pointwise((_, response) => (response === 2 ? NaN : 0)), /a number for each/],
    ['gives texts', pointwise(() => '1'), /a number for each/],
    ['gives one score too few', setwise((_, responses) => responses.slice(1)), /a number for each/],
    ['gives one score for all', setwise(() => [1]), /a number for each/],
    ['counts its calls', pointwise(() => asked++), /whenever it is asked/],
    ['remembers the prompt before', remembering(), /whenever it is asked/],
    ['favours the first response', setwise((_, responses) => responses.map((_, j) => -j)), /order/],
    [
      'compares neighbours',
      setwise((_, responses) => responses.map((response, j) => (response === responses[j - 1] ? 1 : 0))),
      /order/,
    ],
    [
      'sorts the responses',
      setwise((_, responses) => responses.sort((a, b) => a - b).map(() => 1)),
      /leaves what it is given/,
    ],
    [
      'writes into the likelihoods',
      setwise((_, responses, logs) => responses.map((_, j) => (logs[j] = 0))),
      /leaves what it is given/,
    ],
    [
      'has the law of the base policy for that of the best',
      { ...votes, bestOfNLaw: (law: FiniteLaw) => law },
      /exact law/,
    ],
    [
      'has the law of another N',
      { ...votes, bestOfNLaw: (law: FiniteLaw, prompt: number, N: number) => votes.bestOfNLaw!(law, prompt, N + 2) },
      /exact law/,
    ],
  ]);

  function remembering(): Any {
    let last = -1;
    return pointwise((prompt) => {
      const was = last;
      last = prompt;
      return was;
    });
  }

  it('says why it has nothing to check of a law that the reward does not say, and of single responses', async () => {
    const explicit = await runContract(explicitRewardContract({ reward: logLikelihood, base, source }));
    expect(explicit.skipped).toEqual([
      { name: 'has the exact law of best-of-N, where it says one', reason: 'the reward says no law of best-of-N' },
    ]);
    const examples = [{ prompt: 0, responses: [1], logLikelihoods: [-1] }];
    const alone = await runContract(rewardContract({ reward: votes, examples, source }));
    expect(alone.skipped).toEqual([
      {
        name: 'does not depend on the order of the responses',
        reason: 'no example has two responses, to come in another order',
      },
    ]);
  });
});
