// To allocate a typed array, and to collect it, costs as much as to draw a hundred numbers. Small ones are cut from
// blocks; a block lives as long as any array cut from it, so it is kept small too.
const BLOCK = 2 ** 14;
const LARGEST = BLOCK / 8;
let block = new Int32Array(0);
let used = 0;

/** An array of zeros that nothing else uses. */
export function zeros(length: number): Int32Array {
  if (length > LARGEST) return new Int32Array(length);
  if (used + length > block.length) {
    block = new Int32Array(BLOCK);
    used = 0;
  }
  return block.subarray(used, (used += length));
}
