import { requireInteger, requireObject } from '../../math/checks.ts';
import { DomainError } from '../../math/domainError.ts';
import { requirePlainJson } from '../../math/json.ts';
import { RefusedError } from '../frameworks.ts';
import type { AnyQuery, Kind } from '../frameworks.ts';
import type { Draw } from '../queries/draw.ts';
import type { EachPrompt } from '../queries/eachPrompt.ts';
import type { NextTokenLaw } from '../queries/nextTokenLaw.ts';
import type { Uniforms } from '../queries/uniforms.ts';
import type { Spaces } from '../spaces.ts';
import type { Backend } from './backend.ts';

const SAMPLED = [
  'plan',
  'bestOfN',
  'eachPrompt',
  'draw',
  'adaptiveBestOfN',
  'rejectionSampling',
  'nextPrompts',
  'uniforms',
] as const;
const FITS = ['maximumLikelihood', 'bayesFit', 'regressRewards', 'optimisticFit'] as const;

/** The kinds of query that each method of a backend answers. To release a policy needs no method: there may be nothing to free. */
export const ANSWERED_BY = {
  sample: SAMPLED,
  evaluate: ['evaluate'],
  nextTokenLaws: ['nextTokenLaw'],
  basePolicy: ['basePolicy'],
  sampleFrom: ['sampleFrom', 'objective', 'release'],
  fit: [...FITS, 'release'],
} as const satisfies Partial<Record<keyof Backend<Spaces>, readonly Kind[]>>;

type AnsweredBy = typeof ANSWERED_BY;

type OfMethods<B> = {
  [M in keyof AnsweredBy]: M extends keyof B ? (undefined extends B[M] ? never : AnsweredBy[M][number]) : never;
}[keyof AnsweredBy];

// Of refusals that may be any, none is known.
type Refused<B> = B extends { readonly refusals: infer R }
  ? string extends keyof R
    ? never
    : { [K in keyof R]: R[K] extends string ? K : never }[keyof R]
  : never;

/** The kinds of query that a backend is known to answer when a learner is compiled: those of the methods that it has. */
export type AnsweredKind<B> = Exclude<OfMethods<B>, Refused<B>>;

/** The queries that a backend is known to answer, those that a body of `eachPrompt` may ask among them. */
export type AnsweredQuery<S extends Spaces, B> =
  | Exclude<OfKind<S, AnsweredKind<B>>, { readonly kind: 'eachPrompt' }>
  | ('eachPrompt' extends AnsweredKind<B> ? EachPrompt<S, OfPrompt<S, AnsweredKind<B>>, any> : never);

type OfKind<S extends Spaces, K> = Extract<AnyQuery<S>, { readonly kind: K }>;
type OfPrompt<S extends Spaces, K> = Extract<Draw<S> | NextTokenLaw<S> | Uniforms, { readonly kind: K }>;

/** The kinds of query that a backend answers. */
export function answeredKinds(backend: Backend<any>): ReadonlySet<Kind> {
  const methods = Object.keys(ANSWERED_BY) as (keyof AnsweredBy)[];
  const kinds = methods.filter((method) => backend[method] !== undefined).flatMap((method) => [...ANSWERED_BY[method]]);
  return new Set<Kind>(kinds.filter((kind) => refusalOf(backend, kind) === undefined));
}

/** Refuses a query of a kind that the backend has no method for, or refuses itself. */
export function requireAnswered(backend: Backend<any>, answered: ReadonlySet<Kind>, kind: Kind): void {
  requireNotRefused(backend, kind);
  if (answered.has(kind)) return;
  throw new RefusedError(kind, `${backend.name} does not answer it: it answers ${[...answered].join(', ')}`);
}

/** Refuses a query of a kind that the backend refuses, with its own reason. */
export function requireNotRefused(backend: Backend<any>, kind: Kind): void {
  const reason = refusalOf(backend, kind);
  if (reason !== undefined) throw new RefusedError(kind, `${backend.name} does not answer it: ${reason}`);
}

function refusalOf({ refusals = {} }: Backend<any>, kind: Kind): string | undefined {
  return Object.hasOwn(refusals, kind) ? refusals[kind] : undefined;
}

const METHODS = [...Object.keys(ANSWERED_BY), 'release', 'checkPrompt', 'checkSample'] as const;

/** Refuses what is not a backend. */
export function requireBackend(where: string, backend: Backend<any>): void {
  requireObject(where, 'backend', backend);
  if (typeof backend.name !== 'string' || backend.name === '') {
    throw new DomainError(where, 'backend.name', 'a text that names the model and its runtime', backend.name);
  }
  if (backend.settings !== undefined) {
    requireObject(where, 'backend.settings', backend.settings);
    requirePlainJson(where, 'backend.settings', backend.settings);
  }
  requireInteger(where, 'backend.batchSize', backend.batchSize, 1);
  if (backend.concurrentCalls !== undefined) {
    requireInteger(where, 'backend.concurrentCalls', backend.concurrentCalls, 1);
  }
  if (typeof backend.sample !== 'function') {
    throw new DomainError(where, 'backend.sample', 'a function', backend.sample);
  }
  if (backend.refusals !== undefined) {
    requireObject(where, 'backend.refusals', backend.refusals);
    for (const [kind, reason] of Object.entries(backend.refusals)) {
      if (typeof reason === 'string' || reason === undefined) continue;
      throw new DomainError(where, `backend.refusals.${kind}`, 'the reason, in words', reason);
    }
  }
  for (const method of METHODS) {
    const value = (backend as unknown as Record<string, unknown>)[method];
    if (value !== undefined && typeof value !== 'function') {
      throw new DomainError(where, `backend.${method}`, 'a function, or left out', value);
    }
  }
}
