import { ModelError } from '../../modelError.ts';
import { USE_LLAMA } from './gguf.ts';
import type { Gguf } from './gguf.ts';

/** A vocabulary of one character a token, and tokens that are no text. */
export interface Characters {
  /** The token of each character. */
  readonly tokenOf: ReadonlyMap<string, number>;
  /** What each token reads as; nothing for one that is no text. */
  readonly texts: readonly string[];
  /** What stands before every text; undefined where the model asks for nothing. */
  readonly begin: number | undefined;
  /** Ends a response. */
  readonly end: number;
}

const NORMAL = 1;

/**
 * The vocabulary of a file with one character a token.
 *
 * @param name of the file, for messages
 * @throws ModelError where tokens of several characters could be read, or the file names no end token
 */
export function characters({ metadata }: Gguf, name: string): Characters {
  const refuse = (what: string): never => {
    throw new ModelError(`embedded: ${name}: ${what}; ${USE_LLAMA}`);
  };
  const list = (key: string): unknown => metadata.get(`tokenizer.ggml.${key}`) ?? [];
  const tokens = list('tokens') as readonly string[];
  if (tokens.length === 0) refuse('tokenizer.ggml.tokens is missing; supported: a list with one character a token');
  // GGUF wants at least one merge: of two characters that nothing uses.
  const merges = list('merges') as readonly string[];
  if (merges.length > 1) {
    refuse(
      `its tokenizer ${JSON.stringify(metadata.get('tokenizer.ggml.model'))} has ${merges.length} merges, such as ` +
        `${JSON.stringify(merges[0])}; supported: one character a token, and so at most one merge`,
    );
  }
  const types = list('token_type') as readonly number[];
  // Files of the GPT-2 kind write a space as Ġ and a newline as Ċ.
  const texts = tokens.map((token, i) =>
    (types[i] ?? NORMAL) === NORMAL ? token.replaceAll('Ġ', ' ').replaceAll('Ċ', '\n') : '',
  );
  const tokenOf = new Map(texts.flatMap((text, token) => (Array.from(text).length === 1 ? [[text, token]] : [])));
  const id = (key: string): number | undefined => {
    const value = metadata.get(`tokenizer.ggml.${key}`);
    return typeof value === 'number' && value < tokens.length ? value : undefined;
  };
  const end = id('eos_token_id') ?? refuse('tokenizer.ggml.eos_token_id is missing; supported: a token of the list');
  const begin = metadata.get('tokenizer.ggml.add_bos_token') === true ? id('bos_token_id') : undefined;
  return { tokenOf, texts, begin, end };
}
