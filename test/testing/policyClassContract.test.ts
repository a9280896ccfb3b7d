import { describe, expect, it } from 'vitest';
import { FiniteClass, FiniteLaw, ProductClass, TabularPolicy } from '../../src/index.ts';
import type { ExplicitPolicy, FitKind, FitRequest, Observations, PolicyClass } from '../../src/index.ts';
import { policyClassContract, runContract } from '../../src/testing/index.ts';
import { allChoices } from '../support/smallClasses.ts';
import { changed, notices, noticesSome, source } from './mutants.ts';

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
  type Request = FitRequest<number, number>;
  /** The right class, but for the fits of one kind. */
  const fitting = <K extends FitKind>(
    kind: K,
    fit: (request: Extract<Request, { kind: K }>) => ExplicitPolicy | undefined,
  ): PolicyClass =>
    with_({
      fit: (request: Request) =>
        request.kind === kind ? fit(request as Extract<Request, { kind: K }>) : right.fit(request),
    });
  const onData = (change: (data: Data) => Data): PolicyClass =>
    fitting('maximumLikelihood', ({ kind, data }) => right.fit({ kind, data: change(data) }));

  notices<PolicyClass>(
    (policyClass) => policyClassContract({ policyClass, members, source }),
    right,
    [
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
        fitting('maximumLikelihood', (request) => backwards.fit(request)),
        /maximum likelihood/,
      ],
      [
        'leaves a member out of maximum likelihood',
        fitting('maximumLikelihood', (request) => fewer.fit(request)),
        /maximum likelihood/,
      ],
      ['always fits its first member', fitting('maximumLikelihood', () => members[0]), /maximum likelihood/],
      [
        'ignores counts',
        onData(({ prompts, perPrompt, responses, logLikelihoods }) => ({
          prompts,
          perPrompt,
          responses,
          logLikelihoods,
        })),
        /maximum likelihood/,
      ],
      [
        'ignores perPrompt',
        onData((data) =>
          data.perPrompt === 2
            ? { ...rows(data, () => true), prompts: Array.from(data.prompts).concat(Array.from(data.prompts)) }
            : data,
        ),
        /maximum likelihood/,
      ],
      [
        'drops the last row',
        onData((data) => rows(data, (row) => row < data.responses.length - 1)),
        /maximum likelihood/,
      ],
      [
        'leaves impossible rows out instead of refusing',
        fitting('maximumLikelihood', (request) => {
          try {
            return right.fit(request);
          } catch {
            return members[0];
          }
        }),
        /maximum likelihood/,
      ],
      [
        'takes maximum likelihood for the posterior',
        fitting('bayesFit', ({ data }) => right.fit({ kind: 'maximumLikelihood', data })),
        /posterior/,
      ],
      [
        'breaks ties of the posterior for the last',
        fitting('bayesFit', (request) => backwards.fit(request)),
        /posterior/,
      ],
      [
        'does not refuse what no member explains',
        fitting('bayesFit', (request) => {
          try {
            return right.fit(request);
          } catch {
            return members[0];
          }
        }),
        /refuses a posterior/,
      ],
      ['ignores optimism', fitting('optimisticFit', (request) => right.fit({ ...request, alpha: 0 })), /optimism/],
      ['ignores beta', fitting('optimisticFit', (request) => right.fit({ ...request, beta: 1 })), /optimism/],
      [
        'rewards error',
        fitting('optimisticFit', ({ alpha, ...request }) => right.fit({ ...request, alpha: -alpha })),
        /optimism/,
      ],
      ['breaks ties of losses for the last', fitting('optimisticFit', (request) => backwards.fit(request)), /optimism/],
      [
        'regresses with optimism',
        fitting('regressRewards', (request) => right.fit({ ...request, kind: 'optimisticFit', alpha: 1 })),
        /regresses/,
      ],
      ['offers a fit that it says it does not', with_({ refusals: { bayesFit: 'no reason' } }), /refuses what it says/],
      ['sees pairs only when it is first asked', forgetful(right), /optimism/],
      [
        'fits its last member to no data',
        fitting('maximumLikelihood', (request) =>
          request.data.responses.length === 0 ? members.at(-1) : right.fit(request),
        ),
        /no data/,
      ],
    ],
    [/refuses what it says/],
  );

  describe('of chained ties, where neighbours tie and the ends do not', () => {
    const chain = [0, 1, 2].map((k) => 0.9 * (1 + k * 0.8e-12)).map((mass) => [mass, 1 - mass]);
    const ties = chain.map((masses) => TabularPolicy.fromMasses([masses]));
    const list = new FiniteClass(ties);
    /** Keeps what no later member beats by more than a tie. */
    const running = (data: Data): ExplicitPolicy | undefined => {
      const scores = ties.map((member) => logLikelihoodOf(member, data));
      let best = 0;
      scores.forEach((score, i) => {
        if (score - scores[best]! > 1e-12 * data.responses.length) best = i;
      });
      return ties[best];
    };
    const keeping: PolicyClass = changed<PolicyClass>(list, {
      fit: (request: Request) =>
        request.kind === 'maximumLikelihood' && !request.data.counts && request.data.perPrompt === 1
          ? running(request.data)
          : list.fit(request),
    });
    noticesSome<PolicyClass>(
      (policyClass) => policyClassContract({ policyClass, members: ties, source }),
      list,
      [['keeps what no later member clearly beats', keeping, /maximum likelihood/]],
      [/refuses what it says/],
    );

    it('gives the first that ties with the best, not the first that ties with a neighbour', () => {
      const data = { prompts: [0], perPrompt: 1, responses: [0], logLikelihoods: [Math.log(0.9)] };
      expect(running(data)).toBe(ties[2]);
      expect(list.fit({ kind: 'maximumLikelihood', data })).toBe(ties[1]);
    });
  });

  it('says why it checks no fit that the class does not offer', async () => {
    const kinds: FitKind[] = ['maximumLikelihood', 'bayesFit', 'regressRewards', 'optimisticFit'];
    const policyClass = with_({
      refusals: Object.fromEntries(kinds.map((kind) => [kind, 'it is a list'])),
      fit: () => {
        throw new Error('it is a list');
      },
    });
    const { kept, skipped } = await runContract(policyClassContract({ policyClass, members, source }));
    expect(kept).toEqual([
      'has the size and the shape of its members',
      'contains its members, also as copies, and no other policy',
      'refuses what it says that it does not offer',
    ]);
    expect(skipped.map(({ reason }) => reason)).toEqual([
      'the class does not offer maximumLikelihood: it is a list',
      'the class does not offer bayesFit: it is a list',
      'the class does not offer bayesFit: it is a list',
      'the class does not offer optimisticFit: it is a list',
      'the class does not offer regressRewards: it is a list',
      'it offers no fit',
    ]);
  });

  /** Keeps the fit of the pairs as they were at the first call. */
  function forgetful(policyClass: PolicyClass): PolicyClass {
    const kept = new WeakMap<object, ExplicitPolicy>();
    return fitting('optimisticFit', (request) => {
      if (!kept.has(request.pairs)) kept.set(request.pairs, policyClass.fit(request));
      return kept.get(request.pairs);
    });
  }
});

function logLikelihoodOf(policy: ExplicitPolicy, { prompts, responses }: Observations<number, number>): number {
  return Array.from(responses).reduce((sum, response, i) => sum + policy.law(prompts[i]!).logMasses[response]!, 0);
}
