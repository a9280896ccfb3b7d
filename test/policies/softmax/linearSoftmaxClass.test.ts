import { readFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { FitError, LinearSoftmaxClass, RewardPairs, Source } from '../../../src/index.ts';
import { BallSearch, STATIONARY } from '../../../src/policies/softmax/ballSearch.ts';
import { FeatureTable } from '../../../src/policies/softmax/featureTable.ts';
import { lossAt } from '../../../src/policies/softmax/lossAt.ts';
import type { LossAt } from '../../../src/policies/softmax/lossAt.ts';
import { PairStatistics } from '../../../src/policies/softmax/pairStatistics.ts';
import { SoftmaxLoss } from '../../../src/policies/softmax/softmaxLoss.ts';
import { continuousClassContract } from '../../../src/testing/index.ts';
import { lossOf } from '../../../src/testing/contracts/fitData.ts';
import { runContract } from '../../contracts/runContract.ts';
import { differencesFrom } from '../../support/finiteDifferences.ts';
import { parameterIn, randomFeatures, randomPairs } from '../../support/softmax.ts';

const source = Source.named('test/policies/softmax/linearSoftmaxClass');

for (const [prompts, responses, dimension, normBound] of [
  [1, 4, 2, 6],
  [3, 5, 3, 3],
  [1, 3, 1, 4],
  [2, 4, 4, 1],
] as const) {
  const features = randomFeatures({ prompts, responses, dimension }, source.split(dimension));
  const policyClass = new LinearSoftmaxClass({ features, normBound });
  runContract(
    `linear softmax, ${prompts} x ${responses}, d = ${dimension}, B = ${normBound}`,
    continuousClassContract({ policyClass, parameter: (from) => parameterIn(dimension, normBound, from), source }),
  );
}

/** A random problem of the fits to pairs. */
function problem(from: Source) {
  const shape = { prompts: 1 + from.index(3), responses: 3 + from.index(40), dimension: 1 + from.index(8) };
  const features = randomFeatures(shape, from);
  const normBound = Math.exp(4 * from.uniform() - 1);
  const policyClass = new LinearSoftmaxClass({ features, normBound });
  const beta = Math.exp(-3 * from.uniform());
  const alpha = Math.exp(10 * from.uniform() - 5);
  const pairs = randomPairs(
    policyClass.at(parameterIn(shape.dimension, normBound, from)),
    beta,
    1 + from.index(20),
    from,
  );
  const table = new FeatureTable('test', features);
  const loss = new SoftmaxLoss(table);
  const statistics = new PairStatistics(table);
  statistics.update('test', pairs);
  statistics.writeLoss(alpha, beta, loss);
  return { ...shape, features, normBound, policyClass, alpha, beta, pairs, loss };
}

describe('the loss of the fits', () => {
  it('is that of the pairs, and has the gradient and the Hessian of finite differences', () => {
    for (let trial = 0; trial < 100; trial++) {
      const from = source.split('differences').split(trial);
      const { dimension: d, normBound, policyClass, alpha, beta, pairs, loss } = problem(from);
      const theta = parameterIn(d, Math.min(normBound, 5), from);
      const here = lossAt(d);
      loss.at(theta, here);
      const direct = lossOf(policyClass.at(theta), { kind: 'optimisticFit', pairs, alpha, beta });
      expect(Math.abs(here.value - direct)).toBeLessThan(1e-12 * here.valueScale);
      expect(loss.valueAt(theta)).toBe(here.value);

      const { gradient, hessian } = differencesFrom(loss, theta);
      expect(gradient).toBeLessThan(1e-6);
      expect(hessian).toBeLessThan(1e-6);
    }
  });

  it('is least where the fit with optimism ends, and searches end where it is stationary', () => {
    let several = 0;
    let short = 0;
    for (let trial = 0; trial < 100; trial++) {
      const from = source.split('starts').split(trial);
      const { dimension, normBound, policyClass, alpha, beta, pairs, loss } = problem(from);
      const fitted = loss.valueAt(policyClass.fit({ kind: 'optimisticFit', pairs, alpha, beta }).parameter);
      const search = new BallSearch(dimension, normBound);
      const ends = Array.from({ length: 30 }, () => search.from(parameterIn(dimension, normBound, from), loss, 200));
      short += ends.filter(({ residual }) => residual > STATIONARY).length;
      const values = ends.map(({ value }) => value).sort((a, b) => a - b);
      expect(fitted).toBeLessThan(values[0]! + 1e-9 * (1 + Math.abs(values[0]!)));
      if (values.at(-1)! > values[0]! + 1e-6) several++;
    }
    // On its way to a flat minimum that is not the least a search may run out of steps.
    expect(short).toBeLessThan(10);
    // The test says something only where searches do end in different places.
    expect(several).toBeGreaterThan(20);
  });
});

describe('a search by covariances that were kept', () => {
  it('ends where one by fresh ones does, and sums covariances less often', () => {
    let [sums, fresh] = [0, 0];
    const asked = vi.spyOn(FeatureTable.prototype, 'logPartition');
    const covariances = (): number => asked.mock.calls.filter(([, , wanted]) => wanted?.covariance).length;
    for (let trial = 0; trial < 50; trial++) {
      const from = source.split('kept').split(trial);
      const { dimension, normBound, loss } = problem(from);
      const search = new BallSearch(dimension, normBound);
      const start = parameterIn(dimension, normBound, from);
      const exactly = {
        valueAt: loss.valueAt.bind(loss),
        at: (theta: Float64Array, out: LossAt) => loss.at(theta, out),
      };
      asked.mockClear();
      const expected = search.from(start, exactly, 200);
      fresh += covariances();
      // From beside the minimum, where the covariance was found last.
      const beside = expected.theta.map((value) => value * (1 - 1e-3));
      asked.mockClear();
      const ended = search.from(beside, loss, 200);
      sums += covariances();
      if (expected.residual <= STATIONARY) expect(ended.residual).toBeLessThanOrEqual(STATIONARY);
      expect(ended.value).toBeLessThan(expected.value + 1e-9 * (1 + Math.abs(expected.value)));
    }
    asked.mockRestore();
    expect(sums).toBeLessThan(fresh / 5);
  });

  it('asks for a fresh Hessian where the one that was kept is of no use', () => {
    const target = [0.3, -0.2];
    const asked: boolean[] = [];
    for (const wrong of [-1, 1e-3, 50]) {
      // |theta - target|^2 / 2, whose Hessian is the identity; kept is a multiple of it.
      const bowl = {
        valueAt: (theta: Float64Array) => theta.reduce((sum, value, k) => sum + (value - target[k]!) ** 2 / 2, 0),
        at(theta: Float64Array, out: LossAt, mayBeKept = false) {
          asked.push(mayBeKept);
          out.value = bowl.valueAt(theta);
          out.valueScale = 1;
          out.gradientScale = 1;
          out.kept = mayBeKept;
          out.gradient.set(theta.map((value, k) => value - target[k]!));
          out.hessian.set([1, 0, 0, 1].map((entry) => (mayBeKept ? wrong * entry : entry)));
        },
      };
      const { theta, residual } = new BallSearch(2, 5).from(Float64Array.of(1, 2), bowl, 20);
      expect(residual).toBeLessThanOrEqual(STATIONARY);
      expect([...theta]).toEqual(target.map((value) => expect.closeTo(value, 9)));
    }
    expect(asked.filter((mayBeKept) => !mayBeKept).length).toBeGreaterThanOrEqual(3);
  });

  it('keeps covariances for each list of pairs: what other pairs were fitted changes nothing', () => {
    const from = source.split('apart');
    const features = randomFeatures({ prompts: 1, responses: 30, dimension: 3 }, from);
    const [alone, after] = [0, 1].map(() => new LinearSoftmaxClass({ features, normBound: 4 }));
    const nature = after!.at(parameterIn(3, 4, from));
    const [others, pairs] = [0, 1].map(() => randomPairs(nature, 0.5, 60, from));
    // Hardly any optimism: both fits are convex, and end and begin near one another.
    const fit = (policyClass: LinearSoftmaxClass, to: RewardPairs<number, number>) =>
      policyClass.fit({ kind: 'optimisticFit', pairs: to, alpha: 0.01, beta: 0.5 }).parameter;
    const other = fit(after!, others!);
    expect(fit(after!, pairs!)).toEqual(fit(alone!, pairs!));
    expect(Math.hypot(...fit(alone!, pairs!).map((value, k) => value - other[k]!))).toBeLessThan(Math.LN2 / 2);
  });
});

describe('reward regression', () => {
  it('takes of several minima the one of least norm', () => {
    // The third feature is never seen, the first two only as their sum.
    const features = [
      [
        [0, 0, 0],
        [1, 1, 0],
        [0, 0, 1],
      ],
    ];
    const policyClass = new LinearSoftmaxClass({ features, normBound: 9 });
    const pairs = new RewardPairs<number, number>();
    pairs.append({ prompt: 0, response: 1, baseline: 0, rewardGap: 1, baseLogRatio: 0.5 });
    const { parameter } = policyClass.fit({ kind: 'regressRewards', pairs, beta: 0.5 });
    expect(Array.from(parameter)).toEqual([1.25, 1.25, 0].map((value) => expect.closeTo(value, 12)));
    // An optimism of weight zero is none.
    expect(policyClass.fit({ kind: 'optimisticFit', pairs, beta: 0.5, alpha: 0 }).parameter).toEqual(parameter);
  });

  it('stays in the ball, where it is the best', () => {
    const policyClass = new LinearSoftmaxClass({
      features: [
        [
          [0, 0],
          [1, 0],
          [0, 1],
        ],
      ],
      normBound: 1,
    });
    const pairs = new RewardPairs<number, number>();
    for (const response of [1, 2]) {
      pairs.append({ prompt: 0, response, baseline: 0, rewardGap: 3, baseLogRatio: 0 });
    }
    const { parameter } = policyClass.fit({ kind: 'regressRewards', pairs, beta: 1 });
    expect(Array.from(parameter)).toEqual([Math.SQRT1_2, Math.SQRT1_2].map((value) => expect.closeTo(value, 12)));
  });

  it('does not go through the pairs again', () => {
    const { policyClass, pairs, beta } = problem(source.split('once'));
    const read: number[] = [];
    const watched = Object.assign(Object.create(RewardPairs.prototype), {
      from: (start: number) => {
        read.push(start);
        return pairs.from(start);
      },
    }) as RewardPairs<number, number>;
    for (let i = 0; i < 3; i++) policyClass.fit({ kind: 'regressRewards', pairs: watched, beta });
    expect(read).toEqual([0, pairs.length, pairs.length]);
  });
});

describe('maximum likelihood', () => {
  it('matches the mean of the features where the ball lets it', () => {
    const features = randomFeatures({ prompts: 2, responses: 6, dimension: 3 }, source.split('moments'));
    const policyClass = new LinearSoftmaxClass({ features, normBound: 50 });
    const responses = Array.from({ length: 40 }, (_, i) => i % 6);
    const prompts = responses.map((_, i) => (i % 7 === 0 ? 1 : 0));
    const data = { prompts, perPrompt: 1, responses, logLikelihoods: responses.map(() => 0) };
    const policy = policyClass.fit({ kind: 'maximumLikelihood', data });
    for (let k = 0; k < 3; k++) {
      const seen = responses.reduce((sum, y, i) => sum + features[prompts[i]!]![y]![k]!, 0);
      const expected = prompts.reduce<number>(
        (sum, x) => sum + features[x]!.reduce((mean, phi, y) => mean + policy.law(x).mass(y) * phi[k]!, 0),
        0,
      );
      expect(expected).toBeCloseTo(seen, 7);
    }
  });

  it('returns nothing that is not stationary: it says what was reached, and what to change', () => {
    const features = randomFeatures({ prompts: 1, responses: 6, dimension: 3 }, source.split('hurried'));
    const data = { prompts: [0, 0], perPrompt: 1, responses: [1, 2], logLikelihoods: [0, 0] };
    const hurried = () =>
      new LinearSoftmaxClass({ features, normBound: 5, mostSteps: 1 }).fit({ kind: 'maximumLikelihood', data });
    expect(hurried).toThrow(FitError);
    expect(hurried).toThrow(
      /^maximumLikelihood: did not converge: after 1 steps the loss is .* of its terms, where 1e-9 counts as stationary; allow more steps \(mostSteps\)/,
    );
  });
});

describe('linear softmax', () => {
  it('covers with (1 + 4 B / epsilon)^d for features of norm 1, at every epsilon', () => {
    const policyClass = new LinearSoftmaxClass({
      features: [
        [
          [1, 0],
          [0, -1],
        ],
      ],
      normBound: 3,
    });
    for (const epsilon of [1e-9, 0.1, 6, 1e3]) {
      expect(policyClass.logCoveringNumber(epsilon)).toBeCloseTo(2 * Math.log(1 + 12 / epsilon), 12);
    }
  });

  it('contains a policy whose parameter is not unique by its shortest one', () => {
    const policyClass = new LinearSoftmaxClass({
      features: [
        [
          [1, 1],
          [0, 0],
        ],
      ],
      normBound: 1,
    });
    const wider = new LinearSoftmaxClass({
      features: [
        [
          [1, 1],
          [0, 0],
        ],
      ],
      normBound: 2,
    });
    // (1.4, 0) is as (0.7, 0.7), which is shorter than 1.
    expect(policyClass.contains(wider.at([1.4, 0]))).toBe(true);
    expect(policyClass.contains(wider.at([1.5, 0]))).toBe(false);
  });
});

interface ReferenceFit {
  readonly kind: 'maximumLikelihood' | 'regressRewards' | 'optimisticFit';
  readonly features: number[][][];
  readonly normBound: number;
  readonly beta: number;
  readonly alpha: number;
  /** x, y, y', r - r', log pi_base(y|x) - log pi_base(y'|x). */
  readonly pairs: [number, number, number, number, number][];
  /** By scipy from many starts: test/reference/softmaxFits.py. */
  readonly least: number;
}

describe('fits beside an independent optimiser', () => {
  it('reach its least loss to 1e-6 on 200 random problems, and go as low', () => {
    const text = readFileSync(new URL('../../reference/softmaxFits.json', import.meta.url), 'utf8');
    const problems = JSON.parse(text) as ReferenceFit[];
    expect(problems).toHaveLength(200);
    for (const { kind, features, normBound, beta, alpha, pairs: rows, least } of problems) {
      const policyClass = new LinearSoftmaxClass({ features, normBound });
      const pairs = new RewardPairs<number, number>();
      for (const [prompt, response, baseline, rewardGap, baseLogRatio] of rows) {
        pairs.append({ prompt, response, baseline, rewardGap, baseLogRatio });
      }
      const data = {
        prompts: rows.map(([x]) => x),
        perPrompt: 1,
        responses: rows.map(([, y]) => y),
        logLikelihoods: rows.map(() => 0),
      };
      const request = kind === 'maximumLikelihood' ? { kind, data } : { kind, pairs, alpha, beta };
      expect(Math.abs(lossOf(policyClass.fit(request), request) - least)).toBeLessThan(1e-6 * (1 + Math.abs(least)));
    }
  });
});
