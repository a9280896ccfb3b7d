import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { commands } from '../../src/cli/commands.ts';
import { integer } from '../../src/cli/integer.ts';
import { strict } from '../../src/cli/strict.ts';
import { UsageError } from '../../src/cli/usageError.ts';

const root = mkdtempSync(join(tmpdir(), 'whetstone-test-'));
const spec = (name: string, parameters: object): string => {
  const path = join(root, name);
  const cases = [{ ...parameters, n: 10, N: 4, delta: 0.5 }];
  writeFileSync(path, JSON.stringify({ format: 'whetstone sweep 1', experiment: 'sft-risk', seed: 'huge', cases }));
  return path;
};
const world = { kind: 'hard-family', prompts: 4, responses: 16, hardMass: 0.5 };

/** What each command needs beside the option that is tried. */
const BESIDE: Readonly<Record<string, readonly string[]>> = {
  check: ['--list'],
  sandwich: ['--prompts', '4', '--responses', '16', '--hard-mass', '0.5'],
  'sandwich needle': [],
  sweep: [spec('few.json', { world, replications: 1 }), '--out', join(root, 'rows.jsonl')],
  'model best-of-n': ['--prompt', '7*8+6*9:', '-N', '2', '--max-tokens', '8', '--log', join(root, 'log.jsonl')],
  'model sharpen': ['--count', '1', '--samples', '1', '--budget', '1', '--out', join(root, 'answers')],
};

/** Counts that can be answered however large they are: samples in a formula. */
const ANSWERED = ['sandwich --m'];

/** Those that are answered, too, but take minutes. */
const SLOW = ['sandwich needle --responses', 'sandwich needle --m'];

beforeEach(() => vi.stubEnv('WHETSTONE_MODEL', undefined));
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

async function run(command: string, args: readonly string[]): Promise<unknown> {
  vi.spyOn(console, 'log').mockImplementation(() => {});
  vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
  const loaded = strict(await commands[command.split(' ')[0]!]!.load());
  return await loaded.parseAsync([...command.split(' ').slice(1), ...args], { from: 'user' }).then(
    () => undefined,
    (reason: unknown) => reason,
  );
}

/** All options of all commands whose values are whole numbers. */
const options = (
  await Promise.all(
    Object.entries(commands).map(async ([name, { load }]) => {
      const within = (command: Command, path: string): (readonly [string, string])[] => [
        ...command.options.filter(({ parseArg }) => parseArg === integer).map(({ flags }) => [path, flags] as const),
        ...command.commands.flatMap((each) => within(each, `${path} ${each.name()}`)),
      ];
      return within(await load(), name);
    }),
  )
).flat();

describe('a count that is too large', () => {
  it('is tried of every option', () => {
    expect(options.length).toBeGreaterThan(10);
    expect(Object.keys(BESIDE)).toEqual(expect.arrayContaining(options.map(([command]) => command)));
  });

  const tried = options.flatMap(([command, flags]) => {
    const flag = flags.split(' ')[0]!;
    if (SLOW.includes(`${command} ${flag}`)) return [];
    return ['99999999999', `${2 ** 53 - 1}`, '1e30'].map((count) => [command, flag, count] as const);
  });
  it.each(tried)(
    'whetstone %s %s %s says in one line what is wrong with it, or answers',
    async (command, flag, count) => {
      const error = await run(command, [...BESIDE[command]!, flag, count]);
      if (ANSWERED.includes(`${command} ${flag}`) && Number(count) < 2 ** 53) {
        expect(error).toBeUndefined();
        return;
      }
      expect(error).toBeInstanceOf(UsageError);
      const { message } = error as Error;
      expect(message).not.toContain('\n');
      const name = flag.replace(/^-+/, '').replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
      expect(message).toMatch(new RegExp(`(${flag}|\\b${name})( \\d+)? (is|must be|<)`));
      expect(message).not.toMatch(/no more than 0 /);
      expect(readdirSync(root)).not.toContain('answers');
    },
  );

  it.each(['--sequences', '--threads'])(
    'by llama.cpp, %s, is refused as it is by the model of our own',
    async (flag) => {
      const args = [...BESIDE['model best-of-n']!, '--runtime', 'llama', flag, '99999999999'];
      const error = await run('model best-of-n', args);
      expect(error).toBeInstanceOf(UsageError);
      expect((error as Error).message).toBe(`model best-of-n: ${flag} must be an integer in [1, 256], got 99999999999`);
    },
  );

  it.each(['replications', 'world.prompts', 'world.responses'])(
    'in a spec, %s, is named with its place',
    async (field) => {
      const name = field.split('.').at(-1)!;
      const path = spec(`${field}.json`, {
        world: field.startsWith('world') ? { ...world, [name]: 1e12 } : world,
        replications: field === 'replications' ? 1e12 : 1,
      });
      const error = await run('sweep', [path, '--threads', '0', '--out', join(root, 'none.jsonl')]);
      expect(error).toBeInstanceOf(UsageError);
      expect((error as Error).message).toMatch(
        new RegExp(`:1:\\d+: .*${name} must be an integer in .*, got 1000000000000$`),
      );
    },
  );
});
