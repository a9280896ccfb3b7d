import { DomainError } from '../../../math/domainError.ts';
import type { Marking } from '../marking.ts';

/**
 * Marks by what a regular expression finds first: its first group, or all of it where it has none, without spaces around. An
 * answer in which it finds nothing is expected as it is.
 *
 * @throws DomainError where the pattern is empty, or no regular expression (with the flag u)
 */
export function byPattern(pattern: string): Marking {
  const expression = compiled(pattern);
  const find = (text: string): string | undefined => {
    const found = expression.exec(text);
    return found ? (found[1] ?? found[0]).trim() : undefined;
  };
  return {
    name: `regex:${pattern}`,
    answerOf: find,
    expected: (answer) => (find(answer) ?? answer.trim()) || undefined,
    takes: 'a text that is not empty, in which the pattern finds nothing empty',
  };
}

function compiled(pattern: string): RegExp {
  // It would find an empty text in every response.
  if (pattern === '') throw new DomainError('byPattern', 'pattern', 'a regular expression that is not empty', pattern);
  try {
    return new RegExp(pattern, 'u');
  } catch (error) {
    throw new DomainError('byPattern', 'pattern', `a regular expression (${(error as Error).message})`, pattern);
  }
}
