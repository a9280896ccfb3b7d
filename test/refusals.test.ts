import { expect, it } from 'vitest';
import { checkClaim, ledger } from '../src/claims/index.ts';
import {
  bestOfNClass,
  draw,
  eachPrompt,
  hardFamily,
  nextPrompts,
  plan,
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

const good = { name: 'x', batchSize: 1, sample: async () => {} };

it.each<[string, object, string]>([
  ['no backend', undefined as Any, 'backend must be'],
  ['no name', { ...good, name: '' }, 'backend.name must be'],
  ['no batch size', { ...good, batchSize: 0 }, 'backend.batchSize must be'],
  ['calls at once that are no number', { ...good, concurrentCalls: 0.5 }, 'backend.concurrentCalls must be'],
  ['no sample', { ...good, sample: undefined }, 'backend.sample must be a function, got undefined'],
  ['null for sample', { ...good, sample: null }, 'backend.sample must be a function, got null'],
  ['refusals that are none', { ...good, refusals: 'no' }, 'backend.refusals must be'],
  [
    'a refusal without words',
    { ...good, refusals: { plan: true } },
    'backend.refusals.plan must be the reason, in words',
  ],
  ['a method that is no function', { ...good, evaluate: 3 }, 'backend.evaluate must be a function, or left out, got 3'],
])('refuses a backend with %s', async (_what, backend, message) => {
  const asking = plan<Any>({ n: 1, N: 1 });
  await expect(runAsync(asking as Any, backend as Any, { source, prompts: ['x'] })).rejects.toThrow(
    `runAsync: ${message}`,
  );
});

it.each<[string, Any, string]>([
  ['no prompts', undefined, 'prompts must be a list of prompts, or a stream of them'],
  ['a text', 'x', 'prompts must be a list of prompts, or a stream of them'],
  ['none', [], 'list must be a non-empty list of prompts'],
])('refuses prompts that are %s', async (_what, prompts, message) => {
  const asking = plan<Any>({ n: 1, N: 1 });
  await expect(runAsync(asking as Any, good as Any, { source, prompts })).rejects.toThrow(message);
});

it('says where a learner forgets yield*, by both drivers', async () => {
  const asked = (): Any => plan<Any>({ n: 1, N: 1 });
  function* yields(): Any {
    yield asked();
  }
  // oxlint-disable-next-line require-yield
  function* returns(): Any {
    return asked();
  }
  function* inABody(body: () => unknown): Any {
    return yield* eachPrompt<Any, Any, unknown>(1, body as Any);
  }
  const cases: [() => Any, string][] = [
    [yields, 'what a program yields must be a query; a program is asked by yield*, not by yield, got'],
    [returns, 'what a program returns must be no other program; ask it by yield*, got'],
    [() => inABody(yields), 'what a program yields must be a query; a program is asked by yield*, not by yield, got'],
    [() => inABody(returns), 'what a program returns must be no other program; ask it by yield*, got'],
    [() => inABody(() => 7), 'what is run must be a program, as a generator function (function*) returns it, got 7'],
  ];
  for (const [learner, message] of cases) {
    expect(() => run(learner(), world, { source })).toThrow(`run: ${message}`);
    await expect(runAsync(learner(), good as Any, { source, prompts: ['x'] })).rejects.toThrow(`runAsync: ${message}`);
  }
});

it('refuses a learner that asks nothing, or what no driver knows, by both drivers', async () => {
  function* asks(query: unknown): Any {
    yield query;
  }
  for (const query of [undefined, 3, { kind: 7 }]) {
    const message = 'what a program yields must be a query';
    await expect(runAsync(asks(query), good as Any, { source, prompts: ['x'] })).rejects.toThrow(
      `runAsync: ${message}`,
    );
    expect(() => run(asks(query), world, { source })).toThrow(`run: ${message}`);
  }
  const unknown = "'entropy' is refused: no driver knows this query, and it brings no definition";
  await expect(runAsync(asks({ kind: 'entropy' }), good as Any, { source, prompts: ['x'] })).rejects.toThrow(unknown);
  expect(() => run(asks({ kind: 'entropy' }), world, { source })).toThrow(unknown);
  // Nor what every object has.
  const inherited = "'toString' is refused: no driver knows this query";
  await expect(runAsync(asks({ kind: 'toString' }), good as Any, { source, prompts: ['x'] })).rejects.toThrow(
    inherited,
  );
});
