/** A count with its noun: 1 prompt, 2 prompts. */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
