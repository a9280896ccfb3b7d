import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { CaseError, defineExperiment, inline, parseSpec, sweepOf } from '../../src/experiments/index.ts';
import type { Executor } from '../../src/experiments/index.ts';
import { OtherSweepError, readRows, runSweep, SweepFileError, threads } from '../../src/experiments/node/index.ts';
import { LockedError } from '../../src/files/lock.ts';
import { DomainError } from '../../src/math/domainError.ts';
import { coin } from '../support/coin.ts';
import { experiments } from '../support/ownExperiments.ts';
import { resealed, unsealed } from '../support/resealed.ts';
import { WHETSTONE, whetstone } from '../support/whetstone.ts';

const own = new URL('../support/ownExperiments.ts', import.meta.url);
const folder = mkdtempSync(join(tmpdir(), 'whetstone-test-'));
type Any = any;
const fine = () => sweepOf(experiments[0]!, { seed: 's', cases });
let files = 0;
const newPath = (): string => join(folder, `${files++}.jsonl`);
const text = (path: string): string => readFileSync(path, 'utf8');

/** An executor that notes which cases it is given. */
function counting(executor: Executor): Executor & { readonly given: number[] } {
  const given: number[] = [];
  return {
    name: executor.name,
    given,
    execute(sweep, indices, deliver, options) {
      given.push(...indices);
      return executor.execute(sweep, indices, deliver, options);
    },
  };
}

/** Cases of every world that take some hundredths of a second each: long enough to be killed between two. */
const slow = JSON.stringify({
  format: 'whetstone sweep 1',
  experiment: 'sft-risk',
  seed: 'test/runSweep',
  fixed: { delta: 0.5, replications: 1500 },
  grid: {
    world: [
      { kind: 'hard-family', prompts: 4, responses: 8, hardMass: 0.5 },
      { kind: 'unseen-prompts', prompts: 16, mass: 1 },
      { kind: 'barely-missed', mass: 0.25 },
    ],
    n: [5, 50],
    N: [4, 8],
  },
});
/** An experiment that loads formulas first. */
const lazy = JSON.stringify({
  format: 'whetstone sweep 1',
  experiment: 'sandwich',
  seed: 'test/runSweep',
  fixed: {
    over: { kind: 'hard-family', prompts: 2, responses: 8, hardMass: 0.5 },
    lines: ['minimax', 'sft'],
    simulated: { replications: 50, failure: 0.01 },
  },
  grid: { m: [1, 10, 100, 1000] },
});

describe.each([
  ['sft-risk', slow, [inline, threads(1), threads(2)]],
  ['sandwich', lazy, [inline, threads(2)]],
])('rows of %s', (_name, spec, executors) => {
  it(`are the same bytes: ${executors.map(({ name }) => name).join(', ')}`, async () => {
    const sweep = parseSpec(spec);
    const paths: string[] = [];
    for (const executor of executors) {
      const path = newPath();
      paths.push(path);
      const { rows, ran } = await runSweep(sweep, { path, executor });
      expect(ran).toBe(sweep.cases.length);
      expect(rows).toEqual(readRows(path, sweep));
      const timing = JSON.parse(text(`${path}.timing.json`)) as { executor: string; seconds: number[] };
      expect(timing.executor).toBe(executor.name);
      expect(timing.seconds).toHaveLength(ran);
    }
    for (const path of paths.slice(1)) expect(text(path)).toBe(text(paths[0]!));
    expect(text(paths[0]!)).not.toContain('seconds');
  });
});

describe('a killed sweep', () => {
  const spec = newPath();
  writeFileSync(spec, slow);
  const sweep = parseSpec(slow);

  it.each([
    ['inline', '0'],
    ['on two threads', '2'],
  ])('goes on with nothing run twice, to the same bytes: %s', async (_name, count) => {
    const [path, whole] = [newPath(), newPath()];
    const [node, ...args] = [...WHETSTONE, 'sweep', spec, '--out', path, '--threads', count];
    const child = spawn(node, args, { stdio: 'ignore' });
    const ended = once(child, 'exit');
    const lines = () => (existsSync(`${path}.journal`) ? text(`${path}.journal`).split('\n').length - 1 : 0);
    while (lines() < 4 && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 2));
    child.kill('SIGKILL');
    await ended;
    expect(existsSync(path)).toBe(false);
    const kept = text(`${path}.journal`)
      .split('\n')
      .slice(1, -1)
      .map((line) => (JSON.parse(line) as { index: number }).index);
    expect(kept.length).toBeGreaterThanOrEqual(3);
    expect(kept.length).toBeLessThan(sweep.cases.length);
    const executor = counting(inline);
    const { ran } = await runSweep(sweep, { path, executor });
    expect(ran).toBe(sweep.cases.length - kept.length);
    expect([...executor.given, ...kept].sort((a, b) => a - b)).toEqual(sweep.cases.map((_, i) => i));
    expect(existsSync(`${path}.journal`)).toBe(false);
    await runSweep(sweep, { path: whole, executor: inline });
    expect(text(path)).toBe(text(whole));
  });
});

const cases = Array.from({ length: 6 }, (_, i) => ({ tosses: i + 1, bias: 0.5 }));

/** A sweep of six tosses that was stopped after three, last case first; its file, and the whole text of the rows. */
async function stopped() {
  const { experiment, ran } = coin();
  const sweep = sweepOf(experiment, { seed: 's', cases });
  const [path, whole] = [newPath(), newPath()];
  await runSweep(sweep, { path: whole, executor: inline });
  const backwards: Executor = {
    name: 'backwards',
    execute: (of, indices, deliver) => inline.execute(of, indices.toReversed().slice(0, 3), deliver),
  };
  await expect(runSweep(sweep, { path, executor: backwards })).rejects.toThrow(
    'sweep: stopped with 3 of 6 cases finished; the same sweep goes on from there',
  );
  ran.length = 0;
  return { sweep, path, ran, rows: text(whole) };
}

describe('a sweep that was stopped', () => {
  it('keeps what was finished, in whatever order it was', async () => {
    const { sweep, path, ran, rows } = await stopped();
    const seen: unknown[] = [];
    await runSweep(sweep, { path, executor: inline, onProgress: (progress) => seen.push(progress) });
    expect(ran).toEqual(cases.slice(0, 3));
    expect(text(path)).toBe(rows);
    expect(seen[0]).toEqual({ done: 3, total: 6 });
    expect(seen.slice(-2)).toEqual([
      { done: 5, total: 6, running: 2 },
      { done: 6, total: 6, running: 2 },
    ]);
  });

  it('is not run again once it is finished', async () => {
    const { sweep, path, ran } = await stopped();
    await runSweep(sweep, { path, executor: inline });
    ran.length = 0;
    appendFileSync(`${path}.journal`, 'left by a kill between the last two steps');
    expect((await runSweep(sweep, { path, executor: inline })).ran).toBe(0);
    expect(ran).toEqual([]);
    expect(existsSync(`${path}.journal`)).toBe(false);
  });

  it('goes on from a journal that was cut anywhere', async () => {
    const { sweep, path, ran, rows } = await stopped();
    const journal = readFileSync(`${path}.journal`);
    const ends = [...journal.entries()].filter(([, byte]) => byte === 10).map(([i]) => i);
    const everySeventh = Array.from({ length: Math.ceil(journal.length / 7) }, (_, i) => 7 * i);
    for (const end of [...everySeventh, ...ends, ...ends.map((i) => i - 1), ...ends.map((i) => i + 1)]) {
      const cut = newPath();
      writeFileSync(`${cut}.journal`, journal.subarray(0, end));
      ran.length = 0;
      await runSweep(sweep, { path: cut, executor: inline });
      // The first line is the sweep's; a line that lacks its end of line alone is whole.
      const whole = ends.slice(1).filter((i) => i <= end).length;
      expect(ran).toHaveLength(6 - whole);
      expect(text(cut)).toBe(rows);
    }
  });

  it('keeps the others where a case fails, and says which failed and why', async () => {
    const { experiment, ran } = coin();
    const broken = defineExperiment({
      ...experiment,
      run(parameters, source) {
        if (parameters.tosses === 4) throw new Error('the coin rolled away');
        return experiment.run(parameters, source);
      },
    });
    const path = newPath();
    const failing = runSweep(sweepOf(broken, { seed: 's', cases }), { path, executor: inline });
    await expect(failing).rejects.toThrow('coin: case 4 of 6, {"tosses":4,"bias":0.5}: the coin rolled away');
    await expect(failing).rejects.toBeInstanceOf(CaseError);
    ran.length = 0;
    await runSweep(sweepOf(experiment, { seed: 's', cases }), { path, executor: inline });
    expect(ran).toEqual(cases.slice(3));
  });

  it('says the same of a case that fails on a thread, and delivers what was under way there', async () => {
    const parameters = { n: 1, N: 1, delta: 0.5, replications: 1 };
    const good = { ...parameters, world: { kind: 'unseen-prompts', prompts: 1, mass: 1 } };
    const bad = { ...good, N: 2 ** 53 - 1, n: 2 ** 53 - 1 };
    const spec = { format: 'whetstone sweep 1', experiment: 'sft-risk', seed: 's', cases: [bad, good] };
    const sweep = parseSpec(JSON.stringify(spec));
    const messages: string[] = [];
    for (const executor of [inline, threads(2)]) {
      const path = newPath();
      await runSweep(sweep, { path, executor }).catch((error: Error) => messages.push(error.message));
      expect(existsSync(path)).toBe(false);
    }
    expect(messages[0]).toMatch(/^sft-risk: case 1 of 2, \{.*\}: .* must be /);
    expect(messages[1]).toBe(messages[0]);
  });
});

describe('threads', () => {
  it('stop at once where the signal says so', async () => {
    const sweep = parseSpec(slow.replace('1500', '400000'));
    const stop = new AbortController();
    const path = newPath();
    const started = Date.now();
    const running = runSweep(sweep, {
      path,
      executor: threads(2),
      signal: stop.signal,
      onProgress: ({ running: begun }) => begun !== undefined && setTimeout(() => stop.abort(), 300),
    });
    await expect(running).rejects.toThrow('stopped with 0 of 12');
    expect(Date.now() - started).toBeLessThan(5000);
  });

  it.each<[string, () => string | URL]>([
    ['a URL', () => own],
    ['the text of a URL', () => own.href],
    ['a path', () => fileURLToPath(own)],
    ['a relative path', () => relative(process.cwd(), fileURLToPath(own))],
  ])("run an experiment of one's own from %s, to the same bytes as inline", async (_name, module) => {
    const sweep = sweepOf(experiments[0]!, { seed: 's', cases });
    const [here, there] = [newPath(), newPath()];
    await runSweep(sweep, { path: here, executor: inline });
    await runSweep(sweep, { path: there, executor: threads(2, { module: module() }) });
    expect(text(there)).toBe(text(here));
    expect(text(here).split('\n')).toHaveLength(8);
  });

  it.each([
    ['is not there', 'export {}', 'loadExperiments: module must be one that can be imported ('],
    [
      'exports no list',
      'export const other = 1;',
      'must be a list of experiments: export const experiments = [...] in',
    ],
    ['exports an empty list', 'export const experiments = [];', 'got Array of length 0'],
    [
      'exports something else',
      "export const experiments = [{ id: 'x' }];",
      'loadExperiments: experiments[0].parameters must be a z.strictObject, got undefined',
    ],
    [
      'has an id twice',
      "const one = { id: 'x', parameters: { safeParse() {} }, run() {} }; export const experiments = [one, one];",
      'loadExperiments: experiments[1].id must be one that no other experiment has, got "x"',
    ],
    [
      'has an id of the library',
      "export const experiments = [{ id: 'sft-risk', parameters: { safeParse() {} }, run() {} }];",
      'loadExperiments: experiments[0].id must be one that no other experiment has, got "sft-risk"',
    ],
  ])('refuse a module that %s', async (what, code, message) => {
    const module = join(folder, `${files++}.mjs`);
    if (what !== 'is not there') writeFileSync(module, code);
    const sweep = sweepOf(experiments[0]!, { seed: 's', cases });
    const call = runSweep(sweep, { path: newPath(), executor: threads(1, { module }) });
    await expect(call).rejects.toBeInstanceOf(DomainError);
    await expect(call).rejects.toThrow(message);
  });

  it('refuse an experiment that is in no module they are given', async () => {
    const lost = defineExperiment({ ...experiments[0]!, id: 'lost' });
    const sweep = sweepOf(lost, { seed: 's', cases });
    await expect(runSweep(sweep, { path: newPath(), executor: threads(1, { module: own }) })).rejects.toThrow(
      /^threads: experiment must be one that file:.* exports, or of the library, got "lost"$/,
    );
    expect(() => threads(1, { module: 7 as never })).toThrow('threads: module must be a URL, or the path of a file');
    expect(() => threads(1, null as never)).toThrow('threads: options must be an object, got null');
  });

  it('know experiments of the library by name, others by a module', async () => {
    const sweep = sweepOf(coin().experiment, { seed: 's', cases });
    await expect(runSweep(sweep, { path: newPath(), executor: threads(1) })).rejects.toThrow(
      'threads: experiment must be one of the library, or be exported by a module: threads(count, { module }), got "coin"',
    );
    expect(() => threads(0)).toThrow('threads: threads must be an integer in [1, 1024], got 0');
  });
});

const asOther = (line: string, change: object): string =>
  resealed(JSON.stringify({ ...(JSON.parse(line) as object), ...change }));

describe.each(['', '.journal'])('PATH%s of something else is refused and left as it is', (ending) => {
  /** The file after the change, and what became of it. */
  async function refused(change: (lines: string[]) => string, replace = false) {
    const { sweep, path, rows } = await stopped();
    if (ending === '') await runSweep(sweep, { path, executor: inline });
    const changed = change(text(path + ending).split('\n'));
    writeFileSync(path + ending, changed);
    const error = await runSweep(sweep, { path, executor: inline, replace }).catch((cause: unknown) => cause);
    return { error, path, rows, left: existsSync(path + ending) ? text(path + ending) : undefined, changed };
  }

  it.each([
    ['version', { version: '0.0.9' }, 'its version is "0.0.9", but here it is "'],
    ['format', { format: 'whetstone rows 9' }, 'its format is "whetstone rows 9", but here it is "whetstone rows 2"'],
    ['experiment', { experiment: 'dice' }, 'its experiment is "dice", but here it is "coin"'],
    ['seed', { seed: 't' }, 'its seed is "t", but here it is "s"'],
    ['number of cases', { cases: 7 }, 'its cases is 7, but here it is 6'],
    ['cases', { spec: '0'.repeat(32) }, `its hash of the spec is "${'0'.repeat(32)}", but here it is "`],
  ])('another %s, unless it is to be replaced', async (_name, change, message) => {
    const other = (lines: string[]): string => [asOther(lines[0]!, change), ...lines.slice(1)].join('\n');
    const { error, path, left, changed } = await refused(other);
    expect(error).toBeInstanceOf(OtherSweepError);
    expect((error as Error).message).toContain(`${path}${ending}: ${message}`);
    expect((error as Error).message).toContain('; write to another file, or replace this one');
    expect(left).toBe(changed);
    const replaced = await refused(other, true);
    expect(replaced.error).toMatchObject({ ran: 6 });
    expect(text(replaced.path)).toBe(replaced.rows);
  });

  it.each<[string, (lines: string[]) => string, RegExp]>([
    ['a letter', () => 'Dear diary,\nnothing happened.\n', /line 1 is not the beginning of a/],
    ['a letter of one line', () => 'Dear diary', /line 1 is not the beginning of a/],
    ['JSON of another kind', () => '{"rows": 3}\n', /line 1 is not the beginning of a/],
    [
      'a provenance that lacks a field',
      (lines) => [lines[0]!.replace('"seed"', '"sod"'), ''].join('\n'),
      /line 1 is not/,
    ],
    [
      'a line that is no JSON',
      (lines) => [...lines.slice(0, 2), '{"index":', ...lines.slice(3)].join('\n'),
      /line 3 is not/,
    ],
    [
      'a line of another kind',
      (lines) => [...lines.slice(0, 2), '{"a":1}', ...lines.slice(3)].join('\n'),
      /line 3 is not/,
    ],
    [
      'a line with nothing in it',
      (lines) =>
        [...lines.slice(0, 2), '{"index":1,"outcome":{"values":null,"cost":null},"seconds":0}', ...lines.slice(3)].join(
          '\n',
        ),
      /line 3 is not/,
    ],
    ['a line that is null', (lines) => [...lines.slice(0, 2), 'null', ...lines.slice(3)].join('\n'), /line 3 is not/],
  ])('%s, even if it is to be replaced', async (_name, change, message) => {
    for (const replace of [false, true]) {
      const { error, left, changed } = await refused(change, replace);
      expect(error).toBeInstanceOf(SweepFileError);
      expect(error).not.toBeInstanceOf(OtherSweepError);
      expect((error as Error).message).toMatch(message);
      expect(left).toBe(changed);
    }
  });
});

it.each<[string, () => unknown, string]>([
  ['no sweep', () => (runSweep as Any)(), 'runSweep: sweep must be an object, got undefined'],
  ['no options', () => (runSweep as Any)(fine()), 'runSweep: options must be an object, got undefined'],
  [
    'no path',
    () => (runSweep as Any)(fine(), { executor: inline }),
    'runSweep: path must be the path of the file of rows',
  ],
  [
    'no executor',
    () => (runSweep as Any)(fine(), { path: newPath() }),
    'runSweep: executor must be an Executor: inline',
  ],
  ['no file to read', () => (readRows as Any)(), 'readRows: path must be the path of the file of rows, got undefined'],
  ['no sweep to read', () => (readRows as Any)('a.jsonl'), 'readRows: sweep must be an object, got undefined'],
  [
    'half a sweep',
    () => (readRows as Any)('a.jsonl', {}),
    'readRows: sweep.experiment must be an object, got undefined',
  ],
])('refuses %s', async (_name, call, message) => {
  const error = await Promise.resolve()
    .then(call)
    .catch((cause: unknown) => cause);
  expect(error).toBeInstanceOf(DomainError);
  expect((error as Error).message).toContain(message);
});

describe('a file of rows', () => {
  it.each<[string, (text: string) => string, RegExp]>([
    ['lost its end', (rows) => rows.slice(0, -5), /has not the 6 whole lines that it should have; delete it/],
    ['lost a line', (rows) => rows.split('\n').toSpliced(2, 1).join('\n'), /has not the 6 whole lines/],
    [
      'has its lines in another order',
      (rows) => rows.split('\n').toSpliced(1, 2, rows.split('\n')[2]!, rows.split('\n')[1]!).join('\n'),
      /line 2 is not the row of case 1, \{"bias":0.5,"tosses":1\}; delete it/,
    ],
  ])('that %s is refused', async (_name, change, message) => {
    const { sweep, path, rows } = await stopped();
    writeFileSync(path, change(rows));
    await expect(runSweep(sweep, { path, executor: inline })).rejects.toThrow(message);
    await expect(runSweep(sweep, { path, executor: inline })).rejects.toBeInstanceOf(SweepFileError);
  });

  it('that cannot be written says why', async () => {
    const { sweep } = await stopped();
    const nowhere = join(folder, 'nowhere', 'a.jsonl');
    await expect(runSweep(sweep, { path: nowhere, executor: inline })).rejects.toThrow(/cannot be written: ENOENT/);
    await expect(runSweep(sweep, { path: folder, executor: inline })).rejects.toThrow(/cannot be read: it is a folder/);
  });
});

describe('rows that were edited by hand', () => {
  /** A finished sweep: its rows, and the lines of its file. */
  async function finished() {
    const { sweep, path } = await stopped();
    const { rows } = await runSweep(sweep, { path, executor: inline });
    return { sweep, path, rows, lines: text(path).split('\n') };
  }

  it('are refused by file and line, whatever was changed', async () => {
    const { sweep, path, lines } = await finished();
    for (let i = 0; i < lines.length - 1; i++) {
      const line = lines[i]!;
      for (let at = 0; at < line.length; at += 3) {
        const changed = line.slice(0, at) + (line[at] === '7' ? '8' : '7') + line.slice(at + 1);
        writeFileSync(path, lines.with(i, changed).join('\n'));
        expect(() => readRows(path, sweep)).toThrow(SweepFileError);
        expect(() => readRows(path, sweep)).toThrow(i === 0 ? `${path}: ` : `${path}: line ${i + 1} `);
      }
    }
    const heads = lines[2]!.replace(/"heads":\d+/, '"heads":99');
    writeFileSync(path, lines.with(2, heads).join('\n'));
    const message = `${path}: line 3 has been changed: its checksum is that of another text; delete the file`;
    await expect(runSweep(sweep, { path, executor: inline })).rejects.toThrow(message);
    writeFileSync(path, lines.with(2, unsealed(lines[2]!)).join('\n'));
    expect(() => readRows(path, sweep)).toThrow(`${path}: line 3 has lost its checksum`);
  });

  it('are noticed in a journal as well', async () => {
    const { sweep, path } = await stopped();
    const lines = text(`${path}.journal`).split('\n');
    writeFileSync(`${path}.journal`, lines.with(2, lines[2]!.replace(/"heads":\d+/, '"heads":99')).join('\n'));
    await expect(runSweep(sweep, { path, executor: inline })).rejects.toThrow(
      `${path}.journal: line 3 has been changed: its checksum is that of another text; correct the file, move it or delete it`,
    );
  });

  it('are read in the older format, which has no checksums, but not in this one without', async () => {
    const { sweep, path, rows, lines } = await finished();
    const plain = lines.map(unsealed);
    writeFileSync(path, plain.join('\n'));
    expect(() => readRows(path, sweep)).toThrow('line 1 is not the beginning of a file of rows');
    writeFileSync(path, plain.with(0, plain[0]!.replace('rows 2', 'rows 1')).join('\n'));
    expect(readRows(path, sweep)).toEqual(rows);
    expect((await runSweep(sweep, { path, executor: inline })).ran).toBe(0);
  });
});

describe('two runs of one sweep', () => {
  it('are one too many: the second is refused by process and file', async () => {
    const { experiment } = coin();
    const sweep = sweepOf(experiment, { seed: 's', cases });
    const path = newPath();
    let second: unknown;
    const meanwhile: Executor = {
      name: 'meanwhile',
      async execute(of, indices, deliver) {
        second = await runSweep(sweep, { path, executor: inline }).catch((error: unknown) => error);
        await inline.execute(of, indices, deliver);
      },
    };
    await runSweep(sweep, { path, executor: meanwhile });
    expect(second).toBeInstanceOf(LockedError);
    expect((second as Error).message).toBe(
      `${path}: this process (${process.pid}) uses it, as ${path}.lock says; wait until it ends, or give another file`,
    );
    expect(readRows(path, sweep)).toHaveLength(6);
    expect(existsSync(`${path}.lock`)).toBe(false);
  });

  it('in two processes as well, and a killed one does not bar the next', async () => {
    const spec = newPath();
    writeFileSync(spec, slow.replace('1500', '40000'));
    const out = newPath();
    const [node, ...args] = [...WHETSTONE, 'sweep', spec, '--out', out, '--threads', '0'];
    const child = spawn(node, args, { stdio: 'ignore' });
    while (!existsSync(`${out}.journal`)) await new Promise((resolve) => setTimeout(resolve, 20));
    const refused = await whetstone(...args.slice(args.indexOf('sweep')));
    expect([refused.code, refused.stdout]).toEqual([2, '']);
    expect(refused.stderr).toBe(
      `sweep: ${out}: process ${child.pid} uses it, as ${out}.lock says; wait until it ends, or give another file\n`,
    );
    child.kill('SIGKILL');
    await once(child, 'exit');
    const sweep = parseSpec(slow.replace('1500', '40000'));
    const stop: Executor = { name: 'none', execute: async () => {} };
    await expect(runSweep(sweep, { path: out, executor: stop })).rejects.toThrow('sweep: stopped with');
  });
});
