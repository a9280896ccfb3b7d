/** Numbers of jumps this unlikely are left out; what is found is too small by less than 1e-20. */
const NEGLIGIBLE = 1e-30;

/**
 * The probability that a process of independent jumps is ever ahead, exactly: each step jumps with probability p, and an
 * adversary stops as soon as it is ahead, so that it is ahead at the end with just this probability.
 *
 * @param ahead whether it is ahead after `steps` steps, `jumps` of which jumped
 */
export function everAhead(p: number, horizon: number, ahead: (steps: number, jumps: number) => boolean): number {
  return race(p, horizon, ahead);
}

/** The probability that the process is ahead after `horizon` steps, whatever it was before. */
export function aheadAtLast(p: number, horizon: number, ahead: (steps: number, jumps: number) => boolean): number {
  return race(p, horizon, (steps, jumps) => steps === horizon && ahead(steps, jumps));
}

/** By dynamic programming over the number of jumps so far. */
function race(p: number, horizon: number, stops: (steps: number, jumps: number) => boolean): number {
  const law = new Float64Array(horizon + 2);
  law[0] = 1;
  let [least, most] = [0, 0];
  let stopped = 0;
  for (let steps = 1; steps <= horizon; steps++) {
    most++;
    for (let jumps = most; jumps > least; jumps--) law[jumps] = law[jumps]! * (1 - p) + law[jumps - 1]! * p;
    law[least] = law[least]! * (1 - p);
    for (let jumps = least; jumps <= most; jumps++) {
      if (law[jumps] === 0 || !stops(steps, jumps)) continue;
      stopped += law[jumps]!;
      law[jumps] = 0;
    }
    while (most > least && law[most]! < NEGLIGIBLE) law[most--] = 0;
    while (least < most && law[least]! < NEGLIGIBLE) law[least++] = 0;
  }
  return stopped;
}
