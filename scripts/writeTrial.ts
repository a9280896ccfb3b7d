import { mkdirSync, writeFileSync } from 'node:fs';

/** Writes what a trial came to: its lines to docs/trials/NAME.jsonl, its page to docs/trials/NAME.md. */
export function writeTrial(name: string, lines: readonly object[], page: string): void {
  const folder = new URL('../docs/trials/', import.meta.url);
  mkdirSync(folder, { recursive: true });
  writeFileSync(new URL(`${name}.jsonl`, folder), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  writeFileSync(new URL(`${name}.md`, folder), page);
}
