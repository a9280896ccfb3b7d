import { FailureBudget } from '../statistics/failureBudget.ts';

/** The chance that any statistical claim is called violated while all of them hold, in a run of the ledger on either grid. */
export const LEDGER_FAILURE = 1e-6;

/** The statistical claims, which share it evenly: each takes its share when it is made, and there is none for any other. */
export const ledgerFailure = new FailureBudget(LEDGER_FAILURE, [
  'app-h-risk',
  'thm-4.1',
  'thm-4.1-expectation',
  'def-d.1-mean',
  'thm-d.1',
]);
