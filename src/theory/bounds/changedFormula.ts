import type { MathNode } from 'mathjs';
import { DomainError } from '../../math/domainError.ts';
import { math } from './math.ts';
import { parsedFormula } from './parsedFormula.ts';

/** A change of a formula on its tree. */
export interface FormulaChange {
  /** Whose formula it is, for messages. */
  readonly statement: string;
  readonly formula: MathNode;
  /** The sub-expression that is changed. It matches by structure: brackets and blanks that mean nothing do not count. */
  readonly part: string;
  /** What takes its place, or, for a factor or a term that is dropped, nothing. */
  readonly by?: string;
  /** How often the part must be there: 1 by default. */
  readonly times?: number;
}

/**
 * The text of a formula with one part of it in another form. All else keeps its order and its brackets, and so its
 * rounding.
 *
 * @throws DomainError naming the statement and the part, where the part is not there just so often, or is to be dropped
 *   and is neither a factor nor a term
 */
export function changedFormula({ statement, formula, part, by, times = 1 }: FormulaChange): string {
  const sought = keyOf(parsedFormula(statement, 'part', part));
  const given = by === undefined ? undefined : parsedFormula(statement, 'what takes the place of the part', by);
  let found = 0;
  const change = (node: MathNode, parent?: MathNode, around?: MathNode): MathNode => {
    if (!math.isParenthesisNode(node) && keyOf(node) === sought) {
      found++;
      return inPlace(given ?? neutral(statement, part, around), parent);
    }
    // The names of functions are no parts.
    const outer = math.isParenthesisNode(node) ? around : node;
    return node.map((child, path) => (path === 'fn' ? child : change(child, node, outer)));
  };
  const changed = change(formula);
  if (found !== times) {
    const expected = `in the formula ${times === 1 ? 'once' : `${times} times`}, where it is ${found} times`;
    throw new DomainError(statement, 'part', expected, part);
  }
  return changed.toString();
}

/** The same for expressions of one structure, whatever brackets they are written with. */
function keyOf(node: MathNode): string {
  return node.toString({ parenthesis: 'all' });
}

/** What a factor is when it is dropped, and what a term is. */
function neutral(statement: string, part: string, around: MathNode | undefined): MathNode {
  const operation = math.isOperatorNode(around) ? around.fn : undefined;
  if (operation === 'multiply' || operation === 'divide') return new math.ConstantNode(1);
  if (operation === 'add' || operation === 'subtract') return new math.ConstantNode(0);
  throw new DomainError(statement, 'part', 'a factor or a term, to be dropped', part);
}

/** Between operators an operation keeps together by brackets: the tree is the same when it is read again. */
function inPlace(node: MathNode, parent: MathNode | undefined): MathNode {
  return math.isOperatorNode(parent) && math.isOperatorNode(node) ? new math.ParenthesisNode(node) : node;
}
