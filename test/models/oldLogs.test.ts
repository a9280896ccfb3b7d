import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { plan } from '../../src/access/queries/plan.ts';
import { runAsync } from '../../src/access/runAsync.ts';
import { FileLog } from '../../src/files/fileLog.ts';
import { Source } from '../../src/math/random/source.ts';
import { embeddedModelBytes } from '../../src/models/embedded/embeddedModelBytes.ts';
import { openEmbedded } from '../../src/models/embedded/openEmbedded.ts';
import type { Neural } from '../../src/models/neural.ts';
import { unsealed } from '../support/resealed.ts';

const folder = mkdtempSync(join(tmpdir(), 'whetstone-test-'));
const maxTokens = 16;
const model = await openEmbedded(await embeddedModelBytes(), { maxTokens });

async function run(path: string, N = 2) {
  const log = new FileLog(path);
  const source = Source.named('test/models/oldLogs');
  try {
    return await runAsync(plan<Neural>({ n: 1, N }), model, { prompts: ['1+1='], source, log });
  } finally {
    log.close();
  }
}

const fresh = join(folder, 'fresh.jsonl');
const { result: expected } = await run(fresh);
const lines = readFileSync(fresh, 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => unsealed(line).replace('answers 3', 'answers 2'));

const old = (name: string, change: (line: string) => string): string => {
  const path = join(folder, `${name}.jsonl`);
  writeFileSync(path, lines.map((line, i) => `${i === 1 ? change(line) : line}\n`).join(''));
  return path;
};

describe('a log of a format without checksums', () => {
  it('is gone on with where nothing was changed', async () => {
    expect((await run(old('same', (line) => line))).result).toEqual(expected);
  });

  it('is gone on with where it is of a version that kept no count of tokens', async () => {
    await run(old('uncounted', (line) => line.replace(/"tokenCount":\d+,/, '')));
  });

  const changes: readonly (readonly [string, RegExp, string, string])[] = [
    ['ended no boolean', /"ended":(true|false)/, '"ended":"no"', 'response.ended must be true or false, got "no"'],
    ['more tokens than allowed', /"tokenCount":\d+/, '"tokenCount":500', 'response.tokenCount must be'],
    ['fewer than one token', /"tokenCount":\d+/, '"tokenCount":-7', 'response.tokenCount must be'],
    ['tokens counted otherwise', /"tokens":\d+/, '"tokens":15', 'tokens must be the count'],
    ['a text that is none', /"text":"[^"]*"/, '"text":5', 'response.text must be a text, got 5'],
    ['never drawn', /"logLikelihood":[^,}]+/, '"logLikelihood":-1e+308', 'logLikelihood must be at least'],
    ['no response', /"response":\{[^}]*\}/, '"response":null', 'response must be a response'],
    ['a field twice', /"tokens":(\d+)/, '"tokens":5,"tokens":$1', 'answer.tokens is given twice'],
  ];
  it.each(changes)('is refused by file and line before anything is drawn: %s', async (name, from, to, why) => {
    const path = old(name, (line) => line.replace(from, to));
    const before = readFileSync(path);
    expect(before.toString()).not.toBe(lines.map((line) => `${line}\n`).join(''));
    // More than the log holds, so that there is something to draw.
    const failure: unknown = await run(path, 3).catch((error: unknown) => error);
    expect((failure as Error).message).toContain(`log ${path}: line 2`);
    expect((failure as Error).message).toContain(why);
    expect(readFileSync(path)).toEqual(before);
  });
});
