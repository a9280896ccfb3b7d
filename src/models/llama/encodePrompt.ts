import { DomainError } from '../../math/domainError.ts';
import { cannotRepresent } from '../cannotRepresent.ts';
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
  const readBack = model.detokenize(ofText, specialTokens);
  // SentencePiece puts a space in front of a text; it is part of how the model reads, not of the prompt.
  if (tidy(readBack) !== tidy(text) && tidy(readBack) !== tidy(` ${text}`)) {
    throw new DomainError('llama', 'prompt', `a text that the model can read (${whatIsLost(text, readBack)})`, text);
  }
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

/** Without the spaces that detokenizers of the GPT-2 kind leave out: "Hello , world" is read well and shown as "Hello, world". */
function tidy(text: string): string {
  return text.replace(/ (?=[?!.,'])|(?<=') /g, '');
}

function whatIsLost(text: string, readBack: string): string {
  const left = new Map<string, number>();
  for (const character of readBack) left.set(character, (left.get(character) ?? 0) + 1);
  const lost = new Set<string>();
  for (const character of text) {
    const times = left.get(character) ?? 0;
    if (times === 0) lost.add(character);
    left.set(character, times - 1);
  }
  if (lost.size === 0) return `it reads ${JSON.stringify(readBack.slice(0, 60))}`;
  return cannotRepresent(lost);
}
