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
  /** What kept the claim from being checked under it: then nothing is known. */
  readonly error?: string;
}

/** How finely the slack is found, relative. */
const SLACK_RESOLUTION = 0.01;
const LARGEST_SLACK = 2 ** 40;

/**
 * Runs a claim under one mutation; where slack hides it, finds the least factor at which it shows. An error under it is no
 * sign that the check notices the change: it is told as an outcome, so that the other mutations go on.
 */
export function checkMutation(claim: Claim, mutation: Mutation, grid: Grid = 'quick'): MutationOutcome {
  const under = (factor: number) =>
    checkClaim(claim, { grid, bound: claim.bound.withFormula(mutation.formula(factor)) });
  const { verdict, ratio, error } = under(1);
  const outcome = { claim: claim.id, mutation: mutation.name, red: verdict === 'violated', ratio };
  if (error !== undefined) return { ...outcome, error };
  if (outcome.red || mutation.hiddenBecause === undefined) return outcome;
  const { hiddenBecause } = mutation;
  let [green, red] = [1, 2];
  for (let step = under(red); step.verdict !== 'violated'; step = under(red)) {
    if (step.error !== undefined) return { ...outcome, hiddenBecause, error: step.error };
    [green, red] = [red, red * 2];
    if (red > LARGEST_SLACK) return { ...outcome, hiddenBecause, slack: Infinity };
  }
  while (red / green > 1 + SLACK_RESOLUTION) {
    const middle = Math.sqrt(red * green);
    const step = under(middle);
    if (step.error !== undefined) return { ...outcome, hiddenBecause, error: step.error };
    if (step.verdict === 'holds') green = middle;
    else red = middle;
  }
  return { ...outcome, hiddenBecause, slack: red };
}
