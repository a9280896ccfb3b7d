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

/** Asks one query: `const batch = yield* ask(query)`. */
export function* ask<Q extends Query<any>>(query: Q): Program<Q, AnswerOf<Q>> {
  return yield query;
}
