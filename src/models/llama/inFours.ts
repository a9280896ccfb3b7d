import type { ControlledInput, ControlledOutput, LlamaSequence } from './runtime.ts';

/**
 * llama.cpp multiplies rows four at a time, and those that are left over one at a time, by an arithmetic that rounds in
 * another way: the same token beside others then differs by up to half a nat (measured, Gemma-3-270m with 4-bit weights).
 * In fours only, a row depends on nothing but its own text.
 */
const ROWS = 4;

/** How many sequences there must be for so many: whole fours. */
export function inFours(count: number): number {
  return Math.ceil(count / ROWS) * ROWS;
}

/** What one sequence is to evaluate. */
export interface Reading {
  readonly sequence: LlamaSequence;
  /** At least one token. */
  readonly input: readonly ControlledInput[];
}

/** All sequences of a context in the order of their numbers, and how many tokens it evaluates at once. */
export interface Table {
  readonly sequences: readonly LlamaSequence[];
  readonly contextSize: number;
  readonly batchSize: number;
}

/** A reading under way. */
interface Place extends Reading {
  readonly seat: number;
  readonly outputs: (ControlledOutput | undefined)[];
}

/**
 * Evaluates all readings together, so that every row is one of four. Either the four neighbours of a sequence evaluate as many
 * tokens as the longest of them, where somebody idle reads what is forgotten again; or each fills up its own last four.
 * The one with fewer rows is taken.
 *
 * @returns for each reading an output for each of its tokens
 */
export async function evaluateInFours(
  table: Table,
  readings: readonly Reading[],
): Promise<readonly (readonly (ControlledOutput | undefined)[])[]> {
  const places = readings.map((reading): Place => ({
    ...reading,
    seat: table.sequences.indexOf(reading.sequence),
    outputs: [],
  }));
  const inOrder = places.toSorted((a, b) => a.seat - b.seat);
  const longest = new Map<number, number>();
  for (const { seat, input } of inOrder) {
    const four = Math.floor(seat / ROWS);
    longest.set(four, Math.max(longest.get(four) ?? 0, input.length));
  }
  const evenRows = [...longest.values()].reduce((sum, length) => sum + ROWS * length, 0);
  const ownRows = inOrder.reduce((sum, { input }) => sum + inFours(input.length), 0);
  const fits = inOrder.every(
    ({ sequence, seat }) => sequence.nextTokenIndex + longest.get(Math.floor(seat / ROWS))! + ROWS <= table.contextSize,
  );
  if (evenRows <= ownRows && evenRows <= table.batchSize && fits) await evenly(table, inOrder, longest);
  else await eachItsOwn(table, inOrder);
  return places.map(({ outputs }) => outputs);
}

/** One batch, in which the four neighbours evaluate as many tokens each. */
async function evenly(
  { sequences, contextSize }: Table,
  places: readonly Place[],
  longest: ReadonlyMap<number, number>,
): Promise<void> {
  const at = new Map(places.map((place) => [place.seat, place]));
  const work: Work[] = [];
  for (const [seat, sequence] of sequences.entries()) {
    const rows = longest.get(Math.floor(seat / ROWS));
    if (rows === undefined) continue;
    const place = at.get(seat);
    if (!place && sequence.nextTokenIndex + rows + ROWS > contextSize) await sequence.adaptStateToTokens([], false);
    work.push({ sequence, input: place?.input ?? [], rows, outputs: place?.outputs });
  }
  await together(work);
}

/** As many batches as it takes, in which each sequence evaluates whole fours. */
async function eachItsOwn({ batchSize }: Table, places: readonly Place[]): Promise<void> {
  const done = new Map(places.map((place) => [place, 0]));
  const isOpen = (place: Place): boolean => done.get(place)! < place.input.length;
  while (places.some(isOpen)) {
    let room = Math.floor(batchSize / ROWS) * ROWS;
    const work: Work[] = [];
    for (const place of places.filter(isOpen)) {
      if (room === 0) break;
      const from = done.get(place)!;
      const input = place.input.slice(from, from + room);
      const rows = inFours(input.length);
      work.push({ sequence: place.sequence, input, rows, outputs: place.outputs });
      done.set(place, from + input.length);
      room -= rows;
    }
    await together(work);
  }
}

interface Work extends Reading {
  /** At least as many as there are tokens: what is more is evaluated and forgotten. */
  readonly rows: number;
  readonly outputs: (ControlledOutput | undefined)[] | undefined;
}

/** One batch. The sequences come in the order of their numbers: neighbours are then multiplied together. */
async function together(work: readonly Work[]): Promise<void> {
  const answers = await Promise.allSettled(
    work.map(({ sequence, input, rows }) => {
      const filler = Array.from({ length: rows - input.length }, () => tokenOf(input.at(-1)));
      return sequence.controlledEvaluate([...input, ...filler]);
    }),
  );
  for (const [i, { sequence, input, rows, outputs }] of work.entries()) {
    const answer = answers[i]!;
    if (answer.status === 'rejected') throw answer.reason;
    input.forEach((_, row) => outputs?.push(answer.value[row]));
    const { contextTokens } = sequence;
    if (rows > input.length) {
      await sequence.adaptStateToTokens(contextTokens.slice(0, contextTokens.length - rows + input.length), false);
    }
  }
  // The runtime looks for more work before it rests: let it rest, or it would take the first few of the next batch alone.
  await new Promise((resolve) => setImmediate(resolve));
}

/** Any token will do where there is none. */
const FILLER = 1;

function tokenOf(input: ControlledInput | undefined): number {
  return typeof input === 'object' ? input[0] : (input ?? FILLER);
}
