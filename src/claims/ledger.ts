import { claimAdaptiveFiniteClassBound, claimThmD1InExpectation } from './adaptiveInExpectation.ts';
import { claimAdaptiveLowerBound } from './adaptiveLowerBound.ts';
import { claimAppHOneDraw, claimAppHRisk, claimAppHThree } from './appHRisk.ts';
import { claimAppHClass, claimAppHCoverage } from './appH.ts';
import { claimBestOfNDivergence } from './bestOfNDivergence.ts';
import type { Claim } from './claim.ts';
import { claimCorF1, claimCorF1Sharp } from './corF1.ts';
import { claimCoverageOrder } from './coverageOrder.ts';
import { claimCoverageProfile } from './coverageProfile.ts';
import { claimFiniteClassBound, claimFiniteClassBoundInExpectation } from './finiteClassBound.ts';
import { claimHardFamilyBound } from './hardFamilyBound.ts';
import { claimHardFamilyLowerBound } from './hardFamilyLowerBound.ts';
import { claimDef31 } from './def31.ts';
import { claimDef32 } from './def32.ts';
import { claimDefD1, claimDefD1Mean } from './defD1.ts';
import { claimDrawsForCoverage } from './drawsForCoverage.ts';
import { claimLemma41, claimLemma41Exact, claimLemma41Gamma, claimLemma41Loss } from './lemma41.ts';
import { claimLemmaF1 } from './lemmaF1.ts';
import { claimLemmaF2, claimLemmaF2Sharp } from './lemmaF2.ts';
import { claimLemmaF3 } from './lemmaF3.ts';
import { claimLemmaI1, claimLemmaI1Failure, claimLemmaI1Lower, claimLemmaI1Step } from './lemmaI1.ts';
import {
  claimAdaptiveMinimaxAtCoverage,
  claimMinimaxAtCoverage,
  claimThm31Rate,
  claimThmD2Rate,
} from './minimaxAtCoverage.ts';
import { claimProductClassBound } from './productClassBound.ts';
import { claimProp31 } from './prop31.ts';
import { claimPropC1 } from './propC1.ts';
import { claimThm31, claimThm31Coverage } from './thm31.ts';
import { claimInverseMode, claimModeMass } from './modeFromSamples.ts';
import { claimCertificate, claimInversePeak, claimPeakFromSamples } from './peakFromSamples.ts';
import { claimSeenProfile } from './seenProfile.ts';
import { claimSuccessWithMoreDraws } from './successWithMoreDraws.ts';
import { claimThm41, claimThm41InExpectation } from './thm41.ts';
import { claimThmD2, claimThmD2Coverage } from './thmD2.ts';
import { claimThm41P } from './thm41P.ts';
import { claimThm41Samples } from './thm41Samples.ts';
import { claimThmD1, claimThmD1Cost, claimThmD1Samples } from './thmD1.ts';

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
  claimLemma41,
  claimLemma41Gamma,
  claimLemma41Loss,
  claimLemma41Exact,
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
  claimLemmaI1Step,
  claimPeakFromSamples,
  claimCertificate,
  claimModeMass,
  claimInversePeak,
  claimInverseMode,
  claimSeenProfile,
  claimDrawsForCoverage,
  claimSuccessWithMoreDraws,
];
