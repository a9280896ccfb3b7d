/** The least whole number from 1 on at which a falling function is at most `target`. */
export function least(risk: (size: number) => number, target: number, most = Infinity): number {
  let [above, enough] = [0, 1];
  while (risk(enough) > target) {
    if (enough > most) return Infinity;
    [above, enough] = [enough, 2 * enough];
  }
  while (enough - above > 1) {
    const middle = Math.floor((above + enough) / 2);
    if (risk(middle) > target) above = middle;
    else enough = middle;
  }
  return enough;
}

/** Small, middling and large. */
export const families = [
  { prompts: 4, responses: 16, hardMass: 0.5 },
  { prompts: 32, responses: 32, hardMass: 0.25 },
  { prompts: 64, responses: 256, hardMass: 0.05 },
];
