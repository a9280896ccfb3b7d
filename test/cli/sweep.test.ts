import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { sweepCommand } from '../../src/cli/sweep.ts';
import { UsageError } from '../../src/cli/usageError.ts';
import { parseSpec } from '../../src/experiments/index.ts';
import { WHETSTONE, whetstone } from '../support/whetstone.ts';

const folder = mkdtempSync(join(tmpdir(), 'whetstone-test-'));
const spec = {
  format: 'whetstone sweep 1',
  experiment: 'sft-risk',
  seed: 'test/cli',
  fixed: { world: { kind: 'hard-family', prompts: 4, responses: 8, hardMass: 0.5 }, delta: 0.5, replications: 100 },
  grid: { n: [5, 50], N: [4, 8] },
};

function specFile(name: string, changes: object = {}): string {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify({ ...spec, ...changes }, null, 1));
  return path;
}

afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

/** Runs the command in this process: what it prints, and its exit code. */
async function run(...args: string[]) {
  const [stdout, stderr]: [string[], string[]] = [[], []];
  vi.spyOn(console, 'log').mockImplementation((line) => void stdout.push(`${line}\n`));
  vi.spyOn(console, 'error').mockImplementation((line) => void stderr.push(`${line}\n`));
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => (stdout.push(String(text)), true));
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => (stderr.push(String(text)), true));
  Object.defineProperty(process.stderr, 'isTTY', { value: false, configurable: true });
  let code = 0;
  try {
    await sweepCommand().parseAsync(args, { from: 'user' });
    code = Number(process.exitCode ?? 0);
  } catch (error) {
    // As src/cli/main.ts does, which the tests of `check` start as a process.
    if (!(error instanceof UsageError)) throw error;
    stderr.push(`${error.message}\n`);
    code = 2;
  }
  return { code, stdout: stdout.join(''), stderr: stderr.join('') };
}

describe('whetstone sweep', () => {
  it('writes rows beside the spec, and does nothing a second time', async () => {
    const path = specFile('a.json');
    const rows = join(folder, 'a.rows.jsonl');
    const first = await whetstone('sweep', path, '--threads', '1');
    expect(first).toMatchObject({ code: 0, stdout: `${rows}: 4 rows\n` });
    expect(first.stderr).toContain('cases: 4 of 4');
    expect(readFileSync(rows, 'utf8').split('\n')).toHaveLength(6);
    const again = await run(path);
    expect(again).toEqual({ code: 0, stdout: `${rows}: all 4 rows were there already\n`, stderr: '' });
    const json = await run(path, '--json', '--threads', '0', '--out', join(folder, 'b.jsonl'));
    expect(json.code).toBe(0);
    expect(json.stdout).toBe(readFileSync(rows, 'utf8'));
  });

  it('stops on Ctrl-C with what is finished, and goes on', async () => {
    const path = specFile('slow.json', { fixed: { ...spec.fixed, replications: 6000 } });
    const out = join(folder, 'slow.rows.jsonl');
    const [node, ...before] = WHETSTONE;
    const child = spawn(node!, [...before, 'sweep', path, '--threads', '1'], { stdio: ['ignore', 'ignore', 'pipe'] });
    let stderr = '';
    child.stderr.on('data', (text: Buffer) => {
      stderr += text.toString();
      if (!child.killed && stderr.includes('cases: 1 of 4')) child.kill('SIGINT');
    });
    const [code] = (await once(child, 'close')) as [number];
    expect(code).toBe(130);
    expect(stderr).toMatch(/sweep: stopped with [123] of 4 cases finished; the same command goes on from there\n$/);
    expect(existsSync(out)).toBe(false);
    const { stdout } = await run(path, '--threads', '0');
    expect(stdout).toMatch(/^\S+: 4 rows, [123] of them from before\n$/);
  });

  it('exits with 2 and a line for each thing that is wrong', async () => {
    const bad = specFile('bad.json', { grid: { n: [5, 0], M: [1] } });
    const { code, stdout, stderr } = await run(bad);
    expect([code, stdout]).toEqual([2, '']);
    const known = 'is not known here; there are world, n, N, delta, replications';
    expect(stderr.split('\n').map((line) => line.replace(bad, 'bad.json'))).toEqual([
      'bad.json:15:10: grid.N is missing; it must be an integer at least 1',
      'bad.json:18:4: grid.n[1] must be an integer at least 1, got 0',
      `bad.json:20:3: grid.M ${known}`,
      '',
    ]);
    expect(await run()).toMatchObject({
      code: 2,
      stderr: 'sweep: no spec; give a JSON file, or --list to see the experiments\n',
    });
  });

  it('exits with 2 where the rows are of another spec, and replaces them if it is told to', async () => {
    const out = join(folder, 'c.jsonl');
    await run(specFile('c.json'), '--out', out, '--threads', '0');
    const other = specFile('d.json', { seed: 'another' });
    const { code, stderr } = await run(other, '--out', out, '--threads', '0');
    expect(code).toBe(2);
    expect(stderr).toBe(
      `sweep: ${out}: its seed is "test/cli", but here it is "another"; write to another file, or replace this one: ` +
        '--out FILE, or --replace\n',
    );
    const replaced = await run(other, '--out', out, '--threads', '0', '--replace');
    expect(replaced.stdout).toBe(`${out}: 4 rows\n`);
  });

  it('exits with 1 where a case fails, and says which', async () => {
    const fixed = { ...spec.fixed, world: { kind: 'barely-missed', mass: 1 } };
    const path = specFile('failing.json', { fixed, grid: { n: [5], N: [4, 1e9] } });
    const { code, stderr } = await run(path, '--threads', '0');
    expect(code).toBe(1);
    expect(stderr).toMatch(/sweep: sft-risk: case 2 of 2, \{.*\}: barelyMissed: N must be at most about /);
    expect(stderr).toContain(`the cases that were finished are kept in ${join(folder, 'failing.rows.jsonl')}.journal`);
  });

  it("runs an experiment of one's own from a module, inline and on threads, to the same bytes", async () => {
    const own = fileURLToPath(new URL('../support/ownExperiments.ts', import.meta.url));
    const changes = { experiment: 'coin', fixed: { bias: 0.5 }, grid: { tosses: [1, 10, 100] } };
    const path = specFile('coin.json', changes);
    const [inlined, threaded] = [join(folder, 'inline.jsonl'), join(folder, 'threads.jsonl')];
    expect((await run(path, '--experiments', own, '--threads', '0', '--out', inlined)).code).toBe(0);
    const apart = await whetstone('sweep', path, '--experiments', own, '--threads', '2', '--out', threaded);
    expect(apart).toMatchObject({ code: 0, stdout: `${threaded}: 3 rows\n` });
    expect(readFileSync(threaded, 'utf8')).toBe(readFileSync(inlined, 'utf8'));
    expect((await run('--list', '--experiments', own)).stdout).toMatch(/^coin\n {2}heads in so many tosses/m);
    expect(await run(path)).toMatchObject({ code: 2 });
    const none = join(folder, 'none.mjs');
    writeFileSync(none, 'export const nothing = 1;');
    const refused = await run(path, '--experiments', none);
    expect(refused).toMatchObject({ code: 2, stdout: '' });
    expect(refused.stderr).toBe(
      `sweep: experiments must be a list of experiments: export const experiments = [...] in ${none}, got undefined\n`,
    );
  });

  it('shows in --help a spec and a world that can be run', () => {
    let help = '';
    sweepCommand()
      .configureOutput({ writeOut: (text) => (help += text) })
      .outputHelp();
    const shown = JSON.parse(/^ {2}\{\n.*?^ {2}\}$/ms.exec(help)![0]) as { fixed: object };
    const { world } = JSON.parse(`{${/^ {2}"world": \{.*?^ {2}\}$/ms.exec(help)![0]}}`) as { world: object };
    expect(parseSpec(JSON.stringify(shown)).cases).toHaveLength(6);
    expect(parseSpec(JSON.stringify({ ...shown, fixed: { ...shown.fixed, world } })).cases).toHaveLength(6);
  });

  it('lists the experiments with the meaning and the domain of each parameter', async () => {
    const { stdout } = await run('--list');
    expect(stdout).toMatch(/^sft-risk\n {2}risk P_x/);
    expect(stdout).toMatch(/^n +an integer at least 1 +number of prompts$/m);
    expect(stdout).toMatch(/^world\.kind +"barely-missed"$/m);
    expect(stdout).toMatch(/^world\.hardMass +a number in \(0, 1\] +Delta, mass of the hard prompts\n +together$/m);
    const json = await run('--list', '--json');
    const listed = json.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { id: string; parameters: object });
    expect(listed.map(({ id }) => id)).toEqual([
      'sft-risk',
      'adaptive-sft-risk',
      'hard-prompt-risk',
      'sandwich',
      'needle-sandwich',
      'winner',
      'packing-samples',
      'xpo-regret',
    ]);
    expect(listed[0]!.parameters).toMatchObject({ type: 'object', additionalProperties: false });
  });
});
