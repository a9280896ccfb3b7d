// After the compiler: makes the build quick to load. A module takes a third of a millisecond, whatever is in it.
//
// Every module that dist/index.js imports goes into one file, dist/core.js, and becomes a list of what it exports from
// there: whoever imports it by its own path gets the same objects. Names are not kept (esbuild's keepNames): that is a
// call for each function that is made within another, and inner loops make many. mathjs, a thousand modules, goes into the one that
// imports it. So do the other packages that only give numbers; the licences of all go into dist/LICENSES.txt.
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../', import.meta.url));
const options = {
  absWorkingDir: root,
  bundle: true,
  format: 'esm',
  target: 'es2022',
  legalComments: 'none',
  metafile: true,
  // seedrandom asks for it where it seeds itself, which nobody here does.
  external: ['crypto'],
};

const { metafile: ofIndex } = await build({ ...options, entryPoints: ['dist/index.js'], write: false });
const modules = await Promise.all(
  Object.keys(ofIndex.inputs)
    .filter((path) => path.startsWith('dist/'))
    .map(async (path, i) => ({ path, names: Object.keys(await import(join(root, path))), mark: `$${i}` })),
);
const contents = modules.map(
  ({ path, names, mark }) =>
    `export { ${names.map((name) => `${name} as ${name}${mark}`).join(', ')} } from './${path}';`,
);
const { metafile: ofCore } = await build({
  ...options,
  stdin: { contents: contents.join('\n'), resolveDir: root },
  outfile: 'dist/core.js',
  sourcemap: true,
});
for (const { path, names, mark } of modules) {
  const core = relative(dirname(path), 'dist/core.js')
    .replaceAll('\\', '/')
    .replace(/^(?!\.)/, './');
  const list = names.map((name) => `${name}${mark} as ${name}`).join(', ');
  writeFileSync(join(root, path), `export { ${list} } from '${core}';\n`);
  rmSync(join(root, `${path}.map`));
}
const math = 'dist/theory/bounds/math.js';
const { metafile: ofMath } = await build({ ...options, entryPoints: [math], outfile: math, allowOverwrite: true });

const inputs = [ofCore, ofMath].flatMap(({ inputs: of }) =>
  Object.keys(of).filter((path) => path.includes('node_modules/')),
);
const packages = new Set(inputs.map((input) => /.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)[0]));
const texts = new Map();
/** Those that have one text in common are listed above it. */
function add(text, name) {
  texts.set(text, [...(texts.get(text) ?? []), name]);
}
for (const folder of packages) {
  const { name, version, license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
  const files = readdirSync(join(root, folder)).filter((file) => /^(licen[cs]e|notice)/i.test(file));
  if (files.length === 0) add(license, `${name} ${version}`);
  for (const file of files) add(readFileSync(join(root, folder, file), 'utf8').trim(), `${name} ${version}`);
}
for (const input of inputs) {
  // Some files were others' before, whose notice they carry.
  const comments = readFileSync(join(root, input), 'utf8').match(/\/\*.*?\*\//gs) ?? [];
  for (const comment of comments.filter((each) => /copyright/i.test(each) && !/@license/.test(each))) {
    add(comment.replaceAll(/^ *\/?\*+\/? ?/gm, '').trim(), input.replace(/.*node_modules\//, ''));
  }
}
const sections = [...texts].map(([text, names]) => `${names.sort().join('\n')}\n\n${text}`);
writeFileSync(join(root, 'dist/LICENSES.txt'), `${sections.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`);
