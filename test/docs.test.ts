import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, vi } from 'vitest';
import { parseSpec } from '../src/experiments/index.ts';

const root = new URL('../', import.meta.url);
const generated = new URL('generated/', import.meta.url);

/** The TypeScript blocks of a page, but for those marked as not to be run. */
function snippets(page: string): string[] {
  const text = readFileSync(new URL(page, root), 'utf8');
  return [...text.matchAll(/^```ts\n(.*?)^```/gms)].map(([, code]) => code!);
}

/** The anchor that a heading gets where pages are shown. */
function anchorOf(heading: string): string {
  const words = heading.replace(/^#+ /, '').toLowerCase();
  return words.replace(/[^\p{L}\p{N} _-]/gu, '').replaceAll(' ', '-');
}

describe.each([
  [
    'README.md',
    4,
    [
      /^1$|^0\.9/,
      /"samples":256000/,
      /^(0\.[6-9]|1$)/,
      /^-102\.965/,
      /^-91\.47/,
      /"lower":0\.122.*"upper":0\.25[89]/,
      /"certified":false.*"moreDraws":13/,
    ],
  ],
  [
    'CONTRIBUTING.md',
    10,
    [
      /^0\.333/,
      /^-4$/,
      /^4$/,
      /^true$/,
      /^0\.25$/,
      /^true$/,
      /^0$/,
      /^(2|1\.999)/,
      /^\{"heads":\d\}$/,
      /^\{"heads":[45]\d\d\}$/,
      /^\[true,false\]$/,
      /^\[[1-6],[1-6]\]$/,
    ],
  ],
] as const)('%s', (page, count, expected) => {
  it('has code that runs and prints what it says', async () => {
    const blocks = snippets(page);
    expect(blocks.length).toBe(count);
    const printed: string[] = [];
    const log = vi.spyOn(console, 'log').mockImplementation((value: unknown) => {
      printed.push(typeof value === 'object' ? JSON.stringify(value) : String(value));
    });
    mkdirSync(generated, { recursive: true });
    for (const [i, code] of blocks.entries()) {
      const file = new URL(`${page}.${i}.ts`, generated);
      writeFileSync(file, code);
      await import(/* @vite-ignore */ fileURLToPath(file));
    }
    log.mockRestore();
    expect(printed.length).toBe(expected.length);
    printed.forEach((line, i) => expect(line).toMatch(expected[i]!));
  });

  it('has specs that can be run', () => {
    const text = readFileSync(new URL(page, root), 'utf8');
    const specs = [...text.matchAll(/^```json\n(.*?)^```/gms)].map(([, spec]) => parseSpec(spec!));
    expect(specs.length).toBe(page === 'README.md' ? 1 : 0);
  });

  it('links to files, folders and headings that exist', () => {
    const text = readFileSync(new URL(page, root), 'utf8');
    for (const [, target, heading] of text.matchAll(/\]\(([^)#:]+)(?:#([^)]*))?\)/g)) {
      expect(existsSync(new URL(target!, root)), target).toBe(true);
      if (heading === undefined) continue;
      const headings = readFileSync(new URL(target!, root), 'utf8').match(/^#+ .*$/gm) ?? [];
      expect(headings.map(anchorOf)).toContain(heading);
    }
  });
});
