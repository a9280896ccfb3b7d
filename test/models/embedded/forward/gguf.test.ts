import { describe, expect, it } from 'vitest';
import { readGguf } from '../../../../src/models/embedded/forward/gguf.ts';
import { openEmbedded } from '../../../../src/models/embedded/openEmbedded.ts';
import { ModelError } from '../../../../src/models/modelError.ts';
import { embeddedBytes, ggufFile, tinyLlama } from '../../../support/ggufFile.ts';

const read = (bytes: Uint8Array) => readGguf(bytes, 'some.gguf');

describe('a GGUF file', () => {
  it('gives its metadata and its tensors', () => {
    const { metadata, tensors } = read(embeddedBytes());
    expect(metadata.get('general.name')).toBe('whetstone embedded');
    expect(metadata.get('llama.embedding_length')).toBe(128);
    expect(metadata.get('llama.rope.freq_base')).toBe(10000);
    expect(metadata.get('tokenizer.ggml.add_bos_token')).toBe(true);
    expect(metadata.get('tokenizer.ggml.tokens')).toHaveLength(24);
    expect(tensors.size).toBe(4 * 9 + 3);
    expect(tensors.get('blk.0.ffn_down.weight')).toMatchObject({ rows: 128, columns: 352, type: 'F16' });
    expect(tensors.get('output_norm.weight')).toMatchObject({ rows: 1, columns: 128, type: 'F32' });
  });

  it('gives numbers of 16 bits exactly: zeros, the least, the largest, infinities', () => {
    const bits = [0x0000, 0x8000, 0x0001, 0x03ff, 0x0400, 0x3c00, 0xbc00, 0x3555, 0x7bff, 0x7c00, 0xfc00, 0x7c01];
    const bytes = new Uint8Array(Uint16Array.from(bits).buffer);
    const file = ggufFile({}, [{ name: 't', shape: [bits.length], type: 1, bytes }]);
    const expected = [
      0,
      -0,
      2 ** -24,
      1023 * 2 ** -24,
      2 ** -14,
      1,
      -1,
      0.333251953125,
      65504,
      Infinity,
      -Infinity,
      NaN,
    ];
    expect([...read(file).tensors.get('t')!.read()]).toEqual(expected);
  });

  it('gives numbers of 32 bits and its texts as they are', () => {
    const numbers = [1.5, -3e-39, 1e30];
    const bytes = new Uint8Array(Float32Array.from(numbers).buffer);
    const file = ggufFile({ 'a.text': 'naïve Ġ 😀', 'a.list': [1, 2, 300] }, [
      { name: 't', shape: [3], type: 0, bytes },
    ]);
    expect([...read(file).tensors.get('t')!.read()]).toEqual(numbers.map(Math.fround));
    expect(read(file).metadata).toEqual(
      new Map<string, unknown>([
        ['a.text', 'naïve Ġ 😀'],
        ['a.list', [1, 2, 300]],
      ]),
    );
  });

  it.each([
    ['nothing', new Uint8Array(), 'it is not a GGUF file: it does not begin with the letters GGUF'],
    ['another kind of file', new TextEncoder().encode('once upon a time'), 'it is not a GGUF file'],
    ['an old version', Uint8Array.from([71, 71, 85, 70, 1, 0, 0, 0]), 'version 1 of GGUF; supported: 2 and 3'],
    ['the other order of bytes', Uint8Array.from([71, 71, 85, 70, 0, 0, 0, 3]), 'version 50331648 of GGUF'],
  ])('is refused: %s', (_name, bytes, message) => {
    expect(() => read(bytes)).toThrow(ModelError);
    expect(() => read(bytes)).toThrow(`embedded: some.gguf: ${message}`);
  });

  it('is refused wherever it is cut short', () => {
    const file = tinyLlama();
    for (let length = 8; length < file.length; length += 37) {
      expect(() => read(file.slice(0, length)), `${length}`).toThrow('embedded: some.gguf: the file is cut short');
    }
  });
});

describe('a model of another kind', () => {
  const refused = async (bytes: Uint8Array, message: string): Promise<void> => {
    const opened = openEmbedded(bytes, { name: 'other.gguf', maxTokens: 8 });
    await expect(opened).rejects.toThrow(ModelError);
    await expect(opened).rejects.toThrow(`embedded: other.gguf: ${message}`);
    await expect(opened).rejects.toThrow('; for other files use llama.cpp: `llama` of whetstone/models/llama');
  };

  it('is not refused where it is small only', async () => {
    await expect(openEmbedded(tinyLlama(), { maxTokens: 8 })).resolves.toMatchObject({ batchSize: 256 });
  });

  it.each([
    ['general.architecture', 'gemma3', 'general.architecture is "gemma3"; supported: "llama"'],
    ['general.architecture', undefined, 'general.architecture is missing; supported: "llama"'],
    ['llama.block_count', undefined, 'llama.block_count is missing; supported: an integer at least 1'],
    ['llama.embedding_length', 12, 'llama.embedding_length is 12; supported: a multiple of 8'],
    ['llama.attention.head_count_kv', 1, 'llama.attention.head_count_kv is 1; supported: 2'],
    ['llama.rope.dimension_count', 2, 'llama.rope.dimension_count is 2; supported: 4'],
    ['llama.rope.scaling.type', 'yarn', 'llama.rope.scaling.type is "yarn"; supported: "none"'],
    ['llama.rope.freq_base', 0, 'llama.rope.freq_base is 0; supported: a number above 0'],
    ['llama.expert_count', 4, 'llama.expert_count is 4; supported: 0'],
    ['tokenizer.ggml.tokens', undefined, 'tokenizer.ggml.tokens is missing'],
    ['tokenizer.ggml.eos_token_id', undefined, 'tokenizer.ggml.eos_token_id is missing'],
    [
      'tokenizer.ggml.merges',
      ['a b', 'ab c'],
      'its tokenizer "gpt2" has 2 merges, such as "a b"; supported: one character',
    ],
  ])('is refused by what the file says: %s %j', async (key, value, message) => {
    await refused(tinyLlama({ [key]: value }), message);
  });

  it('is refused by its tensors: of another type, of another shape, missing, or one too many', async () => {
    const changed = (name: string, change: object) =>
      tinyLlama({}, (tensor) => [tensor.name === name ? { ...tensor, ...change } : tensor]);
    const query = 'blk.0.attn_q.weight';
    await refused(changed(query, { type: 3 }), `tensor ${query} is Q4_1; supported: F16 and F32`);
    await refused(changed(query, { type: 99 }), `tensor ${query} is of type 99; supported: F16 and F32`);
    await refused(changed(query, { shape: [16, 4] }), `tensor ${query} is 4 x 16; supported: 8 x 8`);
    await refused(
      tinyLlama({}, (tensor) => (tensor.name === 'output.weight' ? [] : [tensor])),
      'tensor output.weight is missing; supported: 9 x 8',
    );
    const bias = { name: 'blk.0.attn_q.bias', shape: [8], type: 0, bytes: new Uint8Array(32) };
    await refused(
      tinyLlama({}, (tensor) => (tensor.name === query ? [tensor, bias] : [tensor])),
      'tensor blk.0.attn_q.bias; supported: a Llama without it',
    );
  });
});
