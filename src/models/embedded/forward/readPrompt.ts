import { DomainError } from '../../../math/domainError.ts';
import { cannotRepresent } from '../../cannotRepresent.ts';
import type { Characters } from './characters.ts';

/**
 * The tokens of a prompt, as text to be continued; the model's own beginning of a text first where it asks for one.
 *
 * @throws DomainError where the prompt is empty, longer than `room` tokens, or has a character that is none of the model's
 */
export function readPrompt({ tokenOf, begin }: Characters, text: string, room: number): readonly number[] {
  const refuse = (expected: string): never => {
    throw new DomainError('embedded', 'prompt', expected, text);
  };
  if (typeof text !== 'string' || text === '') refuse('a non-empty text');
  const characters = Array.from(text);
  const lost = new Set(characters.filter((character) => !tokenOf.has(character)));
  if (lost.size > 0) refuse(`a text that the model can read (${cannotRepresent(lost)})`);
  const tokens = [...(begin === undefined ? [] : [begin]), ...characters.map((character) => tokenOf.get(character)!)];
  if (tokens.length > room) {
    refuse(`at most ${room} tokens long (it has ${tokens.length}), to leave room for a response`);
  }
  return tokens;
}

/** What tokens read as; those that are no text are left out. */
export function textOf({ texts }: Characters, tokens: readonly number[]): string {
  return tokens.map((token) => texts[token] ?? '').join('');
}
