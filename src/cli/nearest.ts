/** The names that somebody who wrote `text` may have meant, the nearest first: they begin alike, or differ in few letters. */
export function nearest(text: string, names: readonly string[]): string[] {
  const allowed = Math.max(2, Math.floor(text.length / 3));
  return names
    .map((name) => ({ name, edits: name.startsWith(text) ? 0 : edits(text, name) }))
    .filter((each) => each.edits <= allowed)
    .sort((a, b) => a.edits - b.edits)
    .slice(0, MOST)
    .map(({ name }) => name);
}

const MOST = 5;

/** Levenshtein's distance. */
function edits(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length]!;
}
