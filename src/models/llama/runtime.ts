import { ModelError } from '../modelError.ts';

/**
 * The part of node-llama-cpp that is used here, in types of our own: the package is optional, so nothing that is
 * published may name it. Methods, not function fields: its tokens are branded numbers.
 */
export interface LlamaRuntime {
  getLlama(options: {
    build?: 'never';
    skipDownload?: boolean;
    progressLogs?: boolean;
    logger?: (level: string, message: string) => void;
    maxThreads?: number;
  }): Promise<LlamaEngine>;
}

export interface LlamaEngine {
  /** Cores that are of use for arithmetic. */
  readonly cpuMathCores: number;
  loadModel(options: { modelPath: string }): Promise<LlamaModel>;
  dispose(): Promise<void>;
}

export interface LlamaModel {
  readonly trainContextSize: number;
  /** What the file says of itself. */
  readonly fileInfo?: { readonly metadata: { readonly tokenizer?: { readonly chat_template?: string } } };
  readonly tokens: {
    readonly bos: number | null;
    readonly shouldPrependBosToken: boolean;
    /** The texts of the tokens that begin and end a text. */
    readonly bosString?: string | null;
    readonly eosString?: string | null;
  };
  tokenize(text: string, specialTokens?: boolean): readonly number[];
  detokenize(tokens: readonly number[], specialTokens?: boolean, lastTokens?: readonly number[]): string;
  isEogToken(token: number | undefined): boolean;
  iterateAllTokens(): Iterable<number>;
  createContext(options: {
    sequences?: number;
    contextSize?: number;
    batchSize?: number;
    threads?: number;
    flashAttention?: boolean;
    swaFullCache?: boolean;
  }): Promise<LlamaContext>;
}

export interface LlamaContext {
  /** Room of each sequence, in tokens. */
  readonly contextSize: number;
  getSequence(): LlamaSequence;
  dispose(): Promise<void>;
}

export interface LlamaSequence {
  readonly contextTokens: readonly number[];
  readonly nextTokenIndex: number;
  adaptStateToTokens(tokens: readonly number[], allowShift?: boolean): Promise<void>;
  controlledEvaluate(input: ControlledInput[]): Promise<(ControlledOutput | undefined)[]>;
  saveStateToFile(path: string): Promise<{ fileSize: number }>;
  loadStateFromFile(path: string, acceptRisk: { acceptRisk: true }): Promise<void>;
}

export interface SamplingOptions {
  readonly temperature: number;
  readonly topK: number;
  readonly topP: number;
  readonly minP: number;
  readonly seed: number;
}

export type ControlledInput =
  | number
  | [
      token: number,
      options: {
        generateNext?: {
          /** A token drawn, and its probability under the options it was drawn with. */
          token?: boolean;
          confidence?: boolean;
          logits?: boolean | { filter: { tokens: readonly number[]; includeSelected?: boolean; includeTop?: number } };
          totalLogitWeight?: boolean;
          options?: { temperature: number } | SamplingOptions;
        };
      },
    ];

export interface ControlledOutput {
  next: { token?: number | null; confidence?: number; logits?: Map<number, number>; totalLogitWeight?: number };
}

/**
 * Loads node-llama-cpp when it is first needed.
 *
 * @throws ModelError where it is not installed, with the command that installs it
 */
export async function loadRuntime(
  load: () => Promise<LlamaRuntime> = () => import('node-llama-cpp'),
): Promise<LlamaRuntime> {
  try {
    return await load();
  } catch (error) {
    const missing = (error as { code?: unknown }).code === 'ERR_MODULE_NOT_FOUND';
    if (!missing) throw error;
    throw new ModelError('llama: node-llama-cpp is not installed; run: npm install node-llama-cpp', { cause: error });
  }
}
