import { afterEach, describe, expect, it, vi } from 'vitest';
import { packed } from '../../../../src/models/embedded/forward/kernels/kernel.ts';
import type { Kernel, Numbers } from '../../../../src/models/embedded/forward/kernels/kernel.ts';
import { multiplyProgram } from '../../../../src/models/embedded/forward/kernels/multiplyProgram.ts';
import { plainDouble, plainSingle } from '../../../../src/models/embedded/forward/kernels/plain.ts';
import { simdKernel } from '../../../../src/models/embedded/forward/kernels/simd.ts';
import { op } from '../../../../src/math/wasm.ts';
import { Source } from '../../../../src/math/random/source.ts';

/** The types of Node leave it out. */
declare const WebAssembly: {
  readonly Memory: unknown;
  validate(bytes: Uint8Array): boolean;
  compile(bytes: Uint8Array): Promise<object>;
  readonly Module: { exports(module: object): object[]; imports(module: object): object[] };
};

const source = Source.named('test/models/embedded/kernels');

afterEach(() => void vi.unstubAllGlobals());

/** Products by a kernel, with what lies behind them. */
function products(kernel: Kernel, [rows, inputs, outputs]: readonly [number, number, number], scale = 1): Numbers {
  const stream = source.split(`${rows} ${inputs} ${outputs}`);
  const weights = Array.from({ length: outputs * inputs }, () => stream.uniform() - 0.5);
  const matrix = kernel.matrix(weights, outputs, inputs);
  const input = kernel.numbers(rows * inputs);
  for (let i = 0; i < input.length; i++) input[i] = scale * (stream.uniform() - 0.5);
  const output = kernel.numbers((rows + 1) * matrix.stride).fill(7);
  kernel.multiply(matrix, input, output, rows);
  return output;
}

const shapes = [1, 2, 3, 4, 5, 7, 8, 32].flatMap((rows) =>
  (
    [
      [8, 8],
      [128, 352],
      [352, 24],
      [16, 9],
    ] as const
  ).map((shape) => [rows, ...shape] as const),
);

describe('kernels', () => {
  it.each(shapes)('multiply %i rows of %i numbers into %i, all alike, and write nothing else', async (...shape) => {
    const simd = (await simdKernel(200_000))!;
    const [rows, inputs, outputs] = shape;
    const [fast, plain, double] = [simd, plainSingle, plainDouble].map((kernel) => products(kernel, shape));
    // Bit for bit: so what a model answers does not depend on the kernel.
    expect(Buffer.from(fast!.slice().buffer).equals(Buffer.from(plain!.slice().buffer))).toBe(true);
    const stride = double!.length / (rows + 1);
    const wrong = Array.from(double!, (value, i) => {
      if (i >= rows * stride) return Math.abs(value - 7);
      if (i % stride >= outputs) return Math.abs(value);
      return Math.abs(plain![i]! - value);
    });
    expect(Math.max(...wrong)).toBeLessThan(1e-6 * Math.sqrt(inputs));
  });

  it('multiply as the sum of products says', () => {
    const matrix = plainDouble.matrix([1, 2, 3, 4, 5, 6], 3, 2);
    const output = plainDouble.numbers(16);
    plainDouble.multiply(matrix, Float64Array.from([1, 10, 100, 1000]), output, 2);
    expect([...output]).toEqual([21, 43, 65, 0, 0, 0, 0, 0, 2100, 4300, 6500, 0, 0, 0, 0, 0]);
    expect([...packed([1, 2, 3, 4], 2, 2, (length) => new Float64Array(length)).panels]).toEqual([
      1, 3, 0, 0, 0, 0, 0, 0, 2, 4, 0, 0, 0, 0, 0, 0,
    ]);
  });

  it('keep infinities and numbers that are not', async () => {
    const simd = (await simdKernel(20_000))!;
    const [fast, plain] = [simd, plainSingle].map((kernel) => products(kernel, [4, 128, 24], 1e39));
    expect([...fast!]).toEqual([...plain!]);
    expect([...fast!].some(Number.isNaN)).toBe(true);
  });

  it('do without WebAssembly where there is none, it has no vectors, or a page forbids it', async () => {
    const forbidding = {
      ...WebAssembly,
      Memory: WebAssembly.Memory,
      instantiate: () => Promise.reject(new Error('no')),
    };
    vi.stubGlobal('WebAssembly', forbidding);
    expect(await simdKernel(100)).toBeUndefined();
    vi.stubGlobal('WebAssembly', undefined);
    expect(await simdKernel(100)).toBeUndefined();
  });
});

describe('the program in WebAssembly', () => {
  it('is valid, small, and one function on the memory that it is given', async () => {
    const bytes = multiplyProgram();
    expect(WebAssembly.validate(bytes)).toBe(true);
    expect(bytes.length).toBeLessThan(4096);
    const module = await WebAssembly.compile(bytes);
    expect(WebAssembly.Module.exports(module)).toEqual([{ name: 'multiply', kind: 'function' }]);
    expect(WebAssembly.Module.imports(module)).toEqual([{ module: 'env', name: 'memory', kind: 'memory' }]);
  });

  it('writes numbers as LEB128', () => {
    expect(op.i32Const(0)).toEqual([0x41, 0]);
    expect(op.i32Const(63)).toEqual([0x41, 63]);
    expect(op.i32Const(64)).toEqual([0x41, 0xc0, 0]);
    expect(op.i32Const(-1)).toEqual([0x41, 0x7f]);
    expect(op.i32Const(-64)).toEqual([0x41, 0x40]);
    expect(op.i32Const(-65)).toEqual([0x41, 0xbf, 0x7f]);
    expect(op.i32Const(624485)).toEqual([0x41, 0xe5, 0x8e, 0x26]);
    expect(op.localGet(300)).toEqual([0x20, 0xac, 0x02]);
  });
});
