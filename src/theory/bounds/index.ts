export { Bound } from './bound.ts';
export type { Assumption, BoundSpec, Parameter } from './bound.ts';
export { propC1 } from './sft/propC1.ts';
export { thm31, thm31Coverage } from './lowerBounds/thm31.ts';
export { appHOneDraw, appHRisk, appHThree } from './lowerBounds/appHRisk.ts';
export { hardFamilyLowerBound } from './lowerBounds/hardFamilyLowerBound.ts';
export { bestSplitOfMinimax, majorityAboveSft, majorityBound, minimaxBelowSft } from './lowerBounds/orderOfRisks.ts';
export { thm41, thm41InExpectation, thm41P, thm41Samples } from './sft/thm41.ts';
export { finiteClassBound, finiteClassBoundInExpectation } from './sft/finiteClassBound.ts';
export { productClassBound } from './sft/productClassBound.ts';
export { hardFamilyBound } from './sft/hardFamilyBound.ts';
export { adaptiveFiniteClassBound } from './adaptive/adaptiveFiniteClassBound.ts';
export { lemmaF1 } from './lemmas/lemmaF1.ts';
export { thmD1, thmD1Cost, thmD1InExpectation, thmD1Samples } from './adaptive/thmD1.ts';
export { thmD2, thmD2Coverage } from './adaptive/thmD2.ts';
export { adaptiveLowerBound } from './adaptive/adaptiveLowerBound.ts';
export { lemmaI1, lemmaI1Failure, lemmaI1Later, lemmaI1Lower, lemmaI1Step } from './lemmas/lemmaI1.ts';
export { profileBound } from './sft/profileBound.ts';
export { bestOfNDivergence } from './sft/bestOfNDivergence.ts';
export { coverageOrder } from './definitions/coverageOrder.ts';
export { lemma41, lemma41Exact, lemma41Gamma, lemma41Loss } from './rlhf/lemma41.ts';
export {
  objectiveGap,
  objectiveGapByPairs,
  objectiveGapMost,
  objectiveGapOfBase,
  objectiveOptimum,
} from './rlhf/objective.ts';
export { algorithm1Alpha, algorithm1Sign, optimumRatio, smoothedRewards } from './rlhf/algorithm1.ts';
export {
  exponentForModes,
  exponentForSharpness,
  marginStep,
  sharpeningStep,
  sharpeningStepKappa,
  sharpeningStepPinsker,
} from './rlhf/sharpeningStep.ts';
export { thm42, thm42Bounded, thm42P, thm42PBounded, thm42Regret, thm42UnboundedRegret } from './rlhf/thm42.ts';
export { lemmaJ1, lemmaJ2 } from './rlhf/tails.ts';
export {
  exactOptimism,
  exactOptimismRate,
  sampledOptimismRate,
  thmJ1,
  thmJ1Bernstein,
  thmJ1Covering,
} from './rlhf/thmJ1.ts';
export { eliminationMean, eliminationRegret, eliminationRounds, tieBreakingAlpha } from './rlhf/elimination.ts';
export {
  needleDpo,
  needleDpoLimit,
  needleExtrapolationSum,
  needleOffline,
  needleOptimum,
  needlePairSearchMean,
  needlePairSearchWorst,
  needleRounds,
  needleSearchMean,
  needleSearchWorst,
  needleSft,
  needleSftSamples,
  needleXpoTwo,
} from './rlhf/needle.ts';
export {
  distillationOfTwo,
  iterativeOfTwo,
  onlineOfTwo,
  regressionOfTwo,
  xpoBestOfTwo,
  xpoOfTwo,
} from './rlhf/twoPolicies.ts';
export { coverabilityBound, lemmaJ4, lemmaJ4Paper, lemmaJ5, lemmaJ5Weighted } from './rlhf/extrapolation.ts';
export { thmJ2, thmJ2Regret, thmJ3, thmJ3Norm } from './rlhf/thmJ2.ts';
export { exampleJ1Coverage, exampleJ1Margin } from './rlhf/exampleJ1.ts';
export { prop31 } from './computation/prop31.ts';
export { def31 } from './definitions/def31.ts';
export { def32 } from './definitions/def32.ts';
export { defD1, defD1Mean } from './definitions/defD1.ts';
export { lemmaF2, lemmaF2Sharp } from './lemmas/lemmaF2.ts';
export { lemmaF3 } from './lemmas/lemmaF3.ts';
export { corF1, corF1Sharp } from './lemmas/corF1.ts';
export { appHClass, appHCoverage } from './lowerBounds/appH.ts';
export {
  adaptiveMinimaxAtCoverage,
  adaptiveSamplesExponent,
  minimaxAtCoverage,
  samplesExponent,
} from './lowerBounds/minimaxAtCoverage.ts';
export {
  certificateDraws,
  drawsByMarkov,
  inverseModeMean,
  inversePeakMean,
  modeMassMiss,
  peakFromSamplesEnd,
  seenProfile,
  successWithMoreDraws,
} from './fromSamples/coverageFromSamples.ts';
export {
  bestOfNSuccessMiss,
  drawsForCoverageMiss,
  modeSuccessMiss,
  modeSuccessOfDrawnMiss,
  noUpperEnd,
  rarePromptsDistance,
} from './fromSamples/populationFromSamples.ts';
