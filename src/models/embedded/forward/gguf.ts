import { ModelError } from '../../modelError.ts';

/** A value of the metadata. */
export type GgufValue = string | number | boolean | readonly GgufValue[];

/** The numbers of a tensor, as they are in the file. */
export interface GgufTensor {
  readonly name: string;
  /** Rows of a matrix, that is its outputs; 1 for a vector. */
  readonly rows: number;
  /** Numbers in a row, that is the inputs of a matrix. */
  readonly columns: number;
  /** `F16`, `F32`, or what else the file says. */
  readonly type: string;
  /** All of them, row after row, exactly. */
  read(): Float32Array;
}

/** What is in a GGUF file. */
export interface Gguf {
  readonly metadata: ReadonlyMap<string, GgufValue>;
  readonly tensors: ReadonlyMap<string, GgufTensor>;
}

/** What to do with a file that cannot be read here. */
export const USE_LLAMA =
  'for other files use llama.cpp: `llama` of whetstone/models/llama, --runtime llama of the command';

const STRING = 8;
const ARRAY = 9;
const TYPES: Readonly<Record<number, string>> = {
  0: 'F32',
  1: 'F16',
  2: 'Q4_0',
  3: 'Q4_1',
  6: 'Q5_0',
  7: 'Q5_1',
  8: 'Q8_0',
  10: 'Q2_K',
  11: 'Q3_K',
  12: 'Q4_K',
  13: 'Q5_K',
  14: 'Q6_K',
  30: 'BF16',
};
const BYTES: Readonly<Record<string, number>> = { F32: 4, F16: 2 };

/**
 * Reads a GGUF file, of version 2 or 3: its metadata and where its tensors are, without their numbers.
 *
 * @param name of the file, for messages
 * @throws ModelError where it is no GGUF file, another version, or cut short; `read` of a tensor where it is neither F16
 *   nor F32
 */
export function readGguf(bytes: Uint8Array, name: string): Gguf {
  const refuse = (what: string, cause?: unknown): never => {
    throw new ModelError(`embedded: ${name}: ${what}`, { cause });
  };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 8 || view.getUint32(0, false) !== 0x47475546) {
    return refuse('it is not a GGUF file: it does not begin with the letters GGUF');
  }
  const version = view.getUint32(4, true);
  if (version !== 2 && version !== 3) return refuse(`version ${version} of GGUF; supported: 2 and 3; ${USE_LLAMA}`);
  try {
    const cursor = new Cursor(view, 8);
    const tensorCount = cursor.count();
    const valueCount = cursor.count();
    const metadata = new Map<string, GgufValue>();
    for (let i = 0; i < valueCount; i++) {
      const key = cursor.text();
      metadata.set(key, cursor.value(cursor.u32()));
    }
    const found = Array.from({ length: tensorCount }, () => cursor.tensor());
    const alignment = Number(metadata.get('general.alignment') ?? 32);
    const start = Math.ceil(cursor.at / alignment) * alignment;
    const tensors = found.map(({ name: tensor, shape, type, offset }): GgufTensor => {
      const [columns = 1, rows = 1] = shape;
      const size = shape.reduce((a, b) => a * b, 1);
      const width = BYTES[type];
      if (width !== undefined && start + offset + width * size > bytes.length) throw new RangeError('a tensor');
      return {
        name: tensor,
        rows,
        columns,
        type,
        read() {
          if (width === undefined || shape.length > 2) {
            const what = width === undefined ? type : `a tensor of ${shape.length} dimensions`;
            return refuse(`tensor ${tensor} is ${what}; supported: F16 and F32 of at most 2 dimensions; ${USE_LLAMA}`);
          }
          const at = (i: number): number => start + offset + width * i;
          return Float32Array.from({ length: size }, (_, i) =>
            type === 'F32' ? view.getFloat32(at(i), true) : half(view.getUint16(at(i), true)),
          );
        },
      };
    });
    return { metadata, tensors: new Map(tensors.map((tensor) => [tensor.name, tensor])) };
  } catch (error) {
    // A DataView throws it where it is read beyond its end.
    if (error instanceof RangeError) return refuse('the file is cut short or damaged', error);
    throw error;
  }
}

/** Reads one value after another, little-endian. */
class Cursor {
  at: number;
  readonly #view: DataView;

  constructor(view: DataView, at: number) {
    this.#view = view;
    this.at = at;
  }

  u32(): number {
    return this.#view.getUint32(this.#skip(4), true);
  }

  /** A 64-bit integer. */
  count(): number {
    const value = this.#view.getBigUint64(this.#skip(8), true);
    // No list is longer than the file.
    if (value > BigInt(this.#view.byteLength)) throw new RangeError('a length');
    return Number(value);
  }

  text(): string {
    const length = this.count();
    const start = this.#skip(length);
    const bytes = Array.from({ length }, (_, i) => this.#view.getUint8(start + i));
    return utf8(bytes);
  }

  value(type: number): GgufValue {
    if (type === STRING) return this.text();
    if (type === ARRAY) {
      const each = this.u32();
      return Array.from({ length: this.count() }, () => this.value(each));
    }
    const view = this.#view;
    switch (type) {
      case 0:
        return view.getUint8(this.#skip(1));
      case 1:
        return view.getInt8(this.#skip(1));
      case 2:
        return view.getUint16(this.#skip(2), true);
      case 3:
        return view.getInt16(this.#skip(2), true);
      case 4:
        return this.u32();
      case 5:
        return view.getInt32(this.#skip(4), true);
      case 6:
        return view.getFloat32(this.#skip(4), true);
      case 7:
        return view.getUint8(this.#skip(1)) !== 0;
      case 10:
        return Number(view.getBigUint64(this.#skip(8), true));
      case 11:
        return Number(view.getBigInt64(this.#skip(8), true));
      case 12:
        return view.getFloat64(this.#skip(8), true);
      default:
        throw new RangeError(`a value of type ${type}`);
    }
  }

  tensor(): { name: string; shape: readonly number[]; type: string; offset: number } {
    const name = this.text();
    const shape = Array.from({ length: this.u32() }, () => this.count());
    const type = this.u32();
    return { name, shape, type: TYPES[type] ?? `of type ${type}`, offset: this.count() };
  }

  #skip(bytes: number): number {
    const start = this.at;
    this.at += bytes;
    return start;
  }
}

/** A number of 16 bits: 1 of sign, 5 of exponent, 10 of fraction. */
function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** Text of UTF-8: a TextDecoder is no part of the language. */
function utf8(bytes: readonly number[]): string {
  return decodeURIComponent(bytes.map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''));
}
