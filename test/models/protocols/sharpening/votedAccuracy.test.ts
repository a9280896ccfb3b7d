import { describe, expect, it } from 'vitest';
import { Source } from '../../../../src/math/random/source.ts';
import { canVote, votedAccuracy } from '../../../../src/models/protocols/sharpening/votedAccuracy.ts';

const source = Source.named('test/models/protocols/sharpening/votedAccuracy');

/** All ordered choices of N places out of so many. */
function* orders(size: number, N: number, chosen: readonly number[] = []): Generator<readonly number[]> {
  if (chosen.length === N) yield chosen;
  for (let next = 0; next < size && chosen.length < N; next++)
    if (!chosen.includes(next)) yield* orders(size, N, [...chosen, next]);
}

/** The same by its definition: the first response with the most frequent answer; the first of all where none votes. */
function byDefinition(answers: readonly (string | undefined)[], drawn: readonly number[], N: number): number {
  const values = [...orders(answers.length, N)].map((order) => {
    const votes = (j: number): number =>
      answers[j] === undefined ? 0 : order.filter((k) => answers[k] === answers[j]).length;
    const most = Math.max(...order.map(votes));
    return drawn[order.find((j) => votes(j) === most)!]!;
  });
  return values.reduce((a, b) => a + b, 0) / values.length;
}

describe('the vote', () => {
  it('is that of its definition, whoever abstains', () => {
    const stream = source.split('pools');
    const names = ['a', 'b', 'c', undefined];
    for (let i = 0; i < 40; i++) {
      const answers = Array.from({ length: 5 }, () => names[stream.index(i % 2 === 0 ? 4 : 3)]);
      const drawn = answers.map(() => stream.index(2));
      for (let N = 1; N <= 5; N++) {
        expect(votedAccuracy({ answers, drawn }, N), JSON.stringify([answers, drawn, N])).toBeCloseTo(
          byDefinition(answers, drawn, N),
          12,
        );
      }
    }
  });

  it('of responses that all abstain keeps the first', () => {
    const answers = [undefined, undefined, undefined, undefined];
    expect(votedAccuracy({ answers, drawn: [1, 0, 0, 0] }, 3)).toBeCloseTo(0.25, 13);
  });

  it('gives no vote to an abstention, however many there are', () => {
    const answers = ['a', undefined, undefined, undefined, undefined, 'b'];
    expect(votedAccuracy({ answers, drawn: [1, 0, 0, 0, 0, 1] }, 6)).toBe(1);
    expect(votedAccuracy({ answers, drawn: [0, 1, 1, 1, 1, 0] }, 6)).toBe(0);
  });

  it('is counted for every number of votes there may be, so abstentions allow fewer', () => {
    const answers = Array.from({ length: 400 }, (_, j) => `${j % 40}`);
    const half = answers.map((answer, j) => (j % 2 === 0 ? answer : undefined));
    expect([canVote(answers, 300), canVote(half, 300), canVote(half, 30), canVote(half, 400)]).toEqual([
      true,
      false,
      true,
      true,
    ]);
  });
});
