import fc from 'fast-check';
import type { BigNumber } from 'mathjs';
import { describe, expect, it } from 'vitest';
import {
  chiSquaredDivergence,
  klDivergence,
  renyiDivergence,
  squaredHellinger,
  totalVariation,
} from '../../src/laws/divergences.ts';
import type { ExactLaw } from '../../src/laws/exactLaw.ts';
import { FiniteLaw } from '../../src/laws/finiteLaw.ts';
import { Spectrum } from '../../src/laws/spectrum.ts';
import { ratioMoment } from '../../src/theory/coverage/ratioMoment.ts';
import { concentrability } from '../../src/theory/coverage/concentrability.ts';
import { lawPolicy } from '../../src/theory/coverage/lawWorld.ts';
import { big, errorOf, quick } from '../support/bigNumber.ts';
import { someLaw } from '../support/someLaws.ts';

const ORDERS = [1e-3, 0.5, 1 - 1e-3, 1 - 1e-9, 1 + 1e-9, 1 + 1e-6, 1.001, 1.5, 2, 30];

const sum = (terms: readonly BigNumber[]): BigNumber => terms.reduce((a, b) => a.plus(b), zero);
const exactly = (value: number): BigNumber => quick.bignumber(big(value).toString());
const zero = quick.bignumber(0);

/**
 * All divergences by their definitions, of the masses that the doubles of the laws stand for; infinite ones are undefined.
 *
 * Where masses do not add up to 1 for the rounding of their logs, so much is missing: of p log(p/q), p - q; of
 * p^a q^(1-a), a p + (1 - a) q; their sums are 0 and 1 for laws.
 */
function references(p: ExactLaw, q: ExactLaw): Map<string, [computed: number, exact: BigNumber | undefined]> {
  const levels = Array.from(p.logMasses, (logP, i) => ({
    copies: exactly(p.logMultiplicities[i]!).exp(),
    logs: logP === -Infinity || q.logMasses[i] === -Infinity ? undefined : [exactly(logP), exactly(q.logMasses[i]!)],
    P: logP === -Infinity ? zero : exactly(logP).exp(),
    Q: q.logMasses[i] === -Infinity ? zero : exactly(q.logMasses[i]!).exp(),
  }));
  type Level = (typeof levels)[number];
  const over = (term: (level: Level) => BigNumber): BigNumber =>
    sum(levels.map((level) => level.copies.times(term(level))));
  const leaves = levels.some(({ P, Q }) => !P.isZero() && Q.isZero());
  const meet = levels.some(({ logs }) => logs !== undefined);
  const log = ({ logs }: Level): BigNumber => (logs ? logs[0]!.minus(logs[1]!) : zero);
  const chi = ({ P, Q }: Level): BigNumber => (Q.isZero() ? zero : P.minus(Q).pow(2).div(Q));
  const result = new Map<string, [number, BigNumber | undefined]>([
    ['kl', [klDivergence(p, q), leaves ? undefined : over((l) => l.P.times(log(l)).minus(l.P).plus(l.Q))]],
    ['hellinger', [squaredHellinger(p, q), over(({ P, Q }) => P.sqrt().minus(Q.sqrt()).pow(2))]],
    ['chi', [chiSquaredDivergence(p, q), leaves ? undefined : over(chi)]],
    ['tv', [totalVariation(p, q), over(({ P, Q }) => P.minus(Q).abs()).div(2)]],
  ]);
  for (const order of ORDERS) {
    const a = exactly(order);
    const rest = a.minus(1).neg();
    const power = ({ logs }: Level): BigNumber => (logs ? logs[0]!.times(a).plus(logs[1]!.times(rest)).exp() : zero);
    const missing = over(({ P, Q }) => P.times(a).plus(Q.times(rest))).minus(1);
    const infinite = (order > 1 && leaves) || !meet;
    const exact = infinite ? undefined : over(power).minus(missing).ln().div(a.minus(1));
    result.set(`renyi ${order}`, [renyiDivergence(p, q, order), exact]);
  }
  return result;
}

function expectExact(p: ExactLaw, q: ExactLaw, share = 1e-12): void {
  for (const [name, [computed, exact]] of references(p, q)) {
    if (exact === undefined) expect(computed, name).toBe(Infinity);
    else if (exact.isZero()) expect(computed, name).toBe(0);
    else
      expect(errorOf(computed, exact), `${name}: ${computed}, exactly ${exact.toNumber()}`).toBeLessThanOrEqual(share);
  }
}

const weights = (...logWeights: number[]): FiniteLaw => FiniteLaw.fromLogWeights(logWeights);

describe('divergences', () => {
  it('of (1/2, 1/2) and (1/4, 3/4) are those of pen and paper', () => {
    const [p, q] = [FiniteLaw.fromMasses([0.5, 0.5]), FiniteLaw.fromMasses([0.25, 0.75])];
    expect(klDivergence(p, q)).toBeCloseTo(0.5 * Math.log(4 / 3), 15);
    expect(klDivergence(q, p)).toBeCloseTo(0.25 * Math.log(0.5) + 0.75 * Math.log(1.5), 15);
    expect(squaredHellinger(p, q)).toBeCloseTo(2 - 2 * (Math.sqrt(1 / 8) + Math.sqrt(3 / 8)), 15);
    expect(chiSquaredDivergence(p, q)).toBeCloseTo(1 / 4 + 1 / 12, 15);
    expect(totalVariation(p, q)).toBeCloseTo(1 / 4, 15);
    // log(1/1 + 1/3) at order 2; log 2 at order infinity, the largest ratio.
    expect(renyiDivergence(p, q, 2)).toBeCloseTo(Math.log(4 / 3), 15);
    expect(renyiDivergence(p, q, Infinity)).toBeCloseTo(Math.LN2, 15);
    expect(renyiDivergence(p, q, 1)).toBe(klDivergence(p, q));
  });

  it('of laws that do not meet are at their largest', () => {
    const [p, q] = [FiniteLaw.fromMasses([1, 0]), FiniteLaw.fromMasses([0, 1])];
    expect([squaredHellinger(p, q), totalVariation(p, q)]).toEqual([2, 1]);
    expect([klDivergence(p, q), chiSquaredDivergence(p, q)]).toEqual([Infinity, Infinity]);
    expect([0.5, 1, 2, Infinity].map((order) => renyiDivergence(p, q, order))).toEqual(Array(4).fill(Infinity));
  });

  it('of a point mass from a law that gives it 1 - m are log 1/(1 - m), for all orders and m down to 1e-300', () => {
    for (const m of [1e-300, 1e-20, 1e-9, 0.3]) {
      const [p, q] = [FiniteLaw.fromMasses([1, 0]), FiniteLaw.fromLogMasses([Math.log1p(-m), Math.log(m)])];
      // Not infinity: the log mass of 1 - m itself has lost m in the rounding of the total.
      for (const order of [...ORDERS, 1]) {
        const computed = renyiDivergence(p, q, order);
        expect(Math.abs(computed + Math.log1p(-m)), `${m}, ${order}: ${computed}`).toBeLessThanOrEqual(1e-12 * m);
      }
    }
  });

  it('are 0 of a law from itself', () => {
    for (const law of [weights(0, -1, -700, -Infinity), Spectrum.fromLogWeights([-800, -801], [799, 801])]) {
      for (const [name, [computed]] of references(law, law)) expect(computed, name).toBe(0);
      expect(renyiDivergence(law, law, Infinity)).toBe(0);
    }
  });

  it('agree with 160 digits to 1e-12', () => {
    const pairs = fc.integer({ min: 1, max: 4 }).chain((size) => {
      const list = fc.array(
        fc.oneof(
          fc.double({ min: -3, max: 0, noNaN: true }),
          fc.double({ min: -250, max: 0, noNaN: true }),
          fc.constant(-Infinity),
        ),
        { minLength: size, maxLength: size },
      );
      return fc.tuple(list, list);
    });
    fc.assert(
      fc.property(pairs, ([a, b]) => {
        // The first outcome of both is heavy, so that both are laws.
        expectExact(weights(0, ...a), weights(-0.3, ...b));
      }),
      { seed: 221, numRuns: 60 },
    );
  });

  it.each([1, 0.3, 0.11, 0.1, 0.09, 1e-2, 1e-4, 1e-8])('agree with 160 digits for laws a factor e^%d apart', (gap) => {
    expectExact(weights(0, -1, -30), weights(gap, -1, -30 - gap));
    expectExact(weights(0, -1, -30), weights(gap / 3, -1 + gap, -30));
  });

  it.each([1, 0.15, 1e-3, 1e-8])(
    'agree with 160 digits on a spectrum of 2^1000 outcomes, a factor e^%d apart',
    (gap) => {
      const copies = [700, 693, 0];
      const [p, q] = [
        [-700, -692.5, -3],
        [-700 - gap, -692.5, -3 + gap],
      ];
      // The multiplicities are beside masses of 1e-300, whose logs have a last place of 1e-13.
      expectExact(Spectrum.fromLogWeights(p, copies), Spectrum.fromLogWeights(q, copies), 2e-12);
    },
  );

  it('obey Pinsker, D_H^2 <= KL, D_H^2 / 2 <= TV <= D_H, KL <= log(1 + chi^2), and Rényi grows with its order', () => {
    const orders = [0.01, 0.3, 0.5, 0.9, 1 - 1e-7, 1, 1 + 1e-7, 1.3, 2, 3, 10, 100, Infinity];
    const pairs = fc
      .integer({ min: 1, max: 6 })
      .chain((size) => fc.tuple(someLaw(size), someLaw(size)).filter(([p, q]) => p.size === q.size));
    const atMost = (a: number, b: number, what: string): void =>
      expect(a <= b * (1 + 1e-12) + 1e-15, `${what}: ${a} <= ${b}`).toBe(true);
    fc.assert(
      fc.property(pairs, ([p, q]) => {
        const [kl, hellinger, chi, tv] = [
          klDivergence(p, q),
          squaredHellinger(p, q),
          chiSquaredDivergence(p, q),
          totalVariation(p, q),
        ];
        atMost(2 * tv * tv, kl, 'Pinsker');
        atMost(hellinger, kl, 'Hellinger and KL');
        atMost(tv, Math.sqrt(hellinger), 'TV and Hellinger');
        atMost(hellinger / 2, tv, 'Hellinger and TV');
        atMost(kl, Math.log1p(chi), 'KL and chi^2');
        const renyi = orders.map((order) => renyiDivergence(p, q, order));
        for (let i = 1; i < renyi.length; i++)
          atMost(renyi[i - 1]!, renyi[i]!, `Rényi ${orders[i - 1]} and ${orders[i]}`);
        // Bhattacharyya and chi^2 as orders 1/2 and 2.
        atMost(
          Math.abs(renyi[2]! + 2 * Math.log1p(-hellinger / 2) || 0),
          1e-12 * Math.max(1, renyi[2]! || 0),
          'order 1/2',
        );
        if (chi < 1e300) atMost(Math.abs(renyi[8]! - Math.log1p(chi)), 1e-12 * Math.max(1, Math.log1p(chi)), 'order 2');
        const prompts = FiniteLaw.uniform(1);
        const coefficient = concentrability(lawPolicy([p]), { promptLaw: prompts, base: lawPolicy([q]) });
        if (chi < 1e300) expect(Math.abs(coefficient - (1 + chi))).toBeLessThanOrEqual(1e-12 * (1 + chi));
        expect(ratioMoment(lawPolicy([p]), lawPolicy([q]), prompts, 1)).toBe(coefficient);
      }),
      { seed: 222, numRuns: 3000 },
    );
  });
});
