/** So many on either side are tried at a time. */
const AROUND = 8;

/**
 * Tries whole numbers around the best one of a grid, from coarse steps to single ones.
 *
 * @param share how far apart the numbers of the grid are: twice as far is looked, on either side
 * @param best the best number so far, which tries may change
 */
export function tryAround(share: number, best: () => number, tryOne: (number: number) => void): void {
  for (
    let step = Math.ceil((2 * share * best()) / AROUND);
    step >= 1;
    step = step === 1 ? 0 : Math.ceil(step / AROUND)
  ) {
    const middle = best();
    for (let k = -AROUND; k <= AROUND; k++) if (k !== 0 && middle + k * step >= 1) tryOne(middle + k * step);
  }
}
