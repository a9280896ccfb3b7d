import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { isatty } from 'node:tty';
import { plainText } from '../text/plainText.ts';
import { visible } from '../text/visible.ts';
import { reasonOf } from './writeError.ts';

/** A file that is no text, or cannot be read: the message names the file, and the place where there is one. */
export class TextFileError extends Error {
  override readonly name = 'TextFileError';
}

/**
 * The text of a file as people have them: UTF-8 with or without a byte-order mark, UTF-16 with one, line ends of any kind.
 *
 * @throws TextFileError where it cannot be read or is something else, with line and column
 */
export function readText(path: string): string {
  return decodeText(readBytes(path), path);
}

function readBytes(path: string): Uint8Array {
  try {
    const file = openSync(path, 'r');
    try {
      const status = fstatSync(file);
      // Some devices never end.
      if (status.isBlockDevice() || (status.isCharacterDevice() && !isatty(file))) {
        throw new Error('it is a device, not a file');
      }
      return readFileSync(file);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw new TextFileError(`${path}: cannot be read: ${reasonOf(error)}`, { cause: error });
  }
}

const MARKS = [
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
] as const;

/**
 * The text that bytes are, with line feeds alone as line ends.
 *
 * @param file how it is called in messages
 * @param cut whether the last character may be cut in the middle; it is dropped then
 * @throws TextFileError where they are no text, with line and column
 */
export function decodeText(bytes: Uint8Array, file: string, { cut = false } = {}): string {
  const encoding = MARKS.find(([, mark]) => mark.every((byte, i) => bytes[i] === byte))?.[0] ?? 'utf-8';
  let text: string;
  try {
    text = new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: cut });
  } catch {
    const end = validPrefix(bytes, encoding);
    const before = new TextDecoder(encoding).decode(bytes.subarray(0, end), { stream: true });
    throw new TextFileError(`${placeAfter(file, before)}: ${notText(bytes, end, encoding)}`);
  }
  const zero = text.indexOf('\0');
  if (zero >= 0) throw new TextFileError(`${placeAfter(file, text.slice(0, zero))}: ${withZero(bytes)}`);
  return plainText(text);
}

/** The most bytes from the beginning on that are the beginning of a text. */
function validPrefix(bytes: Uint8Array, encoding: string): number {
  let [valid, invalid] = [0, bytes.length + 1];
  while (invalid - valid > 1) {
    const middle = (valid + invalid) >> 1;
    try {
      new TextDecoder(encoding, { fatal: true }).decode(bytes.subarray(0, middle), { stream: true });
      valid = middle;
    } catch {
      invalid = middle;
    }
  }
  return Math.min(valid, bytes.length);
}

/** `file:3:7`, the place behind a text. */
function placeAfter(file: string, before: string): string {
  const lines = plainText(before).split('\n');
  return `${file}:${lines.length}:${lines.at(-1)!.length + 1}`;
}

function notText(bytes: Uint8Array, end: number, encoding: string): string {
  if (encoding !== 'utf-8') return 'is not UTF-16, though the file begins with its mark; save it as UTF-8';
  if (end === bytes.length) return 'ends within a character; is the file cut short?';
  // What begins like a character is none where the next byte does not go on with it.
  const whole = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(0, end), { stream: true });
  const byte = bytes[Buffer.byteLength(whole)]!;
  const hex = `byte 0x${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  const latin = byte >= 0xa0 ? `, in Latin-1 ${visible(String.fromCharCode(byte))},` : '';
  return `${hex}${latin} is not UTF-8; save the file as UTF-8`;
}

function withZero(bytes: Uint8Array): string {
  // Letters of Latin scripts have a zero byte in UTF-16.
  const [even, odd] = [0, 1].map((rest) => bytes.subarray(0, 1000).filter((byte, i) => byte === 0 && i % 2 === rest));
  if (even!.length === 0 || odd!.length === 0) {
    return 'is UTF-16 without a byte-order mark, by its zero bytes; save the file as UTF-8';
  }
  return 'a zero byte: this is no text file';
}
