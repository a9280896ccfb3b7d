import { expect, it } from 'vitest';
import { hardPromptFailures } from '../../src/experiments/catalogue/hardPromptFailures.ts';
import { hardPromptRisk } from '../../src/experiments/catalogue/hardPromptRisk.ts';
import { needleSandwich } from '../../src/experiments/catalogue/needleSandwich.ts';
import { sandwich } from '../../src/experiments/catalogue/sandwich.ts';
import { sftRisk } from '../../src/experiments/catalogue/sftRisk.ts';
import { rowsOf, sweepOf } from '../../src/experiments/index.ts';
import { runCase } from '../../src/experiments/sweep.ts';
import { Source } from '../../src/math/random/source.ts';
import { clopperPearson } from '../../src/statistics/clopperPearson.ts';

const SEED = 'test/catalogue';
/** Chance that an interval below misses while all is well. */
const FAILURE = 1e-9;

const rowOf = (parameters: Parameters<typeof sftRisk.run>[0]) =>
  [...rowsOf(sweepOf(sftRisk, { seed: SEED, cases: [parameters] }))][0]!;

it('sft-risk: misses the mass of the barely missed prompts in every run, and counts what was asked', () => {
  const world = { kind: 'barely-missed', mass: 0.25 } as const;
  const { values, cost } = rowOf({ world, n: 10, N: 3, delta: 0.1, replications: 50 });
  expect(values.risks).toHaveLength(1);
  expect(values.risks[0]!.risk).toBeCloseTo(0.25, 12);
  expect(values.risks[0]!.runs).toBe(50);
  expect(values.logClassSize).toBe(0);
  expect(values.coverage).toBeCloseTo(0.75 + 0.25 / (1 - 0.1 ** (1 / 3)), 12);
  expect(cost).toEqual({ prompts: 500, samples: 1500, evaluations: 0, fits: 50, tokens: 0 });
});

it('sft-risk: an unseen prompt is missed with probability (1 - mass)^n', () => {
  const [mass, n, replications] = [0.05, 40, 5000];
  const world = { kind: 'unseen-prompts', prompts: 1, mass } as const;
  const { risks } = rowOf({ world, n, N: 1e9, delta: 0.99, replications }).values;
  expect(risks.map(({ risk }) => risk.toFixed(9))).toEqual(['0.000000000', '0.050000000']);
  expect(risks[0]!.runs + risks[1]!.runs).toBe(replications);
  const { lower, upper } = clopperPearson(risks[1]!.runs, replications, FAILURE);
  const exact = (1 - mass) ** n;
  expect(lower).toBeLessThan(exact);
  expect(upper).toBeGreaterThan(exact);
});

it('hard-prompt-risk: worlds that hide one response everywhere stand for the whole family', () => {
  const family = { prompts: 3, responses: 8, hardMass: 0.6 };
  const setting = { n: 20, N: 4, delta: 0.5 };
  const replications = 4000;
  const learner = { kind: 'sft-sharpening', n: 20, N: 4 } as const;
  const { failures } = runCase(hardPromptRisk, SEED, { family, learner, delta: 0.5, replications }).values;
  // The same risk over the whole family, from the share of prompts: each run's risk is 0.2 for each prompt missed.
  const { risks } = rowOf({ world: { kind: 'hard-family', ...family }, ...setting, replications }).values;
  const missed = risks.reduce((sum, { risk, runs }) => sum + Math.round(risk / 0.2) * runs, 0);
  const [one, all] = [failures / replications, missed / (3 * replications)];
  // Hoeffding for each of the two means of [0, 1]-valued runs.
  const deviation = 2 * Math.sqrt(Math.log(4 / FAILURE) / (2 * replications));
  expect(one).toBeGreaterThan(deviation);
  expect(one).toBeLessThan(1 - deviation);
  expect(Math.abs(one - all)).toBeLessThan(deviation);
});

it('hard-prompt-risk: Bayes does better than SFT-sharpening with as many samples, and best with many', () => {
  const family = { prompts: 3, responses: 8, hardMass: 0.6 };
  const risk = (kind: 'bayes-optimal' | 'sft-sharpening', n: number, N: number) => {
    const { values } = runCase(hardPromptRisk, SEED, {
      family,
      learner: { kind, n, N },
      delta: 0.5,
      replications: 2000,
    });
    return values.failures / 1000;
  };
  expect(risk('bayes-optimal', 60, 1)).toBeLessThan(risk('sft-sharpening', 15, 4));
  expect(risk('bayes-optimal', 2000, 1)).toBe(0);
});

const lines = ['bound-l', 'minimax', 'sft', 'bound-c', 'adaptive-minimax', 'adaptive-sft'] as const;

it('sandwich: simulated learners meet their exact lines, at the plan of the line', async () => {
  const over = { kind: 'hard-family', prompts: 4, responses: 16, hardMass: 0.5 } as const;
  const simulated = { replications: 4000, failure: FAILURE };
  const { values, cost } = await runCase(sandwich, SEED, { over, lines: [...lines], m: 240, simulated });
  expect(values.points.map(({ id }) => id)).toEqual(lines);
  const measured = values.points.filter((point) => point.measured);
  expect(measured.map(({ id }) => id)).toEqual(['sft', 'adaptive-sft']);
  for (const { risk, measured: seen } of measured) {
    expect(seen!.lower).toBeLessThan(risk);
    expect(seen!.upper).toBeGreaterThan(risk);
  }
  const sft = values.points[2]!;
  expect(sft.n! * sft.N!).toBeLessThanOrEqual(240);
  expect(cost.fits).toBe(8000);
});

it('sandwich: over one coverage each line stands at its worst family', async () => {
  const over = { kind: 'coverage', prompts: 4, coverage: 8, mostResponses: 256 } as const;
  const { values, cost } = await runCase(sandwich, SEED, { over, lines: [...lines], m: 240, simulated: null });
  for (const { risk, worst, measured } of values.points) {
    expect(1 - worst.hardMass + (worst.hardMass * worst.responses) / 2).toBeCloseTo(8, 12);
    expect(risk).toBeLessThanOrEqual(worst.hardMass);
    expect(measured).toBeUndefined();
  }
  expect(cost.fits).toBe(0);
});

it('sandwich: names the line that is none, and the one that comes twice', () => {
  const over = { kind: 'hard-family', prompts: 4, responses: 16, hardMass: 0.5 } as const;
  const of = (ids: string[]) => () =>
    sweepOf(sandwich, { seed: SEED, cases: [{ over, lines: ids as ['sft'], m: 10, simulated: null }] });
  expect(of(['sft', 'sft'])).toThrow('names a line twice');
  expect(of(['best'])).toThrow('lines[0]');
  expect(of([])).toThrow('lines');
});

it('hard-prompt-risk: just half of the mass on y* is not more than half', () => {
  // Best of one draw of M = 4 responses leaves y* with 1/2, also where it is identified: every run fails.
  const options = { family: { prompts: 1, responses: 4, hardMass: 1 }, delta: 0.5, replications: 40 };
  const learner = { kind: 'sft-sharpening', n: 50, N: 1 } as const;
  expect(hardPromptFailures({ ...options, learner }, Source.named(SEED)).failures).toBe(40);
  expect(hardPromptFailures({ ...options, learner: { ...learner, N: 2 } }, Source.named(SEED)).failures).toBeLessThan(
    40,
  );
});

const needle = { hypotheses: 8, bonus: 1, delta: 0.1, beta: null };
const onNeedle = ['exploration-minimax', 'offline-minimax', 'xpo', 'online-regression', 'sft', 'dpo'] as const;

it('needle-sandwich: learners meet their exact lines, at few samples and at many', () => {
  const simulated = { replications: 3000, failure: FAILURE };
  for (const [m, seen] of [
    [9, ['xpo', 'online-regression', 'dpo']],
    [90, ['sft', 'dpo']],
  ] as const) {
    const asks = { kind: 'risk', m, simulated } as const;
    const { values, cost } = runCase(needleSandwich, SEED, { ...needle, responses: 64, lines: [...onNeedle], asks });
    const measured = values.points.flatMap((point) => ('measured' in point ? [point] : []));
    expect(measured.map(({ id }) => id)).toEqual(seen);
    for (const { risk, measured: interval } of measured) {
      expect(interval!.lower).toBeLessThan(risk);
      expect(interval!.upper).toBeGreaterThan(risk);
      expect(interval!.upper - interval!.lower).toBeLessThan(0.15);
    }
    // A pair is two samples: an odd one is left.
    const samples = seen.reduce((sum, id) => sum + (id === 'sft' ? m : 2 * Math.floor(m / 2)), 0);
    expect(cost.samples).toBe(3000 * samples);
  }
});

it('needle-sandwich: gives samples for a risk, none where no number is enough, and no run where nothing is to be seen', () => {
  const asks = { kind: 'samples', risk: 0.1 } as const;
  const at = { ...needle, responses: 256, lines: [...onNeedle], asks };
  const samples = (beta: number | null) =>
    runCase(needleSandwich, SEED, { ...at, beta }).values.points.map(({ m }) => m);
  expect(samples(null)).toEqual([7, 246, 16, 16, 295, 248]);
  expect(samples(1)).toEqual([7, 246, null, null, 295, null]);
  const { cost } = runCase(needleSandwich, SEED, {
    ...at,
    asks: { kind: 'risk', m: 1, simulated: { replications: 10, failure: FAILURE } },
  });
  expect(cost.fits).toBe(0);
});

it('needle-sandwich: refuses more hypotheses than responses', () => {
  const asks = { kind: 'samples', risk: 0.1 } as const;
  const of = () => sweepOf(needleSandwich, { seed: SEED, cases: [{ ...needle, responses: 4, lines: ['dpo'], asks }] });
  expect(of).toThrow('hypotheses is above responses');
});
