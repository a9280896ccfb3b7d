import { DomainError } from '../math/domainError.ts';
import { EXACT_TOLERANCE } from './claim.ts';
import type { CaseResult, Claim, Grid } from './claim.ts';

/** What came out of checking a claim. */
export interface Verdict {
  readonly id: string;
  readonly statement: string;
  readonly source: string;
  readonly kind: Claim['kind'];
  readonly compares: string;
  readonly cases: number;
  /** The largest ratio: how close the bound is to what was measured. */
  readonly ratio: number;
  /** The case that has it. */
  readonly tightest: string;
  /** Where the paper prints another form: the largest ratio under that, above 1 because it does not hold. */
  readonly printedRatio?: number;
  readonly verdict: 'holds' | 'violated';
  readonly seconds: number;
}

export interface CheckOptions {
  readonly grid?: Grid;
  /** Another bound in place of the claim's own. */
  readonly bound?: Claim['bound'];
  readonly onCase?: (result: CaseResult, done: number) => void;
}

/** Runs every case of a claim. */
export function checkClaim(claim: Claim, { grid = 'quick', bound = claim.bound, onCase }: CheckOptions = {}): Verdict {
  if (grid !== 'quick' && grid !== 'full') throw new DomainError('checkClaim', 'grid', "'quick' or 'full'", grid);
  const started = Date.now();
  const { id, statement, source, kind, compares, printed } = claim;
  const tolerance = kind === 'exact' ? EXACT_TOLERANCE : 0;
  const { cases, ratio, tightest } = largestRatio(claim.cases(bound, grid), onCase);
  // A check of another bound asks about that one alone.
  const asPrinted = printed && bound === claim.bound ? largestRatio(claim.cases(printed, grid)).ratio : undefined;
  const refuted = asPrinted === undefined || asPrinted > 1 + tolerance;
  const holds = cases > 0 && ratio <= 1 + tolerance && refuted;
  return {
    id,
    statement,
    source,
    kind,
    compares,
    cases,
    ratio,
    tightest,
    ...(asPrinted !== undefined && { printedRatio: asPrinted }),
    verdict: holds ? 'holds' : 'violated',
    seconds: (Date.now() - started) / 1000,
  };
}

function largestRatio(results: Iterable<CaseResult>, onCase?: CheckOptions['onCase']) {
  let cases = 0;
  let ratio = -Infinity;
  let tightest = '';
  for (const result of results) {
    cases++;
    // NaN is the worst ratio there is: nothing was compared.
    if (Number.isNaN(result.ratio) || result.ratio > ratio) [ratio, tightest] = [result.ratio, result.name];
    onCase?.(result, cases);
    if (Number.isNaN(ratio)) break;
  }
  return { cases, ratio, tightest };
}
