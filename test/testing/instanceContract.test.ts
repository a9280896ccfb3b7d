import { describe, expect, it } from 'vitest';
import { bestOfNClass, ExplicitWorld, FiniteLaw, hardFamily } from '../../src/index.ts';
import type { Source } from '../../src/index.ts';
import { instanceContract, runContract } from '../../src/testing/index.ts';
import { base, changed, notices, source } from './mutants.ts';
import type { Any } from './mutants.ts';

describe('instanceContract', () => {
  const family = hardFamily({ prompts: 3, responses: 8, hardMass: 0.25 });
  const other = hardFamily({ prompts: 3, responses: 8, hardMass: 0.5 });
  let made = 0;
  type Options = Parameters<typeof instanceContract>[0];
  const right: Options = { ...family, source };
  const sharpened = bestOfNClass(family, 3);
  const prompts = FiniteLaw.uniform(2);
  notices<Options>(instanceContract, right, [
    ['gives policies', { ...right, instance: () => base as Any }, /gives worlds/],
    [
      'has a broken law of prompts',
      { ...right, instance: () => new ExplicitWorld(changed(prompts, { levelLogMasses: [-1, -2] }), base) },
      /gives worlds/,
    ],
    [
      'has a broken policy',
      { ...right, instance: () => new ExplicitWorld(prompts, changed(base, { responses: 4 })) },
      /gives worlds/,
    ],
    ['has randomness of its own', { ...right, instance: () => family.at([made++ % 8, 0, 0]) }, /same source/],
    [
      'has other prompts each time',
      { ...right, instance: (from) => (made++ % 2 === 0 ? family : other).instance(from) },
      /same source/,
    ],
    ['promises another coverage', { ...right, coverage: family.coverage * (1 + 1e-9) }, /coverage/],
    ['has another coverage', { ...right, instance: (from) => other.instance(from) }, /coverage/],
    [
      'is not in its class',
      {
        ...right,
        instance: (from) =>
          new ExplicitWorld(prompts, hardFamily({ prompts: 1, responses: 8, hardMass: 1 }).instance(from).base),
      },
      /classes/,
    ],
    [
      'is not in the class of the world that is said to hold it',
      { ...right, classHoldsBase: true, instance: (from) => family.instance(from).withClass(sharpened) },
      /classes/,
    ],
    ['has no class that could hold it', { ...right, classHoldsBase: true }, /classes/],
  ]);

  it('lets the class that SFT fits in do without the base policy', async () => {
    const instance = (from: Source): ExplicitWorld => family.instance(from).withClass(sharpened);
    await runContract(instanceContract({ ...right, instance }));
    const held = instanceContract({ ...right, instance, classHoldsBase: true });
    await expect(runContract(held)).rejects.toThrow('the class of instance 0 must contain its base policy');
  });

  it('says why it has nothing to check where nothing is promised', async () => {
    const { skipped } = await runContract(instanceContract({ instance: right.instance, source }));
    expect(skipped).toEqual([
      { name: 'has the coverage that it promises', reason: 'no coverage is promised' },
      {
        name: 'has the base policy in the classes that are said to hold it',
        reason: 'no class is said to hold the base policy',
      },
    ]);
  });
});
