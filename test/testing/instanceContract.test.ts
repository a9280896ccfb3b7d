import { describe } from 'vitest';
import { bestOfNClass, ExplicitWorld, FiniteClass, FiniteLaw, hardFamily } from '../../src/index.ts';
import { instanceContract } from '../../src/testing/index.ts';
import { base, changed, notices, source } from './mutants.ts';
import type { Any } from './mutants.ts';

describe('instanceContract', () => {
  const family = hardFamily({ prompts: 3, responses: 8, hardMass: 0.25 });
  const other = hardFamily({ prompts: 3, responses: 8, hardMass: 0.5 });
  let made = 0;
  type Options = Parameters<typeof instanceContract>[0];
  const right: Options = { ...family, source };
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
      'has worlds with classes without them',
      {
        ...right,
        instance: (from) =>
          family.instance(from).withClass(new FiniteClass([bestOfNClass(family, 2).member([0, 0, 0, 0])])),
      },
      /classes/,
    ],
  ]);
});
