import { describe, expect, it } from 'vitest';
import { basePolicy, FiniteClass, LineLog, logLikelihood } from '../../src/index.ts';
import { inline } from '../../src/experiments/index.ts';
import type { Explicit } from '../../src/index.ts';
import {
  answerLogContract,
  executorContract,
  explicitRewardContract,
  instanceContract,
  lawContract,
  learnerContract,
  policyClassContract,
  policyContract,
  rewardContract,
} from '../../src/testing/index.ts';
import { base, source } from './mutants.ts';
import type { Any } from './mutants.ts';

describe('contracts', () => {
  it.each([
    [() => lawContract(undefined as Any), 'lawContract: options must be an object, got undefined'],
    [() => lawContract({ law: base, source } as Any), 'lawContract: law must be a function of a Source'],
    [() => lawContract({ law: () => base.law(0), masses: [NaN], source }), 'lawContract: masses[0] must be a number'],
    [() => policyContract(undefined as Any), 'policyContract: options must be an object, got undefined'],
    [() => policyContract({} as Any), 'policyContract: policy must be an object, got undefined'],
    [() => policyClassContract({} as Any), 'policyClassContract: members must be a list, got undefined'],
    [
      () => policyClassContract({ policyClass: new FiniteClass([base]), members: [], source }),
      'policyClassContract: number of members must be an integer at least 1, got 0',
    ],
    [
      () =>
        policyClassContract({
          policyClass: new FiniteClass([base]),
          members: [base],
          hypotheses: [base, base],
          source,
        }),
      'policyClassContract: number of hypotheses must be an integer in [1, 1], got 2',
    ],
    [
      () => explicitRewardContract({ reward: logLikelihood, source } as Any),
      'explicitRewardContract: base must be a policy',
    ],
    [
      () => rewardContract({ reward: logLikelihood, examples: [], source }),
      'rewardContract: number of examples must be',
    ],
    [
      () =>
        rewardContract({
          reward: logLikelihood,
          examples: [{ prompt: 0, responses: [], logLikelihoods: [] }],
          source,
        }),
      'rewardContract: number of responses of examples[0] must be an integer at least 1, got 0',
    ],
    [
      () =>
        rewardContract({
          reward: logLikelihood,
          examples: [{ prompt: 0, responses: [1], logLikelihoods: [] }],
          source,
        }),
      'rewardContract: logLikelihoods of examples[0] must be of length 1',
    ],
    [() => learnerContract({} as Any), 'learnerContract: learner must be a function that starts the learner'],
    [
      () => learnerContract({ learner: () => basePolicy<Explicit>(), source } as Any),
      'learnerContract: framework must be a Framework, got undefined',
    ],
    [() => instanceContract({ source } as Any), 'instanceContract: instance must be a function of a Source'],
    [() => answerLogContract(undefined as Any), 'answerLogContract: options must be an object, got undefined'],
    [() => answerLogContract({} as Any), 'answerLogContract: empty must be a function, got undefined'],
    [
      () => answerLogContract({ empty: () => new LineLog() } as Any),
      'answerLogContract: reopened must be a function, got undefined',
    ],
    [() => executorContract(undefined as Any), 'executorContract: options must be an object, got undefined'],
    [() => executorContract({} as Any), 'executorContract: executor must be an Executor, got undefined'],
    [
      () => executorContract({ executor: inline, patience: 0 }),
      'executorContract: patience must be a finite number above 0',
    ],
  ])('refuse bad input', (call, message) => {
    expect(call).toThrow(message);
  });
});
