import { RunningSum } from '../../math/compensatedSum.ts';

/**
 * The exact law of how many of `prompts` equally likely prompts n draws leave unseen: entry u is P[u unseen].
 *
 * Drawn one after another: a draw finds an unseen prompt with probability u / prompts.
 */
export function unseenLaw(prompts: number, n: number): Float64Array {
  let law = new Float64Array(prompts + 1);
  law[prompts] = 1;
  for (let draw = 0; draw < n; draw++) {
    const next = new Float64Array(prompts + 1);
    for (let unseen = 0; unseen <= prompts; unseen++) {
      next[unseen] = law[unseen]! * (1 - unseen / prompts);
      if (unseen < prompts) next[unseen] = next[unseen]! + (law[unseen + 1]! * (unseen + 1)) / prompts;
    }
    law = next;
  }
  return law;
}

/** The (1 - rho)-quantile of a variable with those values and probabilities: the least v with P[Z > v] <= rho. */
export function quantile(values: ArrayLike<number>, probabilities: ArrayLike<number>, rho: number): number {
  const order = Array.from(values, (_, i) => i).sort((i, j) => values[j]! - values[i]!);
  const beyond = new RunningSum();
  for (const i of order) {
    beyond.add(probabilities[i]!);
    if (beyond.value > rho) return values[i]!;
  }
  return values[order.at(-1)!]!;
}
