import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { openModel } from '../../src/cli/model/openModel.ts';
import type { OpenedModel, OpenOptions } from '../../src/models/openedModel.ts';
import { backends, whatOpens } from '../../src/cli/registry/backends.ts';
import type { BackendKind } from '../../src/cli/registry/backends.ts';
import { sweepCommand } from '../../src/cli/sweep.ts';
import { UsageError } from '../../src/cli/usageError.ts';
import { experiments as catalogue } from '../../src/experiments/registry.ts';
import { embeddedModel } from '../../src/models/embedded/embeddedModel.ts';

const folder = mkdtempSync(join(tmpdir(), 'whetstone-test-'));

afterEach(() => void vi.restoreAllMocks());

describe('the experiments of the command', () => {
  /** Runs `whetstone sweep` with an experiment that only its own registry knows. */
  async function sweep(...args: string[]): Promise<string> {
    const stdout: string[] = [];
    vi.spyOn(console, 'log').mockImplementation((line) => void stdout.push(String(line)));
    vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
    const command = sweepCommand(() => import('../support/commandRegistry.ts'));
    await command.parseAsync(args, { from: 'user' });
    return stdout.join('\n');
  }
  const specOf = (experiment: string, parameters: object): string => {
    const path = join(folder, `${experiment}.json`);
    const cases = [1, 10, 100].map((tosses) => ({ ...parameters, tosses }));
    writeFileSync(path, JSON.stringify({ format: 'whetstone sweep 1', experiment, seed: 'test/cli', cases }));
    return path;
  };

  it('run inline and on threads, to the same bytes, though the library does not know them', async () => {
    expect(catalogue.map(({ id }) => id)).not.toContain('coin');
    const path = specOf('coin', { bias: 0.5 });
    const [inlined, threaded] = [join(folder, 'inline.jsonl'), join(folder, 'threads.jsonl')];
    expect(await sweep(path, '--threads', '0', '--out', inlined)).toBe(`${inlined}: 3 rows`);
    expect(await sweep(path, '--threads', '2', '--out', threaded)).toBe(`${threaded}: 3 rows`);
    expect(readFileSync(threaded, 'utf8')).toBe(readFileSync(inlined, 'utf8'));
    expect(readFileSync(inlined, 'utf8').trimEnd().split('\n')).toHaveLength(4);
    expect(await sweep('--list')).toMatch(/^coin\n {2}heads in so many tosses/m);
  });

  it('run beside those of a module of the user, on threads as well', async () => {
    const own = join(folder, 'own.mjs');
    const experiments = new URL('../../src/experiments/index.ts', import.meta.url).href;
    writeFileSync(
      own,
      `import { defineExperiment, z } from '${experiments}';
      const parameters = z.strictObject({ tosses: z.int() });
      const cost = { prompts: 0, samples: 0, evaluations: 0, fits: 0, tokens: 0 };
      const run = ({ tosses }) => ({ values: { twice: 2 * tosses }, cost });
      export const experiments = [defineExperiment({ id: 'twice', describes: 'twice', parameters, run })];`,
    );
    for (const [experiment, parameters] of [
      ['coin', { bias: 0.5 }],
      ['twice', {}],
    ] as const) {
      const out = join(folder, `${experiment}-beside.jsonl`);
      const path = specOf(experiment, parameters);
      expect(await sweep(path, '--experiments', own, '--threads', '1', '--out', out)).toBe(`${out}: 3 rows`);
    }
    const listed = (await sweep('--list', '--json', '--experiments', own)).split('\n');
    expect(listed.map((line) => (JSON.parse(line) as { id: string }).id)).toEqual([
      ...catalogue.map(({ id }) => id),
      'coin',
      'twice',
    ]);
  });

  it('and the user cannot give theirs the id of one', async () => {
    const own = new URL('../support/ownExperiments.ts', import.meta.url).href;
    await expect(sweep('--list', '--experiments', own)).rejects.toThrow(
      'sweep: experiments[0].id must be one that no other experiment has, got "coin"',
    );
  });
});

describe('the backends of the command', () => {
  const opened: string[] = [];
  const kind = (opens: string, accepts: (name: string) => boolean): BackendKind => ({
    runtime: opens,
    opens,
    accepts,
    open: ({ path }) => {
      opened.push(`${opens} ${String(path)}`);
      return Promise.resolve({} as OpenedModel);
    },
  });
  const options = (path: OpenOptions['path']): OpenOptions => ({ path, maxTokens: 8, sequences: 2 });
  const server = kind('a URL', (name) => name.startsWith('https:'));
  const file = kind('a file', (name) => !name.startsWith('http:'));

  it('are asked in order, and the first that accepts a name opens it', async () => {
    for (const path of ['https://example.org/v1', 'a.gguf', embeddedModel])
      await openModel(options(path), [server, file]);
    expect(opened).toEqual(['a URL https://example.org/v1', 'a file a.gguf', `a file ${embeddedModel.href}`]);
    await expect(openModel(options('http://a'), [server, file])).rejects.toThrow(UsageError);
    await expect(openModel(options('http://a'), [server, file])).rejects.toThrow(
      'model: --model must name a URL or a file, got "http://a"',
    );
  });

  it('open what another runtime would take where one is asked for', async () => {
    opened.length = 0;
    await openModel({ ...options('a.gguf'), runtime: 'a URL' }, [server, file]);
    expect(opened).toEqual(['a URL a.gguf']);
  });

  it('are three: a GGUF file by llama.cpp, the one that ships by code of our own, and a server', () => {
    const accepting = (name: string) => backends.filter((each) => each.accepts(name)).map(({ runtime }) => runtime);
    for (const name of ['a.gguf', '/a/b.gguf', 'C:\\a.gguf', 'file:///a.gguf', 'a/http:/b', 'embedded.gguf']) {
      expect(accepting(name)).toEqual(['llama']);
    }
    for (const name of [embeddedModel.href, fileURLToPath(embeddedModel)]) {
      expect(accepting(name)).toEqual(['whetstone', 'llama']);
    }
    for (const name of ['http://localhost:8080/v1', 'HTTPS://example.org/a.gguf'])
      expect(accepting(name)).toEqual(['server']);
    expect(accepting('ftp://a')).toEqual([]);
    expect(whatOpens()).toBe('a GGUF file or the address of a server');
  });

  it('open the model that ships by either, under names that say which', async () => {
    const names: string[] = [];
    for (const runtime of [undefined, 'whetstone', 'llama']) {
      const model = await openModel({ ...options(embeddedModel), ...(runtime !== undefined && { runtime }) });
      names.push(model.name);
      await model.dispose();
    }
    expect(names[0]).toMatch(/^whetstone embedded\.gguf [\da-f]{12}, float32, at most 8 tokens$/);
    expect(names[1]).toBe(names[0]);
    expect(names[2]).toMatch(/^llama\.cpp embedded\.gguf [\da-f]{12}, rows in fours, at most 8 tokens$/);
  });

  it.each([{ chat: true }, { specialTokens: true }])(
    'refuse what the code of our own would pass over: %o',
    async (asked) => {
      await expect(openModel({ ...options(embeddedModel), ...asked })).rejects.toThrow(
        /^model: --(chat|special-tokens) needs --runtime llama/,
      );
    },
  );
});
