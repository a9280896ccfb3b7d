import { expect, it } from 'vitest';
import { ContractError, runContract } from '../../src/testing/index.ts';
import type { Contract } from '../../src/testing/index.ts';

const contract: Contract = [
  { name: 'is kept at once', check() {} },
  { name: 'is kept later', check: () => Promise.resolve() },
  { name: 'cannot be made', check: () => ({ skipped: 'nothing was given' }) },
  { name: 'cannot be made, as is known later', check: () => Promise.resolve({ skipped: 'nothing came' }) },
];

it('says which checks were kept, and which were skipped for what reason', async () => {
  expect(await runContract(contract)).toEqual({
    kept: ['is kept at once', 'is kept later'],
    skipped: [
      { name: 'cannot be made', reason: 'nothing was given' },
      { name: 'cannot be made, as is known later', reason: 'nothing came' },
    ],
  });
});

it.each<[string, () => void | Promise<void>]>([
  [
    'throws',
    () => {
      throw new RangeError('off by one');
    },
  ],
  ['rejects', () => Promise.reject(new RangeError('off by one'))],
])('stops at the first check that %s, and names it', async (_, check) => {
  let later = 0;
  const broken: Contract = [
    ...contract,
    { name: 'counts', check },
    {
      name: 'comes later',
      check() {
        later++;
      },
    },
  ];
  const error = await runContract(broken).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ContractError);
  expect((error as Error).message).toBe('counts: off by one');
  expect((error as Error).cause).toBeInstanceOf(RangeError);
  expect(later).toBe(0);
});
