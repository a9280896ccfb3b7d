/** llama.cpp takes this seed for "draw one at random". */
const RANDOM_SEED = 0xffffffff;

/** A seed that llama.cpp takes as it is. */
export function drawableSeed(seed: number): number {
  return seed === RANDOM_SEED ? seed - 1 : seed;
}
