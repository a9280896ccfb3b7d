import { hardMasses } from './hardFamilyParameters.ts';

/** Failures below this are taken for zero. */
const NEGLIGIBLE = 1e-45;
/** States this unlikely are left out. */
const TRIMMED = 1e-60;

const kept = new Map<number, Float64Array>();

/**
 * How likely the best guess of the hidden response is to be wrong after k draws at a hard prompt, for k = 0, 1, 2, ...
 * until it falls below 1e-45.
 *
 *   failure(k) = (1 - a)^k E[ 1 - 1/(M - D_k) ],  a = 2/M,
 *
 * D_k being the number of distinct values of k uniform draws from M - 1: while the hidden response has not shown itself,
 * whose likelihood tells it apart, the M - D_k responses not yet seen are equally likely to be it.
 *
 * @param responses M
 * @see docs/derivations.md, Exact minimax risk
 */
export function identificationFailure(responses: number): Float64Array {
  let failures = kept.get(responses);
  if (!failures) kept.set(responses, (failures = compute(responses)));
  return failures;
}

function compute(M: number): Float64Array {
  const { hidden } = hardMasses(M);
  const wrong = M - 1;
  const law = new Float64Array(M);
  law[0] = 1;
  // The numbers of distinct values that are likely enough to matter.
  let [least, most] = [0, 0];
  let logMissed = 0;
  const failures: number[] = [];
  for (;;) {
    let expected = 0;
    for (let D = least; D <= most; D++) expected += (law[D]! * (wrong - D)) / (M - D);
    const failure = Math.exp(logMissed) * expected;
    failures.push(failure);
    if (failure < NEGLIGIBLE) return Float64Array.from(failures);
    most = Math.min(most + 1, wrong);
    for (let D = most; D > least; D--) law[D] = (law[D]! * D + law[D - 1]! * (wrong - D + 1)) / wrong;
    law[least] = (law[least]! * least) / wrong;
    while (least < most && law[least]! < TRIMMED) law[least++] = 0;
    while (most > least && law[most]! < TRIMMED) law[most--] = 0;
    logMissed += Math.log1p(-hidden);
  }
}
