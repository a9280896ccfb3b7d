import { describe, expect, it } from 'vitest';
import {
  FiniteClass,
  iterativeDpo,
  listNeedle,
  logLikelihood,
  onlineRegression,
  powerClass,
  powerPolicy,
  rewardRegression,
  run,
  Source,
  xpo,
} from '../../../src/index.ts';
import type {
  AnyQuery,
  Explicit,
  ExplicitPolicy,
  FinishedRound,
  FitRequest,
  OnlineOptions,
  PolicyClass,
  Program,
} from '../../../src/index.ts';
import { randomWorld } from '../../../src/theory/instances/randomWorld.ts';
import { dirichletLaw } from '../../../src/theory/instances/dirichletLaw.ts';
import { samePolicy } from '../../../src/testing/contracts/policyContract.ts';
import { randomPermutation } from '../../../src/math/random/randomPermutation.ts';

const source = Source.named('test/learners/onlineRounds');
const needle = listNeedle({ responses: 64, hypotheses: 8, bonus: 1 });
// 1/beta = 2 log(2S/delta)/h at delta = 0.1.
const beta = 1 / (2 * Math.log(1280));
const world = needle.at(5).withClass(powerClass(needle, beta));
const optimum = powerPolicy(needle.at(5).base, 1 + 1 / beta);
const rounds = { rounds: 12, pairsPerRound: 1, beta, reward: logLikelihood, returns: 'last' } as const;

describe('learners in rounds', () => {
  it('on a needle the last iterate of XPO is pi*_beta after as many rounds as there are hypotheses, and a few more', () => {
    for (let i = 0; i < 50; i++) {
      const { result } = run(xpo<Explicit>({ ...rounds, alpha: 0.01 * beta }), world, {
        source: source.split('needle').split(i),
      });
      expect(samePolicy(result, optimum)).toBe(true);
    }
  });

  it('tell each round its iterate, and the pairs that it was fitted to: all of them, or those of the round', () => {
    const seen = (learner: (options: OnlineOptions<Explicit>) => Program<AnyQuery<Explicit>, ExplicitPolicy>) => {
      const lengths: number[] = [];
      const onRound = ({ round, policy, pairs }: FinishedRound<Explicit>) => {
        expect(round).toBe(lengths.push(pairs.length));
        expect(world.policyClass!.contains(policy)).toBe(true);
      };
      run(learner({ ...rounds, rounds: 3, pairsPerRound: 2, onRound }), world, { source });
      return lengths;
    };
    expect(seen(onlineRegression)).toEqual([2, 4, 6]);
    expect(seen((options) => xpo<Explicit>({ ...options, alpha: beta }))).toEqual([2, 4, 6]);
    expect(seen(iterativeDpo)).toEqual([2, 2, 2]);
  });

  it('with alpha = 0 XPO is online regression', () => {
    for (let i = 0; i < 20; i++) {
      const from = source.split('ablation').split(i);
      const [one, other] = [xpo<Explicit>({ ...rounds, alpha: 0 }), onlineRegression<Explicit>(rounds)].map(
        (learner) => run(learner, world, { source: from }).result,
      );
      expect(one).toBe(other);
    }
  });

  it('return the iterate of the largest J_beta, or the last one, which may be another', () => {
    let differ = 0;
    for (let i = 0; i < 20; i++) {
      const from = source.split('returns').split(i);
      const iterates: ExplicitPolicy[] = [];
      const onRound = ({ policy }: FinishedRound<Explicit>) => void iterates.push(policy);
      const few = { ...rounds, rounds: 3, onRound };
      const last = run(onlineRegression<Explicit>(few), world, { source: from }).result;
      expect(last).toBe(iterates[2]);
      const best = run(onlineRegression<Explicit>({ ...few, returns: 'best', heldOut: 1 }), world, {
        source: from,
      }).result;
      if (best !== last) differ++;
    }
    expect(differ).toBeGreaterThan(0);
  });

  it('offline, a regression on pairs of the base policy finds pi*_beta once a pair has hit the list', () => {
    let found = 0;
    for (let i = 0; i < 20; i++) {
      const { result } = run(rewardRegression<Explicit>({ n: 1000, beta, reward: logLikelihood }), world, {
        source: source.split('offline').split(i),
      });
      if (samePolicy(result, optimum)) found++;
    }
    expect(found).toBe(20);
  });
});

/** A class whose optimistic fit is the one that Alg. 1 prints, with a minus before the squared loss. */
class PrintedClass implements PolicyClass {
  readonly prompts: number;
  readonly responses: number;
  readonly logSize: number;
  readonly #members: readonly ExplicitPolicy[];
  readonly #base: ExplicitPolicy;

  constructor(members: readonly ExplicitPolicy[], base: ExplicitPolicy) {
    [this.prompts, this.responses, this.logSize] = [base.prompts, base.responses, Math.log(members.length)];
    [this.#members, this.#base] = [members, base];
  }

  contains = (policy: ExplicitPolicy): boolean => this.#members.includes(policy);

  fit(request: FitRequest<number, number>): ExplicitPolicy {
    if (request.kind !== 'optimisticFit') throw new Error(`no ${request.kind} here`);
    const { pairs, alpha, beta: weight } = request;
    const loss = (policy: ExplicitPolicy): number =>
      pairs.from(0).reduce((sum, { prompt, response, baseline, rewardGap }) => {
        const [law, base] = [policy.law(prompt).logMasses, this.#base.law(prompt).logMasses];
        const explained = weight * (law[response]! - base[response]! - law[baseline]! + base[baseline]!);
        return sum + alpha * law[baseline]! - (explained - rewardGap) ** 2;
      }, 0);
    return this.#members.reduce((best, member) => (loss(member) < loss(best) ? member : best));
  }
}

describe('the sign of Alg. 1', () => {
  it('over 200 random problems the last iterate is pi*_beta with the plus, and hardly ever with the printed minus', () => {
    const found = { plus: 0, minus: 0 };
    for (let i = 0; i < 200; i++) {
      const from = source.split('sign').split(i);
      const draw = (label: string) =>
        randomWorld(
          { prompts: 2, law: (each) => dirichletLaw({ outcomes: 5, concentration: 1 }, each) },
          from.split(label),
        );
      const problem = draw('base');
      const temperature = 0.2 + from.split('beta').uniform();
      const truth = powerPolicy(problem.base, 1 + 1 / temperature);
      // pi*_beta stands anywhere in the list: ties go to the first.
      const candidates = [truth, problem.base, ...[0, 1, 2].map((k) => draw(`wrong ${k}`).base)];
      const members = Array.from(randomPermutation(candidates.length, from.split('order')), (k) => candidates[k]!);
      const learner = () => xpo<Explicit>({ ...rounds, rounds: 40, beta: temperature, alpha: 0.01 * temperature });
      const last = (policyClass: PolicyClass) =>
        run(learner(), problem.withClass(policyClass), { source: from.split('run') }).result;
      if (last(new FiniteClass(members)) === truth) found.plus++;
      if (last(new PrintedClass(members, problem.base)) === truth) found.minus++;
    }
    expect(found).toEqual({ plus: 200, minus: 0 });
  });
});
