import type { Backend } from '../access/remote/backend.ts';
import type { Neural } from './neural.ts';

/** What a runtime refuses that runs a model as it is: it neither trains nor holds other policies. */
export function baseOnly(runtime: string) {
  const cannotFit = `${runtime} cannot fit (train) a policy; run this learner on a backend that trains`;
  const onePolicy = `${runtime} has the base policy only; run this learner on a backend that trains`;
  return {
    maximumLikelihood: cannotFit,
    bayesFit: cannotFit,
    regressRewards: cannotFit,
    optimisticFit: cannotFit,
    sampleFrom: onePolicy,
    basePolicy: onePolicy,
    release: onePolicy,
    objective: onePolicy,
  } satisfies Backend<Neural>['refusals'];
}
