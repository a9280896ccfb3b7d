import { FailureBudget } from '../statistics/failureBudget.ts';

/** The chance that any statistical claim is called violated while all of them hold, in a run of the ledger on either grid. */
export const LEDGER_FAILURE = 1e-6;

/**
 * The statistical claims, which share it by these weights: each takes its share when it is made, and there is none for any
 * other. Those with a small weight have slack to spare, and leave the others what they had.
 */
export const ledgerFailure = new FailureBudget(LEDGER_FAILURE, {
  'app-h-risk': 1,
  'thm-4.1': 1,
  'thm-4.1-expectation': 1,
  'def-d.1-mean': 1,
  'thm-d.1': 1,
  'thm-j.1': 0.01,
  'elimination-rounds': 0.01,
});
