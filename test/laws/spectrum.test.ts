import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adaptiveBestOfNLaw } from '../../src/laws/transforms/adaptiveBestOfNLaw.ts';
import { bestOfNLaw } from '../../src/laws/transforms/bestOfNLaw.ts';
import {
  chiSquaredDivergence,
  klDivergence,
  renyiDivergence,
  squaredHellinger,
  totalVariation,
} from '../../src/laws/divergences.ts';
import { FiniteLaw } from '../../src/laws/finiteLaw.ts';
import { independentTokens } from '../../src/laws/independentTokens.ts';
import { power } from '../../src/laws/transforms/power.ts';
import { Spectrum } from '../../src/laws/spectrum.ts';
import { spectrumOf } from '../../src/laws/spectrumOf.ts';
import { tied } from '../../src/math/tolerance.ts';
import { tilt } from '../../src/laws/transforms/tilt.ts';
import { big, errorOf, quick } from '../support/bigNumber.ts';
import { someLaw, someTwoWays } from '../support/someLaws.ts';
import type { TwoWays } from '../support/someLaws.ts';

const close = (a: number, b: number, what: string): void => {
  if (a === b) return;
  const gap = Math.abs(a - b);
  expect(gap <= 1e-12 * Math.max(1, Math.abs(b)), `${what}: ${a}, listed ${b}`).toBe(true);
};

function expectSame(spectrum: Spectrum, listed: FiniteLaw, levelOf: readonly number[], what: string): void {
  const seen = new Set<string>();
  levelOf.forEach((level, y) => {
    const [logMass, logListed] = [spectrum.logMasses[level]!, listed.logMasses[y]!];
    // Each pair of values is compared once: there may be 1e5 outcomes.
    const key = `${level} ${logListed}`;
    if (seen.has(key)) return;
    seen.add(key);
    close(logMass, logListed, what);
  });
  const total = Array.from(spectrum.levelLogMasses, Math.exp).reduce((a, b) => a + b, 0);
  expect(Math.abs(total - 1)).toBeLessThanOrEqual(1e-12);
}

const each = ({ levelOf }: TwoWays, values: readonly number[]): number[] => levelOf.map((level) => values[level]!);

describe('a spectrum', () => {
  it('keeps its levels and lists its outcomes', () => {
    const law = Spectrum.fromMasses([0.25, 0.125, 0], [2, 4, 7]);
    [Math.log(0.25), Math.log(0.125), -Infinity].forEach((log, i) => close(law.logMasses[i]!, log, 'given'));
    [0.5, 0.5, 0].forEach((mass, i) => close(Math.exp(law.levelLogMasses[i]!), mass, 'level'));
    const listed = [0.25, 0.25, 0.125, 0.125, 0.125, 0.125, 0, 0, 0, 0, 0, 0, 0];
    expect(law.list().size).toBe(listed.length);
    law
      .list()
      .masses()
      .forEach((mass, y) => close(mass, listed[y]!, 'outcome'));
    expect(law.size).toBe(3);
    const same = Spectrum.fromLogMasses(law.logMasses, law.logMultiplicities);
    same
      .list()
      .masses()
      .forEach((mass, y) => close(mass, listed[y]!, 'from logs'));
    // 3 : 1 on each outcome.
    const other = law.withLogWeights([Math.log(3), 0, -Infinity]);
    close(other.logMasses[0]!, Math.log(3 / 10), 'first');
    close(other.logMasses[1]!, Math.log(1 / 10), 'second');
    expect(law.withLogMasses([Math.log(0.5), -Infinity, -Infinity]).levelLogMasses[1]).toBe(-Infinity);
  });

  it('divides out the rounding of a total, and no more', () => {
    const law = Spectrum.fromMasses([0.5 * (1 + 9e-10)], [2]);
    expect(Math.abs(law.logMasses[0]! - Math.log(0.5))).toBeLessThanOrEqual(2e-16);
    expect(() => Spectrum.fromMasses([0.5 * (1 + 1.1e-9)], [2])).toThrow('total of masses must be within 1e-9 of 1');
  });

  it('of a law has the levels of its ties, also of those that differ in the last bits', () => {
    const logs = [Math.log(0.1) + Math.log(0.3), Math.log(0.3) + Math.log(0.1) + 1e-15, Math.log(0.5), -Infinity];
    const { logMultiplicities, levelLogMasses, size } = spectrumOf(FiniteLaw.fromLogWeights(logs));
    expect([size, ...Array.from(logMultiplicities, Math.exp)]).toEqual([2, 1, 2]);
    expect(Math.exp(levelLogMasses[1]!)).toBeCloseTo(0.06 / 0.56, 14);
    fc.assert(
      fc.property(someLaw(12), (law) => {
        const spectrum = spectrumOf(law);
        const outcomes = Array.from(spectrum.logMultiplicities, (log) => Math.round(Math.exp(log)));
        const possible = Array.from(law.logMasses)
          .filter((log) => log > -Infinity)
          .toSorted((a, b) => b - a);
        expect(outcomes.reduce((a, b) => a + b, 0)).toBe(possible.length);
        possible.forEach((log, i) => {
          const listed = spectrum.list().logMasses[i]!;
          close(listed, log, 'outcome');
        });
        for (let level = 1; level < spectrum.size; level++) {
          expect(spectrum.logMasses[level]! < spectrum.logMasses[level - 1]!).toBe(true);
        }
      }),
      { seed: 231, numRuns: 500 },
    );
  });
});

describe('every law on a spectrum is the law on its list', () => {
  const someCase = fc.record({
    both: someTwoWays(100_000),
    N: fc.oneof(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 1e9 })),
    mu: fc.double({ min: 0.01, max: 20, noNaN: true }),
    rewards: fc.array(fc.integer({ min: -2, max: 2 }), { minLength: 7, maxLength: 7 }),
    beta: fc.double({ min: 0.05, max: 20, noNaN: true }),
    weights: fc.array(fc.double({ min: -3, max: 0, noNaN: true }), { minLength: 7, maxLength: 7 }),
    order: fc.constantFrom(0.3, 1 - 1e-6, 1.5, 3, Infinity),
  });

  it('for best-of-N, adaptive, power, tilt and the divergences', () => {
    fc.assert(
      fc.property(someCase, ({ both, N, mu, rewards, beta, weights, order }) => {
        const { spectrum, listed, levelOf } = both;
        const ofLevels = rewards.slice(0, spectrum.size);
        const same = (a: Spectrum, b: FiniteLaw, what: string): void => expectSame(a, b, levelOf, what);
        same(spectrum, listed, 'itself');
        same(spectrum, spectrum.list(), 'list');
        same(bestOfNLaw(spectrum, N), bestOfNLaw(listed, N), `best of ${N}`);
        same(bestOfNLaw(spectrum, N, ofLevels), bestOfNLaw(listed, N, each(both, ofLevels)), `best of ${N} by reward`);
        const [a, b] = [adaptiveBestOfNLaw(spectrum, mu), adaptiveBestOfNLaw(listed, mu)];
        same(a.law, b.law, 'adaptive');
        close(a.draws.mean / b.draws.mean, 1, 'mean draws');
        expect(a.draws.least).toBe(b.draws.least);
        for (const k of [1, b.draws.least, b.draws.least + 1, 2 * b.draws.least]) {
          if (!Number.isSafeInteger(k)) continue;
          close(a.draws.survival(k), b.draws.survival(k), `survival ${k}`);
          close(a.draws.mass(k), b.draws.mass(k), `mass ${k}`);
        }
        same(power(spectrum, beta), power(listed, beta), `power ${beta}`);
        const tilted = tilt(spectrum, ofLevels, beta);
        same(tilted, tilt(listed, each(both, ofLevels), beta), 'tilt');
        const p = spectrum.withLogWeights(weights.slice(0, spectrum.size));
        const q = listed.withLogWeights(each(both, weights.slice(0, spectrum.size)));
        for (const divergence of [klDivergence, squaredHellinger, chiSquaredDivergence, totalVariation]) {
          close(divergence(p, spectrum), divergence(q, listed), divergence.name);
          close(divergence(spectrum, p), divergence(listed, q), divergence.name);
        }
        close(renyiDivergence(p, spectrum, order), renyiDivergence(q, listed, order), `Rényi ${order}`);
      }),
      { seed: 232, numRuns: 120 },
    );
  });
});

describe('independent tokens', () => {
  it('are the law of all |V|^H sequences', () => {
    const cases = fc.tuple(someLaw(4), fc.integer({ min: 1, max: 5 }));
    fc.assert(
      fc.property(cases, ([tokens, length]) => {
        const spectrum = independentTokens(tokens, length);
        let logs = [0];
        for (let h = 0; h < length; h++)
          logs = logs.flatMap((log) => Array.from(tokens.logMasses, (token) => log + token));
        const possible = logs.filter((log) => log > -Infinity).toSorted((a, b) => b - a);
        const listed = Array.from(spectrum.list().logMasses).toSorted((a, b) => b - a);
        expect(listed.length).toBe(possible.length);
        listed.forEach((log, i) => close(log, possible[i]!, 'sequence'));
        const listedLaw = FiniteLaw.fromLogWeights(logs);
        const [a, b] = [bestOfNLaw(spectrum, 20), bestOfNLaw(listedLaw, 20)];
        const mean = (law: Spectrum | FiniteLaw, of: Spectrum | FiniteLaw): number =>
          Array.from(law.levelLogMasses).reduce(
            (sum, log, i) => (log === -Infinity ? sum : sum + Math.exp(log) * of.logMasses[i]!),
            0,
          );
        close(mean(a, spectrum), mean(b, listedLaw), 'E log pi');
      }),
      { seed: 233, numRuns: 200 },
    );
  });

  it('of one token are its levels, also of a large vocabulary', () => {
    const tokens = FiniteLaw.fromLogWeights(Array.from({ length: 50_000 }, (_, i) => -i / 1000));
    const spectrum = independentTokens(tokens, 1);
    expect(spectrum.size).toBe(50_000);
    [0, 1, 777, 49_999].forEach((y) => close(spectrum.logMasses[y]!, tokens.logMasses[y]!, 'token'));
  });

  it('of one likelihood are uniform, however many', () => {
    const spectrum = independentTokens(FiniteLaw.uniform(4), 500);
    expect(spectrum.size).toBe(1);
    close(spectrum.logMasses[0]!, -1000 * Math.LN2, 'mass');
    close(spectrum.levelLogMasses[0]!, 0, 'level');
    expect(independentTokens(FiniteLaw.fromMasses([0.9, 0.1]), 1_000_000).size).toBe(1_000_001);
  });

  it('of 1000 bits with P(1) = 0.9: the best of N against 160 digits', () => {
    const bits = independentTokens(FiniteLaw.fromMasses([0.1, 0.9]), 1000);
    const [p, q] = [quick.bignumber(big(0.9).toString()), quick.bignumber(1).minus(big(0.9).toString())];
    // Level k has k zeros; upTo[k] is the mass of k and more zeros.
    const levels = [p.pow(1000)];
    for (let k = 1; k <= 1000; k++)
      levels.push(
        levels[k - 1]!.times(q)
          .div(p)
          .times(1001 - k)
          .div(k),
      );
    const upTo = Array(1002).fill(quick.bignumber(0));
    for (let k = 1000; k >= 0; k--) upTo[k] = upTo[k + 1]!.plus(levels[k]!);
    for (const N of [1, 1e4, 1e9]) {
      const best = bestOfNLaw(bits, N);
      const powers = upTo.map((F) => F.pow(N));
      let mean = quick.bignumber(0);
      for (let k = 0; k <= 1000; k++) {
        const logMass = p
          .ln()
          .times(1000 - k)
          .plus(q.ln().times(k));
        mean = mean.plus(logMass.times(powers[k]!.minus(powers[k + 1])));
      }
      const computed = Array.from(best.levelLogMasses).reduce(
        (sum, log, i) => sum + Math.exp(log) * bits.logMasses[i]!,
        0,
      );
      expect(errorOf(computed, mean), `E log pi, N = ${N}`).toBeLessThanOrEqual(1e-12);
      const mode = powers[0]!.minus(powers[1]).ln();
      const top = Array.from(bits.logMasses).indexOf(Math.max(...Array.from(bits.logMasses)));
      expect(errorOf(best.logMasses[top]!, mode), `log pi(y*), N = ${N}`).toBeLessThanOrEqual(1e-12);
    }
  });

  it('are refused where they have too many types', () => {
    const tokens = FiniteLaw.fromLogWeights(Array.from({ length: 30 }, (_, i) => -i));
    expect(() => independentTokens(tokens, 100)).toThrow('independentTokens: types must be at most 2^22');
  });

  it('give ties between types whose products are equal', () => {
    // 0.4 * 0.1 = 0.2 * 0.2 up to the last bits: 2 * 2 + 1 ... sequences of one likelihood.
    const spectrum = independentTokens(FiniteLaw.fromMasses([0.4, 0.2, 0.1, 0.3]), 2);
    const levels = Array.from(spectrum.logMasses).filter((log) => tied(log, Math.log(0.04)));
    expect(levels.length).toBe(2);
    const best = bestOfNLaw(spectrum, 5);
    const gains = Array.from(spectrum.logMasses).flatMap((log, i) =>
      tied(log, Math.log(0.04)) ? [best.logMasses[i]! - log] : [],
    );
    close(gains[0]!, gains[1]!, 'share');
  });
});
