import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  finiteClasses,
  finiteLaws,
  instances,
  partialLaws,
  pointwiseRewards,
  productClasses,
  realizableWorlds,
  setwiseRewards,
  spectra,
  tabularPolicies,
  worlds,
} from '../../src/testing/index.ts';
import { FiniteLaw } from '../../src/laws/finiteLaw.ts';
import { levelsOf, modes } from '../../src/laws/levels.ts';
import { logSumExp } from '../../src/math/logSpace.ts';
import { FiniteClass } from '../../src/policies/classes/finiteClass.ts';
import { Source } from '../../src/math/random/source.ts';
import { logLikelihood } from '../../src/policies/rewards/logLikelihood.ts';
import { TabularPolicy } from '../../src/policies/tabularPolicy.ts';
import { dirichletLaw } from '../../src/theory/instances/dirichletLaw.ts';
import { geometricLaw } from '../../src/theory/instances/geometricLaw.ts';
import { hardFamily } from '../../src/theory/instances/hardFamily.ts';
import { permutedLaw } from '../../src/theory/instances/permutedLaw.ts';
import { randomWorld } from '../../src/theory/instances/randomWorld.ts';
import { tiedLaw } from '../../src/theory/instances/tiedLaw.ts';
import { worldWithCoverage } from '../../src/theory/instances/worldWithCoverage.ts';
import { zipfLaw } from '../../src/theory/instances/zipfLaw.ts';

/** How often each kind of value comes up among many. */
function shares<T>(arbitrary: fc.Arbitrary<T>, kinds: Record<string, (value: T) => boolean>): Record<string, number> {
  const values = fc.sample(arbitrary, { numRuns: 2000, seed: 1 });
  return Object.fromEntries(
    Object.entries(kinds).map(([name, holds]) => [name, values.filter(holds).length / values.length]),
  );
}

describe('arbitraries', () => {
  it('of laws give every kind of law', () => {
    const found = shares(finiteLaws(), {
      'one outcome': (law) => law.size === 1,
      'six outcomes': (law) => law.size === 6,
      'a tie at the top': (law) => modes(law).length > 1,
      'a tie below the top': (law) => levelsOf(law).starts.length - 1 < levelsOf(law).order.length,
      'an impossible outcome': (law) => levelsOf(law).order.length < law.size,
      'a point mass among several': (law) => law.size > 1 && levelsOf(law).order.length === 1,
      'a mass below 1e-100': (law) => Array.from(law.logMasses).some((log) => log > -Infinity && log < -230),
    });
    for (const share of Object.values(found)) expect(share).toBeGreaterThan(0.02);
    expect(found).toSatisfy((all: typeof found) => Object.keys(all).length === 7);
  });

  it('of laws keep to the sizes they are given', () => {
    fc.assert(
      fc.property(finiteLaws({ minOutcomes: 2, maxOutcomes: 3 }), (law) => law.size === 2 || law.size === 3),
      { seed: 2 },
    );
    fc.assert(
      fc.property(tabularPolicies({ maxPrompts: 2, maxResponses: 4 }), (p) => p.prompts <= 2 && p.responses <= 4),
      { seed: 3 },
    );
    fc.assert(
      fc.property(worlds({ maxPrompts: 5, maxResponses: 1 }), (w) => w.base.prompts <= 5 && w.base.responses === 1),
      { seed: 4 },
    );
  });

  it('of spectra give laws of total 1, with huge levels among them', () => {
    let huge = 0;
    fc.assert(
      fc.property(spectra(), (law) => {
        expect(Math.abs(logSumExp(law.levelLogMasses))).toBeLessThan(1e-12);
        if (Math.max(...Array.from(law.logMultiplicities)) > 100) huge++;
      }),
      { seed: 5, numRuns: 500 },
    );
    expect(huge).toBeGreaterThan(50);
  });

  it('of partial laws list the top of the whole law or any part, under a true ceiling', () => {
    let [all, some, others, loose] = [0, 0, 0, 0];
    const near = (a: number, b: number): void => {
      if (a !== b) expect(Math.abs(a - b)).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(a)));
    };
    fc.assert(
      fc.property(partialLaws(), ({ partial, whole }) => {
        const rest = Array.from(whole.logMasses).slice(partial.size);
        Array.from(partial.logMasses).forEach((log, i) => near(log, whole.logMasses[i]!));
        for (const log of rest) if (log > partial.logRestCeiling) near(log, partial.logRestCeiling);
        const lightest = Math.min(...Array.from(partial.logMasses));
        if (rest.some((log) => log > lightest + 1e-9)) others++;
        if (partial.logRestCeiling > Math.max(...rest) + 1e-9) loose++;
        near(partial.logRestMass, logSumExp(rest));
        if (rest.length === 0) all++;
        else some++;
      }),
      { seed: 6, numRuns: 500 },
    );
    expect(Math.min(all, some, others, loose)).toBeGreaterThan(50);
  });

  it('of classes hold the truth, at every place', () => {
    const truth = TabularPolicy.fromMasses([
      [0.123, 0.877],
      [0.6, 0.4],
    ]);
    const places = new Set<number>();
    fc.assert(
      fc.property(finiteClasses(truth), productClasses(truth), (list, product) => {
        expect([list.contains(truth), product.contains(truth)]).toEqual([true, true]);
        places.add(list.members.indexOf(truth));
      }),
      { seed: 7, numRuns: 300 },
    );
    expect(places).toEqual(new Set([0, 1, 2, 3, 4]));
  });

  it('of realizable worlds have a class of either kind that holds the base policy', () => {
    let lists = 0;
    fc.assert(
      fc.property(realizableWorlds(), ({ base, policyClass }) => {
        if (policyClass instanceof FiniteClass) lists++;
        return policyClass!.contains(base);
      }),
      { seed: 8, numRuns: 300 },
    );
    expect(lists).toBeGreaterThan(100);
    expect(lists).toBeLessThan(200);
  });

  it('of rewards are functions that give numbers', () => {
    fc.assert(
      fc.property(pointwiseRewards(), setwiseRewards(), (pointwise, setwise) => {
        expect(pointwise.of(1, 2, -0.5)).toBe(pointwise.of(1, 2, -0.5));
        expect(pointwise.of(1, 2, -0.5)).not.toBeNaN();
        const votes = Array.from(setwise.of(0, [0, 1, 0], [-1, -1, -1]));
        expect(votes).toSatisfy(() => votes[0] === votes[2] && votes.every((vote) => vote >= 1 && vote <= 3));
      }),
      { seed: 9 },
    );
  });

  it('of instances come from every construction', () => {
    const seen = new Set(
      fc
        .sample(instances(), { numRuns: 200, seed: 10 })
        .map((w) => /dirichlet|geometric|tied|zipf|worldWithCoverage|hardFamily/.exec(fc.stringify(w))?.[0]),
    );
    expect(seen).toEqual(new Set(['dirichlet', 'geometric', 'tied', 'zipf', 'worldWithCoverage', 'hardFamily']));
  });

  it('of instances print the code that makes them, and shrink ties to one mass', () => {
    const names = {
      Source,
      dirichletLaw,
      geometricLaw,
      hardFamily,
      permutedLaw,
      randomWorld,
      tiedLaw,
      worldWithCoverage,
      zipfLaw,
    };
    for (const world of fc.sample(instances(), { numRuns: 100, seed: 13 })) {
      const again = runInNewContext(fc.stringify(world), names) as typeof world;
      expect(again.promptLaw.logMasses).toEqual(world.promptLaw.logMasses);
      for (let x = 0; x < world.base.prompts; x++) {
        expect(again.base.law(x).logMasses).toEqual(world.base.law(x).logMasses);
      }
    }
    const tied = fc.check(
      fc.property(instances(), (world) => !(fc.stringify(world).includes('tiedLaw') && world.base.responses > 1)),
      { seed: 14, numRuns: 1000 },
    );
    expect(fc.stringify(tied.counterexample![0])).toContain('tiedLaw({"outcomes":2,"groups":1,"factors":1}');
  });

  it.each<[string, () => unknown]>([
    ['finiteLaws: options', () => finiteLaws(3 as never)],
    ['spectra: options', () => spectra(3 as never)],
    ['partialLaws: options', () => partialLaws(3 as never)],
    ['instances: options', () => instances(3 as never)],
    ['tabularPolicies: shape', () => tabularPolicies(3 as never)],
    ['worlds: shape', () => worlds(3 as never)],
    ['realizableWorlds: shape', () => realizableWorlds(3 as never)],
  ])('refuse a number for options: %s', (where, call) => {
    expect(call).toThrow(`${where} must be an object, got 3`);
  });

  it('print counterexamples as the code that makes them', () => {
    const law = fc.sample(finiteLaws(), { numRuns: 1, seed: 11 })[0]!;
    const made = (value: unknown): unknown => runInNewContext(fc.stringify(value), { FiniteLaw, TabularPolicy, Math });
    expect(made(law)).toEqual(law);
    const policy = fc.sample(tabularPolicies(), { numRuns: 1, seed: 12 })[0]!;
    expect(made(policy)).toEqual(policy);
  });
});

/** The counterexample that a property shrinks to, for many seeds, and the most runs after the first failure. */
function shrink<T>(arbitrary: fc.Arbitrary<T>, holds: (value: T) => boolean): { code: Set<string>; runs: number } {
  const code = new Set<string>();
  let most = 0;
  for (let seed = 0; seed < 40; seed++) {
    let runs = 0;
    const property = fc.property(arbitrary, (value) => {
      runs++;
      return holds(value);
    });
    const found = fc.check(property, { seed, numRuns: 2000 });
    expect(found.failed).toBe(true);
    code.add(fc.stringify(found.counterexample![0]));
    most = Math.max(most, runs - found.numRuns);
  }
  return { code, runs: most };
}

describe('shrinking', () => {
  const law = (...weights: number[]): string => `FiniteLaw.fromLogWeights([${weights.join(', ')}].map(Math.log))`;
  const policy = (...rows: number[][]): string => `new TabularPolicy([${rows.map((row) => law(...row)).join(', ')}])`;

  it.each([
    ['has fewer than 3 outcomes', (l: FiniteLaw) => l.size < 3, [law(1, 1, 1)]],
    ['has one mode', (l: FiniteLaw) => modes(l).length === 1, [law(1, 1)]],
    ['has one mode or 2 outcomes', (l: FiniteLaw) => modes(l).length === 1 || l.size <= 2, [law(1, 1, 1)]],
    ['gives every outcome mass', (l: FiniteLaw) => levelsOf(l).order.length === l.size, [law(1, 0), law(0, 1)]],
    ['has its mode first', (l: FiniteLaw) => modes(l)[0] === 0, [law(1, 2), law(0, 1)]],
    [
      'has no mass below 1e-20',
      (l: FiniteLaw) => !Array.from(l.logMasses).some((log) => log > -Infinity && log < Math.log(1e-20)),
      [law(1, 1e-21), law(1e-21, 1), law(2, 1e-20), law(1e-20, 2)],
    ],
    [
      'has its ties at the top',
      (l: FiniteLaw) => levelsOf(l).order.length - modes(l).length < 2 || levelsOf(l).starts.length > 3,
      [law(1, 1, 2), law(1, 2, 1), law(2, 1, 1)],
    ],
  ])('of a law that supposedly %s', (_, holds, minimal) => {
    const { code, runs } = shrink(finiteLaws(), holds);
    expect([...code].filter((each) => !minimal.includes(each))).toEqual([]);
    expect(runs).toBeLessThanOrEqual(100);
  });

  it('of policies, to few prompts and responses', () => {
    const two = shrink(tabularPolicies(), (p) => p.prompts < 2);
    expect([...two.code]).toEqual([policy([1], [1])]);
    const tied = shrink(tabularPolicies(), (p) => modes(p.law(p.prompts - 1)).length < 3);
    expect([...tied.code]).toEqual([policy([1, 1, 1])]);
    expect(Math.max(two.runs, tied.runs)).toBeLessThanOrEqual(150);
  });

  it('of worlds, to few prompts and responses', () => {
    const { code, runs } = shrink(worlds(), ({ promptLaw, base }) => modes(promptLaw).length < 2 || base.responses < 2);
    expect([...code]).toEqual([`new ExplicitWorld(${law(1, 1)}, ${policy([1, 1], [1, 1])})`]);
    expect(runs).toBeLessThanOrEqual(150);
  });

  it('of realizable worlds, to classes of few members', () => {
    const one = shrink(realizableWorlds(), ({ policyClass }) => policyClass!.logSize! < Math.log(2));
    const rest = `new ExplicitWorld(${law(1)}, ${policy([1])})`;
    const minimal = [
      `${rest} with a FiniteClass of 2: [[[1]]], the truth at 0`,
      `${rest} with a ProductClass: [[[[1]],0]] about the truth`,
    ];
    expect([...one.code].filter((each) => !minimal.includes(each))).toEqual([]);
    expect(one.runs).toBeLessThanOrEqual(250);
  });

  it('of rewards, to a short table of simple numbers', () => {
    const { code, runs } = shrink(pointwiseRewards(), (reward) => reward.of(0, 0, -1) !== reward.of(0, 1, -1));
    expect([...code]).toEqual([fc.stringify(logLikelihood)]);
    const table = shrink(pointwiseRewards(), (reward) => reward.of(0, 0, -1) <= reward.of(0, 1, -1));
    const minimal = [
      'a reward by the table [[1,0]]',
      'a reward by the table [[0,-1]]',
      'lengthNormalised by the table [[2,1]]',
    ];
    expect([...table.code].filter((each) => !minimal.includes(each))).toEqual([]);
    expect(table.runs).toBeLessThanOrEqual(100);
    expect(runs).toBeLessThanOrEqual(100);
  });

  it('of spectra and partial laws, to few levels and outcomes', () => {
    const levels = shrink(spectra(), (s) => s.size < 2);
    expect([...levels.code]).toEqual(['Spectrum.fromLogWeights([0, 0], [0, 0])']);
    const unlisted = shrink(partialLaws(), ({ partial }) => partial.restMass === 0);
    expect([...unlisted.code]).toEqual([`the first 1 outcomes of ${law(1, 1)}`]);
    expect(Math.max(levels.runs, unlisted.runs)).toBeLessThanOrEqual(150);
  });

  it('of instances, to few prompts and responses', () => {
    const { code, runs } = shrink(instances(), ({ base }) => base.prompts < 2 && base.responses < 2);
    const minimal =
      /^randomWorld\({ prompts: [12], law: \(source\) => .*{"outcomes":[12],.*}.* }, Source\.named\('instances\/0'\)\)$|^worldWithCoverage\({"prompts":[12],"responses":[12],"coverage":1}, .*|^hardFamily\({"prompts":1,"responses":3,"hardMass":1}\)\.instance\(.*$/;
    for (const each of code) expect(each).toMatch(minimal);
    expect(code.size).toBeGreaterThan(5);
    expect(runs).toBeLessThanOrEqual(150);
  });
});
