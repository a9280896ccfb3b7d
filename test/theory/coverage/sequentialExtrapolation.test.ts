import { describe, expect, it } from 'vitest';
import {
  byDiffering,
  bySquares,
  coverability,
  ExplicitWorld,
  extrapolationAlong,
  extrapolationCeiling,
  FiniteLaw,
  greedyExtrapolation,
  listNeedle,
  logLikelihood,
  needleExtrapolation,
  powerClass,
  rewardDifferences,
  sequentialExtrapolation,
  Source,
  TabularPolicy,
} from '../../../src/index.ts';
import type { Extrapolation } from '../../../src/index.ts';
import { relative } from '../../support/relative.ts';

const source = Source.named('test/theory/coverage/sequentialExtrapolation');

/** The largest sum over all sequences, one after the other. */
function enumerated({ gains, seen }: Extrapolation, rounds: number, lambda: number): number {
  const best = (round: number, past: readonly number[]): number =>
    round === rounds
      ? 0
      : Math.max(
          ...past.map(
            (p, k) =>
              gains[k]! / Math.max(lambda, p) +
              best(
                round + 1,
                past.map((q, j) => q + seen[k]![j]!),
              ),
          ),
        );
  return best(
    0,
    Array.from(gains, () => 0),
  );
}

const random = (policies: number): Extrapolation => {
  const seen = Array.from({ length: policies }, () => Array.from({ length: policies }, () => source.uniform()));
  return { gains: Array.from({ length: policies }, (_, k) => seen[k]![k]! * source.uniform()), seen };
};

/** Without the base policy, which stands last. */
const membersOnly = ({ gains, seen }: Extrapolation): Extrapolation => ({
  gains: Array.from(gains).slice(0, -1),
  seen: seen.slice(0, -1).map((row) => Array.from(row).slice(0, -1)),
});

function needle(responses: number, hypotheses: number, bonus: number, beta: number) {
  const family = listNeedle({ responses, hypotheses, bonus });
  const { members } = powerClass(family, beta);
  const differences = rewardDifferences({ world: family.at(0), members, reward: logLikelihood, beta });
  return { differences, only: membersOnly(bySquares(differences)) };
}

describe('sequentialExtrapolation', () => {
  it('is what all sequences, one after the other, come to', () => {
    for (let i = 0; i < 40; i++) {
      const extrapolation = random(1 + (i % 4));
      for (const lambda of [0.05, 0.7]) {
        const exact = sequentialExtrapolation(extrapolation, { rounds: 6, lambda });
        expect(relative(exact, enumerated(extrapolation, 6, lambda))).toBeLessThan(1e-12);
        const greedy = greedyExtrapolation(extrapolation, { rounds: 6, lambda });
        expect(greedy).toBeLessThanOrEqual(exact * (1 + 1e-12));
        expect(extrapolationCeiling(extrapolation, { rounds: 6, lambda })).toBeGreaterThanOrEqual(exact * (1 - 1e-12));
      }
    }
  });

  it('is nothing for pi*_beta alone, and plays no policy without a gain', () => {
    expect(sequentialExtrapolation({ gains: [0], seen: [[0]] }, { rounds: 3, lambda: 1 })).toBe(0);
    const extrapolation = { gains: [0.5, 0], seen: [[1, 0], [7, 0]] }; // prettier-ignore
    expect(sequentialExtrapolation(extrapolation, { rounds: 3, lambda: 1 })).toBe(0.5 + 0.5 + 0.25);
  });

  it('refuses what would take too long, and says what does instead', () => {
    const act = () => sequentialExtrapolation(random(6), { rounds: 100, lambda: 1 });
    expect(act).toThrow(
      /rounds must be so few .* K = 6 policies .* \(greedyExtrapolation gives a lower end\), got 100/,
    );
  });

  // (S, K, h, beta, T), lambda, and the exact coefficient with both ends, from an independent dynamic programme.
  const wide = (S: number, h: number, beta: number) =>
    Math.max((1 + beta) * Math.log1p(h), beta * Math.log(S + h)) ** 2;
  it.each([
    [64, 0.07, 40, wide(64, 1, 0.07), 11.2980997905, 11.1889668445, 12.0546438216],
    [16, 0.1, 30, wide(16, 1, 0.1), 8.9820342834, undefined, undefined],
    [16, 0.1, 30, 0.001, 656.9961070507, 656.9961070507, undefined],
  ])('on the needle, S = %d, beta = %d, T = %d, lambda = %d', (S, beta, rounds, lambda, exact, lower, upper) => {
    const { only } = needle(S, 4, 1, beta);
    expect(sequentialExtrapolation(only, { rounds, lambda })).toBeCloseTo(exact, 9);
    const ends = needleExtrapolation({ responses: S, hypotheses: 4, bonus: 1, beta, rounds, lambda });
    if (lower !== undefined) expect(ends.lower).toBeCloseTo(lower, 9);
    if (upper !== undefined) expect(ends.upper).toBeCloseTo(upper, 9);
    expect(relative(extrapolationCeiling(only, { rounds, lambda }), ends.upper)).toBeLessThan(1e-12);
  });

  it('lies between the ends in closed form, and on the lower one for small lambda', () => {
    for (let i = 0; i < 20; i++) {
      const [S, K] = [6 + source.index(30), 2 + source.index(3)];
      const [bonus, beta, rounds] = [0.2 + 2 * source.uniform(), 0.1 + source.uniform(), 2 + source.index(12)];
      const { only, differences } = needle(S, K, bonus, beta);
      // A wrong policy under another one: what makes the closed form exact, times A^2.
      const least = K === 2 ? 1e-6 : differences.squares[1]![2]!;
      for (const lambda of [least, 3 * least, 1]) {
        const exact = sequentialExtrapolation(only, { rounds, lambda });
        const ends = needleExtrapolation({ responses: S, hypotheses: K, bonus, beta, rounds, lambda });
        expect(exact).toBeGreaterThanOrEqual(ends.lower * (1 - 1e-12));
        expect(exact).toBeLessThanOrEqual(ends.upper * (1 + 1e-12));
        if (lambda === least) expect(relative(exact, ends.lower)).toBeLessThan(1e-12);
      }
    }
  });

  it('is not exceeded along a sequence, and is reached in turn', () => {
    const { only } = needle(16, 4, 1, 0.1);
    const turns = Array.from({ length: 30 }, (_, t) => 1 + (t % 3));
    const { lower } = needleExtrapolation({ responses: 16, hypotheses: 4, bonus: 1, beta: 0.1, rounds: 30, lambda: 1 });
    expect(extrapolationAlong(only, turns, 1)).toBeCloseTo(lower, 12);
    expect(extrapolationAlong(only, Array<number>(30).fill(1), 1)).toBeLessThan(lower);
    expect(extrapolationAlong(only, [], 1)).toBe(0);
    expect(() => extrapolationAlong(only, [4], 1)).toThrow('sequence[0] must be an integer in [0, 3], got 4');
  });
});

describe('rewardDifferences', () => {
  const base = FiniteLaw.fromMasses([0.5, 0.3, 0.2]);
  const world = new ExplicitWorld(FiniteLaw.uniform(1), new TabularPolicy([base]));
  const member = TabularPolicy.fromMasses([[0.2, 0.2, 0.6]]);
  const options = { world, members: [member], reward: logLikelihood, beta: 0.7 };

  it('is the mean and the square over all pairs, one by one', () => {
    const { means, squares, differing, ranges, ratios } = rewardDifferences(options);
    const [p, q] = [member.law(0).masses(), base.masses()];
    const u = Array.from(p, (mass, y) => 0.7 * Math.log(mass / q[y]!) - Math.log(q[y]!));
    let [mean, square, differ, range] = [0, 0, 0, 0];
    u.forEach((a, y) =>
      u.forEach((b, z) => {
        mean += p[y]! * q[z]! * (a - b);
        square += p[y]! * q[z]! * (a - b) ** 2;
        differ += y === z ? 0 : p[y]! * q[z]!;
        range = Math.max(range, a - b);
      }),
    );
    expect(means[0]).toBeCloseTo(mean, 14);
    expect(squares[0]![0]).toBeCloseTo(square, 14);
    expect(differing[0]![0]).toBeCloseTo(differ, 14);
    expect(ranges[0]).toBeCloseTo(range, 14);
    expect(ratios[0]).toBeCloseTo(0.7 * Math.log(3), 14);
    expect(byDiffering(rewardDifferences(options)).gains[0]).toBe(differing[0]![0]);
  });

  it('leaves nothing of pi*_beta, not even rounding', () => {
    const { differences } = needle(64, 4, 1, 0.07);
    expect([differences.means[0], differences.squares[2]![0], differences.ranges[0]]).toEqual([0, 0, 0]);
  });

  it('keeps the digits of rare differences', () => {
    const rare = FiniteLaw.fromMasses([1e-40, 1]);
    const constant = { kind: 'pointwise', name: 'nothing', of: () => 0 } as const;
    const { differing } = rewardDifferences({
      world: new ExplicitWorld(FiniteLaw.uniform(1), new TabularPolicy([rare])),
      members: [TabularPolicy.fromMasses([[1e-30, 1]])],
      reward: constant,
      beta: 1,
    });
    expect(relative(differing[0]![0]!, 1e-30)).toBeLessThan(1e-9);
    expect(relative(differing[1]![0]!, 2e-40)).toBeLessThan(1e-12);
  });

  it('refuses a base policy or a member without some mass everywhere, and beta of zero', () => {
    const hollow = new ExplicitWorld(FiniteLaw.uniform(1), TabularPolicy.fromMasses([[0.5, 0.5, 0]]));
    const expected = 'must be finite: every response needs some mass';
    expect(() => rewardDifferences({ ...options, world: hollow })).toThrow(`response 2 to prompt 0 ${expected}`);
    const members = [TabularPolicy.fromMasses([[0, 0.5, 0.5]])];
    expect(() => rewardDifferences({ ...options, members })).toThrow(
      `g of members[0] at response 0 to prompt 0 ${expected}`,
    );
    expect(() => rewardDifferences({ ...options, beta: 0 })).toThrow('beta must be a finite number above 0, got 0');
  });
});

describe('coverability', () => {
  it('is 1 for one policy, and the number of policies where they have nothing in common', () => {
    const points = [0, 1, 2].map((y) => new TabularPolicy([FiniteLaw.pointMass(3, y)]));
    expect(coverability(points, FiniteLaw.uniform(1))).toBe(3);
    expect(coverability(points.slice(0, 1), FiniteLaw.uniform(1))).toBe(1);
    const two = [TabularPolicy.fromMasses([[0.5, 0.5]]), TabularPolicy.fromMasses([[0.2, 0.8]])];
    expect(coverability(two, FiniteLaw.uniform(1))).toBeCloseTo(1.3, 15);
  });
});
