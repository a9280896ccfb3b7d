import type { Claim } from './claim.ts';
import { claimPropC1 } from './propC1.ts';
import { claimThm31 } from './thm31.ts';
import { claimThm41, claimThm41InExpectation } from './thm41.ts';

/** The statements of the paper that are checked, in its order. */
export const ledger: readonly Claim[] = [claimThm31, claimThm41, claimThm41InExpectation, claimPropC1];
