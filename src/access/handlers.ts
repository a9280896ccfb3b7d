import type { AnswerOf, Query } from './query.ts';

type OfKind<Q extends Query<any>, K> = Extract<Q, { readonly kind: K }>;
type DerivedKind<Q extends Query<any>> = Extract<Q, { definition(): unknown }>['kind'];
type Handler<Q extends Query<any>, C, Async> = (
  query: Q,
  context: C,
) => Async extends true ? Promise<AnswerOf<Q>> : AnswerOf<Q>;

/**
 * One answer per kind of query: every primitive one is required, every derived one optional, because a driver can
 * always run its definition. An answer of another type than the definition's does not compile.
 */
export type Handlers<Q extends Query<any>, Context, Async extends boolean> = {
  readonly [K in Exclude<Q['kind'], DerivedKind<Q>>]: Handler<OfKind<Q, K>, Context, Async>;
} & {
  readonly [K in DerivedKind<Q>]?: Handler<OfKind<Q, K>, Context, Async>;
};
