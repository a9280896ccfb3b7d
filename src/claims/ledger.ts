import { claimAdaptiveFiniteClassBound, claimThmD1InExpectation } from './statements/adaptive/adaptiveInExpectation.ts';
import { claimAdaptiveLowerBound } from './statements/adaptive/adaptiveLowerBound.ts';
import { claimAppHOneDraw, claimAppHRisk, claimAppHThree } from './statements/lowerBounds/appHRisk.ts';
import { claimAppHClass, claimAppHCoverage } from './statements/lowerBounds/appH.ts';
import { claimBestOfNDivergence } from './statements/sft/bestOfNDivergence.ts';
import type { Claim } from './claim.ts';
import { claimCorF1, claimCorF1Sharp } from './statements/lemmas/corF1.ts';
import { claimCoverageOrder } from './statements/definitions/coverageOrder.ts';
import { claimCoverageProfile } from './statements/sft/coverageProfile.ts';
import { claimFiniteClassBound, claimFiniteClassBoundInExpectation } from './statements/sft/finiteClassBound.ts';
import { claimHardFamilyBound } from './statements/sft/hardFamilyBound.ts';
import { claimHardFamilyLowerBound } from './statements/lowerBounds/hardFamilyLowerBound.ts';
import { claimDef31 } from './statements/definitions/def31.ts';
import { claimDef32 } from './statements/definitions/def32.ts';
import { claimDefD1, claimDefD1Mean } from './statements/definitions/defD1.ts';
import { claimDrawsForCoverage } from './statements/fromSamples/drawsForCoverage.ts';
import { claimLemma41, claimLemma41Exact, claimLemma41Gamma, claimLemma41Loss } from './statements/rlhf/lemma41.ts';
import {
  claimObjectiveGap,
  claimObjectiveGapByPairs,
  claimObjectiveGapMost,
  claimObjectiveGapOfBase,
  claimObjectiveOptimum,
} from './statements/rlhf/objective.ts';
import {
  claimAlgorithm1Alpha,
  claimAlgorithm1Sign,
  claimOptimumRatio,
  claimSmoothedRewards,
} from './statements/rlhf/algorithm1.ts';
import {
  claimExponentForModes,
  claimExponentForSharpness,
  claimSharpeningStep,
  claimSharpeningStepKappa,
  claimSharpeningStepPinsker,
  claimMarginStep,
} from './statements/rlhf/sharpeningStep.ts';
import {
  claimThm42,
  claimThm42Bounded,
  claimThm42P,
  claimThm42PBounded,
  claimThm42Regret,
  claimThm42UnboundedRegret,
} from './statements/rlhf/thm42.ts';
import { claimLemmaJ1, claimLemmaJ2 } from './statements/rlhf/tails.ts';
import {
  claimThmJ1,
  claimThmJ1Bernstein,
  claimThmJ1Covering,
  claimExactOptimism,
  claimExactOptimismRate,
  claimSampledOptimismRate,
} from './statements/rlhf/thmJ1.ts';
import {
  claimTieBreakingAlpha,
  claimEliminationMean,
  claimEliminationRounds,
  claimEliminationRegret,
} from './statements/rlhf/elimination.ts';
import {
  claimNeedleDpo,
  claimNeedleDpoLimit,
  claimNeedleOffline,
  claimNeedleSft,
  claimNeedleSftSamples,
  claimNeedleSearchMean,
  claimNeedleSearchWorst,
  claimNeedlePairSearchMean,
  claimNeedlePairSearchWorst,
  claimNeedleOptimum,
  claimNeedleRounds,
  claimNeedleXpoTwo,
  claimNeedleExtrapolation,
} from './statements/rlhf/needle.ts';
import {
  claimDistillationOfTwo,
  claimIterativeOfTwo,
  claimOnlineOfTwo,
  claimRegressionOfTwo,
  claimXpoBestOfTwo,
  claimXpoOfTwo,
} from './statements/rlhf/twoPolicies.ts';
import {
  claimLemmaJ4,
  claimLemmaJ4Paper,
  claimLemmaJ5,
  claimLemmaJ5Weighted,
  claimCoverability,
} from './statements/rlhf/extrapolation.ts';
import { claimThmJ2, claimThmJ2Regret, claimThmJ3, claimThmJ3Norm } from './statements/rlhf/thmJ2.ts';
import { claimExampleJ1Margin, claimExampleJ1Coverage } from './statements/rlhf/exampleJ1.ts';
import { claimLemmaF1 } from './statements/lemmas/lemmaF1.ts';
import { claimLemmaF2, claimLemmaF2Sharp } from './statements/lemmas/lemmaF2.ts';
import { claimLemmaF3 } from './statements/lemmas/lemmaF3.ts';
import {
  claimLemmaI1,
  claimLemmaI1Failure,
  claimLemmaI1Later,
  claimLemmaI1Lower,
  claimLemmaI1Step,
} from './statements/lemmas/lemmaI1.ts';
import {
  claimAdaptiveMinimaxAtCoverage,
  claimMinimaxAtCoverage,
  claimThm31Rate,
  claimThmD2Rate,
} from './statements/lowerBounds/minimaxAtCoverage.ts';
import {
  claimBestSplitOfMinimax,
  claimMajorityAboveSft,
  claimMajorityBound,
  claimMinimaxBelowSft,
} from './statements/lowerBounds/orderOfRisks.ts';
import { claimProductClassBound } from './statements/sft/productClassBound.ts';
import { claimProp31 } from './statements/computation/prop31.ts';
import { claimPropC1 } from './statements/sft/propC1.ts';
import { claimThm31, claimThm31Coverage } from './statements/lowerBounds/thm31.ts';
import { claimInverseMode, claimModeMass } from './statements/fromSamples/modeFromSamples.ts';
import { claimCertificate, claimInversePeak, claimPeakFromSamples } from './statements/fromSamples/peakFromSamples.ts';
import { claimDrawsForCoverageMiss } from './statements/fromSamples/drawsFromSamples.ts';
import { claimNoUpperEnd, claimRarePromptsDistance } from './statements/fromSamples/noUpperEnd.ts';
import {
  claimBestOfNSuccessMiss,
  claimModeSuccessMiss,
  claimModeSuccessOfDrawnMiss,
} from './statements/fromSamples/successFromSamples.ts';
import { claimSeenProfile } from './statements/fromSamples/seenProfile.ts';
import { claimSuccessWithMoreDraws } from './statements/fromSamples/successWithMoreDraws.ts';
import { claimThm41, claimThm41InExpectation } from './statements/sft/thm41.ts';
import { claimThmD2, claimThmD2Coverage } from './statements/adaptive/thmD2.ts';
import { claimThm41P } from './statements/sft/thm41P.ts';
import { claimThm41Samples } from './statements/sft/thm41Samples.ts';
import { claimThmD1, claimThmD1Cost, claimThmD1Samples } from './statements/adaptive/thmD1.ts';

/** The statements of the paper that are checked, in its order, each group followed by what is derived here beside it. */
export const ledger: readonly Claim[] = [
  claimDef31,
  claimProp31,
  claimDef32,
  claimThm31,
  claimThm31Coverage,
  claimThm31Rate,
  claimHardFamilyLowerBound,
  claimAppHCoverage,
  claimAppHClass,
  claimAppHThree,
  claimAppHOneDraw,
  claimAppHRisk,
  claimBestSplitOfMinimax,
  claimMinimaxAtCoverage,
  claimThm41,
  claimThm41InExpectation,
  claimThm41P,
  claimThm41Samples,
  claimCoverageProfile,
  claimFiniteClassBound,
  claimFiniteClassBoundInExpectation,
  claimProductClassBound,
  claimHardFamilyBound,
  claimMinimaxBelowSft,
  claimMajorityAboveSft,
  claimMajorityBound,
  claimLemma41,
  claimLemma41Gamma,
  claimLemma41Loss,
  claimLemma41Exact,
  claimObjectiveGap,
  claimObjectiveGapByPairs,
  claimObjectiveGapMost,
  claimObjectiveGapOfBase,
  claimObjectiveOptimum,
  claimOptimumRatio,
  claimSmoothedRewards,
  claimExponentForSharpness,
  claimExponentForModes,
  claimSharpeningStep,
  claimSharpeningStepKappa,
  claimSharpeningStepPinsker,
  claimMarginStep,
  claimThm42,
  claimThm42Bounded,
  claimThm42P,
  claimThm42PBounded,
  claimThm42Regret,
  claimThm42UnboundedRegret,
  claimLemmaJ1,
  claimLemmaJ2,
  claimAlgorithm1Sign,
  claimAlgorithm1Alpha,
  claimThmJ1,
  claimThmJ1Bernstein,
  claimThmJ1Covering,
  claimExactOptimism,
  claimExactOptimismRate,
  claimSampledOptimismRate,
  claimTieBreakingAlpha,
  claimEliminationMean,
  claimEliminationRounds,
  claimEliminationRegret,
  claimRegressionOfTwo,
  claimOnlineOfTwo,
  claimIterativeOfTwo,
  claimXpoOfTwo,
  claimXpoBestOfTwo,
  claimDistillationOfTwo,
  claimNeedleDpo,
  claimNeedleDpoLimit,
  claimNeedleOffline,
  claimNeedleSft,
  claimNeedleSftSamples,
  claimNeedleSearchMean,
  claimNeedleSearchWorst,
  claimNeedlePairSearchMean,
  claimNeedlePairSearchWorst,
  claimNeedleOptimum,
  claimNeedleRounds,
  claimNeedleXpoTwo,
  claimLemmaJ4,
  claimLemmaJ4Paper,
  claimLemmaJ5,
  claimLemmaJ5Weighted,
  claimCoverability,
  claimNeedleExtrapolation,
  claimThmJ2Regret,
  claimThmJ2,
  claimThmJ3,
  claimThmJ3Norm,
  claimExampleJ1Margin,
  claimExampleJ1Coverage,
  claimPropC1,
  claimBestOfNDivergence,
  claimDefD1,
  claimDefD1Mean,
  claimThmD1,
  claimThmD1InExpectation,
  claimThmD1Cost,
  claimThmD1Samples,
  claimAdaptiveFiniteClassBound,
  claimThmD2,
  claimThmD2Coverage,
  claimThmD2Rate,
  claimAdaptiveLowerBound,
  claimAdaptiveMinimaxAtCoverage,
  claimCoverageOrder,
  claimLemmaF1,
  claimLemmaF2,
  claimLemmaF2Sharp,
  claimLemmaF3,
  claimCorF1,
  claimCorF1Sharp,
  claimLemmaI1,
  claimLemmaI1Lower,
  claimLemmaI1Failure,
  claimLemmaI1Later,
  claimLemmaI1Step,
  claimPeakFromSamples,
  claimCertificate,
  claimModeMass,
  claimInversePeak,
  claimInverseMode,
  claimSeenProfile,
  claimDrawsForCoverage,
  claimSuccessWithMoreDraws,
  claimModeSuccessMiss,
  claimModeSuccessOfDrawnMiss,
  claimBestOfNSuccessMiss,
  claimDrawsForCoverageMiss,
  claimRarePromptsDistance,
  claimNoUpperEnd,
];
