import fs from 'node:fs';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { syncBuiltinESMExports } from 'node:module';
import { afterEach, describe, expect, it } from 'vitest';
import { WriteError } from '../../src/files/writeError.ts';
import { writeWhole } from '../../src/files/writeWhole.ts';
import { script } from '../support/script.ts';

const folder = mkdtempSync(join(tmpdir(), 'whetstone-test-'));

describe('a file that is written whole', () => {
  it('replaces the one that was there, and what a kill left beside it', () => {
    const path = join(folder, 'a');
    writeFileSync(path, 'before');
    writeFileSync(`${path}.part`, 'half of what was to be');
    writeWhole(path, 'after');
    expect(readFileSync(path, 'utf8')).toBe('after');
    expect(readdirSync(folder)).toEqual(['a']);
  });

  it('says why it cannot be written, and leaves nothing', () => {
    const path = join(folder, 'b');
    mkdirSync(path);
    expect(() => writeWhole(path, 'text')).toThrow(WriteError);
    expect(() => writeWhole(path, 'text')).toThrow(`cannot write ${path}: it is a folder (EISDIR)`);
    expect(() => writeWhole(join(folder, 'none', 'c'), 'text')).toThrow(
      `cannot write ${join(folder, 'none', 'c')}: there is no such file or folder (ENOENT)`,
    );
    expect(existsSync(`${path}.part`)).toBe(false);
  });

  it('is there whole, as it was or as it is, whenever its writer is killed', async () => {
    const path = join(folder, 'd');
    const [before, after] = ['a', 'b'].map((letter) => letter.repeat(3_000_000)) as [string, string];
    writeFileSync(path, before);
    const [node, ...args] = script(`
      import { writeWhole } from 'src/files/writeWhole.ts';
      console.log('ready');
      for (;;) for (const letter of ['b', 'a']) writeWhole(process.argv[2], letter.repeat(3_000_000));
    `) as [string, ...string[]];
    for (let wait = 0; wait < 40; wait += 10) {
      const child = spawn(node, [...args, path], { stdio: ['ignore', 'pipe', 'inherit'] });
      await once(child.stdout, 'data');
      await new Promise((resolve) => setTimeout(resolve, wait));
      child.kill('SIGKILL');
      await once(child, 'exit');
      expect([before, after].includes(readFileSync(path, 'utf8'))).toBe(true);
    }
  });

  // The calls of the file system that a writer makes, in their order; the first bytes only may be written.
  const STEPS = ['openSync', 'writeSync', 'fsyncSync', 'closeSync', 'renameSync'] as const;
  type Step = (typeof STEPS)[number];
  const whole = { ...fs };

  /** From now on that call does half of its work, where it can, and then ends in something else. */
  function breaking(step: Step, end: () => never): void {
    fs[step] = ((...args: [number, Uint8Array, number]) => {
      if (step === 'writeSync') whole.writeSync(args[0], args[1], 0, Math.ceil(args[1].length / 2));
      end();
    }) as never;
    syncBuiltinESMExports();
  }

  afterEach(() => {
    for (const step of STEPS) fs[step] = whole[step] as never;
    syncBuiltinESMExports();
  });

  it.each(STEPS)('stays as it was where %s fails, also midway, and nothing is left beside it', (step) => {
    const inside = mkdtempSync(join(folder, 'failing-'));
    const path = join(inside, 'report.json');
    writeFileSync(path, 'before');
    breaking(step, () => {
      throw Object.assign(new Error(`EIO: i/o error, ${step}`), { code: 'EIO' });
    });
    const write = (): void => writeWhole(path, 'after');
    expect(write).toThrow(WriteError);
    expect(write).toThrow(`cannot write ${path}: EIO: i/o error, ${step}`);
    expect(readFileSync(path, 'utf8')).toBe('before');
    expect(readdirSync(inside)).toEqual(['report.json']);
  });

  it('is there whole wherever its writer is killed, and the next one is not hindered by what that left', async () => {
    const writer = script(`
      import fs from 'node:fs';
      import { syncBuiltinESMExports } from 'node:module';
      import { writeWhole } from 'src/files/writeWhole.ts';
      const [, , path, step, when] = process.argv;
      const call = fs[step];
      const kill = () => { process.kill(process.pid, 'SIGKILL'); for (;;); };
      fs[step] = (...args) => {
        if (when === 'before') kill();
        if (step === 'writeSync') call(args[0], args[1], 0, Math.ceil(args[1].length / 2));
        else call(...args);
        kill();
      };
      syncBuiltinESMExports();
      writeWhole(path, 'after');
    `);
    // Between the half of what is written and the renaming the file that was there is not touched.
    const steps = [
      { step: 'openSync', when: 'after', left: 'before' },
      { step: 'writeSync', when: 'after', left: 'before' },
      { step: 'renameSync', when: 'before', left: 'before' },
      { step: 'renameSync', when: 'after', left: 'after' },
    ];
    for (const { step, when, left } of steps) {
      const inside = mkdtempSync(join(folder, 'killed-'));
      const path = join(inside, 'report.json');
      writeFileSync(path, 'before');
      const child = spawn(writer[0]!, [...writer.slice(1), path, step, when], { stdio: 'inherit' });
      expect(await once(child, 'exit')).toEqual([null, 'SIGKILL']);
      expect([step, when, readFileSync(path, 'utf8')]).toEqual([step, when, left]);
      writeWhole(path, 'next');
      expect(readFileSync(path, 'utf8')).toBe('next');
      expect(readdirSync(inside)).toEqual(['report.json']);
    }
  });
});
