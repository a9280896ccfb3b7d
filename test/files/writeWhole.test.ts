import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
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
});
