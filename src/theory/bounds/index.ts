export { Bound } from './bound.ts';
export type { Assumption, BoundSpec, Parameter } from './bound.ts';
export { propC1 } from './propC1.ts';
export { thm31 } from './thm31.ts';
export { thm41, thm41InExpectation } from './thm41.ts';
export { lemmaF1 } from './lemmaF1.ts';
export { thmD1, thmD1Cost } from './thmD1.ts';
export { lemmaI1, lemmaI1Failure, lemmaI1Lower, lemmaI1Step } from './lemmaI1.ts';
export { profileBound } from './profileBound.ts';
export { bestOfNDivergence } from './bestOfNDivergence.ts';
export { coverageOrder } from './coverageOrder.ts';
export { lemma41, lemma41Exact, lemma41Gamma, lemma41Loss } from './lemma41.ts';
export { prop31 } from './prop31.ts';
export {
  certificateDraws,
  drawsByMarkov,
  inverseModeMean,
  inversePeakMean,
  modeMassMiss,
  peakFromSamplesEnd,
  seenProfile,
  successWithMoreDraws,
} from './coverageFromSamples.ts';
