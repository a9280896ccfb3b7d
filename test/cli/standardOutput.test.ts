import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inShell, noSmallDisk, onSmallDisk } from '../support/fullDisk.ts';
import { requirement } from '../support/requirement.ts';
import { WHETSTONE } from '../support/whetstone.ts';

const folder = mkdtempSync(join(tmpdir(), 'whetstone-test-'));
const spec = join(folder, 'spec.json');
writeFileSync(
  spec,
  JSON.stringify({
    format: 'whetstone sweep 1',
    experiment: 'sft-risk',
    seed: 'test/cli',
    fixed: { world: { kind: 'unseen-prompts', prompts: 2, mass: 1 }, delta: 0.5, replications: 1 },
    grid: { n: Array.from({ length: 100 }, (_, i) => i + 1), N: [4] },
  }),
);

const commands: readonly (readonly string[])[] = [
  ['--help'],
  ['--version'],
  ['check', 'prop-c.1', '--json'],
  ['sandwich', '--prompts', '2', '--responses', '8', '--hard-mass', '0.5', '--m', '10'],
  ['sweep', '--list'],
  ['model', 'best-of-n', '--prompt', '1*2+3*4:', '-N', '1'],
  ['model', 'best-of-n', '--help'],
];

describe.each(commands.map((args) => [args.join(' '), args] as const))('whetstone %s', (_name, args) => {
  it('fails where standard output cannot be written, and says so', async () => {
    const { code, stderr } = await inShell('"$@" >/dev/full', [...WHETSTONE, ...args]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^whetstone: cannot write to standard output: the disk is full \(ENOSPC\)\n$/m);
    expect(stderr).not.toMatch(/ {4}at /);
  });

  it('ends without a word where nobody reads any more', async () => {
    const line = 'set -o pipefail; "$@" 2>"$0" | true; code=$?; cat "$0" >&2; exit $code';
    const { code, stderr } = await inShell(line.replaceAll('$0', join(folder, 'stderr')), [...WHETSTONE, ...args]);
    expect(code).toBe(141);
    expect(stderr).not.toMatch(/EPIPE|whetstone:| {4}at /);
  });
});

describe('a command whose notes cannot be written', () => {
  it('goes on', async () => {
    const { code, stdout } = await inShell('"$@" 2>/dev/full', [...WHETSTONE, 'check', 'prop-c.1']);
    expect([code, stdout]).toEqual([0, expect.stringContaining('1 of 1 statement holds')]);
  });
});

requirement('disks', existsSync('/dev/full') ? noSmallDisk : 'there is no /dev/full')(
  'a disk that takes a part of the output only',
  () => {
    it('is noticed: what is lost is not passed over', async () => {
      const rows = join(folder, 'rows.jsonl');
      const sweep = [...WHETSTONE, 'sweep', spec, '--threads', '0', '--out', rows];
      expect((await inShell('"$@"', sweep)).code).toBe(0);
      const { code, stdout, stderr } = await onSmallDisk(16, '"$@" >$DISK/out; code=$?; wc -c <$DISK/out; exit $code', [
        ...sweep,
        '--json',
      ]);
      expect(Number(stdout)).toBe(16 * 1024);
      expect([code, stderr]).toEqual([1, 'whetstone: cannot write to standard output: the disk is full (ENOSPC)\n']);
    });
  },
);
