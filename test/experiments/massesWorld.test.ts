import { describe, expect, it } from 'vitest';
import { adaptiveSftRisk } from '../../src/experiments/catalogue/adaptiveSftRisk.ts';
import { hardPromptRisk } from '../../src/experiments/catalogue/hardPromptRisk.ts';
import { sandwich } from '../../src/experiments/catalogue/sandwich.ts';
import { sftRisk } from '../../src/experiments/catalogue/sftRisk.ts';
import { parameterList, parseSpec, rowsOf, SpecError } from '../../src/experiments/index.ts';
import { runCase } from '../../src/experiments/sweep.ts';
import { FiniteLaw } from '../../src/laws/finiteLaw.ts';
import { adaptiveBestOfNClass } from '../../src/policies/classes/adaptiveBestOfNClass.ts';
import { bestOfNClass } from '../../src/policies/classes/bestOfNClass.ts';
import { hiddenModeClass } from '../../src/policies/classes/hiddenModeClass.ts';
import type { ProductClass } from '../../src/policies/classes/productClass.ts';
import { ExplicitWorld } from '../../src/policies/explicitWorld.ts';
import { TabularPolicy } from '../../src/policies/tabularPolicy.ts';
import { clopperPearson } from '../../src/statistics/clopperPearson.ts';
import { productAdaptiveSftRisk, productSftRisk } from '../../src/theory/risk/productSftRisk.ts';

const SEED = 'test/massesWorld';
const masses = [
  [0.2, 0.45, 0.35],
  [0.5, 0.3, 0.2],
];
const promptLaw = [0.75, 0.25];
const world = { kind: 'masses', masses, promptLaw } as const;

/** The exact risk, averaged over the places of y*; the risk is a sum over prompts, so one place for all of them will do. */
function average(policyClass: ProductClass, riskOf: (world: ExplicitWorld) => number): number {
  const baseClass = hiddenModeClass(TabularPolicy.fromMasses(masses));
  const law = FiniteLaw.fromMasses(promptLaw);
  const risks = [0, 1, 2].map((j) => riskOf(new ExplicitWorld(law, baseClass.member([j, j]), policyClass)));
  return risks.reduce((sum, each) => sum + each, 0) / 3;
}

/** The interval of the risk at each prompt, weighted, from how often each was missed. */
function measured(risks: readonly { readonly risk: number; readonly runs: number }[], replications: number) {
  const ends = promptLaw.map((mass, prompt) => {
    const missed = risks.reduce((sum, { risk, runs }) => {
      const at = prompt === 0 ? risk > 0.5 : Math.abs(risk - 0.25) < 1e-9 || risk > 0.9;
      return sum + (at ? runs : 0);
    }, 0);
    const { lower, upper } = clopperPearson(missed, replications, 5e-10);
    return [mass * lower, mass * upper];
  });
  return { lower: ends[0]![0]! + ends[1]![0]!, upper: ends[0]![1]! + ends[1]![1]! };
}

describe("a world of one's own masses", () => {
  it.each([
    { n: 1, N: 2 },
    { n: 6, N: 1 },
    { n: 10, N: 3 },
  ])('has the exact risk of SFT-sharpening, averaged over the places of y*: %o', ({ n, N }) => {
    const replications = 5000;
    const { values, cost } = runCase(sftRisk, SEED, { world, n, N, delta: 0.7, replications });
    const policyClass = bestOfNClass({ baseClass: hiddenModeClass(TabularPolicy.fromMasses(masses)) }, N);
    const exact = average(policyClass, (at) => productSftRisk(at, { n, N, delta: 0.7, strict: true }));
    const { lower, upper } = measured(values.risks, replications);
    expect(exact).toBeGreaterThan(lower);
    expect(exact).toBeLessThan(upper);
    expect(exact).toBeGreaterThan(0.01);
    expect(values.coverage).toBeCloseTo(0.75 / 0.45 + 0.25 / 0.5, 12);
    expect(values.logClassSize).toBeCloseTo(2 * Math.log(3), 12);
    expect(cost.samples).toBe(replications * n * N);
  });

  it('has that of adaptive SFT-sharpening', () => {
    const [n, delta, replications] = [6, 0.5, 5000];
    const mu = Math.log(2 / delta);
    const { values } = runCase(adaptiveSftRisk, SEED, { world, n, delta, replications });
    const policyClass = adaptiveBestOfNClass({ baseClass: hiddenModeClass(TabularPolicy.fromMasses(masses)) }, mu);
    const exact = average(policyClass, (at) => productAdaptiveSftRisk(at, { n, mu, delta, strict: true }));
    const { lower, upper } = measured(values.risks, replications);
    expect(exact).toBeGreaterThan(lower);
    expect(exact).toBeLessThan(upper);
    expect(values.peakCoverage).toBeCloseTo(0.75 / 0.45 + 0.25 / 0.5, 12);
  });

  it('has uniform prompts where no law of them is given', () => {
    const spec = specWith({ kind: 'masses', masses: [[1], [1], [1]] });
    const [row] = [...rowsOf(parseSpec<typeof sftRisk>(spec))];
    expect(row!.values).toMatchObject({ coverage: 1, logClassSize: 0 });
    const two = {
      kind: 'masses',
      masses: [
        [0.5, 0.5 - 1e-6, 1e-6],
        [1, 0, 0],
      ],
    };
    const [other] = [...rowsOf(parseSpec<typeof sftRisk>(specWith(two)))];
    expect(other!.values.coverage).toBeCloseTo(1.5, 12);
  });

  it.each([
    [{ kind: 'masses', masses: [[0.5, 0.3, 0.1]] }, 'cases[0].world.masses[0] must add up to 1, got 0.9'],
    [
      { kind: 'masses', masses: [[0.5, 0.5], [1]] },
      'cases[0].world.masses[1] must have as many masses as masses[0], 2, got 1',
    ],
    [{ kind: 'masses', masses: [[1.5, -0.5]] }, 'cases[0].world.masses[0][1] must be a number at least 0, got -0.5'],
    [{ kind: 'masses', masses: [[1, 'x']] }, 'cases[0].world.masses[0][1] must be a number at least 0, got "x"'],
    [{ kind: 'masses', masses: [] }, 'cases[0].world.masses must be a non-empty list of lists, got Array of length 0'],
    [{ kind: 'masses', masses: [1] }, 'cases[0].world.masses[0] must be a non-empty list of numbers, got 1'],
    [{ kind: 'masses' }, 'cases[0].world.masses is missing; it must be a non-empty list of lists'],
    [
      { kind: 'masses', masses: [[1]], promptLaw: [0.5, 0.5] },
      'cases[0].world.promptLaw must have as many masses as there are prompts, 1, got 2',
    ],
    [{ kind: 'masses', masses: [[1]], promptLaw: [0.9] }, 'cases[0].world.promptLaw must add up to 1, got 0.9'],
    [
      { kind: 'masses', masses: [[1]], prompts: [1] },
      'cases[0].world.prompts is not known here; there are kind, masses, promptLaw',
    ],
  ])('is refused with the place and the value: %j', (bad, message) => {
    expect(() => parseSpec(specWith(bad))).toThrow(SpecError);
    expect(() => parseSpec(specWith(bad))).toThrow(message);
  });

  it('is not for experiments that need a family, which say what they take', () => {
    const given = (experiment: string, parameters: object) => () =>
      parseSpec(JSON.stringify({ format: 'whetstone sweep 1', experiment, seed: 'a', cases: [parameters] }));
    const learner = { kind: 'sft-sharpening', n: 1, N: 1 };
    const rest = { learner, delta: 0.5, replications: 1 };
    const needs = 'the hard family; masses of your own go into sft-risk';
    expect(given(hardPromptRisk.id, { world, ...rest })).toThrow(`cases[0].family is missing; it must be an object`);
    expect(given(hardPromptRisk.id, { world, ...rest })).toThrow('cases[0].world is not known here; there are family,');
    expect(parameterList(hardPromptRisk)).toContainEqual({ name: 'family', meaning: needs, domain: 'an object' });
    const lines = { lines: ['sft'], m: 10, simulated: null };
    expect(given(sandwich.id, { over: world, ...lines })).toThrow(
      'cases[0].over.kind must be one of "hard-family", "coverage", got "masses"',
    );
    const over = parameterList(sandwich).find(({ name }) => name === 'over');
    expect(over?.meaning).toContain('masses of your own go into sft-risk');
  });
});

function specWith(world: object): string {
  const rest = { n: 2, N: 2, delta: 0.5, replications: 10 };
  return JSON.stringify({
    format: 'whetstone sweep 1',
    experiment: 'sft-risk',
    seed: SEED,
    cases: [{ world, ...rest }],
  });
}
