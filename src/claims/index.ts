export type { CaseResult, Claim, Grid, Mutation } from './claim.ts';
export { LEDGER_FAILURE } from './ledgerFailure.ts';
export { ledger } from './ledger.ts';
export { modelClaims } from './statements/onModel.ts';
export type { ModelLaws } from './statements/onModel.ts';
export { checkMutation } from './mutations.ts';
export type { MutationOutcome } from './mutations.ts';
export { checkClaim } from './verdict.ts';
export type { CheckOptions, Verdict } from './verdict.ts';
