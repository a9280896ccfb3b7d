import { DomainError } from '../math/domainError.ts';

declare const answer: unique symbol;

/** A question of a learner to whoever runs it; `A` is the type of the answer. */
export interface Query<A> {
  readonly kind: string;
  readonly [answer]?: A;
}

/** The type of the answer to a query. An indexed access, not a conditional type, so that it survives a generic world. */
export type AnswerOf<Q extends Query<any>> = NonNullable<Q[typeof answer]>;

/** A program that asks queries of the union Q and returns R. Learners are programs. */
export type Program<Q, R> = Generator<Q, R>;

/**
 * Asks one query: `const batch = yield* ask(query)`.
 *
 * @throws DomainError where nobody answers: it was gone through by a loop or a spread, not asked by yield*
 */
export function* ask<Q extends Query<any>>(query: Q): Program<Q, AnswerOf<Q>> {
  const given: AnswerOf<Q> | undefined = yield query;
  if (given === undefined) {
    throw new DomainError(query.kind, 'its answer', 'given by a driver: ask it by yield*, not in a loop', given);
  }
  return given;
}
