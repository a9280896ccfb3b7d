import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { llama } from '../../src/models/llama/llama.ts';
import { inspectModelFile } from '../../src/models/llama/modelFile.ts';
import { loadRuntime } from '../../src/models/llama/runtime.ts';
import type { LlamaRuntime } from '../../src/models/llama/runtime.ts';
import { ModelError } from '../../src/models/modelError.ts';
import { fakeModelFile } from './fakeLlama.ts';

const open = (path: string, load?: () => Promise<LlamaRuntime>) => llama({ path }, load);

describe('a model that is not there', () => {
  const folder = mkdtempSync(join(tmpdir(), 'whetstone-test-'));
  it.each([
    ['no file', join(folder, 'none.gguf'), /cannot open the model ".*none.gguf": there is no such file/],
    ['no name', '', /cannot open the model "": there is no such file/],
    ['a folder', folder, /is not a file; give a GGUF file|EISDIR/],
    ['an empty file', fakeModelFile('empty.gguf', ''), /is not a GGUF file: it does not begin with the letters GGUF/],
    ['another kind of file', fakeModelFile('a.txt', 'once upon a time'), /is not a GGUF file/],
  ])('is refused: %s', async (_name, path, message) => {
    await expect(open(path)).rejects.toThrow(ModelError);
    await expect(open(path)).rejects.toThrow(message);
  });

  it('is refused with the command that installs the runtime, where that is missing', async () => {
    const missing = 'no-such-runtime-of-whetstone';
    const load = (): Promise<LlamaRuntime> => import(/* @vite-ignore */ missing) as Promise<LlamaRuntime>;
    const message = 'llama: node-llama-cpp is not installed; run: npm install node-llama-cpp';
    await expect(loadRuntime(load)).rejects.toThrow(message);
    await expect(open(fakeModelFile(), load)).rejects.toThrow(message);
  });

  it('is not blamed for other errors of the runtime', async () => {
    const load = (): Promise<LlamaRuntime> => Promise.reject(new Error('out of memory'));
    await expect(loadRuntime(load)).rejects.toThrow('out of memory');
  });

  it('is refused with what llama.cpp has to say, and frees the runtime', async () => {
    let disposed = 0;
    const load = async (): Promise<LlamaRuntime> => ({
      getLlama: async ({ logger }) => ({
        cpuMathCores: 1,
        loadModel() {
          setTimeout(
            () => logger!('error', "llama_model_load: error loading model: tensor 'x' is not within the file\n"),
            5,
          );
          return Promise.reject(new Error('Failed to load model'));
        },
        dispose: async () => void disposed++,
      }),
    });
    const path = fakeModelFile();
    const message = `cannot load the model ${JSON.stringify(path)}; is the file cut short or damaged? llama.cpp says: tensor 'x' is not within the file`;
    await expect(open(path, load)).rejects.toThrow(message);
    expect(disposed).toBe(1);
  });
});

it('two files of one name are told apart, one file of two places is not', async () => {
  const names = await Promise.all(
    ['GGUF one', 'GGUF two', 'GGUF one'].map(
      async (content) => (await inspectModelFile(fakeModelFile('m.gguf', content))).name,
    ),
  );
  expect(names[0]).toMatch(/^m\.gguf [0-9a-f]{12}$/);
  expect(names[0]).not.toBe(names[1]);
  expect(names[0]).toBe(names[2]);
});
