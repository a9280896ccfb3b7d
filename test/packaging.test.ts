import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = new URL('../', import.meta.url);
const sources = readdirSync(new URL('src', root), { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => file.endsWith('.ts'));

/** The files that a source finds by its own place, but for modules, which are compiled with it. */
const assets = sources.flatMap((file) => {
  const text = readFileSync(new URL(`src/${file}`, root), 'utf8');
  const found = [...text.matchAll(/new URL\('([^']+)', import\.meta\.url\)/g)].map(([, path]) => ({
    file,
    path: path!,
  }));
  return found.filter(({ path }) => !/\.[jt]s$/.test(path));
});

describe('what ships beside the code', () => {
  it('is what the tests look at', () => {
    expect(assets.map(({ path }) => path.slice(path.lastIndexOf('/') + 1)).sort()).toEqual([
      'embedded.gguf',
      'package.json',
    ]);
  });

  // The compiler copies modules only, so a path must hold from dist/ as well, and lead into what the package holds.
  it.each(assets)('$path is found from src and from dist alike ($file)', ({ file, path }) => {
    const { files } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as { files: string[] };
    for (const folder of ['src', 'dist']) {
      const found = new URL(path, new URL(`${folder}/${file}`, root));
      expect(existsSync(found), `${fileURLToPath(found)}, from ${folder}`).toBe(true);
      const inside = found.href.slice(root.href.length);
      expect(inside === 'package.json' || (files.includes(inside.split('/')[0]!) && !inside.startsWith('dist/'))).toBe(
        true,
      );
    }
  });
});

describe('the packed package', () => {
  it('holds every page, figure and folder that README links to', () => {
    const options = { cwd: root, encoding: 'utf8', shell: process.platform === 'win32' } as const;
    const [{ files }] = JSON.parse(
      execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], options),
    ) as [{ files: { path: string }[] }];
    const text = readFileSync(new URL('README.md', root), 'utf8');
    const links = [...text.matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)].map(([, target]) => target!);
    expect(links).toEqual(expect.arrayContaining(['docs/claims.md', 'figures/sandwich.png', 'src/learners']));
    const missing = links.filter((link) => !files.some(({ path }) => path === link || path.startsWith(`${link}/`)));
    expect(missing).toEqual([]);
  });
});
