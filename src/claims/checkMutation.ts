import type { Claim, Grid, Mutation } from './claim.ts';
import { checkClaim } from './checkClaim.ts';

/** What became of a mutation. */
export interface MutationOutcome {
  readonly claim: string;
  readonly mutation: string;
  /** Whether the claim turned red as the mutation stands. */
  readonly red: boolean;
  readonly ratio: number;
  /** Where slack hides it: why, and how many times larger the change must be to show. */
  readonly hiddenBecause?: string;
  readonly slack?: number;
}

/** How finely the slack is found, relative. */
const SLACK_RESOLUTION = 0.01;
const LARGEST_SLACK = 2 ** 40;

/** Runs a claim under one mutation; where slack hides it, finds the least factor at which it shows. */
export function checkMutation(claim: Claim, mutation: Mutation, grid: Grid = 'quick'): MutationOutcome {
  const under = (factor: number) => {
    const checked = checkClaim(claim, { grid, bound: claim.bound.withFormula(mutation.formula(factor)) });
    // An error is no sign that the check notices the change.
    if (checked.error !== undefined) throw new Error(`${claim.id}/${mutation.name}: ${checked.error}`);
    return checked;
  };
  const { verdict, ratio } = under(1);
  const outcome = { claim: claim.id, mutation: mutation.name, red: verdict === 'violated', ratio };
  if (outcome.red || mutation.hiddenBecause === undefined) return outcome;
  let [green, red] = [1, 2];
  while (under(red).verdict === 'holds') {
    [green, red] = [red, red * 2];
    if (red > LARGEST_SLACK) return { ...outcome, hiddenBecause: mutation.hiddenBecause, slack: Infinity };
  }
  while (red / green > 1 + SLACK_RESOLUTION) {
    const middle = Math.sqrt(red * green);
    if (under(middle).verdict === 'holds') green = middle;
    else red = middle;
  }
  return { ...outcome, hiddenBecause: mutation.hiddenBecause, slack: red };
}
