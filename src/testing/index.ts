// What tests of implementations of one's own need, of laws, policies, classes, rewards, learners, instances, backends,
// executors and logs: arbitraries for fast-check, and contract suites that import no test runner.

// Arbitraries
export { finiteLaws } from './arbitraries/finiteLaws.ts';
export { spectra } from './arbitraries/spectra.ts';
export { partialLaws } from './arbitraries/partialLaws.ts';
export type { PartlyKnown } from './arbitraries/partialLaws.ts';
export { pointwiseRewards, setwiseRewards } from './arbitraries/rewards.ts';
export { tabularPolicies } from './arbitraries/tabularPolicies.ts';
export type { PolicyShape } from './arbitraries/tabularPolicies.ts';
export { finiteClasses, productClasses } from './arbitraries/policyClasses.ts';
export { realizableWorlds, worlds } from './arbitraries/worlds.ts';
export type { RealizableShape } from './arbitraries/worlds.ts';
export { hardFamilies, instances } from './arbitraries/instances.ts';

// Contracts
export { ContractError, runContract } from './contracts/contract.ts';
export type { CheckOutcome, Contract, ContractCheck, ContractReport } from './contracts/contract.ts';
export { lawContract } from './contracts/lawContract.ts';
export type { LawContractOptions } from './contracts/lawContract.ts';
export { policyContract } from './contracts/policyContract.ts';
export type { PolicyContractOptions } from './contracts/policyContract.ts';
export { policyClassContract } from './contracts/policyClassContract.ts';
export type { PolicyClassContractOptions } from './contracts/policyClassContract.ts';
export { continuousClassContract } from './contracts/continuousClassContract.ts';
export type { ContinuousClassContractOptions } from './contracts/continuousClassContract.ts';
export { explicitRewardContract, rewardContract } from './contracts/rewardContract.ts';
export type { RewardContractOptions, RewardExample } from './contracts/rewardContract.ts';
export { learnerContract } from './contracts/learnerContract.ts';
export type { LearnerContractOptions } from './contracts/learnerContract.ts';
export { instanceContract } from './contracts/instanceContract.ts';
export type { InstanceContractOptions } from './contracts/instanceContract.ts';
export { backendContract } from './contracts/backendContract.ts';
export type { BackendContractOptions } from './contracts/backendContract.ts';
export { executorContract } from './contracts/executorContract.ts';
export type { ExecutorContractOptions } from './contracts/executorContract.ts';
export { answerLogContract } from './contracts/answerLogContract.ts';
export type { AnswerLogContractOptions } from './contracts/answerLogContract.ts';
