import { RunningSum } from '../../math/compensatedSum.ts';
import { firstBest } from '../../math/firstBest.ts';
import { LOG_NEGLIGIBLE } from './likelyVisits.ts';

/**
 * What a fit chooses among at one prompt, and where the responses that it sees come from. One of the candidates at least
 * allows all of them.
 */
export interface FitAtPrompt {
  /** log masses of the responses that are seen, those of mass 0 left out. */
  readonly logLabels: readonly number[];
  /** For each of them the log masses that the candidates give it. */
  readonly columns: readonly (readonly number[])[];
  /** Whether to choose that candidate is a failure. */
  readonly wrong: readonly boolean[];
}

/** Responses to which every candidate gives the same mass count as one: the choice is the same whichever is seen. */
export function joined({ logLabels, columns, wrong }: FitAtPrompt): FitAtPrompt {
  const kinds = new Map<string, { column: readonly number[]; masses: number[] }>();
  columns.forEach((column, i) => {
    const key = column.join();
    const kind = kinds.get(key) ?? { column, masses: [] };
    kind.masses.push(Math.exp(logLabels[i]!));
    kinds.set(key, kind);
  });
  const all = [...kinds.values()];
  return {
    // Of one response the log itself, which has more digits than the mass.
    logLabels: all.map(({ column, masses }) =>
      masses.length === 1 ? logLabels[columns.indexOf(column)]! : Math.log(masses.reduce((sum, mass) => sum + mass, 0)),
    ),
    columns: all.map(({ column }) => column),
    wrong,
  };
}

/** How many scores are compared for up to `most` visits: a number for each count vector and candidate. */
export function termsOf({ columns, wrong }: FitAtPrompt, most: number): number {
  let vectors = 1;
  for (let i = 1; i <= columns.length; i++) vectors *= (most + i) / i;
  return Math.round(vectors) * wrong.length;
}

/**
 * So many visits tell a right candidate from the wrong ones: beyond, failures are negligible.
 *
 * By Chernoff's bound a wrong one j is as likely as a right one t with probability at most rho^k,
 * rho = E[ (p_j(y) / p_t(y))^(1/2) ], y as it is seen.
 */
export function tellingFit({ logLabels, columns, wrong }: FitAtPrompt): number {
  const right = [...wrong.keys()].filter((t) => !wrong[t]);
  let worst = 0;
  for (const j of wrong.keys()) {
    if (!wrong[j]) continue;
    const rhos = right.map((t) =>
      columns.reduce((sum, column, i) => {
        if (column[j] === -Infinity) return sum;
        return sum + Math.exp(logLabels[i]! + (column[j]! - column[t]!) / 2);
      }, 0),
    );
    worst = Math.max(worst, Math.min(...rhos));
  }
  return worst < 1 ? (Math.log(wrong.length) - LOG_NEGLIGIBLE) / -Math.log(worst) : Infinity;
}

/**
 * How likely the most likely candidate is a wrong one after k visits, for k = 0..most: summed over all counts that the
 * responses can have, each as likely as the multinomial law says. Ties go to the candidate that is listed first.
 */
export function fitFailure(fit: FitAtPrompt, most: number): Float64Array {
  const { logLabels, columns, wrong } = fit;
  const sums = Array.from({ length: most + 1 }, () => new RunningSum());
  const logFactorials = new Float64Array(most + 1);
  for (let k = 2; k <= most; k++) logFactorials[k] = logFactorials[k - 1]! + Math.log(k);
  // The scores of the candidates by the counts of the columns before, one row a column.
  const scores = Array.from({ length: columns.length + 1 }, () => new Float64Array(wrong.length));
  const judge = (last: Float64Array, seen: number, logWeight: number): void => {
    if (wrong[firstBest(last)]) sums[seen]!.add(Math.exp(logWeight + logFactorials[seen]!));
  };
  const visit = (place: number, seen: number, logWeight: number): void => {
    const [column, after, logLabel] = [columns[place]!, scores[place + 1]!, logLabels[place]!];
    const isLast = place === columns.length - 1;
    after.set(scores[place]!);
    for (let count = 0; seen + count <= most; count++) {
      const weight = logWeight + count * logLabel - logFactorials[count]!;
      if (isLast) judge(after, seen + count, weight);
      else visit(place + 1, seen + count, weight);
      for (let j = 0; j < after.length; j++) after[j] = after[j]! + column[j]!;
    }
  };
  visit(0, 0, 0);
  // Where every visit fails, rounding lifts the sum above 1.
  return Float64Array.from(sums, ({ value }) => Math.min(1, value));
}
