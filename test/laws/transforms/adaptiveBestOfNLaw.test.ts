import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adaptiveBestOfNLaw } from '../../../src/laws/transforms/adaptiveBestOfNLaw.ts';
import { FiniteLaw } from '../../../src/laws/finiteLaw.ts';
import { Source } from '../../../src/math/random/source.ts';
import { Spectrum } from '../../../src/laws/spectrum.ts';
import { big, errorOf, math } from '../../support/bigNumber.ts';
import { fitProbability } from '../../support/chiSquare.ts';
import { fixedSource, LAST_UNIFORM } from '../../support/fixedSource.ts';
import { ratio } from '../../support/ratio.ts';

/** The exact laws of adaptive best-of-N on integer weights, with mu = a / b. */
interface Exact {
  /** P[N_mu = k] as a numerator over total^k. */
  readonly stops: readonly bigint[];
  /** P[response = y]: a numerator over `denominator`. */
  readonly responses: readonly bigint[];
  readonly mean: bigint;
  readonly denominator: bigint;
  /** P[N_mu = k and the best is in the level], over total^k. */
  readonly kept: readonly (readonly [level: number, k: number, numerator: bigint])[];
}

/** Goes from k to k + 1 draws with the law of (best level so far, not stopped), in integers. */
function dynamicProgramme(weights: readonly number[], a: bigint, b: bigint): Exact {
  const total = BigInt(weights.reduce((x, y) => x + y, 0));
  const values = [...new Set(weights)].filter((w) => w > 0).toSorted((x, y) => y - x);
  const masses = values.map((value) => BigInt(value * weights.filter((w) => w === value).length));
  let open = values.map(() => 0n);
  const stops: bigint[] = [0n];
  const kept: [level: number, k: number, numerator: bigint][] = [];
  for (let k = 1; k === 1 || open.some((numerator) => numerator > 0n); k++) {
    const next = values.map((_, level) => {
      if (k === 1) return masses[level]!;
      const worseDrawn = masses.slice(level + 1).reduce((x, y) => x + y, 0n);
      const wereWorse = open.slice(level + 1).reduce((x, y) => x + y, 0n);
      // It was the best and no better came, or it came now and all before were worse.
      return open[level]! * (masses[level]! + worseDrawn) + wereWorse * masses[level]!;
    });
    let stopped = 0n;
    open = next.map((numerator, level) => {
      if (BigInt(k) * BigInt(values[level]!) * b < a * total) return numerator;
      stopped += numerator;
      if (numerator > 0n) kept.push([level, k, numerator]);
      return 0n;
    });
    stops.push(stopped);
  }
  const last = stops.length - 1;
  const lift = (numerator: bigint, k: number): bigint => numerator * total ** BigInt(last - k);
  const ofLevel = values.map(() => 0n);
  for (const [level, k, numerator] of kept) ofLevel[level]! += lift(numerator, k);
  // Over total^last times the product of all level masses, so that the shares of members are integers too.
  const common = masses.reduce((x, y) => x * y, 1n);
  return {
    stops,
    responses: weights.map((w) => {
      if (w === 0) return 0n;
      const level = values.indexOf(w);
      return (ofLevel[level]! * BigInt(w) * common) / masses[level]!;
    }),
    mean: stops.reduce((sum, numerator, k) => sum + BigInt(k) * lift(numerator, k), 0n) * common,
    denominator: total ** BigInt(last) * common,
    kept,
  };
}

/** Doubles below this have fewer digits than the others. */
const SUBNORMAL = 2.3e-308;
const within = (computed: number, exact: number, share = 1e-12): void => {
  const gap = Math.abs(computed - exact);
  expect(gap, `${computed}, exactly ${exact}`).toBeLessThanOrEqual(share * Math.max(exact, SUBNORMAL / share));
};

const lawOf = (weights: readonly number[]): FiniteLaw => {
  const total = weights.reduce((a, b) => a + b, 0);
  return FiniteLaw.fromMasses(weights.map((weight) => weight / total));
};

describe('the laws of adaptive best-of-N', () => {
  it('of masses (3/10, 3/10, 1/5, 1/10, 1/10) at mu = 1: 4.025999872 draws, failure 0.0100000768', () => {
    const { law, draws } = adaptiveBestOfNLaw(FiniteLaw.fromMasses([0.3, 0.3, 0.2, 0.1, 0.1]), 1);
    // By hand: T = 4, 5, 10. P[N > 4] = 0.4^4, P[N > k] = 0.2^k for k = 5..9; E = 4 + 0.4^4 + sum 0.2^k.
    within(draws.mean, 4.025999872, 1e-15);
    // 0.2 stops at 5 where draws 1..4 gave no 0.3 and the first 5 gave 0.2 without 0.3: 0.4^5 - 0.2^5; 0.1 at 10: 0.2^10.
    within(law.mass(2) + law.mass(3) + law.mass(4), 0.0100000768, 1e-14);
    expect([...draws.stopsAt]).toEqual([4, 5, 10]);
    expect(draws.least).toBe(4);
    within(draws.survival(4), 0.4 ** 4);
    within(draws.survival(5), 0.2 ** 5);
    within(draws.mass(10), 0.2 ** 9);
    expect([draws.survival(0), draws.survival(3), draws.survival(10), draws.survival(1e9)]).toEqual([1, 1, 0, 0]);
    expect([draws.mass(3), draws.mass(11), draws.mass(1e9)]).toEqual([0, 0, 0]);
  });

  it('stop at k where the likeliest mass is 1/k and mu is 1, for every k to 1000', () => {
    for (let k = 1; k <= 1000; k++) {
      const { draws } = adaptiveBestOfNLaw(FiniteLaw.uniform(k), 1);
      expect([k, draws.least, draws.mean, draws.mass(k)]).toEqual([k, k, k, 1]);
      // As a sum of logs, and with a lighter rest below.
      const mixed = FiniteLaw.fromMasses([1 / k, ...Array.from({ length: 2 * k - 2 }, () => 0.5 / k)]);
      expect(adaptiveBestOfNLaw(mixed, 1).draws.least).toBe(k);
    }
  });

  it('are those of an exact programme over draws and the best level so far, and obey Lemma I.1', () => {
    const cases = fc.record({
      weights: fc
        .array(fc.oneof(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 1, max: 15 })), {
          minLength: 1,
          maxLength: 6,
        })
        .filter((weights) => weights.some((weight) => weight > 0)),
      a: fc.integer({ min: 1, max: 12 }),
      b: fc.integer({ min: 1, max: 4 }),
    });
    fc.assert(
      fc.property(cases, ({ weights, a, b }) => {
        const base = lawOf(weights);
        const mu = a / b;
        const { law, draws } = adaptiveBestOfNLaw(base, mu);
        const exact = dynamicProgramme(weights, BigInt(a), BigInt(b));
        const total = BigInt(weights.reduce((x, y) => x + y, 0));
        exact.responses.forEach((numerator, y) => within(law.mass(y), ratio(numerator, exact.denominator)));
        let survival = 1n;
        exact.stops.forEach((numerator, k) => {
          survival = k === 0 ? 1n : survival * total - numerator;
          if (k > 0) within(draws.mass(k), ratio(numerator, total ** BigInt(k)));
          within(draws.survival(k), ratio(survival, total ** BigInt(k)));
        });
        expect(survival).toBe(0n);
        within(draws.mean, ratio(exact.mean, exact.denominator));
        const peak = Math.max(...weights);
        const modes = weights.filter((w) => w === peak).length;
        const least = Number((BigInt(a) * total + BigInt(b * peak) - 1n) / BigInt(b * peak));
        expect(draws.least).toBe(least);
        expect(draws.mean).toBeGreaterThanOrEqual(least);
        expect(draws.mean * (1 - 1e-12)).toBeLessThanOrEqual(((mu + 1 / modes) * Number(total)) / peak);
        // And its second half at tau = N_mu: what is kept is no mode with probability at most exp(-k* mu).
        const failure = weights.reduce((sum, w, y) => (w === peak ? sum : sum + law.mass(y)), 0);
        expect(failure * (1 - 1e-12)).toBeLessThanOrEqual(Math.exp(-modes * mu));
      }),
      { seed: 201, numRuns: 1500 },
    );
  });

  it('take outcomes for tied that differ in their last bits', () => {
    const logs = [
      [0.3, 0.7, 0.2, 0.1],
      [0.7, 0.1, 0.3, 0.2],
      [0.1, 0.2, 0.7, 0.3],
    ].map((tokens) => tokens.reduce((sum, p) => sum + Math.log(p), 0));
    expect(new Set(logs).size).toBeGreaterThan(1);
    const { law, draws } = adaptiveBestOfNLaw(FiniteLaw.fromLogWeights(logs), 3);
    expect([draws.least, draws.mean]).toEqual([9, 9]);
    for (let y = 0; y < 3; y++) within(law.mass(y), 1 / 3);
  });

  // Masses 2/2^30 once, 1/2^30 else: T = 2^29 and 2^30, and between them P[N > k] = (1 - 2^-29)^k.
  it('keep their digits over a thousand million draws', () => {
    const rest = 2 ** 30 - 2;
    const { law, draws } = adaptiveBestOfNLaw(Spectrum.fromMasses([2 ** -29, 2 ** -30], [1, rest]), 1);
    const F = math.bignumber(1).minus(math.bignumber(2).pow(-29));
    const [from, to] = [2 ** 29, 2 ** 30];
    expect([...draws.stopsAt]).toEqual([from, to]);
    const tail = F.pow(from).minus(F.pow(to)).div(math.bignumber(1).minus(F));
    expect(errorOf(draws.mean, tail.plus(from))).toBeLessThanOrEqual(1e-14);
    for (const k of [from + 1, from + 12_345, 1e9, to - 1]) {
      expect(errorOf(draws.survival(k), F.pow(k)), `survival ${k}`).toBeLessThanOrEqual(1e-12);
      const mass = F.pow(k - 1).times(math.bignumber(1).minus(F));
      expect(errorOf(draws.mass(k), mass), `mass ${k}`).toBeLessThanOrEqual(1e-12);
    }
    expect(errorOf(draws.mass(from), math.bignumber(1).minus(F.pow(from)))).toBeLessThanOrEqual(1e-12);
    expect(errorOf(draws.mass(to), F.pow(to - 1))).toBeLessThanOrEqual(1e-12);
    // The light level is kept where the heavy one never came in 2^30 draws.
    expect(errorOf(Math.exp(law.levelLogMasses[1]!), F.pow(to))).toBeLessThanOrEqual(1e-12);
  });

  it('stop no draw early for a large mu: the tolerance is at most half a draw', () => {
    for (const mu of [1e11, 1e12, 1e12 + 1, 1e13, 1e15, 2 ** 53 - 1]) {
      expect(adaptiveBestOfNLaw(FiniteLaw.pointMass(1, 0), mu).draws.least).toBe(mu);
      expect([...adaptiveBestOfNLaw(FiniteLaw.fromMasses([0.5, 0.25, 0.25]), mu).draws.stopsAt]).toEqual([
        2 * mu,
        4 * mu,
      ]);
    }
    expect(adaptiveBestOfNLaw(FiniteLaw.pointMass(1, 0), 1e13 + 0.75).draws.least).toBe(1e13 + 1);
    expect(adaptiveBestOfNLaw(FiniteLaw.pointMass(1, 0), 1e300).draws.least).toBe(1e300);
  });

  it('take masses to 1e-300 and a mu to 1e5', () => {
    const exact = [0.6, 0.4 - 1e-200 - 1e-300, 1e-200, 1e-300].map(big);
    const { law, draws } = adaptiveBestOfNLaw(FiniteLaw.fromMasses([0.6, 0.4, 1e-200, 1e-300]), 1e5);
    // T = 166667, 250000, 1e205, 1e305: the logs are T log of the mass of what is no better, at the leading order.
    expect(Array.from(draws.stopsAt).slice(0, 2)).toEqual([166_667, 250_000]);
    // Up to the tolerance of the rule and the rounding of exp and log.
    for (const far of [draws.stopsAt[2]! / 1e205, draws.stopsAt[3]! / 1e305])
      expect(Math.abs(far - 1)).toBeLessThan(2e-12);
    expect(law.logMasses[0]).toBe(0);
    // The second: the first 250000 are no better; or later, 0.4 of P[N > k], k from 250000 on, which is nothing.
    const reference = exact[1]!.plus(exact[2]!).plus(exact[3]!).ln().times(250_000);
    expect(errorOf(law.logMasses[1]!, reference)).toBeLessThanOrEqual(1e-12);
    // mu / 1e-300 is beyond what was asked; mu / P* is what must be a double.
    expect(() => adaptiveBestOfNLaw(FiniteLaw.uniform(10), 1e308)).toThrow(
      'adaptiveBestOfNLaw: mu / P* must be below 1.8e308',
    );
  });
});

describe('draws of the stopping law', () => {
  it.each([
    [[3, 3, 2, 1, 1], 1],
    [[5, 2, 2, 1], 1.7],
    [[34, 33, 32, 1], 3],
    [[1, 1], 0.05],
  ])('have the joint law of number and level: weights %j, mu = %d', (weights, mu) => {
    const base = lawOf(weights);
    const { draws, law, levels } = adaptiveBestOfNLaw(base, mu);
    const RUNS = 60_000;
    const source = Source.named(`math/adaptiveBestOfNLaw/${mu}`);
    const last = draws.stopsAt.at(-1)!;
    const numbers = new Float64Array(last + 1);
    const kept = new Float64Array(levels.starts.length - 1);
    for (let i = 0; i < RUNS; i++) {
      const k = draws.draw(source);
      numbers[k]!++;
      kept[draws.drawLevel(k, source)]!++;
    }
    const masses = Array.from(numbers, (_, k) => (k === 0 ? 0 : draws.mass(k)));
    if (last > 1) expect(fitProbability(numbers, masses)).toBeGreaterThan(1e-9);
    const ofLevel = Array.from(kept, (_, level) =>
      levels.order.subarray(levels.starts[level], levels.starts[level + 1]).reduce((sum, y) => sum + law.mass(y), 0),
    );
    if (ofLevel.length > 1) expect(fitProbability(kept, ofLevel)).toBeGreaterThan(1e-9);
  });

  it('have the exact law of the level at each number of draws', () => {
    const GRID = 20_000;
    for (const [weights, a, b] of [
      [[3, 3, 2, 1, 1], 1, 1],
      [[5, 4, 3, 2, 1, 1], 2, 5],
      [[9, 8, 7, 3, 3, 2, 1, 1], 1, 1],
      [[6, 5, 4, 3, 2, 1], 3, 10],
    ] as const) {
      const { draws, levels } = adaptiveBestOfNLaw(lawOf(weights), a / b);
      const { stops, kept } = dynamicProgramme(weights, BigInt(a), BigInt(b));
      stops.forEach((stopped, k) => {
        if (stopped === 0n) return;
        const seen = new Float64Array(levels.starts.length - 1);
        for (let i = 0; i < GRID; i++) seen[draws.drawLevel(k, fixedSource((i + 0.5) / GRID))]!++;
        seen.forEach((times, level) => {
          const numerator = kept.find((each) => each[0] === level && each[1] === k)?.[2] ?? 0n;
          // The grid finds each end of an interval up to one of its points.
          expect(Math.abs(times - GRID * ratio(numerator, stopped)), `level ${level} at ${k}`).toBeLessThanOrEqual(
            1.01,
          );
        });
      });
    }
  });

  it('are possible also at the ends of the uniform numbers', () => {
    for (const mu of [0.05, 1, 1.7, 40]) {
      for (const masses of [
        [0.5, 0.3, 0.2],
        [1],
        [0.9, 0.1 - 1e-300, 1e-300],
        [0.5, 0.5],
        [1, 5e-324],
        [0.3, 0.7, 0],
      ]) {
        const { draws, levels, law } = adaptiveBestOfNLaw(FiniteLaw.fromMasses(masses), mu);
        for (const first of [0, 2 ** -53, 0.5, LAST_UNIFORM]) {
          const k = draws.draw(fixedSource(first));
          expect(Number.isFinite(k) && k >= draws.least, `${masses.join()} at ${first}: ${k}`).toBe(true);
          if (!Number.isSafeInteger(k)) continue;
          expect(draws.mass(k), `${masses.join()} at ${first}: ${k}`).toBeGreaterThan(0);
          for (const second of [0, 0.5, LAST_UNIFORM]) {
            const level = draws.drawLevel(k, fixedSource(second));
            expect(Number.isInteger(level) && level >= 0 && level < levels.starts.length - 1).toBe(true);
            expect(law.logMasses[levels.order[levels.starts[level]!]!]).toBeGreaterThan(-Infinity);
          }
        }
      }
    }
  });
});
