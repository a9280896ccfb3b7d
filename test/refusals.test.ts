import { expect, it } from 'vitest';
import { checkClaim, ledger } from '../src/claims/index.ts';
import {
  bestOfNClass,
  draw,
  eachPrompt,
  hardFamily,
  nextPrompts,
  run,
  runAsync,
  sampleFrom,
  sharpenedShare,
  Source,
  TabularPolicy,
} from '../src/index.ts';
import type { Explicit } from '../src/index.ts';
import { thm31, thm41 } from '../src/theory/bounds/index.ts';

const source = Source.named('test/refusals');
const world = hardFamily({ prompts: 2, responses: 8, hardMass: 0.5 }).instance(source);
const other = TabularPolicy.fromMasses([[0.5, 0.5]]);
type Any = any;

it.each([
  [
    'a policy of another shape',
    () => run(sampleFrom<Explicit>(other, [0], 2), world, { source }),
    'sampleFrom: policy must be of shape 3 x 9, as the base policy, got "1 x 2"',
  ],
  [
    'no policy',
    () => run(sampleFrom<Explicit>(undefined as Any, [0], 2), world, { source }),
    'sampleFrom: policy must be',
  ],
  [
    'more prompts than an array holds',
    () => run(nextPrompts<Explicit>(2 ** 40), world, { source }),
    'nextPrompts: n must be an integer in [1, 268435456]',
  ],
  [
    'more draws than an array holds',
    () =>
      run(
        eachPrompt<Explicit, Any, Any>(1, () => draw<Explicit>(2 ** 40)),
        world,
        { source },
      ),
    'draw: count must be an integer in [1, 268435456]',
  ],
  [
    'a grid that there is not',
    () => checkClaim(ledger[0]!, { grid: 'huge' as Any }),
    "checkClaim: grid must be 'quick' or 'full', got \"huge\"",
  ],
  [
    'a parameter that a theorem has not',
    () => thm31.evaluate({ prompts: 4, responses: 16, eps: 0.01, foo: 3 } as Any),
    'Thm 3.1\': parameters must be among prompts, responses, eps, got "foo"',
  ],
  ['no parameters', () => thm31.evaluate(undefined as Any), "Thm 3.1': parameters must be"],
  ['a derivative by what a theorem has not', () => thm41.derivative('foo' as Any), "Thm 4.1': parameter must be among"],
  ['no sharpness', () => sharpenedShare(world.base, world, undefined as Any), 'sharpenedShare: sharpness must be'],
  ['no policy to measure', () => sharpenedShare({} as Any, world, { delta: 0.5 }), 'sharpenedShare: policy must be'],
  ['no family', () => bestOfNClass({} as Any, 2), 'bestOfNClass: family.baseClass must be'],
])('is refused by name: %s', (_what, call, message) => {
  expect(call).toThrow(message);
});

it('refuses a backend without a framework and a learner that asks nothing', async () => {
  const nothing = (function* () {
    yield undefined;
  })();
  const backend = { name: 'x', batchSize: 1, prompts: () => 0, framework: { name: 'x', kinds: new Set() } } as Any;
  await expect(runAsync(nothing as Any, { batchSize: 1 } as Any, { source })).rejects.toThrow(
    'runAsync: backend.framework must be',
  );
  await expect(runAsync(nothing as Any, backend, { source })).rejects.toThrow('runAsync: query must be');
});
