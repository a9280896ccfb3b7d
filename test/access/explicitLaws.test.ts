import { describe, expect, it } from 'vitest';
import type { DerivedAnswers } from '../../src/access/explicit/session.ts';
import { adaptiveBestOfN } from '../../src/access/queries/adaptiveBestOfN.ts';
import { bestOfN } from '../../src/access/queries/bestOfN.ts';
import { rejectionSampling } from '../../src/access/queries/rejectionSampling.ts';
import { objective } from '../../src/access/queries/objective.ts';
import { run } from '../../src/access/run.ts';
import type { Batch, Explicit } from '../../src/access/spaces.ts';
import { bestOfNLaw } from '../../src/laws/transforms/bestOfNLaw.ts';
import { FiniteLaw } from '../../src/laws/finiteLaw.ts';
import { Source } from '../../src/math/random/source.ts';
import { answerMass } from '../../src/policies/rewards/answerMass.ts';
import { rejectionLaw } from '../../src/laws/transforms/rejectionLaw.ts';
import { rejectionSamplingPolicy } from '../../src/policies/transforms/rejectionSamplingPolicy.ts';
import { bestOfNPolicy } from '../../src/policies/transforms/bestOfNPolicy.ts';
import { ExplicitWorld } from '../../src/policies/explicitWorld.ts';
import { logLikelihood } from '../../src/policies/rewards/logLikelihood.ts';
import { majorityVote } from '../../src/policies/rewards/majorityVote.ts';
import { exactObjective } from '../../src/policies/exactObjective.ts';
import { rewardsOf } from '../../src/policies/rewards/rewardsOf.ts';
import type { PointwiseReward, SelfReward, SetwiseReward } from '../../src/policies/rewards/selfReward.ts';
import { TabularPolicy } from '../../src/policies/tabularPolicy.ts';
import { fitProbability, sameLawProbability } from '../support/chiSquare.ts';
import { deviationBound } from '../support/deviation.ts';

/** Each test of a law below fails with this probability over the choice of its seed. */
const SURE = 1e-9;

const WAYS: readonly DerivedAnswers[] = ['definition', 'responses', 'counts'];

/** Three equal products of token probabilities whose logs differ in the last bits. */
const lastBits = [
  [0.3, 0.7, 0.2, 0.1],
  [0.7, 0.1, 0.3, 0.2],
  [0.1, 0.2, 0.7, 0.3],
].map((tokens) => tokens.reduce((sum, p) => sum + Math.log(p), 0));

// Exact ties, ties up to the last bits, a response and a prompt that never occur.
const base = new TabularPolicy([
  FiniteLaw.fromMasses([0.3, 0.3, 0.2, 0.1, 0.1]),
  FiniteLaw.pointMass(5, 4),
  FiniteLaw.fromMasses([0.25, 0, 0.25, 0.25, 0.25]),
  FiniteLaw.fromLogWeights([...lastBits, Math.log(0.003), Math.log(0.001)]),
]);
const promptLaw = FiniteLaw.fromMasses([0.4, 0, 0.25, 0.35]);
const world = new ExplicitWorld(promptLaw, base);
const CELLS = base.prompts * base.responses;

const parity: PointwiseReward<number, number> = {
  kind: 'pointwise',
  name: 'parity',
  of: (prompt, response) => (prompt + response) % 2,
};
/** Minus infinity for most: "wrong" answers. */
const onlyThree: PointwiseReward<number, number> = {
  kind: 'pointwise',
  name: 'only 3',
  of: (_prompt, response) => (response === 3 ? 1 : -Infinity),
};
/** The response drawn most often, as majority voting judges. */
const mostDrawn: SetwiseReward<number, number> = {
  kind: 'setwise',
  name: 'most drawn',
  of: (_prompt, responses) => Array.from(responses, (y) => Array.from(responses).filter((z) => z === y).length),
};

/** mu(x) pi^BoN_N(y | x) over all pairs, prompt by prompt. */
function exactLaw(N: number, reward: PointwiseReward<number, number>): number[] {
  return Array.from({ length: base.prompts }, (_, x) => {
    const law = base.law(x);
    return [...bestOfNLaw(law, N, rewardsOf(law, x, reward)).masses()].map((mass) => promptLaw.mass(x) * mass);
  }).flat();
}

const ask = (n: number, N: number, reward: SelfReward<number, number>, derived: DerivedAnswers, source: Source) =>
  run(bestOfN<Explicit>({ n, N, reward }, { countsWelcome: true }), world, { source, derived });

/** How often each pair came up in one answer. */
function pairsIn({ prompts, responses, counts }: Batch<Explicit>): Float64Array {
  const times = new Float64Array(CELLS);
  for (let row = 0; row < responses.length; row++) {
    times[prompts[row]! * base.responses + responses[row]!]! += counts?.[row] ?? 1;
  }
  return times;
}

describe('bestOfN', () => {
  it('has ties in its world that only the tolerance sees', () => {
    expect(new Set(lastBits).size).toBeGreaterThan(1);
  });

  // n = 1 lies below what the table of all pairs is built for, n = 2 above; with n = 3000 most counts are binomials.
  it.each([
    [1, 4, logLikelihood, 40_000],
    [2, 3, logLikelihood, 20_000],
    [50, 1, logLikelihood, 1500],
    [50, 4, logLikelihood, 1500],
    [50, 2, parity, 1500],
    [50, 3, onlyThree, 1500],
    [3000, 2, logLikelihood, 40],
  ])('has one law, drawn by definition, from its law, or as counts: n = %d, N = %d', (n, N, reward, runs) => {
    const exact = exactLaw(N, reward);
    const seen = WAYS.map((derived) => {
      const root = Source.named(`access/explicitLaws/${n}/${N}/${reward.name}/${derived}`);
      const total = new Float64Array(CELLS);
      for (let i = 0; i < runs; i++) {
        const { result, cost } = ask(n, N, reward, derived, root.split(i));
        if (cost.prompts !== n || cost.samples !== n * N || cost.evaluations + cost.fits + cost.tokens !== 0) {
          throw new Error(`cost ${JSON.stringify(cost)}`);
        }
        pairsIn(result).forEach((times, pair) => (total[pair]! += times));
      }
      expect(total.reduce((a, b) => a + b, 0)).toBe(n * runs);
      expect(fitProbability(total, exact), derived).toBeGreaterThan(SURE);
      return total;
    });
    expect(sameLawProbability(seen)).toBeGreaterThan(SURE);
  });

  // Answer masses (.5, .3, .2), the first shared by two responses: the votes of five.
  it('is by majority vote what voting over draws gives, and by answer mass', () => {
    const answers = ['a', 'a', 'b', 'c'];
    const policy = TabularPolicy.fromMasses([[0.3, 0.2, 0.3, 0.2]]);
    const world = new ExplicitWorld(FiniteLaw.uniform(1), policy);
    const voting = majorityVote<number, number>((y) => answers[y]!);
    const massive = answerMass((y) => answers[y]!, policy);
    for (const [reward, first] of [[voting, 0.6125] as const, [massive, 0.96875] as const]) {
      const seen = WAYS.map((derived) => {
        const source = Source.named(`access/explicitLaws/answers/${reward.name}/${derived}`);
        const runs = derived === 'definition' ? 60_000 : 200_000;
        const { result, cost } = run(bestOfN<Explicit>({ n: runs, N: 5, reward }), world, { source, derived });
        expect(cost).toMatchObject({ prompts: runs, samples: 5 * runs });
        const times = new Float64Array(4);
        for (const y of Array.from(result.responses)) times[y]!++;
        expect(fitProbability([times[0]! + times[1]!, times[2]! + times[3]!], [first, 1 - first])).toBeGreaterThan(
          SURE,
        );
        expect(fitProbability(times, bestOfNPolicy(policy, 5, reward).law(0).masses()), derived).toBeGreaterThan(SURE);
        return times;
      });
      expect(sameLawProbability(seen)).toBeGreaterThan(SURE);
    }
  });

  it.each(WAYS)('has independent responses: pairs of them have the product law, by %s', (derived) => {
    // Unordered pairs, as counts have no order.
    const exact = exactLaw(2, logLikelihood);
    const root = Source.named(`access/explicitLaws/pairs/${derived}`);
    const same = new Float64Array(2);
    const joint = new Float64Array(CELLS * CELLS);
    const masses = new Float64Array(CELLS * CELLS);
    for (let a = 0; a < CELLS; a++) {
      for (let b = a; b < CELLS; b++) masses[a * CELLS + b] = (a === b ? 1 : 2) * exact[a]! * exact[b]!;
    }
    for (let i = 0; i < 30_000; i++) {
      const { result } = ask(2, 2, logLikelihood, derived, root.split(i));
      const drawn = [...pairsIn(result)].flatMap((times, pair) => Array.from({ length: times }, () => pair));
      joint[drawn[0]! * CELLS + drawn[1]!]!++;
      same[drawn[0] === drawn[1] ? 1 : 0]!++;
    }
    const agree = exact.reduce((sum, mass) => sum + mass * mass, 0);
    expect(fitProbability(same, [1 - agree, agree])).toBeGreaterThan(SURE);
    expect(fitProbability(joint, masses)).toBeGreaterThan(SURE);
  });

  it('answers in rows that fit together', () => {
    for (const derived of WAYS) {
      for (const n of [1, 7, 500]) {
        const { result } = ask(n, 3, logLikelihood, derived, Source.named(`access/explicitLaws/rows/${n}`));
        const { prompts, perPrompt, responses, logLikelihoods, counts } = result;
        expect([perPrompt, prompts.length, logLikelihoods.length]).toEqual([1, responses.length, responses.length]);
        if (derived === 'counts' && n === 500) expect(counts).toBeDefined();
        if (derived !== 'counts') expect([counts, responses.length]).toEqual([undefined, n]);
        for (let row = 0; row < responses.length; row++) {
          expect(logLikelihoods[row]).toBe(base.law(prompts[row]!).logMasses[responses[row]!]);
        }
        const keys = Array.from(responses, (y, row) => `${prompts[row]}/${y}`);
        if (counts) expect([new Set(keys).size, Math.min(...Array.from(counts)) > 0]).toEqual([keys.length, true]);
      }
    }
  });

  it('comes one row per response to an asker who does not read counts', () => {
    const source = Source.named('access/explicitLaws/unwelcome');
    const program = bestOfN<Explicit>({ n: 500, N: 2, reward: logLikelihood });
    const { result } = run(program, world, { source, derived: 'counts' });
    expect([result.counts, result.responses.length]).toEqual([undefined, 500]);
  });

  it('runs its definition for a set-wise reward, which has no law here', () => {
    const answers = WAYS.map((derived) => ask(30, 5, mostDrawn, derived, Source.named('access/explicitLaws/setwise')));
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
    expect(answers[0]!.cost).toMatchObject({ prompts: 30, samples: 150 });
  });
});

/** The law of (N_mu, response kept) at one prompt: P[stopped at k with y] by going through all first-best responses. */
function stoppingLaw(masses: readonly number[], mu: number): Map<string, number> {
  const law = new Map<string, number>();
  let open = masses.map(() => 0);
  for (let k = 1; k === 1 || open.some((mass) => mass > 0); k++) {
    const kept = masses.map(() => 0);
    masses.forEach((drawn, z) => {
      if (k === 1) kept[z]! += drawn;
      else open.forEach((mass, y) => (kept[masses[z]! > masses[y]! ? z : y]! += mass * drawn));
    });
    open = kept.map((mass, y) => {
      if (mass === 0 || k * masses[y]! < mu * (1 - 1e-12)) return mass;
      law.set(`${k}/${y}`, mass);
      return 0;
    });
  }
  return law;
}

describe('adaptiveBestOfN', () => {
  const masses = [0.3, 0.3, 0.2, 0.1, 0.1];
  const oneOf = (masses: readonly number[]) =>
    new ExplicitWorld(FiniteLaw.uniform(1), TabularPolicy.fromMasses([masses]));
  const law = stoppingLaw(masses, 1);
  const mean = [...law].reduce((sum, [key, mass]) => sum + Number(key.split('/')[0]) * mass, 0);
  const variance = [...law].reduce((sum, [key, mass]) => sum + (Number(key.split('/')[0]) - mean) ** 2 * mass, 0);
  const failure = [...law].reduce((sum, [key, mass]) => sum + (Number(key.split('/')[1]) >= 2 ? mass : 0), 0);

  it('of masses (3/10, 3/10, 1/5, 1/10, 1/10) at mu = 1 draws 4.025999872 and fails with probability 0.0100000768', () => {
    expect(Math.abs(mean - 4.025999872)).toBeLessThanOrEqual(1e-14);
    expect(Math.abs(failure - 0.0100000768)).toBeLessThanOrEqual(1e-15);
  });

  it.each(WAYS)('draws that often and fails that often, answered as %s', (derived) => {
    const RUNS = 100_000;
    const root = Source.named(`access/explicitLaws/adaptive/${derived}`);
    const world = oneOf(masses);
    const seen = new Map([...law.keys()].map((key) => [key, 0]));
    let [samples, failures] = [0, 0];
    for (let i = 0; i < RUNS; i++) {
      const learner = adaptiveBestOfN<Explicit>({ n: 1, mu: 1 });
      const { result, cost } = run(learner, world, { source: root.split(i), derived });
      const response = result.responses[0]!;
      const key = `${cost.samples}/${response}`;
      if (!seen.has(key) || cost.prompts !== 1) throw new Error(`${key} is impossible`);
      seen.set(key, seen.get(key)! + 1);
      samples += cost.samples;
      if (response >= 2) failures++;
    }
    expect(fitProbability([...seen.values()], [...law.values()])).toBeGreaterThan(SURE);
    // N_mu lies between 4 and 10.
    expect(Math.abs(samples / RUNS - mean)).toBeLessThanOrEqual(deviationBound(RUNS, variance, 6, SURE));
    const spread = failure * (1 - failure);
    expect(Math.abs(failures / RUNS - failure)).toBeLessThanOrEqual(deviationBound(RUNS, spread, 1, SURE));
  });

  it.each([
    [[0.5, 0.25, 0.25], 1.7],
    [[0.34, 0.33, 0.33], 3],
    [[0.1, 0.2, 0.3, 0.4], 0.05],
    [[0.25, 0.25, 0.5], Math.log(20)],
  ])('has the law of the stopping rule for masses %j, mu = %d, by law and by definition', (masses, mu) => {
    const law = stoppingLaw(masses, mu);
    for (const derived of ['counts', 'definition'] as const) {
      const seen = new Map([...law.keys()].map((key) => [key, 0]));
      const root = Source.named(`access/explicitLaws/stopping/${mu}/${derived}`);
      const world = oneOf(masses);
      for (let i = 0; i < 40_000; i++) {
        const learner = adaptiveBestOfN<Explicit>({ n: 1, mu });
        const { result, cost } = run(learner, world, { source: root.split(i), derived });
        const key = `${cost.samples}/${result.responses[0]}`;
        if (!seen.has(key)) throw new Error(`${key} is impossible`);
        seen.set(key, seen.get(key)! + 1);
      }
      // mu = 0.05 stops at once: only the response is random then.
      expect(fitProbability([...seen.values()], [...law.values()])).toBeGreaterThan(SURE);
    }
  });

  it('keeps the first of ties, also of those that differ in their last bits', () => {
    const tiedWorld = new ExplicitWorld(FiniteLaw.uniform(1), new TabularPolicy([FiniteLaw.fromLogWeights(lastBits)]));
    const seen = new Float64Array(3);
    const source = Source.named('access/explicitLaws/adaptive/ties');
    const { result, cost } = run(adaptiveBestOfN<Explicit>({ n: 30_000, mu: 3 }), tiedWorld, { source });
    for (let i = 0; i < 30_000; i++) seen[result.responses[i]!]!++;
    // 9 draws each, so that all three have come up almost surely: the first is any of them.
    expect(cost.samples).toBe(9 * 30_000);
    expect(fitProbability(seen, [1, 1, 1])).toBeGreaterThan(SURE);
  });

  it('answers prompt by prompt, with likelihoods of the base policy', () => {
    const source = Source.named('access/explicitLaws/adaptive/rows');
    const { result, cost } = run(adaptiveBestOfN<Explicit>({ n: 2000, mu: 2 }), world, { source });
    const drawn = new Float64Array(base.prompts);
    for (let i = 0; i < 2000; i++) {
      drawn[result.prompts[i]!]!++;
      expect(result.logLikelihoods[i]).toBe(base.law(result.prompts[i]!).logMasses[result.responses[i]!]);
    }
    expect(cost.prompts).toBe(2000);
    expect(fitProbability(drawn, promptLaw.masses())).toBeGreaterThan(SURE);
  });
});

describe('objective', () => {
  it('is exact from the laws, and by definition an average with that expectation; both cost the same', () => {
    const policy = new TabularPolicy([
      FiniteLaw.uniform(5),
      FiniteLaw.uniform(5),
      FiniteLaw.pointMass(5, 2),
      FiniteLaw.fromMasses([0.6, 0, 0.2, 0.1, 0.1]),
    ]);
    const [beta, n] = [0.7, 100_000];
    const asked = (derived: DerivedAnswers) =>
      run(objective<Explicit>({ policy, reward: logLikelihood, beta, n }), world, {
        source: Source.named('access/explicitLaws/objective'),
        derived,
      });
    const exact = exactObjective(policy, world, logLikelihood, beta);
    expect([asked('counts').result, asked('responses').result]).toEqual([exact, exact]);
    // One term: r - beta log(pi / pi_base), of which the variance and the range are known.
    const terms = [0, 2, 3].flatMap((x) =>
      [...policy.law(x).masses()].flatMap((mass, y) => {
        const [logP, logQ] = [policy.law(x).logMasses[y]!, base.law(x).logMasses[y]!];
        return mass > 0 ? [{ weight: promptLaw.mass(x) * mass, term: logQ - beta * (logP - logQ) }] : [];
      }),
    );
    const variance = terms.reduce((sum, { weight, term }) => sum + weight * (term - exact) ** 2, 0);
    const range = Math.max(...terms.map(({ term }) => Math.abs(term - exact)));
    const estimated = asked('definition');
    expect(Math.abs(estimated.result - exact)).toBeLessThanOrEqual(deviationBound(n, variance, range, SURE));
    expect(estimated.result).not.toBe(exact);
    expect(estimated.cost).toEqual(asked('counts').cost);
  });
});

describe('rejectionSampling', () => {
  // Of each of up to three tries and the draw after them, the response with its chance.
  const masses = [0.4, 0.3, 0.2, 0.1];
  const [beta, ceiling, N] = [0.8, Math.log(0.5), 3];
  const taken = masses.map((mass) => Math.exp((Math.log(mass) - ceiling) / beta));
  const law = new Map<string, number>();
  let open = 1;
  for (let tries = 1; tries <= N; tries++) {
    masses.forEach((mass, y) => law.set(`${tries}/${y}`, open * mass * taken[y]!));
    open *= masses.reduce((sum, mass, y) => sum + mass * (1 - taken[y]!), 0);
  }
  masses.forEach((mass, y) => law.set(`${N + 1}/${y}`, open * mass));

  it.each(WAYS)('tries that often and returns that response, answered as %s', (derived) => {
    const root = Source.named(`access/explicitLaws/rejection/${derived}`);
    const where = new ExplicitWorld(FiniteLaw.uniform(1), TabularPolicy.fromMasses([masses]));
    const seen = new Map([...law.keys()].map((key) => [key, 0]));
    for (let i = 0; i < 50_000; i++) {
      const learner = rejectionSampling<Explicit>({ n: 1, N, beta, reward: logLikelihood, ceiling });
      const { result, cost } = run(learner, where, { source: root.split(i), derived });
      const key = `${cost.samples}/${result.responses[0]!}`;
      if (!seen.has(key) || cost.prompts !== 1) throw new Error(`${key} is impossible`);
      seen.set(key, seen.get(key)! + 1);
    }
    expect(fitProbability([...seen.values()], [...law.values()])).toBeGreaterThan(SURE);
  });

  it('knows every prompt of its own law', () => {
    const options = { N: 2, beta: 0.5, reward: logLikelihood, ceiling: 0 };
    const policy = rejectionSamplingPolicy(base, options);
    for (let prompt = 0; prompt < base.prompts; prompt++) {
      const own = rejectionLaw(base.law(prompt), base.law(prompt).logMasses, 0.5, 0, 2).law;
      expect(policy.law(prompt).logMasses).toEqual(own.logMasses);
    }
  });
});
