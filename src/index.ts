// The one public list of the theory, in its order. Bounds and claims, which load mathjs, have entry points of their own.

// Laws and randomness
export { AliasTable } from './math/aliasTable.ts';
export { bestOfNLaw } from './math/bestOfNLaw.ts';
export { DomainError } from './math/domainError.ts';
export { FiniteLaw } from './math/finiteLaw.ts';
export { levelsOf, modes } from './math/levels.ts';
export type { Levels } from './math/levels.ts';
export { massOf } from './math/massOf.ts';
export { Source } from './math/source.ts';
export { TIE_TOLERANCE } from './math/tolerance.ts';

// Statistics
export { clopperPearson } from './statistics/clopperPearson.ts';
export type { Interval } from './statistics/clopperPearson.ts';
export { chiSquareTest, gTest } from './statistics/goodnessOfFit.ts';
export type { GoodnessOfFit } from './statistics/goodnessOfFit.ts';
export { quantileLowerBound } from './statistics/quantileLowerBound.ts';

// Policies, rewards, classes, worlds
export { bestOfNClass } from './policies/bestOfNClass.ts';
export { bestOfNPolicy } from './policies/bestOfNPolicy.ts';
export type { ExplicitPolicy } from './policies/explicitPolicy.ts';
export { ExplicitWorld } from './policies/explicitWorld.ts';
export { FiniteClass } from './policies/finiteClass.ts';
export { logLikelihood } from './policies/logLikelihood.ts';
export { exactObjective } from './policies/objective.ts';
export type { Observations } from './policies/observations.ts';
export type { PolicyClass } from './policies/policyClass.ts';
export { powerPolicy } from './policies/powerPolicy.ts';
export { ProductClass } from './policies/productClass.ts';
export { ProductPolicy } from './policies/productPolicy.ts';
export { RewardPairs } from './policies/rewardPairs.ts';
export type { RewardPair } from './policies/rewardPairs.ts';
export type { PointwiseReward, SelfReward, SetwiseReward } from './policies/selfReward.ts';
export { TabularPolicy } from './policies/tabularPolicy.ts';

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
export { objective } from './access/queries/objective.ts';
export type { Objective, ObjectiveOptions } from './access/queries/objective.ts';
export { optimisticFit } from './access/queries/optimisticFit.ts';
export type { OptimisticFit } from './access/queries/optimisticFit.ts';
export { plan } from './access/queries/plan.ts';
export type { Plan } from './access/queries/plan.ts';
export { regressRewards } from './access/queries/regressRewards.ts';
export type { RegressRewards } from './access/queries/regressRewards.ts';
export { release } from './access/queries/release.ts';
export type { Release } from './access/queries/release.ts';
export { sampleFrom } from './access/queries/sampleFrom.ts';
export type { SampleFrom } from './access/queries/sampleFrom.ts';
export { LineLog, LogMismatchError } from './access/remote/answerLog.ts';
export type { AnswerLog, LogEntry, LogHeader } from './access/remote/answerLog.ts';
export type { Backend, BackendFits, Deliver, Sample, SampleRequest, StopSignal } from './access/remote/backend.ts';
export { promptsAtRandom, promptsInOrder } from './access/remote/promptStreams.ts';
export type { PromptStream } from './access/remote/promptStreams.ts';
export { StoppedError } from './access/remote/remoteRun.ts';
export type { Progress } from './access/remote/remoteRun.ts';
export { run } from './access/run.ts';
export type { RunOptions, RunResult } from './access/run.ts';
export { runAsync } from './access/runAsync.ts';
export type { RunAsyncOptions } from './access/runAsync.ts';
export type { Batch, Draws, Explicit, PolicySamples, World } from './access/world.ts';

// Learners
export { adaptiveSftSharpening } from './learners/adaptiveSftSharpening.ts';
export { bayesOptimal } from './learners/bayesOptimal.ts';
export { sftSharpening } from './learners/sftSharpening.ts';
export { xpo } from './learners/xpo.ts';
export type { XpoOptions } from './learners/xpo.ts';

// Coverage and instances
export { modeCoverage } from './theory/coverage/modeCoverage.ts';
export { isSharpenedAt, sharpenedShare } from './theory/coverage/sharpenedShare.ts';
export type { Sharpness } from './theory/coverage/sharpenedShare.ts';
export { barelyMissed } from './theory/instances/barelyMissed.ts';
export type { BarelyMissedOptions } from './theory/instances/barelyMissed.ts';
export { hardFamily } from './theory/instances/hardFamily.ts';
export type { HardFamily, HardFamilyOptions } from './theory/instances/hardFamily.ts';
export { unseenPrompts } from './theory/instances/unseenPrompts.ts';
export type { UnseenPromptsOptions } from './theory/instances/unseenPrompts.ts';
