import { describe, expect, it } from 'vitest';
import { RewardPairs } from '../../src/index.ts';
import type { ExplicitPolicy, FitRequest, LinearSoftmaxClass } from '../../src/index.ts';
import { continuousClassContract } from '../../src/testing/index.ts';
import { parameterIn } from '../support/softmax.ts';
import { minimaOf, twoFeatures } from '../support/twoFeatures.ts';
import { changed, notices, source } from './mutants.ts';

type Request = FitRequest<number, number>;

describe('continuousClassContract', () => {
  const right = twoFeatures(4);
  const parameter = (from: typeof source) => parameterIn(2, 4, from);
  const with_ = (members: Record<string, unknown>): LinearSoftmaxClass => changed(right, members);
  const fitting = (fit: (request: Request) => unknown): LinearSoftmaxClass => with_({ fit });
  const scaled = (request: Request, factor: number) =>
    right.at(right.fit(request).parameter.map((value) => factor * value));

  /** Whether the member that gives its responses 1 and 2 just this way gives the others nearly so. */
  const nearMember = (policy: ExplicitPolicy): boolean => {
    if (policy.prompts !== 1 || policy.responses !== 4) return false;
    const { logMasses } = policy.law(0);
    const up = (logMasses[1]! - logMasses[2]!) / 1.6;
    const across = (logMasses[0]! - logMasses[1]! + 0.8 * up) / 1.6;
    if (Math.hypot(across, up) > 4) return false;
    const member = right.at([across, up]).law(0).logMasses;
    return Array.from(member).every((logMass, y) => Math.abs(logMass - logMasses[y]!) < 0.01);
  };

  const seen = new WeakMap<object, unknown>();

  it('is tried on a class whose losses have several minima, and whose bound is active', () => {
    const pairs = new RewardPairs<number, number>();
    pairs.append({ prompt: 0, response: 3, baseline: 3, rewardGap: 0, baseLogRatio: 0 });
    const minima = minimaOf(right, { kind: 'optimisticFit', pairs, alpha: 1, beta: 1 });
    expect(minima.at(-1)!.loss - minima[0]!.loss).toBeGreaterThan(0.01);
    expect(Math.hypot(...minima[0]!.theta)).toBeCloseTo(4, 12);
    expect(Math.hypot(...minima.at(-1)!.theta)).toBeCloseTo(4, 12);
  });

  notices<LinearSoftmaxClass>(
    (policyClass) => continuousClassContract({ policyClass, parameter, source, trials: 10 }),
    right,
    [
      ['has another shape', with_({ responses: 5 }), /its shape/],
      ['has parameters of another length', with_({ dimension: 3 }), /its shape/],
      ['takes anything for a parameter', with_({ at: () => right.at([0, 0]) }), /no parameter/],
      ['contains everything', with_({ contains: () => true }), /contains/],
      ['contains nothing', with_({ contains: () => false }), /contains/],
      [
        'contains all policies of its shape',
        with_({ contains: ({ prompts, responses }: ExplicitPolicy) => prompts === 1 && responses === 4 }),
        /nothing beside/,
      ],
      [
        'contains what is a hundredth of a nat away',
        with_({ contains: (policy: ExplicitPolicy) => right.contains(policy) || nearMember(policy) }),
        /nothing beside/,
      ],
      ['covers with too few', with_({ logCoveringNumber: (e: number) => 2 * Math.log(1 + 0.1 / e) }), /covering/],
      ['covers with more for a wider mesh', with_({ logCoveringNumber: (e: number) => 20 + e }), /covering/],
      ['has a cover at mesh 0', with_({ logCoveringNumber: () => 20 }), /covering/],
      [
        'says another parameter than that of its fit',
        fitting((request) => changed(right.fit(request), { parameter: Float64Array.of(0.1, 0.1) })),
        /members of the class/,
      ],
      ['leaves its bound', fitting((request) => twoFeatures(6).fit(request)), /members of the class/],
      ['stops short of the minimum', fitting((request) => scaled(request, 0.99)), /no step/],
      [
        'returns the worse of two minima',
        fitting((request) => right.at(minimaOf(right, request).at(-1)!.theta)),
        /any other start/,
      ],
      ['does not rise from where it starts', fitting(() => right.at([0, 0])), /finite class/],
      [
        'ignores optimism',
        fitting((request) => right.fit(request.kind === 'optimisticFit' ? { ...request, alpha: 0 } : request)),
        /any other start/,
      ],
      [
        'explains gaps but for a thousandth',
        fitting((request) => (request.kind === 'regressRewards' ? scaled(request, 0.999) : right.fit(request))),
        /to the last/,
      ],
      [
        'leaves its bound, and does not look at it either',
        with_({
          at: (theta: ArrayLike<number>) => twoFeatures(8).at(theta),
          fit: (request: Request) => twoFeatures(8).fit(request),
        }),
        /members of the class/,
      ],
      [
        'sees pairs only when it is first asked',
        fitting((request) => {
          if (!('pairs' in request)) return right.fit(request);
          if (!seen.has(request.pairs)) seen.set(request.pairs, right.fit(request));
          return seen.get(request.pairs);
        }),
        /appended/,
      ],
      ['keeps to itself that it does not offer the posterior', with_({ refusals: {} }), /offers the posterior/],
      [
        'offers a fit that it says it does not',
        fitting((request) => (request.kind === 'bayesFit' ? right.at([0, 0]) : right.fit(request))),
        /refuses what it says/,
      ],
    ],
    [/offers the posterior/],
  );
});
