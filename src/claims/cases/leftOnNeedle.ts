import { baseMasses } from '../../theory/risk/needle/needleParameters.ts';
import type { NeedleParameters } from '../../theory/risk/needle/needleParameters.ts';

/** What a step may show: with that probability, the hypotheses for which it is as it would be for y*, the first of the list. */
interface Event {
  readonly mass: number;
  readonly agrees: (hypothesis: number) => boolean;
}

/** What n steps leave. */
export interface Left {
  /** P[more than one hypothesis is left]. */
  readonly survival: number;
  /** P[a guess among those that are left is wrong]. */
  readonly failure: number;
}

/** The responses that a needle tells apart: each of the list, and all others together. */
function responsesOf(needle: NeedleParameters): { readonly hypothesis: number; readonly mass: number }[] {
  const { responses, hypotheses } = needle;
  const { own, other } = baseMasses(needle);
  const list = Array.from({ length: hypotheses }, (_, k) => ({ hypothesis: k, mass: k === 0 ? own : other }));
  return [...list, { hypothesis: -1, mass: (responses - hypotheses) * other }];
}

/** Draws of the base policy with their likelihoods: a draw agrees with who gives it the same. */
export function drawnOnNeedle(needle: NeedleParameters): Event[] {
  return responsesOf(needle).map(({ hypothesis: y, mass }) => ({ mass, agrees: (k) => (y === k) === (y === 0) }));
}

/** Pairs of the base policy with the difference of their rewards. */
export function pairsOnNeedle(needle: NeedleParameters): Event[] {
  const all = responsesOf(needle);
  return all.flatMap(({ hypothesis: y, mass }) =>
    all.map(({ hypothesis: z, mass: other }) => {
      const difference = (k: number): number => Number(y === k) - Number(z === k);
      return { mass: mass * other, agrees: (k: number) => difference(k) === difference(0) };
    }),
  );
}

/** What up to so many steps leave, from the definition: the law of the set of hypotheses that agree with all of them. */
export function leftOnNeedle(events: readonly Event[], hypotheses: number, most: number): Left[] {
  const full = 2 ** hypotheses - 1;
  const cuts = new Map<number, number>();
  for (const { mass, agrees } of events) {
    let set = 0;
    for (let k = 0; k < hypotheses; k++) if (agrees(k)) set |= 1 << k;
    cuts.set(set, (cuts.get(set) ?? 0) + mass);
  }
  const sizes = Uint8Array.from({ length: full + 1 }, (_, set) => set.toString(2).replaceAll('0', '').length);
  let law = new Float64Array(full + 1);
  law[full] = 1;
  return Array.from({ length: most + 1 }, (_, n) => {
    if (n > 0) {
      const next = new Float64Array(full + 1);
      law.forEach((chance, left) => {
        if (chance === 0) return;
        for (const [set, mass] of cuts) next[left & set] = next[left & set]! + chance * mass;
      });
      law = next;
    }
    let [survival, failure] = [0, 0];
    law.forEach((chance, left) => {
      if (chance === 0 || left === 1) return;
      survival += chance;
      failure += chance * (1 - 1 / sizes[left]!);
    });
    return { survival, failure };
  });
}

/** The least failure of any learner that sees m draws with their likelihoods: all sequences, and the likeliest hypothesis of each. */
export function bayesOnNeedle(needle: NeedleParameters, m: number): number {
  const { responses, hypotheses } = needle;
  const { own, other } = baseMasses(needle);
  let right = 0;
  for (let number = 0; number < responses ** m; number++) {
    const draws = Array.from({ length: m }, (_, i) => Math.floor(number / responses ** i) % responses);
    const best = new Map<string, number>();
    for (let k = 0; k < hypotheses; k++) {
      const seen = draws.map((y) => Number(y === k)).join('');
      const chance = draws.reduce((product, y) => product * (y === k ? own : other), 1 / hypotheses);
      best.set(seen, Math.max(best.get(seen) ?? 0, chance));
    }
    for (const chance of best.values()) right += chance;
  }
  return 1 - right;
}
