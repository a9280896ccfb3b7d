import { expect, it } from 'vitest';
import { count } from '../../src/display/count.ts';

it('says how many there are', () => {
  expect([0, 1, 20, 12_000].map((n) => count(n, 'prompt'))).toEqual([
    '0 prompts',
    '1 prompt',
    '20 prompts',
    '12,000 prompts',
  ]);
});
