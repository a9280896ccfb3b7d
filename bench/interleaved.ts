/** So many calls in a row: the seconds that they take, and how much they get done. */
export type Timer = (repeat: number) => Promise<{ readonly seconds: number; readonly done: number }>;

export interface Comparison {
  /** Median seconds of one thing done. */
  readonly ours: number;
  readonly peer: number;
  /** Median of peer / ours, round by round: both of a round meet the same load of the machine. */
  readonly ratio: number;
}

const WARM_UP_SECONDS = 0.5;
const BLOCK_SECONDS = 0.03;

/** Times both in turns, after each was warmed up and asked how many calls make a block. */
export async function interleaved(ours: Timer, peer: Timer, rounds: number): Promise<Comparison> {
  const timers = [ours, peer] as const;
  const repeats = [await blockSize(ours), await blockSize(peer)] as const;
  const times: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round++) {
    for (const side of [0, 1] as const) {
      const { seconds, done } = await timers[side](repeats[side]);
      times[side].push(seconds / done);
    }
  }
  const ratios = times[0].map((time, round) => times[1][round]! / time);
  return { ours: median(times[0]), peer: median(times[1]), ratio: median(ratios) };
}

/** A timer of one call, which says how much it got done. */
export function timerOf(call: () => number | Promise<number>): Timer {
  return async (repeat) => {
    let done = 0;
    const start = performance.now();
    for (let i = 0; i < repeat; i++) {
      const some = call();
      // To wait where there is nothing to wait for would be timed.
      done += typeof some === 'number' ? some : await some;
    }
    return { seconds: (performance.now() - start) / 1e3, done };
  };
}

/** Warms a timer up; how many of its last calls would make a block. */
async function blockSize(timer: Timer): Promise<number> {
  let repeat = 1;
  for (let total = 0, last = 0; total < WARM_UP_SECONDS; total += last) {
    last = (await timer(repeat)).seconds;
    repeat = Math.max(1, Math.min(2 * repeat, Math.round((repeat * BLOCK_SECONDS) / last)));
  }
  return repeat;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}
