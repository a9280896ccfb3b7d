import type { SampleAndEvaluate } from '../../access/frameworks.ts';
import type { Program } from '../../access/query.ts';
import { bayesFit } from '../../access/queries/bayesFit.ts';
import type { BayesFit } from '../../access/queries/bayesFit.ts';
import { plan } from '../../access/queries/plan.ts';
import type { Spaces } from '../../access/spaces.ts';

/**
 * The learner that uses all that Def 3.2 lets it see: the class's most probable member given the responses and their
 * likelihoods. On a family that nature picks from uniformly, such as the hard one, no learner identifies the member more
 * often on average; on a single member it may do worse than another, because ties go to the member listed first.
 */
export function* bayesOptimal<S extends Spaces>(options: {
  /** Number of prompts. */
  readonly n: number;
  /** Responses drawn for each prompt. */
  readonly N: number;
}): Program<SampleAndEvaluate<S> | BayesFit<S>, S['Policy']> {
  const seen = yield* plan<S>(options);
  return yield* bayesFit<S>(seen);
}
