/**
 * Strings over the letters 0..count-1, numbered by length and, at one length, in the order of a dictionary: the empty one is 0,
 * and string i followed by letter l is string count * i + l + 1.
 */
export function numberOfString(letters: readonly number[], count: number): number {
  return letters.reduce((number, letter) => count * number + letter + 1, 0);
}

/** The letters of a string: the inverse of `numberOfString`. */
export function stringOfNumber(number: number, count: number): number[] {
  const letters: number[] = [];
  for (let i = number; i > 0; i = beforeLast(i, count)) letters.push(lastLetter(i, count));
  return letters.toReversed();
}

/** The number of a string without its last letter; of any but the empty one. */
export function beforeLast(number: number, count: number): number {
  return Math.floor((number - 1) / count);
}

/** The last letter of a string; of any but the empty one. */
export function lastLetter(number: number, count: number): number {
  return (number - 1) % count;
}

/** sum_{k=0}^{most} count^k: how many strings of at most so many letters there are; 0 where most is -1. */
export function stringsUpTo(count: number, most: number): number {
  if (count === 1) return most + 1;
  let strings = 0;
  for (let k = 0, power = 1; k <= most && power > 0 && strings < Infinity; k++, power *= count) strings += power;
  return strings;
}
