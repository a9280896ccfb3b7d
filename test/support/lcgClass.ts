/**
 * A class that any language draws alike: values[k][y] in 0..answers-1 of hypothesis k and response y, from the linear
 * congruential generator of Numerical Recipes, upper 16 bits.
 */
export function lcgClass(seed: number, hypotheses: number, responses: number, answers: number): number[][] {
  let state = seed;
  return Array.from({ length: hypotheses }, () =>
    Array.from({ length: responses }, () => {
      state = (Math.imul(1664525, state) + 1013904223) >>> 0;
      return (state >>> 16) % answers;
    }),
  );
}
