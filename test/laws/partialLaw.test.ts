import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bestOfNLaw } from '../../src/laws/transforms/bestOfNLaw.ts';
import { FiniteLaw } from '../../src/laws/finiteLaw.ts';
import type { Interval } from '../../src/math/interval.ts';
import { logSumExp } from '../../src/math/logSpace.ts';
import { PartialLaw } from '../../src/laws/partialLaw.ts';
import { concentrability } from '../../src/theory/coverage/concentrability.ts';
import { coverageProfile } from '../../src/theory/coverage/coverageProfile.ts';
import { lawPolicy } from '../../src/theory/coverage/lawWorld.ts';
import type { ResponseLaw } from '../../src/theory/coverage/lawWorld.ts';
import { margin } from '../../src/theory/coverage/margin.ts';
import { modeCoverage } from '../../src/theory/coverage/modeCoverage.ts';
import { peakCoverage } from '../../src/theory/coverage/peakCoverage.ts';
import { ratioMoment } from '../../src/theory/coverage/ratioMoment.ts';
import { isSharpenedAt, sharpenedShare } from '../../src/theory/coverage/sharpenedShare.ts';
import { someLaw } from '../support/someLaws.ts';

const sumOf = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

/** A law, which of its outcomes are listed, and a partial law that says so. */
interface Known {
  readonly full: FiniteLaw;
  readonly listed: readonly number[];
  readonly unlisted: readonly number[];
  readonly partial: PartialLaw;
}

function known(full: FiniteLaw, listed: readonly number[], slack: number): Known {
  const unlisted = Array.from({ length: full.size }, (_, y) => y).filter((y) => !listed.includes(y));
  const heaviest = Math.max(-Infinity, ...unlisted.map((y) => full.logMasses[y]!));
  const rest = sumOf(unlisted.map((y) => full.mass(y)));
  return {
    full,
    listed,
    unlisted,
    partial: PartialLaw.fromLogMasses(
      listed.map((y) => full.logMasses[y]!),
      {
        logRestCeiling: slack === Infinity ? 0 : Math.min(0, heaviest + slack),
        // A rest that the total of the list would not show, for its rounding, has to be given.
        ...(rest < 1e-3 && { logRestMass: Math.min(0, logSumExp(unlisted.map((y) => full.logMasses[y]!))) }),
      },
    ),
  };
}

/** Lists the top, or any outcomes, of which one at least has mass; with a ceiling as tight or as loose as is true. */
const someKnown: fc.Arbitrary<Known> = fc
  .record({
    full: someLaw(8),
    top: fc.boolean(),
    picks: fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }),
    slack: fc.constantFrom(0, 0, 1e-9, 0.1, 2, Infinity),
  })
  .map(({ full, top, picks, slack }) => {
    const order = Array.from({ length: full.size }, (_, y) => y).toSorted(
      (a, b) => full.logMasses[b]! - full.logMasses[a]! || a - b,
    );
    const count = 1 + picks.slice(0, full.size - 1).filter(Boolean).length;
    let listed = top ? order.slice(0, count) : order.filter((_, i) => picks[i]);
    if (!listed.some((y) => full.logMasses[y]! > -Infinity)) listed = [order[0]!, ...listed];
    return known(full, [...new Set(listed)], slack);
  });

const ROUNDING = 1e-11;
/** A number lies within two ends, but for rounding of its own size and of the masses. */
function expectInside(value: number, { lower, upper }: Interval, what: string, slack = 0): void {
  const allowed = slack + ROUNDING * Math.max(Number.isFinite(value) ? Math.abs(value) : 0, 1e-300);
  const inside = (lower <= value + allowed || lower === value) && (value <= upper + allowed || value === upper);
  expect(inside, `${what}: ${value} in [${lower}, ${upper}]`).toBe(true);
}

const logsInside = (value: number, lower: number, upper: number, what: string): void =>
  expectInside(value, { lower, upper }, what, value === -Infinity ? 0 : ROUNDING * Math.max(1, Math.abs(value)));

describe('a partial law', () => {
  it('keeps what it is told', () => {
    const law = PartialLaw.fromMasses([0.5, 0.25], { restCeiling: 0.125 });
    expect(law.size).toBe(2);
    expect(law.restMass).toBeCloseTo(0.25, 15);
    expect(law.restCeiling).toBeCloseTo(0.125, 15);
    // No outcome of the rest can have more than all of it.
    expect(PartialLaw.fromMasses([0.5, 0.25], { restCeiling: 1 }).logRestCeiling).toBe(law.logRestMass);
    const given = PartialLaw.fromLogMasses([Math.log(0.5)], { logRestCeiling: -3, logRestMass: Math.log(0.5) });
    expect([given.restMass, given.logRestCeiling]).toEqual([0.5, -3]);
  });

  it('has no rest where nothing unlisted can have mass, and divides the rounding out', () => {
    for (const total of [1 - 5e-10, 1 - 1e-16, 1, 1 + 5e-10]) {
      for (const rest of [{ restCeiling: 0 }, ...(total > 1 ? [{ restCeiling: 1 }] : [])]) {
        const law = PartialLaw.fromMasses([0.7 * total, 0.3 * total], rest);
        expect([law.restMass, law.restCeiling]).toEqual([0, 0]);
        expect(Math.abs(Math.exp(law.logMasses[0]!) - 0.7)).toBeLessThanOrEqual(2e-16);
      }
    }
  });

  it('keeps a listed outcome and a ceiling equal that were equal, whatever rounding is divided out', () => {
    for (const off of [1 - 5e-10, 1 + 5e-10]) {
      const [logMass, logRest] = [Math.log(0.3 * off), Math.log(0.7 * off)];
      const law = PartialLaw.fromLogMasses([logMass], { logRestCeiling: logMass, logRestMass: logRest });
      expect(Math.abs(law.logRestCeiling - law.logMasses[0]!)).toBeLessThanOrEqual(1e-15);
    }
  });
});

describe('brackets hold the truth:', () => {
  const N = fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 1e9 }));

  it('of best-of-N: masses, rest, ratio on the rest, expectations', () => {
    const values = fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 8, maxLength: 8 });
    fc.assert(
      fc.property(someKnown, N, values, ({ full, listed, unlisted, partial }, N, values) => {
        const truth = bestOfNLaw(full, N);
        const bracket = bestOfNLaw(partial, N);
        listed.forEach((y, i) => {
          logsInside(truth.logMasses[y]!, bracket.logLower[i]!, bracket.logUpper[i]!, `log mass of ${y}`);
          // Ends of all masses together are no wider than those of each.
          const { lower, upper } = bracket.mass(i);
          expectInside(truth.mass(y), { lower, upper }, `mass of ${y}`, 1e-15);
          expect(
            lower >= Math.exp(bracket.logLower[i]!) - 1e-15 && upper <= Math.exp(bracket.logUpper[i]!) + 1e-15,
          ).toBe(true);
        });
        expectInside(sumOf(unlisted.map((y) => truth.mass(y))), bracket.rest, 'rest', 1e-15);
        for (const y of unlisted) {
          if (full.logMasses[y] === -Infinity) continue;
          const ratio = truth.logMasses[y]! - full.logMasses[y]!;
          expect(ratio).toBeLessThanOrEqual(
            bracket.logRestRatio + ROUNDING * Math.max(1, Math.abs(ratio), Math.abs(truth.logMasses[y]!)),
          );
        }
        const ofRest = unlisted.map((y) => values[y]!);
        const restValues =
          ofRest.length > 0 ? { lower: Math.min(...ofRest), upper: Math.max(...ofRest) } : { lower: -9, upper: 9 };
        const mean = sumOf(Array.from({ length: full.size }, (_, y) => truth.mass(y) * values[y]!));
        expectInside(
          mean,
          bracket.expectation(
            listed.map((y) => values[y]!),
            restValues,
          ),
          'mean',
          1e-13,
        );
      }),
      { seed: 241, numRuns: 4000 },
    );
  });

  it('of every coverage coefficient, over several prompts', () => {
    const prompts = fc
      .integer({ min: 1, max: 3 })
      .chain((size) =>
        fc.tuple(
          fc.array(someKnown, { minLength: size, maxLength: size }),
          fc.array(fc.integer({ min: 1, max: 5 }), { minLength: size, maxLength: size }),
        ),
      );
    const decided = { true: 0, false: 0, undefined: 0 };
    const some = fc.record({
      worlds: prompts,
      gamma: fc.constantFrom(0, 0, 0.1, 0.5, 0.75, 0.99),
      p: fc.constantFrom(0.5, 1, 2, Infinity),
      N,
      threshold: fc.double({ min: 1, max: 200, noNaN: true }),
      beta: fc.constantFrom(0.1, 1, 2.5),
      delta: fc.oneof(fc.constantFrom(0.05, 0.25, 0.5, 0.9), fc.double({ min: 0.001, max: 0.999, noNaN: true })),
      strict: fc.boolean(),
    });
    fc.assert(
      fc.property(some, ({ worlds: [laws, weights], gamma, p, N, threshold, beta, delta, strict }) => {
        const total = sumOf(weights);
        const promptLaw = FiniteLaw.fromMasses(weights.map((weight) => weight / total));
        const full = { promptLaw, base: lawPolicy(laws.map((law) => law.full)) };
        const part = { promptLaw, base: lawPolicy(laws.map((law) => law.partial)) };
        const best = lawPolicy(laws.map((law) => bestOfNLaw(law.full, N)));
        const bestInPart = lawPolicy(laws.map((law) => bestOfNLaw(law.partial, N)));
        /** Coefficients beyond all doubles are refused: nothing to compare. */
        const compare = (what: string, truth: () => number, ends: () => Interval, slack = 0): void => {
          let [value, interval]: [number?, Interval?] = [];
          try {
            [value, interval] = [truth(), ends()];
          } catch (error) {
            expect(String(error)).toContain('the coefficient must be below 1.8e308');
            return;
          }
          expectInside(value, interval, what, slack);
        };
        compare(
          'C_cov',
          () => modeCoverage(full, { gamma, p }),
          () => modeCoverage(part, { gamma, p }),
        );
        compare(
          'Cbar_cov',
          () => peakCoverage(full),
          () => peakCoverage(part),
        );
        // A difference of logs: near 0 it has the rounding of the logs.
        compare(
          'margin',
          () => margin(full),
          () => margin(part),
          1e-13,
        );
        for (const N of [threshold, 1, 2, 1e6]) {
          compare(
            'profile',
            () => coverageProfile(full, N, { gamma }),
            () => coverageProfile(part, N, { gamma }),
          );
        }
        const sharpness = { delta, gamma, strict };
        compare(
          'sharpened share of best-of-N',
          () => sharpenedShare(best, full, sharpness),
          () => sharpenedShare(bestInPart, part, sharpness),
        );
        compare(
          'sharpened share of the base policy',
          () => sharpenedShare(full.base, full, sharpness),
          () => sharpenedShare(part.base, part, sharpness),
        );
        laws.forEach((_, x) => {
          const known = isSharpenedAt(bestInPart, part.base, x, sharpness);
          decided[String(known) as 'true']++;
          if (known !== undefined) expect(isSharpenedAt(best, full.base, x, sharpness)).toBe(known);
        });
        compare(
          'C_pi',
          () => concentrability(best, full),
          () => concentrability<ResponseLaw>(bestInPart, part),
        );
        const { base } = full;
        compare(
          'moment',
          () => ratioMoment(best, base, promptLaw, beta),
          () => ratioMoment<ResponseLaw>(bestInPart, part.base, promptLaw, beta),
        );
        compare(
          'inverse',
          () => ratioMoment(base, best, promptLaw, beta),
          () => ratioMoment<ResponseLaw>(part.base, bestInPart, promptLaw, beta),
        );
        compare(
          'itself',
          () => ratioMoment(base, base, promptLaw, beta),
          () => ratioMoment(part.base, part.base, promptLaw, beta),
        );
      }),
      { seed: 242, numRuns: 3000 },
    );
    // A statement about what is never known, or always, would be none.
    for (const times of Object.values(decided)) expect(times).toBeGreaterThan(50);
  });

  it('and both ends are the exact law where nothing is left out', () => {
    fc.assert(
      fc.property(someLaw(8), N, (full, N) => {
        const partial = PartialLaw.fromLogMasses(full.logMasses, { logRestCeiling: -Infinity });
        const [truth, bracket] = [bestOfNLaw(full, N), bestOfNLaw(partial, N)];
        const both = (value: number, ends: Interval): void => {
          expect(typeof ends).toBe('object');
          for (const end of [ends.lower, ends.upper]) {
            if (end !== value) expect(Math.abs(end - value)).toBeLessThanOrEqual(1e-11 * Math.abs(value));
          }
        };
        const logs = (y: number): [number, number] => [bracket.logLower[y]!, bracket.logUpper[y]!];
        for (let y = 0; y < full.size; y++) {
          expect(logs(y)[0]).toBe(logs(y)[1]);
          logsInside(truth.logMasses[y]!, ...logs(y), 'log mass');
        }
        expect(bracket.rest).toEqual({ lower: 0, upper: 0 });
        const promptLaw = FiniteLaw.uniform(1);
        const world = { promptLaw, base: lawPolicy([full]) };
        const part = { promptLaw, base: lawPolicy([partial]) };
        both(modeCoverage(world), modeCoverage(part));
        both(modeCoverage(world, { gamma: 0.4 }), modeCoverage(part, { gamma: 0.4 }));
        both(peakCoverage(world), peakCoverage(part));
        both(margin(world), margin(part));
        both(coverageProfile(world, 3), coverageProfile(part, 3));
        for (const gamma of [0, 0.4]) {
          const sharpness = { delta: 0.3, gamma };
          both(
            sharpenedShare(lawPolicy([truth]), world, sharpness),
            sharpenedShare(lawPolicy([bracket]), part, sharpness),
          );
        }
        both(concentrability(lawPolicy([truth]), world), concentrability<ResponseLaw>(lawPolicy([bracket]), part));
      }),
      { seed: 243, numRuns: 500 },
    );
  });
});

describe('ends are reached', () => {
  const near = (a: number, b: number): void =>
    expect(Math.abs(a - b)).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(b)));
  // Listed 0.3, 0.2, 0.1; a rest of 0.4.
  const listed = [0.3, 0.2, 0.1];
  const truth = (rest: readonly number[], N: number): FiniteLaw =>
    bestOfNLaw(FiniteLaw.fromMasses([...listed, ...rest]), N);
  const NS = [1, 2, 5, 40];

  it('by dust: the upper ones of the listed, the lower one of the rest', () => {
    const dust = Array.from({ length: 400 }, () => 0.001);
    for (const N of NS) {
      const bracket = bestOfNLaw(PartialLaw.fromMasses(listed, { restCeiling: 0.4 }), N);
      const law = truth(dust, N);
      for (let y = 0; y < 3; y++) near(bracket.logUpper[y]!, law.logMasses[y]!);
      near(bracket.rest.lower, 0.4 ** N);
    }
  });

  it('by a rest at its ceiling, above the listed or tied with some: the lower ones, and the upper one of the rest', () => {
    for (const [ceiling, copies] of [
      [0.4, 1],
      [0.2, 2],
      [0.1, 4],
    ] as const) {
      for (const N of NS) {
        const bracket = bestOfNLaw(PartialLaw.fromMasses(listed, { restCeiling: ceiling }), N);
        const law = truth(
          Array.from({ length: copies }, () => ceiling),
          N,
        );
        for (let y = 0; y < 3; y++) near(bracket.logLower[y]!, law.logMasses[y]!);
        near(bracket.rest.upper, sumOf([...law.masses()].slice(3)));
      }
    }
  });

  it('by hand: N = 2, listed 1/2 and 1/4, a rest of 1/4 under a ceiling of 1/4', () => {
    const bracket = bestOfNLaw(PartialLaw.fromMasses([0.5, 0.25], { restCeiling: 0.25 }), 2);
    // The first is certain: 1 - 1/4. The second at best beats the rest: 1/4 - 1/16; tied with all of it, 1/4 by half.
    near(Math.exp(bracket.logLower[0]!), 3 / 4);
    near(Math.exp(bracket.logUpper[0]!), 3 / 4);
    near(Math.exp(bracket.logLower[1]!), 1 / 8);
    near(Math.exp(bracket.logUpper[1]!), 3 / 16);
    near(bracket.rest.lower, 1 / 16);
    near(bracket.rest.upper, 1 / 8);
    // The largest gain of a speck just below 1/4: the slope of F^2 at F = 1/2.
    near(bracket.logRestRatio, Math.log(1));
    // E of an indicator of the second: the three add up to 1.
    near(bracket.mass(1).lower, 1 / 8);
    near(bracket.mass(1).upper, 3 / 16);
    const { lower, upper } = bracket.expectation([1, 0], { lower: -1, upper: 2 });
    near(lower, 3 / 4 - 1 / 8);
    near(upper, 3 / 4 + 2 / 8);
    expect(bracket.expectation([1, 0], { lower: -Infinity, upper: Infinity })).toEqual({
      lower: -Infinity,
      upper: Infinity,
    });
  });

  it('of the coefficients', () => {
    const world = (masses: readonly number[]) => ({
      promptLaw: FiniteLaw.uniform(1),
      base: lawPolicy([FiniteLaw.fromMasses(masses)]),
    });
    const part = (restCeiling: number) => ({
      promptLaw: FiniteLaw.uniform(1),
      base: lawPolicy([PartialLaw.fromMasses(listed, { restCeiling })]),
    });
    const dust = Array.from({ length: 400 }, () => 0.001);
    const single = world([...listed, 0.4]);
    near(peakCoverage(part(0.4)).lower, peakCoverage(single));
    near(peakCoverage(part(0.4)).upper, 1 / 0.3);
    near(modeCoverage(part(0.2)).upper, modeCoverage(world([...listed, ...dust])));
    near(modeCoverage(part(0.2)).lower, 1 / 0.3);
    // At gamma = 1/3 the second is a mode, and two unlisted of 0.2 would be.
    near(modeCoverage(part(0.2), { gamma: 1 / 3 }).lower, modeCoverage(world([...listed, 0.2, 0.2]), { gamma: 1 / 3 }));
    near(modeCoverage(part(0.2), { gamma: 1 / 3 }).upper, 2);
    near(margin(part(0.25)).lower, 0.2);
    near(margin(part(0.25)).upper, 0.5);
    near(margin(part(0.4)).upper, 1 / 2);
    expect(margin(part(0.3)).lower).toBe(0);
    expect(coverageProfile(part(0.4), 3)).toEqual({ lower: 0, upper: 1 });
    expect(coverageProfile(part(0.2), 3)).toEqual({ lower: 1, upper: 1 });
  });

  it('of the sharpened share: what the ceiling leaves open of y*_gamma is open', () => {
    const share = (restCeiling: number, N: number, delta: number, gamma = 0): Interval => {
      const partial = PartialLaw.fromMasses(listed, { restCeiling });
      const part = { promptLaw: FiniteLaw.uniform(1), base: lawPolicy([partial]) };
      return sharpenedShare(lawPolicy([bestOfNLaw(partial, N)]), part, { delta, gamma });
    };
    // Certain: y* is the first, of mass 1 - 0.7^N.
    expect(share(0.25, 10, 0.03)).toEqual({ lower: 1, upper: 1 });
    expect(share(0.25, 10, 0.028)).toEqual({ lower: 0, upper: 0 });
    // An unlisted response of 0.4 would be y* and, after many draws, have all the mass; dust would leave it to the first.
    expect(share(0.4, 10, 0.03)).toEqual({ lower: 0, upper: 1 });
    // At gamma = 1/2 the second belongs to y*_gamma as well, and what is unlisted may; dust may not.
    expect(share(0.14, 4, 0.05, 0.5)).toEqual({ lower: 0, upper: 0 });
    expect(share(0.14, 5, 0.05, 0.5)).toEqual({ lower: 1, upper: 1 });
    expect(share(0.2, 5, 0.05, 0.5)).toEqual({ lower: 0, upper: 1 });
  });

  it('also of three hundred thousand listed outcomes', () => {
    const size = 300_000;
    const masses = Float64Array.from({ length: size }, (_, i) => (i < size / 2 ? 1 : 2) / (2 * size));
    const partial = PartialLaw.fromMasses(masses, { restCeiling: 0.5 / size });
    const bracket = bestOfNLaw(partial, 3);
    // The heavy half has mass 1/2; the rest is 1/4.
    near(Math.exp(bracket.logLower[size - 1]!) * (size / 2), 1 - 0.5 ** 3);
    near(bracket.rest.lower, 0.25 ** 3);
    const world = { promptLaw: FiniteLaw.uniform(1), base: lawPolicy([partial]) };
    expect(concentrability<ResponseLaw>(lawPolicy([bracket]), world)).toHaveProperty('upper');
  });
});
