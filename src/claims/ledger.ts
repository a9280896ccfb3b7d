import { claimBestOfNDivergence } from './bestOfNDivergence.ts';
import type { Claim } from './claim.ts';
import { claimCoverageOrder } from './coverageOrder.ts';
import { claimCoverageProfile } from './coverageProfile.ts';
import { claimDrawsForCoverage } from './drawsForCoverage.ts';
import { claimLemma41, claimLemma41Exact, claimLemma41Gamma, claimLemma41Loss } from './lemma41.ts';
import { claimLemmaF1 } from './lemmaF1.ts';
import { claimLemmaI1, claimLemmaI1Failure, claimLemmaI1Lower, claimLemmaI1Step } from './lemmaI1.ts';
import { claimInverseMode, claimModeMass } from './modeFromSamples.ts';
import { claimCertificate, claimInversePeak, claimPeakFromSamples } from './peakFromSamples.ts';
import { claimProp31 } from './prop31.ts';
import { claimPropC1 } from './propC1.ts';
import { claimSeenProfile } from './seenProfile.ts';
import { claimSuccessWithMoreDraws } from './successWithMoreDraws.ts';
import { claimThm31 } from './thm31.ts';
import { claimThm41, claimThm41InExpectation } from './thm41.ts';
import { claimThmD1, claimThmD1Cost } from './thmD1.ts';

/** The statements of the paper that are checked, in its order, and then what is derived here beside them. */
export const ledger: readonly Claim[] = [
  claimProp31,
  claimThm31,
  claimThm41,
  claimThm41InExpectation,
  claimCoverageProfile,
  claimDrawsForCoverage,
  claimLemma41,
  claimLemma41Gamma,
  claimLemma41Loss,
  claimLemma41Exact,
  claimPropC1,
  claimBestOfNDivergence,
  claimThmD1,
  claimThmD1Cost,
  claimCoverageOrder,
  claimLemmaF1,
  claimLemmaI1,
  claimLemmaI1Lower,
  claimLemmaI1Failure,
  claimLemmaI1Step,
  claimPeakFromSamples,
  claimCertificate,
  claimModeMass,
  claimInversePeak,
  claimInverseMode,
  claimSeenProfile,
  claimSuccessWithMoreDraws,
];
