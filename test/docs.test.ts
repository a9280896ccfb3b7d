import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, vi } from 'vitest';
import { parseSpec } from '../src/experiments/index.ts';
import { blocksOf, pages, root, snippets } from './support/documentation.ts';

const generated = new URL('generated/', import.meta.url);

/** Writes the code of a page, each block a module of its own. */
function written(page: string): string[] {
  mkdirSync(generated, { recursive: true });
  return snippets(page).map((code, i) => {
    const file = fileURLToPath(new URL(`${page.replaceAll('/', '-')}.${i}.ts`, generated));
    writeFileSync(file, code);
    return file;
  });
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
    const blocks = written(page);
    expect(blocks.length).toBe(count);
    const printed: string[] = [];
    const log = vi.spyOn(console, 'log').mockImplementation((value: unknown) => {
      printed.push(typeof value === 'object' ? JSON.stringify(value) : String(value));
    });
    for (const file of blocks) await import(/* @vite-ignore */ file);
    log.mockRestore();
    expect(printed.length).toBe(expected.length);
    printed.forEach((line, i) => expect(line).toMatch(expected[i]!));
  });

  it('has specs that can be run', () => {
    const specs = blocksOf(page, 'json').map((spec) => parseSpec(spec));
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

describe('the code of all pages', () => {
  it('compiles in a strict project of a user', () => {
    const files = pages.flatMap(written);
    expect(files.length).toBeGreaterThan(10);
    const { exports } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as {
      exports: Record<string, string>;
    };
    const paths = Object.entries(exports)
      .filter(([, file]) => file.endsWith('.js'))
      .map(([entry, file]) => [
        entry.replace('.', 'whetstone'),
        [file.replace('./dist/', '../../src/').replace(/js$/, 'ts')],
      ]);
    const strict = { noUncheckedIndexedAccess: true, noPropertyAccessFromIndexSignature: true };
    const compilerOptions = { ...strict, paths: Object.fromEntries(paths) as object };
    const project = fileURLToPath(new URL('tsconfig.json', generated));
    writeFileSync(project, JSON.stringify({ extends: '../../tsconfig.json', compilerOptions, files, include: [] }));
    const compiler = fileURLToPath(new URL('node_modules/typescript/bin/tsc', root));
    const { stdout } = spawnSync(process.execPath, [compiler, '--project', project], { encoding: 'utf8' });
    expect(stdout).toBe('');
  }, 300_000);

  it('is all run, but for what is marked', () => {
    // Those above, and what test/yourOwn.test.ts runs.
    const run = ['README.md', 'CONTRIBUTING.md', 'docs/your-own.md'];
    const others = pages.filter((page) => !run.includes(page));
    expect(others.flatMap(snippets)).toEqual([]);
  });
});
