import { readFileSync } from 'node:fs';
import { embeddedModel } from '../../src/models/embedded/embeddedModel.ts';
import type { GgufValue } from '../../src/models/embedded/forward/gguf.ts';

/** A tensor to be written: its shape as GGUF has it, inputs first. */
export interface TensorToWrite {
  readonly name: string;
  readonly shape: readonly number[];
  /** 0 is F32, 1 is F16, others are written as they are given. */
  readonly type: number;
  readonly bytes: Uint8Array;
}

export const embeddedBytes = (): Uint8Array<ArrayBuffer> => new Uint8Array(readFileSync(embeddedModel));

/** Writes a GGUF file of version 3: text, numbers as unsigned integers or floats, truth values, and lists. */
export function ggufFile(metadata: Readonly<Record<string, GgufValue>>, tensors: readonly TensorToWrite[]): Uint8Array {
  const parts: Uint8Array[] = [];
  const put = (size: number, write: (view: DataView) => void): void => {
    const view = new DataView(new ArrayBuffer(size));
    write(view);
    parts.push(new Uint8Array(view.buffer));
  };
  const u32 = (value: number): void => put(4, (view) => view.setUint32(0, value, true));
  const u64 = (value: number): void => put(8, (view) => view.setBigUint64(0, BigInt(value), true));
  const text = (value: string): void => {
    const bytes = new TextEncoder().encode(value);
    u64(bytes.length);
    parts.push(bytes);
  };
  const typeOf = (value: GgufValue): number => {
    if (typeof value === 'string') return 8;
    if (typeof value === 'boolean') return 7;
    if (typeof value === 'object') return 9;
    return Number.isInteger(value) ? 4 : 6;
  };
  const put1 = (value: GgufValue): void => {
    if (typeof value === 'string') text(value);
    else if (typeof value === 'boolean') put(1, (view) => view.setUint8(0, value ? 1 : 0));
    else if (typeof value === 'number') {
      if (Number.isInteger(value)) u32(value);
      else put(4, (view) => view.setFloat32(0, value, true));
    } else {
      u32(typeOf(value[0] ?? 0));
      u64(value.length);
      value.forEach(put1);
    }
  };
  parts.push(new TextEncoder().encode('GGUF'));
  u32(3);
  u64(tensors.length);
  u64(Object.keys(metadata).length);
  for (const [key, value] of Object.entries(metadata)) {
    text(key);
    u32(typeOf(value));
    put1(value);
  }
  let offset = 0;
  for (const { name, shape, type, bytes } of tensors) {
    text(name);
    u32(shape.length);
    shape.forEach(u64);
    u32(type);
    u64(offset);
    offset += padded(bytes.length);
  }
  const head = parts.reduce((sum, { length }) => sum + length, 0);
  parts.push(new Uint8Array(padded(head) - head));
  for (const { bytes } of tensors) parts.push(bytes, new Uint8Array(padded(bytes.length) - bytes.length));
  const file = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    file.set(part, at);
    at += part.length;
  }
  return file;
}

function padded(length: number): number {
  return Math.ceil(length / 32) * 32;
}

/** Numbers as F32. */
export function single(numbers: readonly number[]): Uint8Array {
  return new Uint8Array(Float32Array.from(numbers).buffer);
}

/** A Llama of 8 numbers, one layer and two heads that reads `a` to `e`, with weights drawn from sines. */
export function tinyLlama(
  changes: Readonly<Record<string, GgufValue | undefined>> = {},
  change: (tensor: TensorToWrite) => TensorToWrite[] = (tensor) => [tensor],
): Uint8Array {
  const [width, feedForward] = [8, 16];
  const tokens = ['<s>', '</s>', 'a', 'b', 'c', 'd', 'e', 'Ġ', 'é'];
  const metadata: Record<string, GgufValue | undefined> = {
    'general.architecture': 'llama',
    'llama.context_length': 32,
    'llama.embedding_length': width,
    'llama.block_count': 1,
    'llama.feed_forward_length': feedForward,
    'llama.attention.head_count': 2,
    'llama.attention.head_count_kv': 2,
    'llama.rope.dimension_count': 4,
    'llama.rope.freq_base': 10000,
    'llama.attention.layer_norm_rms_epsilon': 1e-5,
    'tokenizer.ggml.model': 'gpt2',
    'tokenizer.ggml.tokens': tokens,
    'tokenizer.ggml.token_type': tokens.map((_, i) => (i < 2 ? 3 : 1)),
    'tokenizer.ggml.merges': ['a b'],
    'tokenizer.ggml.bos_token_id': 0,
    'tokenizer.ggml.eos_token_id': 1,
    'tokenizer.ggml.add_bos_token': true,
    ...changes,
  };
  const given = Object.entries(metadata).filter((entry): entry is [string, GgufValue] => entry[1] !== undefined);
  const tensor = (name: string, ...shape: number[]): TensorToWrite => {
    const size = shape.reduce((a, b) => a * b, 1);
    return {
      name: `${name}.weight`,
      shape,
      type: 0,
      bytes: single(Array.from({ length: size }, (_, i) => Math.sin(i * i + name.length))),
    };
  };
  const layer = ['attn_q', 'attn_k', 'attn_v', 'attn_output'].map((name) => tensor(`blk.0.${name}`, width, width));
  const tensors = [
    tensor('token_embd', width, tokens.length),
    tensor('output_norm', width),
    tensor('output', width, tokens.length),
    tensor('blk.0.attn_norm', width),
    ...layer,
    tensor('blk.0.ffn_norm', width),
    tensor('blk.0.ffn_gate', width, feedForward),
    tensor('blk.0.ffn_up', width, feedForward),
    tensor('blk.0.ffn_down', feedForward, width),
  ];
  return ggufFile(Object.fromEntries(given), tensors.flatMap(change));
}
