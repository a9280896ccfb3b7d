import type { Backend } from '../access/remote/backend.ts';
import type { Neural } from './neural.ts';

/** A model as the commands use it, whatever it was opened from. */
export interface OpenedModel extends Backend<Neural> {
  /** What a response reads as that is given by its tokens, where the model knows tokens. */
  textOf?(prompt: string, tokens: readonly number[]): string;
  /** Frees what it holds; nothing can be asked afterwards. */
  dispose(): Promise<void>;
}

/** How commands ask for a model. */
export interface OpenOptions {
  /** What `--model` names. */
  readonly path: string | URL;
  /** The most tokens of a response. */
  readonly maxTokens: number;
  /** Texts that it works on at once. */
  readonly sequences: number;
  readonly threads?: number;
  /** What `--runtime` names. */
  readonly runtime?: string;
  /** Texts at which a response ends, see `EndRule`. */
  readonly stop?: readonly string[];
  /** Whether a prompt may name special tokens. */
  readonly specialTokens?: boolean;
  /** Whether a prompt is put into the model's own chat template. */
  readonly chat?: boolean;
  /** What a server calls the model, where it has several. */
  readonly servedModel?: string;
  /** Seconds that a server may take without a word. */
  readonly timeout?: number;
}

export type OpenModel = (options: OpenOptions) => Promise<OpenedModel>;
