import { describe } from 'vitest';
import { FiniteClass, FiniteLaw, ProductClass, TabularPolicy } from '../../src/index.ts';
import type { ExplicitPolicy, Observations, PolicyClass, RewardPairs } from '../../src/index.ts';
import { policyClassContract } from '../../src/testing/index.ts';
import { allChoices } from '../support/smallClasses.ts';
import { changed, notices, source } from './mutants.ts';

describe('policyClassContract', () => {
  const lists = [
    [
      FiniteLaw.fromMasses([0.5, 0.3, 0.2]),
      FiniteLaw.fromMasses([0.2, 0.3, 0.5]),
      FiniteLaw.fromMasses([0.5, 0.3, 0.2]),
    ],
    [FiniteLaw.fromMasses([0.6, 0, 0.4]), FiniteLaw.fromMasses([0, 0.6, 0.4])],
  ];
  const right = new ProductClass(lists);
  const choices = allChoices([3, 2]);
  const members = choices.map((choice) => right.member(choice));
  const backwards = new FiniteClass(members.toReversed());
  const fewer = new FiniteClass(members.slice(1));
  type Data = Observations<number, number>;
  const rows = (data: Data, keep: (row: number) => boolean): Data => {
    const kept = Array.from({ length: data.responses.length }, (_, i) => i).filter(keep);
    return {
      prompts: kept.map((i) => data.prompts[Math.floor(i / data.perPrompt)]!),
      perPrompt: 1,
      responses: kept.map((i) => data.responses[i]!),
      logLikelihoods: kept.map((i) => data.logLikelihoods[i]!),
      ...(data.counts && { counts: kept.map((i) => data.counts![i]!) }),
    };
  };
  const with_ = (members: Record<string, unknown>): PolicyClass => changed<PolicyClass>(right, members);
  const fit = (name: string, change: (data: Data) => Data): PolicyClass =>
    with_({ [name]: (data: Data) => right[name as 'bayesFit'](change(data)) });

  notices<PolicyClass>((policyClass) => policyClassContract({ policyClass, members, source }), right, [
    ['counts its members wrongly', with_({ logSize: Math.log(5) }), /size and the shape/],
    ['counts members, not their log', with_({ logSize: 6 }), /size and the shape/],
    ['has another shape', with_({ responses: 4 }), /size and the shape/],
    ['contains everything', with_({ contains: () => true }), /contains/],
    ['contains nothing', with_({ contains: () => false }), /contains/],
    [
      'contains what it holds only',
      with_({ contains: (policy: ExplicitPolicy) => members.includes(policy) }),
      /contains/,
    ],
    [
      'looks at prompt 0 only',
      with_({
        contains: (policy: ExplicitPolicy) => right.contains(new TabularPolicy([policy.law(0), lists[1]![0]!])),
      }),
      /contains/,
    ],
    [
      'breaks ties for the last',
      with_({ maximumLikelihood: (data: Data) => backwards.maximumLikelihood(data) }),
      /maximum likelihood/,
    ],
    [
      'leaves a member out of maximum likelihood',
      with_({ maximumLikelihood: (data: Data) => fewer.maximumLikelihood(data) }),
      /maximum likelihood/,
    ],
    ['always fits its first member', with_({ maximumLikelihood: () => members[0] }), /maximum likelihood/],
    [
      'ignores counts',
      fit('maximumLikelihood', ({ prompts, perPrompt, responses, logLikelihoods }) => ({
        prompts,
        perPrompt,
        responses,
        logLikelihoods,
      })),
      /maximum likelihood/,
    ],
    [
      'ignores perPrompt',
      fit('maximumLikelihood', (data) =>
        data.perPrompt === 2
          ? { ...rows(data, () => true), prompts: Array.from(data.prompts).concat(Array.from(data.prompts)) }
          : data),
      /maximum likelihood/,
    ],
    [
      'drops the last row',
      fit('maximumLikelihood', (data) => rows(data, (row) => row < data.responses.length - 1)),
      /maximum likelihood/,
    ],
    [
      'leaves impossible rows out instead of refusing',
      with_({
        maximumLikelihood(data: Data) {
          try {
            return right.maximumLikelihood(data);
          } catch {
            return members[0];
          }
        },
      }),
      /maximum likelihood/,
    ],
    [
      'takes maximum likelihood for the posterior',
      with_({ bayesFit: (data: Data) => right.maximumLikelihood(data) }),
      /posterior/,
    ],
    [
      'breaks ties of the posterior for the last',
      with_({ bayesFit: (data: Data) => backwards.bayesFit(data) }),
      /posterior/,
    ],
    [
      'does not refuse what no member explains',
      with_({
        bayesFit: (data: Data) => {
          try {
            return right.bayesFit(data);
          } catch {
            return members[0];
          }
        },
      }),
      /refuses a posterior/,
    ],
    [
      'ignores optimism',
      with_({
        optimisticFit: (pairs: RewardPairs<number, number>, _alpha: number, beta: number) =>
          right.optimisticFit(pairs, 0, beta),
      }),
      /optimism/,
    ],
    [
      'ignores beta',
      with_({
        optimisticFit: (pairs: RewardPairs<number, number>, alpha: number) => right.optimisticFit(pairs, alpha, 1),
      }),
      /optimism/,
    ],
    [
      'rewards error',
      with_({
        optimisticFit: (pairs: RewardPairs<number, number>, alpha: number, beta: number) =>
          right.optimisticFit(pairs, -alpha, beta),
      }),
      /optimism/,
    ],
    [
      'breaks ties of losses for the last',
      with_({
        optimisticFit: (pairs: RewardPairs<number, number>, alpha: number, beta: number) =>
          backwards.optimisticFit(pairs, alpha, beta),
      }),
      /optimism/,
    ],
    ['sees pairs only when it is first asked', forgetful(right), /optimism/],
    [
      'fits its last member to no data',
      with_({
        maximumLikelihood: (data: Data) =>
          data.responses.length === 0 ? members.at(-1) : right.maximumLikelihood(data),
      }),
      /no data/,
    ],
  ]);

  /** Keeps the fit of the pairs as they were at the first call. */
  function forgetful(policyClass: PolicyClass): PolicyClass {
    const kept = new WeakMap<object, ExplicitPolicy>();
    return with_({
      optimisticFit(pairs: RewardPairs<number, number>, alpha: number, beta: number) {
        if (!kept.has(pairs)) kept.set(pairs, policyClass.optimisticFit(pairs, alpha, beta));
        return kept.get(pairs);
      },
    });
  }
});
