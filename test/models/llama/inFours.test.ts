import { describe, expect, it } from 'vitest';
import { evaluateInFours, inFours } from '../../../src/models/llama/inFours.ts';
import type { Table } from '../../../src/models/llama/inFours.ts';
import type { ControlledInput, ControlledOutput } from '../../../src/models/llama/runtime.ts';
import { fakeLlama, fakeLogLaw } from '../fakeLlama.ts';
import { multipliedTogether } from '../multipliedTogether.ts';

const [A, B, C] = [2, 3, 4];

interface Room {
  readonly sequences: number;
  readonly contextSize?: number;
  readonly batchSize?: number;
}

async function table({ sequences, contextSize = 64, batchSize = 512 }: Room) {
  const { model, seen } = fakeLlama();
  const context = await model.createContext({ sequences, contextSize });
  const all = Array.from({ length: sequences }, () => context.getSequence());
  const seated: Table = { sequences: all, contextSize, batchSize };
  /** Evaluates texts on seats, asks for the law behind each last token, and says what was read and what is left standing. */
  const evaluate = async (...texts: (readonly [seat: number, tokens: readonly number[]])[]) => {
    const outputs = await evaluateInFours(
      seated,
      texts.map(([seat, tokens]) => ({
        sequence: all[seat]!,
        input: tokens.map((token, i): ControlledInput =>
          i < tokens.length - 1 ? token : [token, { generateNext: { logits: true } }],
        ),
      })),
    );
    return outputs;
  };
  const held = (): (readonly number[])[] => all.map(({ contextTokens }) => contextTokens);
  const rows = (): number[][] => seen.batches.map((batch) => batch.map((each) => each.rows));
  return { all, seen, evaluate, held, rows };
}

/** The token that the fake model finds the likeliest behind another. */
const likeliestAfter = (last: number): number => {
  const law = fakeLogLaw(last);
  return law.indexOf(Math.max(...law));
};

const likeliestOf = (output: ControlledOutput | undefined): number => {
  const logits = [...output!.next.logits!];
  return logits.reduce((best, each) => (each[1] > best[1] ? each : best))[0];
};

describe('rows in fours', () => {
  it('are as many as hold so many', () => {
    expect([1, 3, 4, 5, 8, 9].map(inFours)).toEqual([4, 4, 4, 8, 8, 12]);
  });

  it('are those of four neighbours where each has one token, and only whoever was asked has read it', async () => {
    const { seen, evaluate, held } = await table({ sequences: 8 });
    const [outputs] = await evaluate([5, [A]]);
    expect(outputs).toHaveLength(1);
    expect(likeliestOf(outputs![0])).toBe(likeliestAfter(A));
    expect(seen.batches).toEqual([[4, 5, 6, 7].map((sequence) => ({ sequence, rows: 1 }))]);
    expect(held()).toEqual([[], [], [], [], [], [A], [], []]);
  });

  it('are of one sequence alone where that takes fewer: eight for five tokens, where the neighbours would take twenty', async () => {
    const { seen, evaluate, held } = await table({ sequences: 4 });
    const [outputs] = await evaluate([1, [A, B, C, A, B]]);
    expect(seen.batches).toEqual([[{ sequence: 1, rows: 8 }]]);
    expect(outputs).toHaveLength(5);
    expect(outputs!.slice(0, 4)).toEqual(Array.from({ length: 4 }, () => undefined));
    expect(likeliestOf(outputs![4])).toBe(likeliestAfter(B));
    expect(held()).toEqual([[], [A, B, C, A, B], [], []]);
  });

  it('are the fewer of both: together for four times five tokens, each its own for three times four', async () => {
    const five = await table({ sequences: 4 });
    await five.evaluate(...[0, 1, 2, 3].map((seat) => [seat, [A, B, C, A, B]] as const));
    expect(five.rows()).toEqual([[5, 5, 5, 5]]);
    const three = await table({ sequences: 4 });
    await three.evaluate(...[0, 1, 2].map((seat) => [seat, [A, B, C, A]] as const));
    expect(three.rows()).toEqual([[4, 4, 4]]);
  });

  it('are each its own where all of them together do not fit into a batch', async () => {
    const { evaluate, rows } = await table({ sequences: 4, batchSize: 16 });
    await evaluate(...[0, 1, 2, 3].map((seat) => [seat, [A, B, C, A, B]] as const));
    expect(rows()).toEqual([
      [8, 8],
      [8, 8],
    ]);
  });

  it('answer in the order of the questions, and read in that of the seats', async () => {
    const { seen, evaluate, held } = await table({ sequences: 8 });
    const outputs = await evaluate([6, [A, C]], [0, [B, A]], [2, [C, B]]);
    expect(outputs.map((each) => likeliestOf(each.at(-1)))).toEqual([C, A, B].map(likeliestAfter));
    expect(seen.batches.flat().map(({ sequence }) => sequence)).toEqual([0, 2, 6]);
    expect([0, 2, 6].map((seat) => held()[seat])).toEqual([
      [B, A],
      [C, B],
      [A, C],
    ]);
  });

  it('come in as many batches as it takes, each of fours, with every answer once', async () => {
    const { evaluate, held, rows } = await table({ sequences: 4, batchSize: 10 });
    const long = Array.from({ length: 19 }, (_, i) => 2 + (i % 3));
    const outputs = await evaluate([0, long], [3, [B, C]]);
    // Eight fit into a batch of ten: 8, 8 and 3 filled up beside the other one.
    expect(rows()).toEqual([[8], [8], [4, 4]]);
    expect(outputs.map((each) => each.length)).toEqual([19, 2]);
    expect(outputs.map((each) => likeliestOf(each.at(-1)))).toEqual([likeliestAfter(long.at(-1)!), likeliestAfter(C)]);
    expect([held()[0], held()[3]]).toEqual([long, [B, C]]);
  });

  it('empty an idle neighbour that has no room left, rather than that the context shifts', async () => {
    const { all, evaluate, held } = await table({ sequences: 4, contextSize: 16 });
    await all[2]!.controlledEvaluate(Array.from({ length: 12 }, () => A));
    await evaluate([0, [B]]);
    expect(held()).toEqual([[B], [], [], []]);
  });

  it('are each its own where somebody has no room for the longest of its neighbours', async () => {
    const { all, evaluate, held, rows, seen } = await table({ sequences: 4, contextSize: 32 });
    await all[3]!.controlledEvaluate(Array.from({ length: 24 }, () => A));
    await new Promise((resolve) => setImmediate(resolve));
    seen.batches.length = 0;
    const five = [A, B, C, A, B];
    // Together it were 20 rows for 8 + 8 + 8 + 4; the last of them stands at 24 of 32.
    await evaluate([0, five], [1, five], [2, five], [3, [C]]);
    expect(rows()).toEqual([[8, 8, 8, 4]]);
    expect(held()[3]).toHaveLength(25);
  });

  it('are fours for whatever is asked', async () => {
    for (let lengths = 0; lengths < 5 ** 4; lengths += 7) {
      const { seen, evaluate, held } = await table({ sequences: 8, batchSize: 16 });
      const texts = [0, 1, 2, 3]
        .map((place) => [2 * place, Math.floor(lengths / 5 ** place) % 5] as const)
        .filter(([, length]) => length > 0)
        .map(([seat, length]) => [seat, Array.from({ length }, () => A)] as const);
      if (texts.length === 0) continue;
      const outputs = await evaluate(...texts);
      for (const batch of seen.batches) {
        expect(batch.reduce((sum, { rows }) => sum + rows, 0)).toBeLessThanOrEqual(16);
        for (const rows of multipliedTogether(batch)) expect(rows % 4, JSON.stringify(batch)).toBe(0);
      }
      expect(outputs.map((each) => each.length)).toEqual(texts.map(([, tokens]) => tokens.length));
      for (const [seat, tokens] of texts) expect(held()[seat]).toEqual(tokens);
    }
  });

  it('throw what the runtime throws, once the others of the batch are done', async () => {
    const { all, evaluate, held } = await table({ sequences: 4 });
    all[1]!.controlledEvaluate = () => Promise.reject(new Error('no more memory'));
    await expect(evaluate([0, [A]], [1, [B]])).rejects.toThrow('no more memory');
    expect(held()[0]![0]).toBe(A);
  });
});
