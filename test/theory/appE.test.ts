import { describe, expect, it } from 'vitest';
import { FiniteLaw, Source } from '../../src/index.ts';
import { drawNormal } from '../../src/math/random/normal.ts';
import { relative } from '../support/relative.ts';

type Edge = readonly [number, number];

/** An autoregressive linear softmax policy over tokens: the law of the next one is proportional to exp <theta_h, phi(prefix, token)>. */
function sequenceLaws(
  depth: number,
  tokens: readonly number[],
  score: (prefix: readonly number[], token: number) => number,
): { sequence: number[]; mass: number }[] {
  let all = [{ sequence: [] as number[], mass: 1 }];
  for (let h = 0; h < depth; h++) {
    all = all.flatMap(({ sequence, mass }) => {
      const law = FiniteLaw.fromLogWeights(tokens.map((token) => score(sequence, token)));
      return tokens.map((token, i) => ({ sequence: [...sequence, token], mass: mass * law.mass(i) }));
    });
  }
  return all;
}

/**
 * Prop E.1: tokens +-1, one for each vertex, then one that likes a cut, then one that likes that it did. theta of the last but
 * one sums J_ij = -1 over the edges, i < j, theta_H = (B/2)(e_(H-1,H) + e_H).
 */
function cutPolicy(vertices: number, edges: readonly Edge[], B: number) {
  return sequenceLaws(vertices + 2, [-1, 1], (prefix, token) => {
    if (prefix.length < vertices) return 0;
    if (prefix.length === vertices) return -edges.reduce((sum, [i, j]) => sum + prefix[i]! * prefix[j]! * token, 0);
    return (B / 2) * (prefix.at(-1)! * token + token);
  });
}

const cutOf = (edges: readonly Edge[], side: readonly number[]): number =>
  edges.filter(([i, j]) => side[i] !== side[j]).length;

/** Whether every sequence of the largest mass is a largest cut, and what that mass is. */
function argmax(vertices: number, edges: readonly Edge[], B: number) {
  const laws = cutPolicy(vertices, edges, B);
  const peak = Math.max(...laws.map(({ mass }) => mass));
  const best = Math.max(...laws.map(({ sequence }) => cutOf(edges, sequence.slice(0, vertices))));
  const modes = laws.filter(({ mass }) => mass >= peak * (1 - 1e-12));
  return { peak, best, isMaxCut: modes.every(({ sequence }) => cutOf(edges, sequence.slice(0, vertices)) === best) };
}

const pairsOf = (vertices: number): Edge[] =>
  Array.from({ length: vertices }, (_, i) => Array.from({ length: i }, (_, j): Edge => [j, i])).flat();

describe('Prop E.1', () => {
  it('the most likely sequence is a largest cut, of every graph with 2 to 5 vertices, odd or even', () => {
    const counts = { odd: 0, even: 0 };
    for (const vertices of [2, 3, 4, 5]) {
      const all = pairsOf(vertices);
      for (let subset = 1; subset < 2 ** all.length; subset++) {
        const edges = all.filter((_, i) => (subset >> i) & 1);
        counts[edges.length % 2 === 1 ? 'odd' : 'even']++;
        if (!argmax(vertices, edges, vertices + 2).isMaxCut) expect.unreachable(JSON.stringify(edges));
      }
    }
    expect(counts).toEqual({ odd: 549, even: 545 });
  }, 60_000);

  it('with peaks that were computed beforehand, and from B = 0.1361707346 on', () => {
    expect(argmax(3, pairsOf(3), 5).peak).toBeCloseTo(0.1100946365, 10);
    const almost = argmax(5, pairsOf(5).slice(1), 7);
    expect([almost.best, almost.isMaxCut]).toEqual([6, true]);
    expect(almost.peak).toBeCloseTo(0.0311727046, 10);
    // Rounded up, as a sufficient B is. A cut that beats half of the edges by one, and a last token that has to make up for the others: sigma(2) sigma(2 B) > 1/2.
    const least = -Math.log(2 / (1 + Math.exp(-2)) - 1) / 2;
    expect(least).toBeCloseTo(0.1361707346, 9);
    expect(-Math.log(2 / (1 + Math.exp(-4)) - 1) / 2).toBeCloseTo(0.0183176874, 9);
  });
});

describe('Prop E.2', () => {
  /** phi_1(1) = phi_1(2) = e_1, phi_1(i) = e_2; phi_2(2, 1) = e_1, phi_2(2, j) = e_2, else 0. Tokens from 0. */
  const policy = (n: number, first: readonly number[], second: readonly number[]) =>
    sequenceLaws(
      2,
      Array.from({ length: n }, (_, token) => token),
      (prefix, token) => {
        if (prefix.length === 0) return first[token <= 1 ? 0 : 1]!;
        return prefix[0] === 1 ? second[token === 0 ? 0 : 1]! : 0;
      },
    );
  const massAt = (laws: ReturnType<typeof policy>, sequence: string): number =>
    laws.find((each) => each.sequence.join() === sequence)!.mass;

  it('(2, 1) is the only most likely sequence, of a mass that is known, at every n and B', () => {
    for (const n of [2, 3, 10, 40]) {
      for (const B of [0.1, 1, Math.log(n) + 1e-9, 20]) {
        const laws = policy(n, [B, 0], [B, 0]);
        const expected = Math.exp(2 * B) / ((2 * Math.exp(B) + n - 2) * (Math.exp(B) + n - 1));
        expect(relative(massAt(laws, '1,0'), expected)).toBeLessThan(1e-12);
        expect(laws.filter(({ mass }) => mass >= expected * (1 - 1e-12))).toHaveLength(1);
        if (B >= Math.log(n)) expect(expected).toBeGreaterThanOrEqual(1 / 6 - 1e-12);
      }
    }
  });

  it('and no policy of the class gives it more than 1/2, whatever its norm: the supremum', () => {
    const source = Source.named('test/theory/appE');
    for (let i = 0; i < 200; i++) {
      const random = () => 20 * drawNormal(source);
      expect(massAt(policy(4, [random(), random()], [random(), random()]), '1,0')).toBeLessThanOrEqual(0.5);
    }
    expect(massAt(policy(4, [50, 0], [50, 0]), '1,0')).toBeCloseTo(0.5, 12);
  });

  it('the first tokens 1 and 2 tie, so that greedy decoding need not find it', () => {
    const laws = policy(5, [2, 0], [2, 0]);
    const first = [0, 1].map((token) =>
      laws.filter(({ sequence }) => sequence[0] === token).reduce((sum, { mass }) => sum + mass, 0),
    );
    expect(relative(first[0]!, first[1]!)).toBeLessThan(1e-12);
  });
});
