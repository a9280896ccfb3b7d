import { logMissed } from './hardFamilyParameters.ts';

/** Failures below this are taken for zero. */
const NEGLIGIBLE = 1e-45;
/** States this unlikely are left out. */
const TRIMMED = 1e-60;

/** How far the failures of one M are known, and the law of D there: it goes on where it stopped. */
class Failures {
  readonly known: number[] = [];
  done = false;
  readonly #responses: number;
  readonly #law: Float64Array;
  /** The numbers of distinct values that are likely enough to matter. */
  #least = 0;
  #most = 0;

  constructor(responses: number) {
    this.#responses = responses;
    this.#law = new Float64Array(responses);
    this.#law[0] = 1;
  }

  next(): void {
    const [M, law, wrong] = [this.#responses, this.#law, this.#responses - 1];
    let [least, most] = [this.#least, this.#most];
    let expected = 0;
    for (let D = least; D <= most; D++) expected += (law[D]! * (wrong - D)) / (M - D);
    // Not summed up draw by draw: a hundred thousand of them would lose six digits.
    const failure = Math.exp(logMissed(M, this.known.length)) * expected;
    this.known.push(failure);
    this.done = failure < NEGLIGIBLE;
    most = Math.min(most + 1, wrong);
    for (let D = most; D > least; D--) law[D] = (law[D]! * D + law[D - 1]! * (wrong - D + 1)) / wrong;
    law[least] = (law[least]! * least) / wrong;
    while (least < most && law[least]! < TRIMMED) law[least++] = 0;
    while (most > least && law[most]! < TRIMMED) law[most--] = 0;
    [this.#least, this.#most] = [least, most];
  }
}

const kept = new Map<number, Failures>();

/**
 * How likely the best guess of the hidden response is to be wrong after k draws at a hard prompt, for k = 0..most, or
 * until it falls below 1e-45.
 *
 *   failure(k) = (1 - a)^k E[ 1 - 1/(M - D_k) ],  a = 2/M,
 *
 * D_k being the number of distinct values of k uniform draws from M - 1: while the hidden response has not shown itself,
 * whose likelihood tells it apart, the M - D_k responses not yet seen are equally likely to be it.
 *
 * @param responses M
 * @param most an integer at least 0, or infinity
 * @see docs/derivations.md, Exact minimax risk
 */
export function identificationFailure(responses: number, most: number): readonly number[] {
  let failures = kept.get(responses);
  if (!failures) kept.set(responses, (failures = new Failures(responses)));
  while (!failures.done && failures.known.length <= most) failures.next();
  return failures.known;
}
