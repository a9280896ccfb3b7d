/** Seconds that so many calls in a row take. */
export type Timer = (repeat: number) => number | Promise<number>;

export interface Comparison {
  /** Median seconds of one call. */
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
  const seconds: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round++) {
    for (const side of [0, 1] as const) seconds[side].push((await timers[side](repeats[side])) / repeats[side]);
  }
  const ratios = seconds[0].map((time, round) => seconds[1][round]! / time);
  return { ours: median(seconds[0]), peer: median(seconds[1]), ratio: median(ratios) };
}

/** Warms a timer up; how many of its last calls would make a block. */
async function blockSize(timer: Timer): Promise<number> {
  let repeat = 1;
  for (let total = 0, seconds = 0; total < WARM_UP_SECONDS; total += seconds) {
    seconds = await timer(repeat);
    repeat = Math.max(1, Math.min(2 * repeat, Math.round((repeat * BLOCK_SECONDS) / seconds)));
  }
  return repeat;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}
