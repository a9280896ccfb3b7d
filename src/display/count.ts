/** A number of things in words: `1 prompt`, `20 prompts`, `1,000 rows`. */
export function count(n: number, thing: string): string {
  return `${n.toLocaleString('en')} ${thing}${n === 1 ? '' : 's'}`;
}
