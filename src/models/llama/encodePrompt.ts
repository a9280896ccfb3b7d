import { DomainError } from '../../math/domainError.ts';
import { requireReadBack } from '../requireReadBack.ts';
import type { LlamaModel } from './runtime.ts';

/** A prompt as the model reads it. */
export interface EncodedPrompt {
  readonly text: string;
  /** At least one; the model's own beginning of a text first where it asks for one. */
  readonly tokens: readonly number[];
}

/** What an encoder needs of a model. */
export type Tokenizer = Pick<LlamaModel, 'tokens' | 'tokenize' | 'detokenize'>;

/**
 * The tokens of a prompt, as text to be continued.
 *
 * @throws DomainError where the prompt is empty or longer than `room` tokens, or where its tokens do not give it back:
 *   llama.cpp drops characters outside the vocabulary without a word
 */
export function encodePrompt(
  model: Tokenizer,
  text: string,
  { room, specialTokens }: { room: number; specialTokens: boolean },
): EncodedPrompt {
  if (typeof text !== 'string' || text === '') throw new DomainError('llama', 'prompt', 'a non-empty text', text);
  const ofText = model.tokenize(text, specialTokens);
  requireReadBack('llama', text, model.detokenize(ofText, specialTokens));
  const { bos, shouldPrependBosToken } = model.tokens;
  const tokens = shouldPrependBosToken && bos !== null && ofText[0] !== bos ? [bos, ...ofText] : [...ofText];
  if (tokens.length > room) {
    throw new DomainError(
      'llama',
      'prompt',
      `at most ${room} tokens long (it has ${tokens.length}), to leave room for a response`,
      text,
    );
  }
  return { text, tokens };
}
