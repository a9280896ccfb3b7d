import { expect, it } from 'vitest';
import { interleaved, timerOf } from '../../bench/interleaved.ts';

it('compares the time of one thing done, round by round, whatever the load and however many are done at once', async () => {
  let load = 1;
  const compared = await interleaved(
    async (repeat) => {
      load = load === 64 ? 1 : 4 * load;
      return { seconds: 7 * repeat * 1e-4 * load, done: 7 * repeat };
    },
    async (repeat) => ({ seconds: 2 * repeat * 3e-4 * load, done: 2 * repeat }),
    12,
  );
  expect(compared.ratio).toBeCloseTo(3, 12);
  // Loads 1, 4, 16, 64, three times each: the upper of the middle ones.
  expect(compared.ours).toBeCloseTo(16e-4, 12);
  expect(compared.peer).toBeCloseTo(48e-4, 12);
});

it('counts what calls get done, at once or later', async () => {
  let calls = 0;
  expect(await timerOf(() => ++calls)(3)).toMatchObject({ done: 6 });
  expect(await timerOf(async () => 5)(4)).toMatchObject({ done: 20 });
});
