import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { WHETSTONE, whetstone } from '../support/whetstone.ts';

const root = mkdtempSync(join(tmpdir(), 'whetstone-test-'));
const SECONDS = 1000;

/** The model that ships, and enough to do that nobody ends before it is seen at work. */
const SETTINGS = '--count 2 --samples 200 --max-tokens 30 --budget 20'.split(' ');
const sharpen = (folder: string): string[] => ['model', 'sharpen', ...SETTINGS, '--out', folder];

let first: ChildProcess | undefined;
beforeAll(() => void delete process.env.WHETSTONE_MODEL);
afterEach(() => first?.kill('SIGKILL'));

/** A process that has begun to keep answers in the folder, stopped there. */
async function stoppedAtWork(folder: string): Promise<ChildProcess> {
  first = spawn(WHETSTONE[0]!, [...WHETSTONE.slice(1), ...sharpen(folder)], { stdio: 'ignore' });
  const samples = join(folder, 'samples.jsonl');
  const isAtWork = (): boolean => existsSync(samples) && readFileSync(samples, 'utf8').split('\n').length > 5;
  while (!isAtWork() && first.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 5));
  first.kill('SIGSTOP');
  // What it was about to write is written by then.
  await new Promise((resolve) => setTimeout(resolve, 300));
  return first;
}

const contents = (folder: string): Record<string, string> =>
  Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'latin1')]));

describe('two processes of whetstone model sharpen on one folder', () => {
  it(
    'are one too many: the second changes nothing, and the first ends as ever',
    { timeout: 120 * SECONDS },
    async () => {
      const folder = join(root, 'both');
      const running = await stoppedAtWork(folder);
      const before = contents(folder);
      const second = await whetstone(...sharpen(folder));
      expect([second.code, second.stdout]).toEqual([2, '']);
      expect(second.stderr).toBe(
        `model sharpen: ${join(folder, 'report')}: process ${running.pid} uses it, as ${join(folder, 'report.lock')} says; ` +
          'wait until it ends, or give another file\n',
      );
      expect(contents(folder)).toEqual(before);
      running.kill('SIGCONT');
      expect(await once(running, 'exit')).toEqual([0, null]);
      expect(readdirSync(folder).filter((name) => /lock|part|next/.test(name))).toEqual([]);
      expect(JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'))).toMatchObject({ prompts: 2, samples: 200 });
    },
  );

  it(
    'follow one another where the first was killed, and its answers are kept',
    { timeout: 120 * SECONDS },
    async () => {
      const folder = join(root, 'killed');
      const running = await stoppedAtWork(folder);
      running.kill('SIGKILL');
      await once(running, 'exit');
      const kept = readFileSync(join(folder, 'samples.jsonl'), 'utf8').replace(/[^\n]*$/, '');
      expect(readdirSync(folder)).toContain('report.lock');
      expect(await whetstone(...sharpen(folder))).toMatchObject({ code: 0 });
      const samples = readFileSync(join(folder, 'samples.jsonl'), 'utf8');
      expect(samples.startsWith(kept)).toBe(true);
      expect(samples.trimEnd().split('\n')).toHaveLength(1 + 400);
      expect(readdirSync(folder).filter((name) => /lock|part|next/.test(name))).toEqual([]);
    },
  );
});
