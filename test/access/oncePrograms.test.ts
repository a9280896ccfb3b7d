import { describe, expect, it } from 'vitest';
import { eachPrompt } from '../../src/access/queries/eachPrompt.ts';
import { draw } from '../../src/access/queries/draw.ts';
import { nextPrompts } from '../../src/access/queries/nextPrompts.ts';
import { run } from '../../src/access/run.ts';
import { runAsync } from '../../src/access/runAsync.ts';
import { FiniteLaw } from '../../src/laws/finiteLaw.ts';
import { Source } from '../../src/math/random/source.ts';
import { ExplicitWorld } from '../../src/policies/explicitWorld.ts';
import { randomAutoregressivePolicy } from '../../src/theory/instances/randomAutoregressivePolicy.ts';
import { fakeRemote, promptsOf } from '../support/fakeRemote.ts';

type Any = any;
const source = Source.named('test/access/oncePrograms');
const shape = { prompts: 2, vocabulary: 3, end: 0, maxTokens: 2, concentration: 2 };
const base = randomAutoregressivePolicy(shape, source.split('base'));
const world = new ExplicitWorld(FiniteLaw.uniform(2), base);
const drivers: readonly (readonly [string, (program: Any) => Promise<Any>])[] = [
  ['run', async (program) => run(program, world, { source })],
  ['runAsync', (program) => runAsync(program, fakeRemote(world).backend as Any, { source, prompts: promptsOf(world) })],
];

describe.each(drivers)('a slip in a program is noticed by %s', (_name, driven) => {
  it('where it was run before', async () => {
    const program = nextPrompts(2);
    expect((await driven(program)).result).toHaveLength(2);
    await expect(driven(program)).rejects.toThrow('must be a new program, as each runs once: call the learner again');
  });

  it('where one program is the body at every prompt', async () => {
    const body: Any = draw(1);
    await expect(driven(eachPrompt<Any, Any, Any>(2, () => body))).rejects.toThrow('a new program, as each runs once');
  });

  it('where it was gone through elsewhere', async () => {
    const program: Any = (function* (): Any {})();
    for (const _ of program);
    await expect(driven(program)).rejects.toThrow('was it used before?');
  });

  it('where a body drops its only question', async () => {
    const program = eachPrompt<Any, Any, Any>(1, function* (): Any {
      const drawn: Any = draw(3);
      return drawn[0];
    });
    await expect(driven(program)).rejects.toThrow('is a yield* missing');
  });

  it('where a question is gone through by a loop', async () => {
    const program = (function* (): Any {
      const found: Any[] = [];
      for (const query of nextPrompts(2)) found.push(query);
      return found;
    })();
    await expect(driven(program)).rejects.toThrow(
      'nextPrompts: its answer must be given by a driver: ask it by yield*, not in a loop, got undefined',
    );
  });
});
