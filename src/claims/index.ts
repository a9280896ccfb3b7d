// Entry point `whetstone/claims`. The statements of the paper are in `statements`, grouped as their formulas in
// `theory/bounds`; the laws and worlds that several of them are held against, and what is exact on these, in `cases`. What a
// claim is, how it is made (`claimOf`, `statisticalClaimOf`), checked and listed (`ledger`) is beside this file.
export type { CaseResult, Claim, ClaimOf, Grid, Mutation } from './claim.ts';
export { claimInSettings, claimOf } from './claimOf.ts';
export { statisticalClaimOf } from './statisticalClaimOf.ts';
export { above, below, equal } from './compare.ts';
export { whereAssumed } from './whereAssumed.ts';
export { LEDGER_FAILURE } from './ledgerFailure.ts';
export { ledger } from './ledger.ts';
export { modelClaims } from './statements/onModel.ts';
export type { ModelLaws } from './statements/onModel.ts';
export { checkMutation } from './checkMutation.ts';
export type { MutationOutcome } from './checkMutation.ts';
export { checkClaim } from './checkClaim.ts';
export type { CheckOptions, Verdict } from './checkClaim.ts';
