// The public list of what runs without further packages: laws, policies, the two drivers, learners, coverage, instances,
// exact risks. Bounds, the sandwich, claims, experiments, charts, models, files and contracts have entry points of their own.

// Laws and randomness
export { FiniteLaw } from './laws/finiteLaw.ts';
export { Spectrum } from './laws/spectrum.ts';
export { spectrumOf } from './laws/spectrumOf.ts';
export { independentTokens } from './laws/independentTokens.ts';
export { PartialLaw } from './laws/partialLaw.ts';
export type { Rest } from './laws/partialLaw.ts';
export type { ExactLaw } from './laws/exactLaw.ts';
export { levelsOf, modes } from './laws/levels.ts';
export type { Levels } from './laws/levels.ts';
export { massOf } from './laws/massOf.ts';
export { expectation } from './laws/expectation.ts';
export { bestOfNLaw } from './laws/transforms/bestOfNLaw.ts';
export { LawBracket } from './laws/lawBracket.ts';
export { adaptiveBestOfNLaw } from './laws/transforms/adaptiveBestOfNLaw.ts';
export type { AdaptiveBestOfNLaw } from './laws/transforms/adaptiveBestOfNLaw.ts';
export { StoppingLaw } from './laws/transforms/stoppingLaw.ts';
export { rejectionLaw } from './laws/transforms/rejectionLaw.ts';
export type { RejectionLaw } from './laws/transforms/rejectionLaw.ts';
export { pluralityLaw } from './laws/transforms/pluralityLaw.ts';
export { power } from './laws/transforms/power.ts';
export { tilt } from './laws/transforms/tilt.ts';
export {
  chiSquaredDivergence,
  klDivergence,
  renyiDivergence,
  squaredHellinger,
  totalVariation,
} from './laws/divergences.ts';
export type { Interval } from './math/interval.ts';
export { AliasTable } from './math/random/aliasTable.ts';
export { Source } from './math/random/source.ts';
export { DomainError } from './math/domainError.ts';
export { TIE_TOLERANCE } from './math/tolerance.ts';

// Statistics
export { clopperPearson, clopperPearsonLower, clopperPearsonUpper } from './statistics/clopperPearson.ts';
export { empiricalBernstein } from './statistics/empiricalBernstein.ts';
export { FailureBudget } from './statistics/failureBudget.ts';
export { studentInterval } from './statistics/studentInterval.ts';
export { fittedExponent } from './statistics/fittedExponent.ts';
export type { FittedExponent } from './statistics/fittedExponent.ts';
export { chiSquareTest, gTest } from './statistics/goodnessOfFit.ts';
export type { GoodnessOfFit } from './statistics/goodnessOfFit.ts';
export { meanLowerBound } from './statistics/meanLowerBound.ts';
export { passAtK } from './statistics/passAtK.ts';
export { quantileLowerBound } from './statistics/quantileLowerBound.ts';

// Policies, rewards, classes, worlds
export { adaptiveBestOfNPolicy } from './policies/transforms/adaptiveBestOfNPolicy.ts';
export { adaptiveBestOfNClass } from './policies/classes/adaptiveBestOfNClass.ts';
export { AutoregressivePolicy } from './policies/autoregressivePolicy.ts';
export type { AutoregressiveOptions, NextTokenFunction } from './policies/autoregressivePolicy.ts';
export { answerMass } from './policies/rewards/answerMass.ts';
export type { AnswerMap, VoteMap } from './policies/rewards/answerMap.ts';
export { bestOfNClass } from './policies/classes/bestOfNClass.ts';
export { bestOfNPolicy } from './policies/transforms/bestOfNPolicy.ts';
export type { ExplicitPolicy } from './policies/explicitPolicy.ts';
export { ExplicitWorld } from './policies/explicitWorld.ts';
export { FiniteClass } from './policies/classes/finiteClass.ts';
export { hiddenModeClass } from './policies/classes/hiddenModeClass.ts';
export { lengthNormalised } from './policies/rewards/lengthNormalised.ts';
export { logLikelihood } from './policies/rewards/logLikelihood.ts';
export { majorityVote } from './policies/rewards/majorityVote.ts';
export { exactObjective } from './policies/exactObjective.ts';
export type { Observations } from './policies/data/observations.ts';
export type { ContinuousClass, ParametricPolicy } from './policies/classes/continuousClass.ts';
export { FitError } from './policies/classes/fitError.ts';
export type { FitKind, FitRequest } from './policies/classes/fitRequest.ts';
export type { PolicyClass } from './policies/classes/policyClass.ts';
export { powerClass } from './policies/classes/powerClass.ts';
export { AutoregressiveSoftmaxClass } from './policies/softmax/autoregressiveSoftmaxClass.ts';
export type { AutoregressiveSoftmaxOptions } from './policies/softmax/autoregressiveSoftmaxClass.ts';
export type { AutoregressiveSoftmaxPolicy } from './policies/softmax/autoregressiveSoftmaxPolicy.ts';
export { LinearSoftmaxClass } from './policies/softmax/linearSoftmaxClass.ts';
export type { LinearSoftmaxOptions } from './policies/softmax/linearSoftmaxClass.ts';
export type { LinearSoftmaxPolicy } from './policies/softmax/linearSoftmaxPolicy.ts';
export { powerPolicy } from './policies/transforms/powerPolicy.ts';
export { ProductClass } from './policies/classes/productClass.ts';
export { ProductPolicy } from './policies/productPolicy.ts';
export { RewardPairs } from './policies/data/rewardPairs.ts';
export type { RewardPair } from './policies/data/rewardPairs.ts';
export type { PointwiseReward, SelfReward, SetwiseReward } from './policies/rewards/selfReward.ts';
export { rejectionSamplingPolicy } from './policies/transforms/rejectionSamplingPolicy.ts';
export type { RejectionSamplingPolicyOptions } from './policies/transforms/rejectionSamplingPolicy.ts';
export { TabularPolicy } from './policies/tabularPolicy.ts';
export { tiltedPolicy } from './policies/transforms/tiltedPolicy.ts';

// What a learner may ask, and who answers
export { BudgetError } from './access/cost.ts';
export type { Cost } from './access/cost.ts';
export {
  adaptiveSampleAndEvaluate,
  exploration,
  fitting,
  nextTokenAccess,
  RefusedError,
  sampleAndEvaluate,
  union,
} from './access/frameworks.ts';
export type {
  AdaptiveSampleAndEvaluate,
  AnyQuery,
  Exploration,
  Fitting,
  Framework,
  Kind,
  NextTokenAccess,
  OwnPolicies,
  SampleAndEvaluate,
} from './access/frameworks.ts';
export { ask } from './access/query.ts';
export type { AnswerOf, Program, Query } from './access/query.ts';
export { adaptiveBestOfN } from './access/queries/adaptiveBestOfN.ts';
export type { AdaptiveBestOfN, AdaptiveBestOfNOptions } from './access/queries/adaptiveBestOfN.ts';
export { basePolicy } from './access/queries/basePolicy.ts';
export type { BasePolicy } from './access/queries/basePolicy.ts';
export { bayesFit } from './access/queries/bayesFit.ts';
export type { BayesFit } from './access/queries/bayesFit.ts';
export { bestOfN } from './access/queries/bestOfN.ts';
export type { EndedChoice } from './access/queries/ended.ts';
export type { BestOfN, BestOfNOptions } from './access/queries/bestOfN.ts';
export { draw } from './access/queries/draw.ts';
export type { Draw } from './access/queries/draw.ts';
export { eachPrompt } from './access/queries/eachPrompt.ts';
export type { EachPrompt } from './access/queries/eachPrompt.ts';
export { evaluate } from './access/queries/evaluate.ts';
export type { Evaluate } from './access/queries/evaluate.ts';
export { maximumLikelihood } from './access/queries/maximumLikelihood.ts';
export type { MaximumLikelihood } from './access/queries/maximumLikelihood.ts';
export { nextPrompts } from './access/queries/nextPrompts.ts';
export type { NextPrompts } from './access/queries/nextPrompts.ts';
export { nextTokenLaw } from './access/queries/nextTokenLaw.ts';
export type { NextTokenLaw, Prefix } from './access/queries/nextTokenLaw.ts';
export { tokenLaw } from './access/queries/tokenLaw.ts';
export type { TokenLaw } from './access/queries/tokenLaw.ts';
export { objective } from './access/queries/objective.ts';
export type { Objective, ObjectiveOptions } from './access/queries/objective.ts';
export { optimisticFit } from './access/queries/optimisticFit.ts';
export type { OptimisticFit } from './access/queries/optimisticFit.ts';
export { plan } from './access/queries/plan.ts';
export type { Plan } from './access/queries/plan.ts';
export { regressRewards } from './access/queries/regressRewards.ts';
export type { RegressRewards } from './access/queries/regressRewards.ts';
export { rejectionSampling } from './access/queries/rejectionSampling.ts';
export type { RejectionSampling, RejectionSamplingOptions } from './access/queries/rejectionSampling.ts';
export { release } from './access/queries/release.ts';
export type { Release } from './access/queries/release.ts';
export { sampleFrom } from './access/queries/sampleFrom.ts';
export type { SampleFrom } from './access/queries/sampleFrom.ts';
export { uniforms } from './access/queries/uniforms.ts';
export type { Uniforms } from './access/queries/uniforms.ts';
export { LineLog, LogMismatchError } from './access/remote/answerLog.ts';
export type { AnswerLog, LogEntry, LogHeader } from './access/remote/answerLog.ts';
export type { AnsweredKind, AnsweredQuery } from './access/remote/answeredBy.ts';
export type {
  Backend,
  BackendSettings,
  BackendWith,
  Deliver,
  EvaluateRequest,
  FitOptions,
  FitProgress,
  PolicySample,
  PolicySampleRequest,
  Sample,
  SampleRequest,
  StopSignal,
} from './access/remote/backend.ts';
export { withoutModel } from './access/remote/withoutModel.ts';
export { promptsAtRandom, promptsInOrder } from './access/remote/promptStreams.ts';
export type { PromptStream } from './access/remote/promptStreams.ts';
export { StoppedError } from './access/remote/remoteRun.ts';
export type { Progress } from './access/remote/remoteRun.ts';
export { run } from './access/run.ts';
export type { RunOptions, RunResult } from './access/run.ts';
export { runAsync } from './access/runAsync.ts';
export type { RunAsyncOptions } from './access/runAsync.ts';
export type { Batch, Draws, Explicit, PolicySamples, Spaces } from './access/spaces.ts';

// Learners
export { adaptiveSftSharpening } from './learners/sft/adaptiveSftSharpening.ts';
export { bayesOptimal } from './learners/sft/bayesOptimal.ts';
export { bestFirstSearch } from './learners/decoding/bestFirstSearch.ts';
export type { BestFirstSearchOptions, SearchedPrompt } from './learners/decoding/bestFirstSearch.ts';
export type { SearchedLaw } from './learners/decoding/tokenSearch.ts';
export { greedy } from './learners/decoding/greedy.ts';
export type { GreedyOptions, GreedyResponse } from './learners/decoding/greedy.ts';
export type { TokenResponse } from './learners/decoding/tokenResponse.ts';
export { sftSharpening } from './learners/sft/sftSharpening.ts';
export { iterativeDpo } from './learners/rlhf/iterativeDpo.ts';
export { onlineRegression } from './learners/rlhf/onlineRegression.ts';
export type { FinishedRound, OnlineOptions } from './learners/rlhf/onlineRounds.ts';
export { rewardRegression } from './learners/rlhf/rewardRegression.ts';
export type { RewardRegressionOptions } from './learners/rlhf/rewardRegression.ts';
export { selfDistillation } from './learners/rlhf/selfDistillation.ts';
export { xpo } from './learners/rlhf/xpo.ts';
export type { XpoOptions } from './learners/rlhf/xpo.ts';

// Coverage
export { lawPolicy } from './theory/coverage/lawWorld.ts';
export type { LawPolicy, LawWorld, ResponseLaw } from './theory/coverage/lawWorld.ts';
export type { Measured } from './theory/coverage/measured.ts';
export { modeCoverage } from './theory/coverage/modeCoverage.ts';
export type { ModeCoverageOptions } from './theory/coverage/modeCoverage.ts';
export { peakCoverage } from './theory/coverage/peakCoverage.ts';
export { concentrability } from './theory/coverage/concentrability.ts';
export { ratioMoment } from './theory/coverage/ratioMoment.ts';
export { margin } from './theory/coverage/margin.ts';
export { coverability } from './theory/coverage/coverability.ts';
export { rewardDifferences } from './theory/coverage/rewardDifferences.ts';
export type { RewardDifferenceOptions, RewardDifferences } from './theory/coverage/rewardDifferences.ts';
export {
  byDiffering,
  bySquares,
  extrapolationAlong,
  extrapolationCeiling,
  greedyExtrapolation,
  sequentialExtrapolation,
} from './theory/coverage/sequentialExtrapolation.ts';
export type { Extrapolation, ExtrapolationOptions } from './theory/coverage/sequentialExtrapolation.ts';
export { needleExtrapolation } from './theory/coverage/needleExtrapolation.ts';
export type { NeedleExtrapolationOptions } from './theory/coverage/needleExtrapolation.ts';
export { coverageProfile } from './theory/coverage/coverageProfile.ts';
export { drawsForCoverage } from './theory/coverage/drawsForCoverage.ts';
export type { DrawsForCoverageOptions } from './theory/coverage/drawsForCoverage.ts';
export { isSharpenedAt, sharpenedShare } from './theory/coverage/sharpenedShare.ts';
export type { Sharpness } from './theory/coverage/sharpenedShare.ts';

// Coverage from samples
export { poolsOf } from './theory/coverage/fromSamples/pools.ts';
export type { FromSamples } from './theory/coverage/fromSamples/pools.ts';
export type { BestSeen, Pool } from './theory/coverage/fromSamples/bestSeen.ts';
export { peakFromSamples } from './theory/coverage/fromSamples/peakFromSamples.ts';
export { modeCertificate } from './theory/coverage/fromSamples/modeCertificate.ts';
export type { ModeCertificate } from './theory/coverage/fromSamples/modeCertificate.ts';
export { modeMassFromSamples } from './theory/coverage/fromSamples/modeMassFromSamples.ts';
export { peakCoverageFromSamples } from './theory/coverage/fromSamples/peakCoverageFromSamples.ts';
export { modeCoverageFromSamples } from './theory/coverage/fromSamples/modeCoverageFromSamples.ts';
export { peakProfileFromSamples } from './theory/coverage/fromSamples/peakProfileFromSamples.ts';
export { coverageProfileFromSamples } from './theory/coverage/fromSamples/coverageProfileFromSamples.ts';
export { drawsForCoverageFromSamples } from './theory/coverage/fromSamples/drawsForCoverageFromSamples.ts';
export { bestOfNSuccessFromSamples } from './theory/coverage/fromSamples/bestOfNSuccessFromSamples.ts';
export type { BestOfNSuccess } from './theory/coverage/fromSamples/bestOfNSuccessFromSamples.ts';
export { modeSuccessFromSamples } from './theory/coverage/fromSamples/modeSuccessFromSamples.ts';

// Instances
export { barelyMissed } from './theory/instances/barelyMissed.ts';
export type { BarelyMissedOptions } from './theory/instances/barelyMissed.ts';
export { dirichletLaw } from './theory/instances/dirichletLaw.ts';
export { geometricLaw } from './theory/instances/geometricLaw.ts';
export { hardFamily } from './theory/instances/hardFamily.ts';
export type { HardFamily, HardFamilyOptions } from './theory/instances/hardFamily.ts';
export { linearNeedle } from './theory/instances/linearNeedle.ts';
export type { LinearNeedle } from './theory/instances/linearNeedle.ts';
export { listNeedle } from './theory/instances/listNeedle.ts';
export type { ListNeedle, ListNeedleOptions } from './theory/instances/listNeedle.ts';
export { permutedLaw } from './theory/instances/permutedLaw.ts';
export { randomAutoregressivePolicy } from './theory/instances/randomAutoregressivePolicy.ts';
export type { RandomAutoregressiveOptions } from './theory/instances/randomAutoregressivePolicy.ts';
export { randomWorld } from './theory/instances/randomWorld.ts';
export type { RandomWorldOptions } from './theory/instances/randomWorld.ts';
export { separateNeedles } from './theory/instances/separateNeedles.ts';
export type { SeparateNeedles } from './theory/instances/separateNeedles.ts';
export { sharedNeedle } from './theory/instances/sharedNeedle.ts';
export type { SharedNeedle, SharedNeedleOptions } from './theory/instances/sharedNeedle.ts';
export { smoothedHardFamily } from './theory/instances/smoothedHardFamily.ts';
export type { SmoothedHardFamily, SmoothedHardFamilyOptions } from './theory/instances/smoothedHardFamily.ts';
export { spherePacking } from './theory/instances/spherePacking.ts';
export type { SpherePacking, SpherePackingOptions } from './theory/instances/spherePacking.ts';
export { tiedLaw } from './theory/instances/tiedLaw.ts';
export type { TiedLawOptions } from './theory/instances/tiedLaw.ts';
export { unseenPrompts } from './theory/instances/unseenPrompts.ts';
export type { UnseenPromptsOptions } from './theory/instances/unseenPrompts.ts';
export { worldWithCoverage } from './theory/instances/worldWithCoverage.ts';
export type { WorldWithCoverageOptions } from './theory/instances/worldWithCoverage.ts';
export { zipfLaw } from './theory/instances/zipfLaw.ts';

// Exact risks: on the hard family, and of SFT-sharpening on product classes
export { adaptiveMinimaxRisk } from './theory/risk/adaptiveMinimaxRisk.ts';
export type { AdaptiveBudget } from './theory/risk/adaptiveMinimaxRisk.ts';
export { adaptiveMinimaxSamples } from './theory/risk/adaptiveMinimaxSamples.ts';
export type { HardFamilyParameters } from './theory/risk/hardFamilyParameters.ts';
export { majorityRisk } from './theory/risk/majorityRisk.ts';
export { minimaxRisk } from './theory/risk/minimaxRisk.ts';
export type { SamplePlan } from './theory/risk/minimaxRisk.ts';
export { minimaxSamples } from './theory/risk/minimaxSamples.ts';
export type { RiskTarget } from './theory/risk/minimaxSamples.ts';
export { productAdaptiveSftRisk, productSftRisk } from './theory/risk/productSftRisk.ts';
export { sftIdentificationRisk, sftRisk } from './theory/risk/sftRisk.ts';
export type { Threshold } from './theory/risk/threshold.ts';
export { adaptiveMajorityRisk, adaptiveSftRisk, adaptiveSftSamples } from './theory/risk/adaptiveSftRisk.ts';
export type { AdaptivePlan } from './theory/risk/adaptiveSftRisk.ts';

// Exact optima: offline and exploring, on the needle with a short list and on any finite class
export { needleDifferencesRisk } from './theory/risk/needle/needleDifferences.ts';
export { needleChosen, needleExploration } from './theory/risk/needle/needleExploration.ts';
export type { NeedleExplorationOptions } from './theory/risk/needle/needleExploration.ts';
export { needleOptimalRisk } from './theory/risk/needle/needleOptimalRisk.ts';
export { needlePairs } from './theory/risk/needle/needlePairs.ts';
export { needleTemperature } from './theory/risk/needle/needleParameters.ts';
export type { NeedleParameters } from './theory/risk/needle/needleParameters.ts';
export { needleSamples } from './theory/risk/needle/needleSamples.ts';
export { needleSearch } from './theory/risk/needle/needleSearch.ts';
export type { SearchCost } from './theory/risk/needle/needleSearch.ts';
export { needleSftRisk, needleSftSamples } from './theory/risk/needle/needleSft.ts';
export { needleValue } from './theory/risk/needle/needleValue.ts';
export { needleXpo } from './theory/risk/needle/needleXpo.ts';
export type { WaitingTime } from './theory/risk/needle/waitingTime.ts';
export { decisionTree } from './theory/risk/decisionTree.ts';
export type { DecisionTreeOptions, SearchNode } from './theory/risk/decisionTree.ts';
export { explorationValue } from './theory/risk/explorationValue.ts';
export type { ExplorationValue, ExplorationValueOptions } from './theory/risk/explorationValue.ts';
export { pairQueries, singleQueries } from './theory/risk/searchQuery.ts';
export type { SearchQuery } from './theory/risk/searchQuery.ts';
export type { SearchedClass } from './theory/risk/versionSpaces.ts';
