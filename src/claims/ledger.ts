import { claimAdaptiveLowerBound } from './adaptiveLowerBound.ts';
import { claimAppHOneDraw, claimAppHRisk } from './appHRisk.ts';
import { claimBestOfNDivergence } from './bestOfNDivergence.ts';
import type { Claim } from './claim.ts';
import { claimCoverageOrder } from './coverageOrder.ts';
import { claimCoverageProfile } from './coverageProfile.ts';
import { claimFiniteClassBound, claimFiniteClassBoundInExpectation } from './finiteClassBound.ts';
import { claimHardFamilyBound } from './hardFamilyBound.ts';
import { claimHardFamilyLowerBound } from './hardFamilyLowerBound.ts';
import { claimLemma41, claimLemma41Exact, claimLemma41Gamma, claimLemma41Loss } from './lemma41.ts';
import { claimLemmaF1 } from './lemmaF1.ts';
import { claimLemmaI1, claimLemmaI1Failure, claimLemmaI1Lower, claimLemmaI1Step } from './lemmaI1.ts';
import { claimProductClassBound } from './productClassBound.ts';
import { claimProp31 } from './prop31.ts';
import { claimPropC1 } from './propC1.ts';
import { claimThm31, claimThm31Coverage } from './thm31.ts';
import { claimThm41, claimThm41InExpectation } from './thm41.ts';
import { claimThmD1, claimThmD1Cost } from './thmD1.ts';
import { claimThmD2, claimThmD2Coverage } from './thmD2.ts';

/** The statements of the paper that are checked, in its order. */
export const ledger: readonly Claim[] = [
  claimProp31,
  claimThm31,
  claimThm31Coverage,
  claimHardFamilyLowerBound,
  claimThm41,
  claimThm41InExpectation,
  claimFiniteClassBound,
  claimFiniteClassBoundInExpectation,
  claimProductClassBound,
  claimHardFamilyBound,
  claimCoverageProfile,
  claimLemma41,
  claimLemma41Gamma,
  claimLemma41Loss,
  claimLemma41Exact,
  claimPropC1,
  claimBestOfNDivergence,
  claimThmD1,
  claimThmD1Cost,
  claimCoverageOrder,
  claimThmD2,
  claimThmD2Coverage,
  claimAdaptiveLowerBound,
  claimLemmaF1,
  claimAppHOneDraw,
  claimAppHRisk,
  claimLemmaI1,
  claimLemmaI1Lower,
  claimLemmaI1Failure,
  claimLemmaI1Step,
];
