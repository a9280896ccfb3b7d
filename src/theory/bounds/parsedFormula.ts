import type { MathNode } from 'mathjs';
import { DomainError } from '../../math/domainError.ts';
import { math } from './math.ts';

/**
 * A formula, or a part of one, as a tree.
 *
 * @throws DomainError naming the statement and the argument, where it cannot be read
 */
export function parsedFormula(statement: string, argument: string, text: string): MathNode {
  try {
    return math.parse(text);
  } catch (error) {
    throw new DomainError(statement, argument, `one that can be read: ${(error as Error).message}`, text);
  }
}
