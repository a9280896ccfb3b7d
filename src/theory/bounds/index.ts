export { Bound } from './bound.ts';
export type { Assumption, BoundSpec, Parameter } from './bound.ts';
export { propC1 } from './propC1.ts';
export { thm31, thm31Coverage } from './thm31.ts';
export { appHOneDraw, appHRisk, appHThree } from './appHRisk.ts';
export { hardFamilyLowerBound } from './hardFamilyLowerBound.ts';
export { thm41, thm41InExpectation, thm41P, thm41Samples } from './thm41.ts';
export { finiteClassBound, finiteClassBoundInExpectation } from './finiteClassBound.ts';
export { productClassBound } from './productClassBound.ts';
export { hardFamilyBound } from './hardFamilyBound.ts';
export { adaptiveFiniteClassBound } from './adaptiveFiniteClassBound.ts';
export { lemmaF1 } from './lemmaF1.ts';
export { thmD1, thmD1Cost, thmD1InExpectation, thmD1Samples } from './thmD1.ts';
export { thmD2, thmD2Coverage } from './thmD2.ts';
export { adaptiveLowerBound } from './adaptiveLowerBound.ts';
export { lemmaI1, lemmaI1Failure, lemmaI1Lower, lemmaI1Step } from './lemmaI1.ts';
export { profileBound } from './profileBound.ts';
export { bestOfNDivergence } from './bestOfNDivergence.ts';
export { coverageOrder } from './coverageOrder.ts';
export { lemma41, lemma41Exact, lemma41Gamma, lemma41Loss } from './lemma41.ts';
export { prop31 } from './prop31.ts';
export { def31 } from './def31.ts';
export { def32 } from './def32.ts';
export { defD1, defD1Mean } from './defD1.ts';
export { lemmaF2, lemmaF2Sharp } from './lemmaF2.ts';
export { lemmaF3 } from './lemmaF3.ts';
export { corF1, corF1Sharp } from './corF1.ts';
export { appHClass, appHCoverage } from './appH.ts';
export {
  adaptiveMinimaxAtCoverage,
  adaptiveSamplesExponent,
  minimaxAtCoverage,
  samplesExponent,
} from './minimaxAtCoverage.ts';
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
