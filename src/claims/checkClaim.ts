import { DomainError, showValue } from '../math/domainError.ts';
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
  /** Failed: an error kept it from being checked, so that nothing is known; `error` says which. */
  readonly verdict: 'holds' | 'violated' | 'failed';
  readonly error?: string;
  readonly seconds: number;
}

export interface CheckOptions {
  readonly grid?: Grid;
  /** Another bound in place of the claim's own. */
  readonly bound?: Claim['bound'];
  readonly onCase?: (result: CaseResult, done: number) => void;
}

/** Runs every case of a claim. An error in one of them is a verdict, so that the other claims of a ledger go on. */
export function checkClaim(claim: Claim, { grid = 'quick', bound = claim.bound, onCase }: CheckOptions = {}): Verdict {
  if (grid !== 'quick' && grid !== 'full') throw new DomainError('checkClaim', 'grid', "'quick' or 'full'", grid);
  const started = Date.now();
  const { id, statement, source, kind, compares, printed } = claim;
  const tolerance = kind === 'exact' ? EXACT_TOLERANCE : 0;
  const found = largestRatio(() => claim.cases(bound, grid), onCase);
  // A check of another bound asks about that one alone.
  const asPrinted = printed && bound === claim.bound ? largestRatio(() => claim.cases(printed, grid)) : undefined;
  const error = found.error ?? asPrinted?.error;
  const refuted = asPrinted === undefined || asPrinted.ratio > 1 + tolerance;
  const holds = found.ratio <= 1 + tolerance && refuted;
  return {
    id,
    statement,
    source,
    kind,
    compares,
    cases: found.cases,
    ratio: found.ratio,
    tightest: found.tightest,
    ...(asPrinted !== undefined && { printedRatio: asPrinted.ratio }),
    verdict: error !== undefined ? 'failed' : holds ? 'holds' : 'violated',
    ...(error !== undefined && { error }),
    seconds: (Date.now() - started) / 1000,
  };
}

function largestRatio(results: () => Iterable<CaseResult>, onCase?: CheckOptions['onCase']) {
  let cases = 0;
  let ratio = -Infinity;
  let tightest = '';
  const after = (): string => `after ${cases} ${cases === 1 ? 'case' : 'cases'}`;
  const failed = (error: string) => ({ cases, ratio, tightest, error });
  for (const result of untilError(results)) {
    if (result instanceof Error) return failed(`${after()}: ${result.message}`);
    const { name, ratio: found } = Object(result) as Partial<CaseResult>;
    if (typeof name !== 'string' || typeof found !== 'number') {
      return failed(`${after()}: ${showValue(result)} is no case; \`below\`, \`above\` and \`equal\` make one`);
    }
    cases++;
    // Nothing was compared.
    if (Number.isNaN(found)) {
      return failed(`case ${name} gives NaN: measured ${result.measured}, bound ${result.bound}`);
    }
    if (found > ratio) [ratio, tightest] = [found, name];
    onCase?.(result, cases);
  }
  if (cases === 0) return failed('it yields no case');
  return { cases, ratio, tightest, error: undefined };
}

function iteratorOf(cases: Iterable<CaseResult>): Iterator<CaseResult> {
  if (typeof (cases as Partial<Iterable<CaseResult>> | undefined)?.[Symbol.iterator] === 'function') {
    return cases[Symbol.iterator]();
  }
  const expected = 'what can be gone through, as a generator function returns it: *cases(bound, grid) { yield ... }';
  throw new DomainError('checkClaim', 'what cases returns', expected, cases);
}

/** The results, and where one of them cannot be computed the error in its place, as the last: errors of a caller are its own. */
function* untilError(results: () => Iterable<CaseResult>): Iterable<CaseResult | Error> {
  let iterator: Iterator<CaseResult> | undefined;
  for (;;) {
    let step: IteratorResult<CaseResult>;
    try {
      step = (iterator ??= iteratorOf(results())).next();
    } catch (error) {
      yield error instanceof Error ? error : new Error(String(error));
      return;
    }
    if (step.done) return;
    yield step.value;
  }
}
