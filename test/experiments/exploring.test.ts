import { describe, expect, it } from 'vitest';
import type { Explicit } from '../../src/access/spaces.ts';
import { countFailures } from '../../src/experiments/countFailures.ts';
import { coldBeta, familyOf } from '../../src/experiments/catalogue/exploringFamily.ts';
import { exploringRuns } from '../../src/experiments/catalogue/exploringRuns.ts';
import { packingSamples, sftSamples } from '../../src/experiments/catalogue/packingSamples.ts';
import { xpoTheory } from '../../src/experiments/catalogue/xpoBounds.ts';
import { xpoRegret } from '../../src/experiments/catalogue/xpoRegret.ts';
import { sftSharpening } from '../../src/learners/sft/sftSharpening.ts';
import { sweepOf } from '../../src/experiments/index.ts';
import { Source } from '../../src/math/random/source.ts';
import { bestOfNClass } from '../../src/policies/classes/bestOfNClass.ts';
import { FiniteClass } from '../../src/policies/classes/finiteClass.ts';
import { logLikelihood } from '../../src/policies/rewards/logLikelihood.ts';
import { powerPolicy } from '../../src/policies/transforms/powerPolicy.ts';
import { needleExtrapolation } from '../../src/theory/coverage/needleExtrapolation.ts';
import { needleXpo } from '../../src/theory/risk/needle/needleXpo.ts';
import { clopperPearson } from '../../src/statistics/clopperPearson.ts';
import { relative } from '../support/relative.ts';

const source = Source.named('test/experiments/exploring');
/** Chance that an interval below misses while all is well. */
const FAILURE = 1e-9;

const needle = { responses: 64, hypotheses: 8, bonus: 1 };
const list = { kind: 'list-needle', ...needle } as const;
const packing = { kind: 'sphere-packing', dimension: 3, distance: 0.5, attempts: 200, place: 1 } as const;

describe('families on which learners explore', () => {
  it.each([
    list,
    { ...list, kind: 'shared-needle', prompts: 4 } as const,
    { ...list, kind: 'linear-needle' } as const,
    packing,
  ])('hold pi*_beta in their class, and have their margin: $kind', (options) => {
    const family = familyOf(options);
    const beta = coldBeta(family, 0.1);
    const policyClass = family.policyClass(beta);
    for (const place of [0, family.size - 1]) {
      const { base } = family.at(place);
      const optimum = powerPolicy(base, 1 + 1 / beta);
      expect(policyClass.contains(optimum)).toBe(true);
      // At the beta of Thm 4.3 less than delta/2 is off y*.
      const masses = optimum.law(0).masses().sort();
      expect(masses.at(-1)).toBeGreaterThan(0.95);
      const [second, first] = Array.from(base.law(0).masses().sort()).slice(-2) as [number, number];
      expect(first / second).toBeGreaterThanOrEqual((1 + family.margin) * (1 - 1e-12));
    }
  });

  it('are refused where more responses are listed than there are', () => {
    const fixed = { delta: 0.1, beta: null, rounds: 4, rho: 0.1, replications: 2, miss: 0.1 };
    const alpha = { kind: 'theorem' } as const;
    const of = () => sweepOf(xpoRegret, { seed: 'x', cases: [{ ...fixed, alpha, family: { ...list, responses: 4 } }] });
    expect(of).toThrow('hypotheses is above responses');
  });
});

describe('runs of XPO', () => {
  it('settle on the list needle as often as the exact law says', () => {
    const family = familyOf(list);
    const beta = coldBeta(family, 0.1);
    const rounds = 8;
    const runs = exploringRuns({ family, rounds, alpha: 1e-3 * beta, beta, delta: 0.1, replications: 3000 }, source);
    const failing = runs.settled.filter((round) => round > rounds).length;
    const { lower, upper } = clopperPearson(failing, 3000, FAILURE);
    const exact = needleXpo({ ...needle, beta }).failure(rounds);
    expect(lower).toBeLessThan(exact);
    expect(upper).toBeGreaterThan(exact);
    expect(runs.refused).toBe(0);
    expect(runs.cost.fits).toBe(3000 * rounds);
    // Whoever has settled plays pi*_beta, and who has not plays that of another hypothesis.
    runs.last.forEach((regret, i) => {
      if (runs.settled[i]! <= rounds) expect(regret).toBeLessThan(1e-12);
      else expect(regret).toBeGreaterThan(0.1);
    });
  });
});

describe('xpo-regret', () => {
  const given = { family: list, delta: 0.1, beta: null, rounds: 32, rho: 0.1, replications: 300, miss: 1e-6 } as const;

  it('stays below every bound, on average below elimination', async () => {
    const { values } = await xpoRegret.run(
      { ...given, alpha: { kind: 'times-beta', times: 1e-3 } },
      source.split('regret'),
    );
    const { regret, bounds } = values;
    for (const id of ['thm-j.1', 'exact-optimism', 'exact-optimism-rate', 'sampled-optimism-rate'] as const) {
      expect(regret.quantile).toBeLessThan(bounds[id]!);
    }
    expect(regret.lower).toBeLessThan(bounds.elimination!);
    expect(regret.lower).toBeLessThan(regret.mean);
    expect(regret.upper).toBeGreaterThan(regret.mean);
    expect(values.settled.median).toBeGreaterThanOrEqual(3);
    expect(values.sharpened.share).toBe(1);
    expect(bounds['thm-j.3']).toBeNull();
  });

  it("takes the theorem's alpha, beta (R + V) sqrt(L/(SEC T)), and then no elimination", async () => {
    const { values } = await xpoRegret.run({ ...given, replications: 2, alpha: { kind: 'theorem' } }, source);
    const { beta, alpha } = values;
    const half = (1 + beta) * Math.log(2);
    const lambda = ((2 * half) ** 2 / 0.79681213) * Math.log((2 * 8) / 0.1);
    const { upper } = needleExtrapolation({ ...needle, beta, rounds: 32, lambda });
    const L = Math.log((2 * 8 * 32) / 0.1);
    expect(relative(alpha, beta * half * Math.sqrt(L / (upper * 32)))).toBeLessThan(1e-4);
    expect(values.bounds.elimination).toBeNull();
  });

  it('says nothing of alpha = 0 by Thm J.1, and gives Thm J.3 on linear softmax policies', () => {
    const family = familyOf(packing);
    const theory = xpoTheory({ family, beta: coldBeta(family, 0.1), rounds: 100, rho: 0.1, delta: 0.1 });
    const none = theory.at(0);
    expect(none['thm-j.1']).toBeNull();
    expect(none['exact-optimism']).toBeNull();
    expect(none['thm-j.3']).toBeGreaterThan(1e3);
    expect(theory.at(theory.alpha)['thm-j.1']).toBeGreaterThan(theory.at(theory.alpha / 2)['thm-j.1']!);
    // d / q rounds after the first, each at most the range 4 beta B of the regret.
    expect(none.elimination).toBeGreaterThan((4 * (1 + coldBeta(family, 0.1)) * 4) / 100);
    expect(none.elimination).toBeLessThan((1.5 * 4 * 4) / 100);
  });
});

describe('packing-samples', () => {
  it('has the exact number of draws of SFT-sharpening, as runs of it show', () => {
    const family = familyOf(packing);
    const worlds = Array.from({ length: family.size }, (_, mode) => family.at(mode));
    const baseClass = new FiniteClass(worlds.map(({ base }) => base));
    const masses = Float64Array.from(worlds, ({ base }, mode) => base.law(0).mass(mode));
    const N = sftSamples(masses, 0.1, 0.1);
    const failuresWith = (draws: number, replications: number): number => {
      const policyClass = bestOfNClass({ baseClass }, draws);
      const { failures } = countFailures(
        {
          where: 'test',
          learner: () => sftSharpening<Explicit>({ n: 1, N: draws, reward: logLikelihood }),
          trial: (from) => ({
            world: worlds[from.split('nature').index(family.size)]!.withClass(policyClass),
            prompt: 0,
          }),
          sharpness: { delta: 0.1 },
          replications,
        },
        source.split(`sft ${draws}`),
      );
      return failures;
    };
    const runs = 4000;
    const { lower, upper } = clopperPearson(failuresWith(N, runs), runs, FAILURE);
    expect(lower).toBeLessThan(0.1);
    // Twice as many draws fail a tenth as often, so that the interval is seen to have a lower end as well.
    expect(upper).toBeGreaterThan(clopperPearson(failuresWith(2 * N, runs), runs, FAILURE).upper);
    // One draw fewer leaves too much off y* in some worlds.
    const missed = masses.map((mass) => (1 - mass) ** (N - 1));
    expect(missed.some((each) => each > 0.1)).toBe(true);
  });

  it('finds that who fits rewards needs d pairs, whatever the number of responses', async () => {
    const fixed = { attempts: 200, place: 1, delta: 0.1, beta: null, failure: 0.1, miss: 0.05, replications: 60 };
    const { values, cost } = await packingSamples.run({ ...fixed, dimension: 3, distance: 0.3, most: 6 }, source);
    // Four where two of three pairs are of one response, or nearly in line.
    expect(values.pairs.lower).toBe(3);
    expect(values.pairs.upper).toBeLessThanOrEqual(4);
    expect(values.rounds.least).toBeLessThanOrEqual(4);
    expect(values.sft).toBeGreaterThan(0.8 * values.responses);
    expect(values.refused).toBe(0);
    expect(values.bounds.elimination).toBeGreaterThanOrEqual(values.rounds.least!);
    expect(values.bounds.thmJ3).toBeGreaterThan(1e9);
    expect(cost.fits).toBeGreaterThan(60 * 6);
  });

  it('says where more than were tried are needed', async () => {
    const given = { dimension: 3, distance: 0.5, attempts: 50, place: 1, delta: 0.1, beta: null, failure: 0.1, miss: 0.05, replications: 20, most: 1 }; // prettier-ignore
    const { values } = await packingSamples.run(given, source);
    expect(values.pairs).toEqual({ least: null, lower: null, upper: null });
  });
});
