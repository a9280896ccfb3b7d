import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { noSmallDisk, onSmallDisk } from '../support/fullDisk.ts';
import { requirement } from '../support/requirement.ts';
import { script } from '../support/script.ts';
import { WHETSTONE } from '../support/whetstone.ts';

const folder = mkdtempSync(join(tmpdir(), 'whetstone-test-'));

requirement('disks', noSmallDisk)('a disk that is full', () => {
  it('stops a log with an error in words, leaves its lines whole, and lets it go on when there is room', async () => {
    const log = script(`
      import { readFileSync, rmSync, writeFileSync } from 'node:fs';
      import { FileLog } from 'src/files/fileLog.ts';
      import { WriteError } from 'src/files/writeError.ts';
      const path = process.env.DISK + '/a.jsonl';
      const header = { format: 'whetstone answers 3', source: 'abc', backend: 'a model' };
      const entry = (i) => ({ path: '0[0].' + i, question: 'which', answer: 'long'.repeat(100) });
      // Room that is given back later.
      writeFileSync(process.env.DISK + '/other', 'x'.repeat(16384));
      const log = new FileLog(path);
      log.open(header);
      let kept = 0;
      let error;
      try { for (;; kept++) log.append(entry(kept)); } catch (thrown) { error = thrown; }
      const atError = readFileSync(path, 'utf8');
      let again;
      try { log.append(entry(kept)); } catch (thrown) { again = thrown; }
      const afterwards = readFileSync(path, 'utf8');
      rmSync(process.env.DISK + '/other');
      log.append(entry(kept));
      log.close();
      const reopened = new FileLog(path);
      console.log(JSON.stringify({
        kept, message: error.message, kind: error instanceof WriteError && again instanceof WriteError,
        whole: atError.split('\\n').length === kept + 2 && atError.endsWith('}\\n') && afterwards === atError,
        lines: reopened.lines.length, last: reopened.get('0[0].' + kept) !== undefined,
      }));
    `);
    const { code, stdout, stderr } = await onSmallDisk(64, '"$@"', log);
    expect([code, stderr]).toEqual([0, '']);
    const seen = JSON.parse(stdout) as { kept: number; message: string };
    expect(seen.kept).toBeGreaterThan(20);
    expect(seen).toMatchObject({ kind: true, whole: true, lines: seen.kept + 2, last: true });
    expect(seen.message).toMatch(/^cannot write .*\/a\.jsonl: the disk is full \(ENOSPC\)$/);
  });

  const spec = join(folder, 'spec.json');
  writeFileSync(
    spec,
    JSON.stringify({
      format: 'whetstone sweep 1',
      experiment: 'sft-risk',
      seed: 'test/files',
      fixed: { world: { kind: 'unseen-prompts', prompts: 2, mass: 1 }, delta: 0.5, replications: 1 },
      grid: { n: Array.from({ length: 200 }, (_, i) => i + 1), N: [4] },
    }),
  );

  // Room for a part of the journal; for the journal, but not for the rows beside it; for no byte at all.
  it.each([
    [24, '0'],
    [60, '0'],
    [60, '2'],
  ])('of %i kB stops a sweep on %s threads with one line, and it goes on elsewhere', async (kilobytes, threads) => {
    const kept = join(folder, `${kilobytes}-${threads}`);
    const line = `"$@" --out $DISK/a.jsonl; code=$?; ls -A $DISK >&2; cp -r $DISK ${kept}; exit $code`;
    const sweep = [...WHETSTONE, 'sweep', spec, '--threads', threads];
    const { code, stdout, stderr } = await onSmallDisk(kilobytes, line, sweep);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^whetstone: cannot write .*a\.jsonl.*: the disk is full \(ENOSPC\)$/m);
    expect(stderr).not.toMatch(/ {4}at |\.lock|\.part$/m);
    const on = await onSmallDisk(400, `cp ${kept}/* $DISK; "$@" --out $DISK/a.jsonl`, sweep);
    expect(on).toMatchObject({ code: 0 });
    expect(on.stdout).toMatch(/: (200 rows, \d+ of them from before|all 200 rows were there already)\n$/);
  });

  it('refuses a report where no byte fits, before any work', async () => {
    const { code, stdout, stderr } = await onSmallDisk(
      4,
      'unset WHETSTONE_MODEL; head -c 4096 /dev/zero >$DISK/other; "$@" --out $DISK --count 1 --samples 1 --budget 1',
      [...WHETSTONE, 'model', 'sharpen'],
    );
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^whetstone: cannot write .*: the disk is full \(ENOSPC\)$/m);
  });

  it('says so of a figure and a report', async () => {
    const out = join(folder, 'report');
    const sharpen = [...WHETSTONE, 'model', 'sharpen', '--count', '2', '--samples', '2', '--budget', '20'];
    const line = `unset WHETSTONE_MODEL; "$@" --out ${out} >/dev/null 2>&1 && mkdir $DISK/a && cp ${out}/*.jsonl $DISK/a && "$@" --out $DISK/a`;
    const { code, stdout, stderr } = await onSmallDisk(80, line, sharpen);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^whetstone: cannot write .*\/a\/(report|accuracy)\.(json|svg|png): the disk is full/m);
  });
});
