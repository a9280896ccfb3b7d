import { ModelError } from '../../modelError.ts';
import { USE_LLAMA } from './gguf.ts';
import type { Gguf } from './gguf.ts';
import type { LlamaShape } from './llamaShape.ts';
import { wholePanels } from './kernels/kernel.ts';
import type { Kernel, Matrix } from './kernels/kernel.ts';

/** The weights of one layer. */
export interface LayerWeights {
  readonly attentionNorm: Float32Array;
  readonly query: Matrix;
  readonly key: Matrix;
  readonly value: Matrix;
  readonly attentionOutput: Matrix;
  readonly feedForwardNorm: Float32Array;
  readonly gate: Matrix;
  readonly up: Matrix;
  readonly down: Matrix;
}

/** All weights of a Llama. */
export interface LlamaWeights {
  /** A row for each token. */
  readonly embedding: Float32Array;
  readonly layers: readonly LayerWeights[];
  readonly outputNorm: Float32Array;
  readonly output: Matrix;
}

/** How many numbers the matrices take in a kernel. */
export function matrixNumbers({ vocabulary, width, layers, feedForward }: LlamaShape): number {
  const perLayer = 3 * width + width + 2 * feedForward;
  return layers * (perLayer * width + wholePanels(width) * feedForward) + wholePanels(vocabulary) * width;
}

/**
 * Reads the weights out of a file, each exactly as it is there.
 *
 * @param name of the file, for messages
 * @throws ModelError where a tensor is missing, has another shape, or is one that this Llama has no use for
 */
export function llamaWeights({ tensors }: Gguf, shape: LlamaShape, kernel: Kernel, name: string): LlamaWeights {
  const { vocabulary, width, feedForward } = shape;
  const left = new Set(tensors.keys());
  const read = (tensor: string, rows: number, columns: number): Float32Array => {
    const found = tensors.get(`${tensor}.weight`);
    left.delete(`${tensor}.weight`);
    if (found?.rows !== rows || found.columns !== columns) {
      const has = found ? `${found.rows} x ${found.columns}` : 'missing';
      throw new ModelError(
        `embedded: ${name}: tensor ${tensor}.weight is ${has}; supported: ${rows} x ${columns}; ${USE_LLAMA}`,
      );
    }
    return found.read();
  };
  const matrix = (tensor: string, outputs: number, inputs: number): Matrix =>
    kernel.matrix(read(tensor, outputs, inputs), outputs, inputs);
  const layers = Array.from({ length: shape.layers }, (_, layer): LayerWeights => {
    const of = (part: string): string => `blk.${layer}.${part}`;
    return {
      attentionNorm: read(of('attn_norm'), 1, width),
      query: matrix(of('attn_q'), width, width),
      key: matrix(of('attn_k'), width, width),
      value: matrix(of('attn_v'), width, width),
      attentionOutput: matrix(of('attn_output'), width, width),
      feedForwardNorm: read(of('ffn_norm'), 1, width),
      gate: matrix(of('ffn_gate'), feedForward, width),
      up: matrix(of('ffn_up'), feedForward, width),
      down: matrix(of('ffn_down'), width, feedForward),
    };
  });
  const embedding = read('token_embd', vocabulary, width);
  const outputNorm = read('output_norm', 1, width);
  const output = matrix('output', vocabulary, width);
  // What is not read would change what the model says.
  const [unread] = left;
  if (unread !== undefined) {
    throw new ModelError(`embedded: ${name}: tensor ${unread}; supported: a Llama without it; ${USE_LLAMA}`);
  }
  return { embedding, layers, outputNorm, output };
}
