import { ModelError } from '../../modelError.ts';
import { USE_LLAMA } from './gguf.ts';
import type { Gguf, GgufValue } from './gguf.ts';

/** The sizes of a Llama. */
export interface LlamaShape {
  readonly vocabulary: number;
  readonly width: number;
  readonly layers: number;
  readonly heads: number;
  /** Numbers of a head: width / heads. */
  readonly headSize: number;
  readonly feedForward: number;
  /** The most tokens of prompt and response together. */
  readonly context: number;
  readonly ropeBase: number;
  readonly normEpsilon: number;
}

/** Matrices are multiplied so many outputs at once. */
const MULTIPLE = 8;

/**
 * The sizes that a file says, of the Llamas that the forward pass knows: as many heads of keys as of queries, rotation of
 * whole heads without scaling, no experts.
 *
 * @param name of the file, for messages
 * @throws ModelError where the file says anything else
 */
export function llamaShape({ metadata, tensors }: Gguf, name: string): LlamaShape {
  const refuse = (key: string, found: GgufValue | undefined, supported: string): never => {
    const said = found === undefined ? 'missing' : JSON.stringify(found);
    throw new ModelError(`embedded: ${name}: ${key} is ${said}; supported: ${supported}; ${USE_LLAMA}`);
  };
  const architecture = metadata.get('general.architecture');
  if (architecture !== 'llama') refuse('general.architecture', architecture, '"llama"');
  const size = (key: string, multiple = 1): number => {
    const value = metadata.get(`llama.${key}`);
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 1 && value % multiple === 0) return value;
    return refuse(`llama.${key}`, value, multiple === 1 ? 'an integer at least 1' : `a multiple of ${multiple}`);
  };
  const positive = (key: string): number => {
    const value = metadata.get(`llama.${key}`);
    return typeof value === 'number' && value > 0 ? value : refuse(`llama.${key}`, value, 'a number above 0');
  };
  const only = (key: string, wanted: GgufValue): void => {
    const value = metadata.get(`llama.${key}`);
    if (value !== undefined && value !== wanted) refuse(`llama.${key}`, value, JSON.stringify(wanted));
  };
  const heads = size('attention.head_count');
  const width = size('embedding_length', Math.max(MULTIPLE, 2 * heads));
  const headSize = width / heads;
  only('attention.head_count_kv', heads);
  only('rope.dimension_count', headSize);
  only('rope.scaling.type', 'none');
  only('expert_count', 0);
  const embedding = tensors.get('token_embd.weight');
  if (!embedding) return refuse('tensor token_embd.weight', undefined, 'a matrix of F16 or F32');
  return {
    vocabulary: embedding.rows,
    width,
    layers: size('block_count'),
    heads,
    headSize,
    feedForward: size('feed_forward_length', MULTIPLE),
    context: size('context_length'),
    ropeBase: positive('rope.freq_base'),
    normEpsilon: positive('attention.layer_norm_rms_epsilon'),
  };
}
