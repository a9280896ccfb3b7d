import { describe, expect, it } from 'vitest';
import { run } from '../../../src/access/run.ts';
import type { Explicit } from '../../../src/access/spaces.ts';
import { sftSharpening } from '../../../src/learners/sft/sftSharpening.ts';
import { DomainError } from '../../../src/math/domainError.ts';
import { FiniteLaw } from '../../../src/laws/finiteLaw.ts';
import { modes } from '../../../src/laws/levels.ts';
import { Source } from '../../../src/math/random/source.ts';
import { bestOfNClass } from '../../../src/policies/classes/bestOfNClass.ts';
import { logLikelihood } from '../../../src/policies/rewards/logLikelihood.ts';
import { TabularPolicy } from '../../../src/policies/tabularPolicy.ts';
import { hardFamily } from '../../../src/theory/instances/hardFamily.ts';
import { fitProbability } from '../../support/chiSquare.ts';
import { deviationBound } from '../../support/deviation.ts';

const near = (value: number, exact: number): void => expect(Math.abs(value - exact)).toBeLessThanOrEqual(2e-15 * exact);

describe('hardFamily', () => {
  it('has the masses of App. H with gamma = 1/2', () => {
    // d = 3, M = 8, Delta = 3/5: a = 2/8, b = (1 - 1/7) / 8 = 6/56, prompts of mass 2/5 and 1/5.
    const { promptLaw, base } = hardFamily({ prompts: 3, responses: 8, hardMass: 0.6 }).at([2, 0, 7]);
    [0.4, 0.2, 0.2, 0.2].forEach((mass, x) => near(promptLaw.mass(x), mass));
    expect([base.prompts, base.responses]).toEqual([4, 9]);
    expect([...base.law(0).masses()]).toEqual([1, 0, 0, 0, 0, 0, 0, 0, 0]);
    [2, 0, 7].forEach((hidden, i) => {
      const law = base.law(i + 1);
      expect(law.mass(0)).toBe(0);
      for (let j = 0; j < 8; j++) near(law.mass(j + 1), j === hidden ? 1 / 4 : 6 / 56);
      expect([...modes(law)]).toEqual([hidden + 1]);
    });
  });

  it.each([
    [4, 16, 0.5],
    [32, 32, 0.25],
    [64, 256, 0.05],
    [1, 3, 1],
    [5, 8, 1e-9],
  ])('has the coverage E[1 / pi(y* | x)] and the size M^d: d = %d, M = %d, Delta = %d', (d, M, Delta) => {
    const family = hardFamily({ prompts: d, responses: M, hardMass: Delta });
    const { promptLaw, base } = family.instance(Source.named(`theory/hardFamily/${M}`));
    let coverage = 0;
    for (let x = 0; x <= d; x++) coverage += promptLaw.mass(x) / base.law(x).mass(modes(base.law(x))[0]!);
    expect(Math.abs(family.coverage - coverage)).toBeLessThanOrEqual(1e-13 * coverage);
    expect(Math.abs(family.coverage - (1 - Delta + (Delta * M) / 2))).toBeLessThanOrEqual(1e-13 * coverage);
    expect(Math.abs(family.baseClass.logSize - d * Math.log(M))).toBeLessThanOrEqual(1e-12);
    expect(family.parameters).toEqual({ prompts: d, responses: M, hardMass: Delta });
    expect(family.baseClass.contains(base)).toBe(true);
  });

  it('has instances that are its members, picked uniformly', () => {
    const family = hardFamily({ prompts: 2, responses: 4, hardMass: 0.5 });
    const seen = new Float64Array(16);
    const root = Source.named('theory/hardFamily/instance');
    for (let i = 0; i < 20_000; i++) {
      const { base } = family.instance(root.split(i));
      seen[4 * (modes(base.law(1))[0]! - 1) + modes(base.law(2))[0]! - 1]!++;
    }
    // Fails with probability 1e-9 over the choice of the seed.
    expect(fitProbability(seen, new Float64Array(16).fill(1))).toBeGreaterThan(1e-9);
    expect(family.instance(root.split(0)).base).toEqual(family.instance(root.split(0)).base);
  });

  it('of base policies has none but the hypotheses', () => {
    const family = hardFamily({ prompts: 1, responses: 3, hardMass: 1 });
    const easy = FiniteLaw.pointMass(4, 0);
    const laws = [1, 2, 3].map((mode) =>
      FiniteLaw.fromMasses([0, 1, 2, 3].map((y) => (y === 0 ? 0 : y === mode ? 2 / 3 : 1 / 6))),
    );
    for (const law of laws) expect(family.baseClass.contains(new TabularPolicy([easy, law]))).toBe(true);
    expect(family.baseClass.contains(new TabularPolicy([laws[0]!, laws[0]!]))).toBe(false);
    expect(family.baseClass.contains(new TabularPolicy([easy, FiniteLaw.uniform(4)]))).toBe(false);
  });

  it('refuses parameters outside its domain, by name', () => {
    const good = { prompts: 4, responses: 16, hardMass: 0.5 };
    const bad: [object, string][] = [
      [{ prompts: 0 }, 'hardFamily: prompts must be an integer in [1, 1000000], got 0'],
      [{ prompts: 2.5 }, 'hardFamily: prompts must be an integer in [1, 1000000], got 2.5'],
      [{ responses: 2 }, 'hardFamily: responses must be an integer in [3, 8192], got 2'],
      [{ responses: '8' }, 'hardFamily: responses must be an integer in [3, 8192], got "8"'],
      [{ hardMass: 0 }, 'hardFamily: hardMass must be a number in (0, 1], got 0'],
      [{ hardMass: 1.01 }, 'hardFamily: hardMass must be a number in (0, 1], got 1.01'],
      [{ hardMass: NaN }, 'hardFamily: hardMass must be a number in (0, 1], got NaN'],
    ];
    for (const [change, message] of bad) {
      const build = () => hardFamily({ ...good, ...change });
      expect(build).toThrow(DomainError);
      expect(build).toThrow(message);
    }
  });

  it('refuses choices that are not d indices of responses', () => {
    const family = hardFamily({ prompts: 2, responses: 4, hardMass: 0.5 });
    expect(() => family.at([0])).toThrow('hardFamily.at: choices must be of length 2, got Array of length 1');
    expect(() => family.at([0, 4])).toThrow('hardFamily.at: choices[1] must be an integer in [0, 3], got 4');
  });
});

describe('SFT-Sharpening on the hard family', () => {
  // Identification risks from the exact formula (paper.md, section 4), at m = 240.
  it.each([
    [24, 10, 0.088832],
    [60, 4, 0.109254],
    [240, 1, 0.319156],
    [12, 20, 0.116407],
  ])('misses a hidden response as often as the exact risk says: n = %d, N = %d, risk %d', (n, N, risk) => {
    const [d, M, Delta, RUNS] = [4, 16, 0.5, 60_000];
    const family = hardFamily({ prompts: d, responses: M, hardMass: Delta });
    const class_ = bestOfNClass(family, N);
    // Ties go to the member listed first, so a low index is found more easily: nature picks it uniformly. That it picks
    // the same at all prompts changes nothing, as a fit at one does not depend on the others; and laws are made once.
    const worlds = Array.from({ length: M }, (_, j) => family.at([j, j, j, j]).withClass(class_));
    const root = Source.named(`theory/hardFamily/sft/${n}/${N}`);
    let missed = 0;
    for (let i = 0; i < RUNS; i++) {
      const source = root.split(i);
      const world = worlds[source.index(M)]!;
      const { result } = run(sftSharpening<Explicit>({ n, N, reward: logLikelihood }), world, { source });
      // One trial a run, so that trials are independent: one hard prompt, picked at random.
      const prompt = 1 + source.index(d);
      if (modes(result.law(prompt))[0] !== modes(world.base.law(prompt))[0]) missed++;
    }
    // Fails with probability at most 1e-9 over the choice of the seed.
    const share = risk / Delta;
    const bound = deviationBound(RUNS, share * (1 - share), 1, 1e-9);
    expect(Math.abs(missed / RUNS - share)).toBeLessThanOrEqual(bound);
  });
});
