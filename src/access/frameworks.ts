import type { AdaptiveBestOfN } from './queries/adaptiveBestOfN.ts';
import type { BasePolicy } from './queries/basePolicy.ts';
import type { BayesFit } from './queries/bayesFit.ts';
import type { BestOfN } from './queries/bestOfN.ts';
import type { Draw } from './queries/draw.ts';
import type { EachPrompt } from './queries/eachPrompt.ts';
import type { Evaluate } from './queries/evaluate.ts';
import type { MaximumLikelihood } from './queries/maximumLikelihood.ts';
import type { NextPrompts } from './queries/nextPrompts.ts';
import type { NextTokenLaw } from './queries/nextTokenLaw.ts';
import type { Objective } from './queries/objective.ts';
import type { OptimisticFit } from './queries/optimisticFit.ts';
import type { Plan } from './queries/plan.ts';
import type { RegressRewards } from './queries/regressRewards.ts';
import type { RejectionSampling } from './queries/rejectionSampling.ts';
import type { Release } from './queries/release.ts';
import type { SampleFrom } from './queries/sampleFrom.ts';
import type { Uniforms } from './queries/uniforms.ts';
import type { Spaces } from './spaces.ts';

/** Def 3.2: one plan of prompts and responses, fixed in advance. */
export type SampleAndEvaluate<S extends Spaces> = Plan<S> | BestOfN<S> | Uniforms;

/** Def D.1: at each prompt the number of responses is chosen as they come. */
export type AdaptiveSampleAndEvaluate<S extends Spaces> =
  EachPrompt<S, Draw<S> | Uniforms, any> | Draw<S> | AdaptiveBestOfN<S> | RejectionSampling<S> | Uniforms;

/** Sampling from the learner's own policies, with likelihoods of what was sampled: all of footnote 7 that Alg. 1 needs. */
export type OwnPolicies<S extends Spaces> =
  NextPrompts<S> | SampleFrom<S> | BasePolicy<S> | Release<S> | Objective<S> | Uniforms;

/** Footnote 7: sampling from the learner's own policies and likelihoods of any response. */
export type Exploration<S extends Spaces> = OwnPolicies<S> | Evaluate<S>;

/** The policy class's own fits: optimisation oracles, no access to the base policy. */
export type Fitting<S extends Spaces> = MaximumLikelihood<S> | BayesFit<S> | RegressRewards<S> | OptimisticFit<S>;

/** Whole next-token laws: wider than sample-and-evaluate. */
export type NextTokenAccess<S extends Spaces> =
  NextTokenLaw<S> | EachPrompt<S, NextTokenLaw<S> | Draw<S> | Uniforms, any> | Draw<S> | NextPrompts<S> | Uniforms;

/** Every query there is. */
export type AnyQuery<S extends Spaces> =
  SampleAndEvaluate<S> | AdaptiveSampleAndEvaluate<S> | Exploration<S> | Fitting<S> | NextTokenAccess<S>;

export type Kind = AnyQuery<Spaces>['kind'];

/** A framework at run time: the kinds of query that may be asked. Its types are above. */
export interface Framework<K extends Kind = Kind> {
  readonly name: string;
  readonly kinds: ReadonlySet<Kind>;
  readonly [kinds]?: K;
}
declare const kinds: unique symbol;

// A record, not a list: the compiler then asks for exactly the kinds of the type.
function framework<K extends Kind>(name: string, allowed: Record<K, true>): Framework<K> {
  return { name, kinds: new Set(Object.keys(allowed) as Kind[]) };
}

export const sampleAndEvaluate = framework<SampleAndEvaluate<Spaces>['kind']>('sample-and-evaluate (Def 3.2)', {
  plan: true,
  bestOfN: true,
  uniforms: true,
});

export const adaptiveSampleAndEvaluate = framework<AdaptiveSampleAndEvaluate<Spaces>['kind']>(
  'adaptive sample-and-evaluate (Def D.1)',
  { eachPrompt: true, draw: true, adaptiveBestOfN: true, rejectionSampling: true, uniforms: true },
);

export const exploration = framework<Exploration<Spaces>['kind']>('sampling from own policies (footnote 7)', {
  nextPrompts: true,
  evaluate: true,
  sampleFrom: true,
  basePolicy: true,
  release: true,
  objective: true,
  uniforms: true,
});

export const fitting = framework<Fitting<Spaces>['kind']>('fits', {
  maximumLikelihood: true,
  bayesFit: true,
  regressRewards: true,
  optimisticFit: true,
});

export const nextTokenAccess = framework<NextTokenAccess<Spaces>['kind']>('next-token laws', {
  nextTokenLaw: true,
  eachPrompt: true,
  draw: true,
  nextPrompts: true,
  uniforms: true,
});

/** What any of the frameworks allows. */
export function union<K extends Kind>(...frameworks: readonly Framework<K>[]): Framework<K> {
  return {
    name: frameworks.map(({ name }) => name).join(' + '),
    kinds: new Set(frameworks.flatMap((each) => [...each.kinds])),
  };
}

/** A query that the framework, or whoever answers, does not allow. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
  readonly kind: string;

  constructor(kind: string, reason: string) {
    super(`'${kind}' is refused: ${reason}`);
    this.kind = kind;
  }
}

/** Refuses a query outside the framework. */
export function requireAllowed(framework: Framework | undefined, kind: string): void {
  if (framework && !framework.kinds.has(kind as Kind)) {
    throw new RefusedError(kind, `the framework is ${framework.name}, which allows ${[...framework.kinds].join(', ')}`);
  }
}
