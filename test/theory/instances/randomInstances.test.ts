import betaQuantile from '@stdlib/stats-base-dists-beta-quantile';
import { describe, expect, it } from 'vitest';
import { DomainError } from '../../../src/math/domainError.ts';
import { FiniteLaw } from '../../../src/laws/finiteLaw.ts';
import { levelsOf, modes } from '../../../src/laws/levels.ts';
import { Source } from '../../../src/math/random/source.ts';
import { modeCoverage } from '../../../src/theory/coverage/modeCoverage.ts';
import { dirichletLaw } from '../../../src/theory/instances/dirichletLaw.ts';
import { geometricLaw } from '../../../src/theory/instances/geometricLaw.ts';
import { permutedLaw } from '../../../src/theory/instances/permutedLaw.ts';
import { randomWorld } from '../../../src/theory/instances/randomWorld.ts';
import { tiedLaw } from '../../../src/theory/instances/tiedLaw.ts';
import { worldWithCoverage } from '../../../src/theory/instances/worldWithCoverage.ts';
import { zipfLaw } from '../../../src/theory/instances/zipfLaw.ts';
import { fitProbability } from '../../support/chiSquare.ts';

const source = Source.named('theory/randomInstances');
type Any = any;

const relative = (value: number, exact: number): number => Math.abs(value - exact) / Math.abs(exact);

describe('zipfLaw and geometricLaw', () => {
  it('have the masses of their closed forms', () => {
    // 1 + 1/2 + 1/3 + 1/4 = 25/12.
    const zipf = zipfLaw({ outcomes: 4, exponent: 1 }).masses();
    [12, 6, 4, 3].forEach((mass, i) => expect(relative(zipf[i]!, mass / 25)).toBeLessThan(4e-15));
    // 1 + 1/4 + ... + 1/4^4 = 341/256.
    const geometric = geometricLaw({ outcomes: 5, ratio: 0.25 }).masses();
    [256, 64, 16, 4, 1].forEach((mass, i) => expect(relative(geometric[i]!, mass / 341)).toBeLessThan(4e-15));
    // pi^2 / 6 is the sum over all i; the tail from 1e5 on is 1e-5 - 0.5e-10 (Euler and Maclaurin).
    const long = zipfLaw({ outcomes: 1e5, exponent: 2 }).mass(0);
    expect(relative(1 / long, Math.PI ** 2 / 6 - (1e-5 - 0.5e-10))).toBeLessThan(1e-13);
  });

  it('are uniform at the end of their range, and keep masses that a double does not', () => {
    expect(zipfLaw({ outcomes: 3, exponent: 0 })).toEqual(FiniteLaw.uniform(3));
    expect(geometricLaw({ outcomes: 3, ratio: 1 })).toEqual(FiniteLaw.uniform(3));
    expect(geometricLaw({ outcomes: 1001, ratio: 0.01 }).logMasses[1000]).toBeCloseTo(
      1000 * Math.log(0.01) + Math.log(0.99),
      9,
    );
    expect(zipfLaw({ outcomes: 10, exponent: 1000 }).logMasses[9]).toBeCloseTo(-1000 * Math.log(10), 9);
  });
});

describe('dirichletLaw', () => {
  // The first outcome's mass has the law Beta(alpha_0, sum of the others).
  it.each([
    [0.01, 3, 0.02],
    [0.01, [0.01, 0.02, 3], 3.02],
    [1, 4, 3],
    [5, [5, 0.5], 0.5],
    [300, 2, 300],
  ])('gives the first outcome a mass of the beta law: %j, %j', (first, concentration, others) => {
    const outcomes = typeof concentration === 'number' ? concentration : concentration.length;
    const alphas = typeof concentration === 'number' ? first : concentration;
    const BINS = 20;
    const quantiles = Float64Array.from({ length: BINS - 1 }, (_, i) =>
      Math.log(betaQuantile((i + 1) / BINS, first, others)),
    );
    const counts = new Float64Array(BINS);
    const root = source.split(`dirichlet ${first} ${others}`);
    for (let i = 0; i < 50_000; i++) {
      const logMass = dirichletLaw({ outcomes, concentration: alphas }, root.split(i)).logMasses[0]!;
      // Quantiles that round to 1 leave nothing between them: their bins are one.
      const place = quantiles.findIndex((quantile) => logMass <= quantile);
      counts[place < 0 ? quantiles.findLastIndex((quantile) => quantile < 0) + 1 : place]!++;
    }
    const masses = Float64Array.from({ length: BINS }, (_, i) => {
      const first = i === 0 || quantiles[i - 1]! < 0;
      if (!first) return 0;
      const end = i === BINS - 1 || quantiles[i]! < 0 ? i + 1 : BINS;
      return end - i;
    });
    // Fails with probability 1e-9 over the choice of the seed.
    expect(fitProbability(counts, masses)).toBeGreaterThan(1e-9);
  });

  it('keeps masses below the smallest double, also at the smallest concentration', () => {
    for (const concentration of [0.01, 1e-6, 1e-300]) {
      const law = dirichletLaw({ outcomes: 20_000, concentration }, source.split('tiny'));
      expect(law.logMasses).not.toContain(-Infinity);
      expect(Array.from(law.logMasses).every((logMass) => logMass <= 0)).toBe(true);
      expect(Math.min(...Array.from(law.logMasses))).toBeLessThan(-745);
      expect(modes(law).length).toBe(1);
    }
  });

  it('is a law of one outcome where there is one, and near uniform at large concentrations', () => {
    expect([...dirichletLaw({ outcomes: 1, concentration: 0.5 }, source).masses()]).toEqual([1]);
    const law = dirichletLaw({ outcomes: 10, concentration: 1e9 }, source.split('large'));
    for (const mass of law.masses()) expect(relative(mass, 0.1)).toBeLessThan(7e-4 / 3);
  });
});

describe('tiedLaw', () => {
  it.each([1, 2, 3, 8, 64])('has as many levels as groups: products of %i', (factors) => {
    for (let i = 0; i < 50; i++) {
      const [outcomes, groups] = [1 + source.index(60), 1];
      const some = groups + source.index(outcomes);
      const law = tiedLaw({ outcomes, groups: some, factors }, source.split(`tied ${factors}`).split(i));
      const { starts } = levelsOf(law);
      expect(starts.length - 1).toBe(some);
      const distinct = new Set(Array.from(law.logMasses)).size;
      if (factors <= 2) expect(distinct).toBe(some);
      // The levels lie well apart: a factor e^0.1 at least.
      const sorted = Array.from(law.logMasses).toSorted((a, b) => b - a);
      for (let j = 1; j < outcomes; j++) {
        const gap = sorted[j - 1]! - sorted[j]!;
        expect(gap < 1e-12 || gap > 0.0999).toBe(true);
      }
    }
  });

  it('plants ties that differ in their last bits', () => {
    const law = tiedLaw({ outcomes: 200, groups: 3, factors: 6 }, source.split('last bits'));
    expect(levelsOf(law).starts.length).toBe(4);
    expect(new Set(Array.from(law.logMasses)).size).toBeGreaterThan(6);
  });
});

describe('permutedLaw', () => {
  it('has the same masses in every order alike', () => {
    const law = FiniteLaw.fromMasses([0.5, 0.3, 0.2]);
    const seen = new Map<string, number>();
    for (let i = 0; i < 6000; i++) {
      const permuted = permutedLaw(law, source.split(`permuted ${i}`));
      const order = Array.from(permuted.masses(), (mass) => mass.toFixed(6)).join(' ');
      seen.set(order, (seen.get(order) ?? 0) + 1);
    }
    expect([...seen.keys()].toSorted()[0]).toBe('0.200000 0.300000 0.500000');
    expect(seen.size).toBe(6);
    expect(fitProbability([...seen.values()], new Float64Array(6).fill(1))).toBeGreaterThan(1e-9);
  });

  it('keeps ties and what cannot occur', () => {
    const permuted = permutedLaw(FiniteLaw.fromMasses([0.4, 0, 0.4, 0.2]), source);
    expect(modes(permuted).length).toBe(2);
    expect(Array.from(permuted.logMasses).filter((logMass) => logMass === -Infinity).length).toBe(1);
  });
});

describe('randomWorld', () => {
  it('draws prompts and laws from streams of their own', () => {
    const options = {
      prompts: 5,
      law: (source: Source) => dirichletLaw({ outcomes: 4, concentration: 0.3 }, source),
    };
    const world = randomWorld(options, source.split('world'));
    expect([world.base.prompts, world.base.responses, world.promptLaw.size]).toEqual([5, 4, 5]);
    const laws = Array.from({ length: 5 }, (_, prompt) => [...world.base.law(prompt).masses()].join());
    expect(new Set(laws).size).toBe(5);
    const again = randomWorld({ ...options, promptConcentration: 1 }, source.split('world'));
    expect(again).toEqual(world);
    // A law by prompt: prompt 2 is the same whatever the others are.
    const fewer = randomWorld({ ...options, prompts: 3 }, source.split('world'));
    expect(fewer.base.law(2)).toEqual(world.base.law(2));
    const even = randomWorld({ ...options, promptConcentration: 1e9 }, source.split('world'));
    for (const mass of even.promptLaw.masses()) expect(relative(mass, 0.2)).toBeLessThan(1e-3);
  });
});

describe('worldWithCoverage', () => {
  it.each([
    [1, 2, 1.5],
    [1, 2, 1],
    [3, 5, 1 + 1e-12],
    [3, 5, 5 * (1 - 1e-6)],
    [10, 100, 17],
    [10, 100, 99.9],
    [1000, 7, 2.5],
    [2, 100_000, 5e4],
    [50, 1000, 1.01],
    [4, 1, 1],
  ])('hits the coverage: %i prompts, %i responses, C_cov = %d', (prompts, responses, coverage) => {
    for (let i = 0; i < 20; i++) {
      const world = worldWithCoverage({ prompts, responses, coverage }, source.split(`coverage ${coverage}`).split(i));
      expect(relative(modeCoverage(world), coverage)).toBeLessThanOrEqual(1e-12);
      for (let prompt = 0; prompt < prompts; prompt++) expect(modes(world.base.law(prompt)).length).toBe(1);
      expect([world.base.prompts, world.base.responses]).toEqual([prompts, responses]);
    }
  });

  it('is random: prompts differ, modes lie anywhere, and so do the masses of the others', () => {
    const worlds = Array.from({ length: 300 }, (_, i) =>
      worldWithCoverage({ prompts: 4, responses: 6, coverage: 2.5 }, source.split('places').split(i)),
    );
    const places = new Float64Array(6);
    for (const { base } of worlds) places[modes(base.law(0))[0]!]!++;
    expect(fitProbability(places, new Float64Array(6).fill(1))).toBeGreaterThan(1e-9);
    const [{ base }] = worlds as [(typeof worlds)[0]];
    const masses = Array.from({ length: 4 }, (_, prompt) => base.law(prompt).mass(modes(base.law(prompt))[0]!));
    expect(new Set(masses).size).toBe(4);
    expect(new Set(Array.from(base.law(0).logMasses)).size).toBe(6);
  });
});

describe('random instances', () => {
  const law = FiniteLaw.uniform(2);
  const table: [string, () => unknown][] = [
    ['zipfLaw: options must be an object, got undefined', () => zipfLaw(undefined as Any)],
    ...[0, -1, 1.5, NaN, '3', 2 ** 31].map((bad): [string, () => unknown] => [
      `zipfLaw: outcomes must be an integer in [1, 2147483647], got ${JSON.stringify(bad) === 'null' ? 'NaN' : JSON.stringify(bad)}`,
      () => zipfLaw({ outcomes: bad as Any, exponent: 1 }),
    ]),
    ['zipfLaw: exponent must be a finite number at least 0, got -1', () => zipfLaw({ outcomes: 2, exponent: -1 })],
    ['zipfLaw: exponent must be a finite number at least 0, got NaN', () => zipfLaw({ outcomes: 2, exponent: NaN })],
    [
      'geometricLaw: outcomes must be an integer in [1, 2147483647], got 0',
      () => geometricLaw({ outcomes: 0, ratio: 1 }),
    ],
    ...[0, 1.01, -0.5, NaN, Infinity].map((bad): [string, () => unknown] => [
      `geometricLaw: ratio must be a number in (0, 1], got ${bad}`,
      () => geometricLaw({ outcomes: 2, ratio: bad }),
    ]),
    ['dirichletLaw: options must be an object, got 3', () => dirichletLaw(3 as Any, source)],
    [
      'dirichletLaw: outcomes must be an integer in [1, 2147483647], got 0',
      () => dirichletLaw({ outcomes: 0, concentration: 1 }, source),
    ],
    ...[0, -1, NaN, Infinity, 1e-301, 1.1e9].map((bad): [string, () => unknown] => [
      `dirichletLaw: concentration must be a number in [1e-300, 1e9], got ${bad}`,
      () => dirichletLaw({ outcomes: 2, concentration: bad }, source),
    ]),
    [
      'dirichletLaw: concentration[1] must be a number in [1e-300, 1e9], got 0',
      () => dirichletLaw({ outcomes: 2, concentration: [1, 0] }, source),
    ],
    [
      'dirichletLaw: concentration must be of length 2, got Array of length 3',
      () => dirichletLaw({ outcomes: 2, concentration: [1, 1, 1] }, source),
    ],
    [
      'dirichletLaw: concentration must be a non-empty list of numbers, got undefined',
      () => dirichletLaw({ outcomes: 2 } as Any, source),
    ],
    [
      'tiedLaw: outcomes must be an integer in [1, 2147483647], got 0',
      () => tiedLaw({ outcomes: 0, groups: 1 }, source),
    ],
    ['tiedLaw: groups must be an integer in [1, 3], got 4', () => tiedLaw({ outcomes: 3, groups: 4 }, source)],
    ['tiedLaw: groups must be an integer in [1, 3], got 0', () => tiedLaw({ outcomes: 3, groups: 0 }, source)],
    [
      'tiedLaw: factors must be an integer in [1, 64], got 0',
      () => tiedLaw({ outcomes: 3, groups: 1, factors: 0 }, source),
    ],
    ['permutedLaw: law must be a FiniteLaw, got Array of length 1', () => permutedLaw([1] as Any, source)],
    [
      'randomWorld: prompts must be an integer in [1, 2147483647], got 0',
      () => randomWorld({ prompts: 0, law: () => law }, source),
    ],
    [
      'randomWorld: law must be a function of source and prompt, got a FiniteLaw',
      () => randomWorld({ prompts: 1, law: law as Any }, source),
    ],
    [
      'dirichletLaw: concentration must be a number in [1e-300, 1e9], got 0',
      () => randomWorld({ prompts: 1, law: () => law, promptConcentration: 0 }, source),
    ],
    [
      'TabularPolicy: size of laws[1] must be 2, as of laws[0], got 3',
      () => randomWorld({ prompts: 2, law: (_, prompt) => FiniteLaw.uniform(2 + prompt) }, source),
    ],
    [
      'worldWithCoverage: responses must be an integer in [1, 2147483647], got 0',
      () => worldWithCoverage({ prompts: 1, responses: 0, coverage: 1 }, source),
    ],
    ...[0.5, 4, NaN, Infinity].map((bad): [string, () => unknown] => [
      `worldWithCoverage: coverage must be in [1, 3.999996] with 4 responses, got ${bad}`,
      () => worldWithCoverage({ prompts: 9, responses: 4, coverage: bad }, source),
    ]),
    [
      'worldWithCoverage: coverage must be 1, as there is one response, got 2',
      () => worldWithCoverage({ prompts: 9, responses: 1, coverage: 2 }, source),
    ],
  ];

  it.each(table)('name bad input: %s', (message, call) => {
    let error: unknown;
    try {
      call();
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(DomainError);
    expect((error as Error).message).toBe(message);
  });

  it('are the same from the same source', () => {
    const options = { prompts: 3, responses: 5, coverage: 2 };
    expect(worldWithCoverage(options, Source.named('a'))).toEqual(worldWithCoverage(options, Source.named('a')));
    const tied = { outcomes: 9, groups: 3, factors: 4 };
    expect(tiedLaw(tied, Source.named('a'))).toEqual(tiedLaw(tied, Source.named('a')));
  });
});
