import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inline, parseSpec, sweepOf } from '../../src/experiments/index.ts';
import { readRows, runSweep } from '../../src/experiments/node/index.ts';
import { FileLog } from '../../src/files/fileLog.ts';
import { decodeText, readText, TextFileError } from '../../src/files/readText.ts';
import { parseQuestions } from '../../src/models/tasks/parseQuestions.ts';
import { coin } from '../support/coin.ts';
import { WAYS } from '../support/encodings.ts';

const folder = mkdtempSync(join(tmpdir(), 'whetstone-test-'));
let files = 0;
const newPath = (): string => join(folder, `${files++}.txt`);

/** Characters of every length in every encoding, and those that marks and line ends could be taken for. */
const character = fc.constantFrom(
  'a',
  '"',
  '\\',
  '/',
  ' ',
  '{',
  ',',
  'é',
  'ÿ',
  'þ',
  '\u00A0',
  '\u0A0D',
  '\u0D0A',
  '\u2028',
  '\uFEFF',
  '中',
  '😀',
  '\u{10FFFF}',
);
const word = fc.array(character, { maxLength: 12 }).map((letters) => letters.join(''));
const blank = fc.constantFrom('', ' ', '\n', '\t', '\n\n  ');

describe('a text file', () => {
  it.each(WAYS)('saved as $name is the same text', ({ save }) => {
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 6 }), (lines) => {
        const text = lines.join('\n');
        // A mark at the very beginning is a mark, whoever wrote it.
        fc.pre(!text.startsWith('\uFEFF'));
        expect(decodeText(save(text), 'f')).toBe(text);
      }),
    );
  });

  it.each(WAYS)('saved as $name holds the same prompts and the same spec', ({ save }) => {
    const nonEmpty = word.filter((text) => text !== '');
    const questions = fc.uniqueArray(fc.record({ prompt: nonEmpty, answer: word }), {
      selector: ({ prompt }) => prompt,
      minLength: 1,
      maxLength: 5,
    });
    fc.assert(
      fc.property(questions, blank, fc.boolean(), (list, between, ended) => {
        const text = list.map((each) => JSON.stringify(each)).join(`\n${between}`) + (ended ? '\n' : '');
        expect(parseQuestions(decodeText(save(text), 'f'))).toEqual(list);
      }),
    );
    const { experiment } = coin();
    fc.assert(
      fc.property(nonEmpty, fc.array(word, { maxLength: 3 }), (seed, labels) => {
        const value = {
          format: 'whetstone sweep 1',
          experiment: 'coin',
          seed,
          cases: [{ tosses: 3, bias: 0.5, labels }],
        };
        const text = JSON.stringify(value, null, 2);
        const read = parseSpec(decodeText(save(text), 'f'), { experiments: [experiment] });
        expect([read.seed, read.cases]).toEqual([seed, value.cases]);
      }),
    );
  });

  it.each(WAYS)('of rows, of a journal or of a log, saved as $name, is read as it was', async ({ save }) => {
    const { experiment } = coin();
    const cases = [1, 2, 3].map((tosses) => ({ tosses, bias: 0.5, labels: ['é😀'] }));
    const sweep = sweepOf(experiment, { seed: 's', cases });
    const path = newPath();
    const { rows } = await runSweep(sweep, { path, executor: inline });
    writeFileSync(path, save(readFileSync(path, 'utf8')));
    expect(readRows(path, sweep)).toEqual(rows);

    const logged = newPath();
    const header = { format: 'whetstone answers 3', source: 'abc', backend: 'Größe 😀' };
    const entry = (i: number) => ({ path: `0[0].${i}`, question: { prompt: 'é\n中' }, answer: { text: '😀' } });
    const log = new FileLog(logged);
    log.open(header);
    log.append(entry(0));
    log.close();
    const plain = readFileSync(logged, 'utf8');
    writeFileSync(logged, save(plain));
    const again = new FileLog(logged);
    again.open(header);
    expect(again.get('0[0].0')).toEqual(entry(0));
    again.append(entry(1));
    again.close();
    // It is appended to in UTF-8, so it had to become what it was.
    expect(readFileSync(logged, 'utf8').startsWith(plain)).toBe(true);
    const last = new FileLog(logged);
    expect(last.lines).toHaveLength(3);
    last.close();
  });
});

describe('what is no text is refused with its place', () => {
  it.each<[string, readonly number[] | string, string]>([
    [
      'Latin-1',
      Buffer.from('{"a": 1}\n{"b": "caf\xe9"}\n', 'latin1').toString('latin1'),
      'f:2:11: byte 0xE9, in Latin-1 "é" (U+00E9), is not UTF-8; save the file as UTF-8',
    ],
    ['an overlong byte', '\u00c0\u00af', 'f:1:1: byte 0xC0, in Latin-1 "À" (U+00C0), is not UTF-8'],
    ['a lone byte of continuation', 'ab\r\n\rc\u0080', 'f:3:2: byte 0x80 is not UTF-8'],
    ['a character that is cut', 'ab\u00e4\u00b8', 'f:1:3: ends within a character; is the file cut short?'],
    [
      'half a pair of UTF-16',
      '\u00ff\u00fea\0\n\0\u0000\u00d8b\0',
      'f:2:1: is not UTF-16, though the file begins with its mark',
    ],
    [
      'UTF-16 without a mark',
      'a\0b\0',
      'f:1:2: is UTF-16 without a byte-order mark, by its zero bytes; save the file as UTF-8',
    ],
    ['a program', '\u007fELF\u0002\u0001\0\0\0', 'f:1:7: a zero byte: this is no text file'],
  ])('%s', (_name, bytes, message) => {
    const call = () => decodeText(Buffer.from(bytes as string, 'latin1'), 'f');
    expect(call).toThrow(TextFileError);
    expect(call).toThrow(message);
  });

  it('a file that is none', () => {
    expect(() => readText(folder)).toThrow(`${folder}: cannot be read: it is a folder`);
    expect(() => readText(join(folder, 'none'))).toThrow('cannot be read: there is no such file');
    if (existsSync('/dev/zero'))
      expect(() => readText('/dev/zero')).toThrow('cannot be read: it is a device, not a file');
    const pipe = newPath();
    execFileSync('mkfifo', [pipe]);
    spawn('sh', ['-c', `printf 'a\\r\\nb' > ${pipe}`], { stdio: 'ignore' });
    expect(readText(pipe)).toBe('a\nb');
  });
});
