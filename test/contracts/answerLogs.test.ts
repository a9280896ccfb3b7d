import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { LineLog } from '../../src/access/remote/answerLog.ts';
import { FileLog } from '../../src/files/fileLog.ts';
import { answerLogContract } from '../../src/testing/index.ts';
import { runContract } from './runContract.ts';

runContract('LineLog', answerLogContract({ empty: () => new LineLog(), reopened: ({ lines }) => new LineLog(lines) }));

const folder = mkdtempSync(join(tmpdir(), 'whetstone-test-'));
const opened: FileLog[] = [];

function fileLog(path: string): FileLog {
  const log = new FileLog(path);
  opened.push(log);
  return log;
}

afterAll(() => {
  for (const log of opened) log.close();
});

runContract(
  'FileLog',
  answerLogContract({
    empty: () => fileLog(join(folder, `${opened.length}.jsonl`)),
    reopened(log) {
      log.close();
      return fileLog(log.path);
    },
  }),
);
