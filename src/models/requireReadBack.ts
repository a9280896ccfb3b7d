import { DomainError } from '../math/domainError.ts';
import { cannotRepresent } from './cannotRepresent.ts';

/**
 * Refuses a prompt whose tokens do not give it back: tokenizers drop characters outside the vocabulary without a word.
 *
 * @throws DomainError in the name of `where`
 */
export function requireReadBack(where: string, text: string, readBack: string): void {
  // SentencePiece puts a space in front of a text; it is part of how the model reads, not of the prompt.
  if (tidy(readBack) === tidy(text) || tidy(readBack) === tidy(` ${text}`)) return;
  throw new DomainError(where, 'prompt', `a text that the model can read (${whatIsLost(text, readBack)})`, text);
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
