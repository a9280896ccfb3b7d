import { requireObject } from '../math/checks.ts';
import { DomainError } from '../math/domainError.ts';
import { requireSource } from '../math/random/source.ts';
import type { Source } from '../math/random/source.ts';
import { Meter } from './cost.ts';
import type { Cost } from './cost.ts';
import { RefusedError } from './frameworks.ts';
import type { Framework } from './frameworks.ts';

/** What both drivers are given. */
export interface CommonOptions {
  /** All randomness of the run; the same source gives the same run. */
  readonly source: Source;
  /** What may be asked; without it, everything that the world or the model answers. */
  readonly framework?: Framework;
  /**
   * The most that the run may cost; a query beyond it throws a BudgetError before it is answered. Only tokens are known
   * when they have been sampled: a run stops at the first response that passes their limit, which is kept in its log.
   */
  readonly budget?: Partial<Cost>;
}

/** Refuses arguments of a driver that are not what they should be, and makes the run's meter. */
export function requireRunArguments(where: string, program: unknown, options: CommonOptions): Meter {
  if (!isProgram(program)) {
    throw new DomainError(where, 'program', 'a program: a learner called with its options', program);
  }
  requireNew(where, 'program', program);
  requireObject(where, 'options', options);
  const { source, framework, budget = {} } = options;
  requireSource(where, source);
  if (framework !== undefined && !(framework?.kinds instanceof Set)) {
    throw new DomainError(where, 'framework', 'a Framework', framework);
  }
  requireObject(where, 'budget', budget);
  return new Meter(where, budget);
}

/** Programs that a driver has begun: a generator runs once, and one that has ended returns nothing when it is asked again. */
const begun = new WeakSet<object>();

function requireNew(where: string, argument: string, program: object): void {
  if (!begun.has(program)) return;
  const expected = 'a new program, as each runs once: call the learner again';
  throw new DomainError(where, argument, expected, program);
}

function isProgram(value: unknown): value is object {
  return typeof (value as Iterator<unknown> | null | undefined)?.next === 'function';
}

/**
 * Refuses what is to be run, such as what the body of `eachPrompt` returns, and is no program, or has been run before; from
 * here on it counts as run.
 */
export function requireProgram(where: string, program: unknown): void {
  if (isProgram(program)) {
    requireNew(where, 'what is run', program);
    begun.add(program);
    return;
  }
  throw new DomainError(where, 'what is run', 'a program, as a generator function (function*) returns it', program);
}

/** Refuses what a program yields and is no query. */
export function requireQuery(where: string, query: unknown): void {
  if (typeof (query as { kind?: unknown } | undefined)?.kind === 'string') return;
  const expected = isProgram(query) ? 'a query; a program is asked by yield*, not by yield' : 'a query';
  throw new DomainError(where, 'what a program yields', expected, query);
}

/**
 * What a program returns; refuses another program, which nobody would run, and nothing from one that has asked nothing: its
 * questions were made and dropped, or it had been run to its end elsewhere.
 */
export function resultOf<R>(where: string, result: R, asked: boolean): R {
  if (result === undefined && !asked) {
    const expected = 'something where it asks nothing: is a yield* missing, or was it used before?';
    throw new DomainError(where, 'what a program returns', expected, result);
  }
  if (!isProgram(result)) return result;
  throw new DomainError(where, 'what a program returns', 'no other program; ask it by yield*', result);
}

/** The error of a query that is neither known nor brings its definition. */
export function unknownQuery(kind: string): RefusedError {
  return new RefusedError(kind, 'no driver knows this query, and it brings no definition');
}
