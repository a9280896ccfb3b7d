import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const src = fileURLToPath(new URL('../src/', import.meta.url));

/** The rooms in order: a room imports from those above it. Those of one line never import each other. */
const ORDER = [
  ['math'],
  ['text'],
  ['laws'],
  ['statistics'],
  ['policies'],
  ['access'],
  ['files'],
  ['learners', 'theory/coverage', 'theory/risk', 'theory/bounds', 'theory/instances'],
  ['theory/sandwich'],
  ['experiments'],
  ['claims'],
  ['models'],
  ['display'],
  ['testing'],
  ['cli'],
];
/** What runs in a browser, and the folders below it that do not. */
const PORTABLE = [
  'math',
  'text',
  'laws',
  'statistics',
  'policies',
  'access',
  'learners',
  'theory',
  'experiments',
  'claims',
  'models',
  'display',
  'index.ts',
];
const NEEDS_NODE = [
  'experiments/node',
  'models/embedded/node',
  'models/llama',
  'models/openai',
  'display/progress.ts',
  'display/charts/index.ts',
  'display/charts/render.ts',
];

const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.replaceAll('\\', '/'))
  .sort();

const roomOf = (file: string): string | undefined => ORDER.flat().find((room) => file.startsWith(`${room}/`));
const level = (room: string): number => ORDER.findIndex((rooms) => rooms.includes(room));

interface Import {
  readonly from: string;
  readonly to: string;
  readonly typeOnly: boolean;
  /** Where the code that needs it asks for it. */
  readonly lazy: boolean;
}

/** Every import and re-export of a file: static, dynamic, and of types. */
function importsOf(file: string): Import[] {
  const text = readFileSync(join(src, file), 'utf8');
  const patterns = [
    /^(?:import|export)\s+(type\s)?[^'";]*?from\s+'([^']+)'/gm,
    /^import\s+(type\s)?'([^']+)'/gm,
    /\bimport\((\s*)'([^']+)'\)/g,
  ];
  return patterns.flatMap((pattern) =>
    [...text.matchAll(pattern)].map(([, type, target]) => ({
      from: file,
      to: target!.startsWith('.') ? relative(src, join(src, dirname(file), target!)).replaceAll('\\', '/') : target!,
      typeOnly: type?.trim() === 'type',
      lazy: pattern.source.includes('import\\('),
    })),
  );
}

const imports = files.flatMap(importsOf);
const inner = imports.filter(({ to }) => files.includes(to));

describe('the layering', () => {
  it('finds the imports that it judges', () => {
    expect(files.length).toBeGreaterThan(50);
    expect(inner.length).toBeGreaterThan(100);
    expect(inner).toContainEqual({
      from: 'learners/sft/sftSharpening.ts',
      to: 'access/queries/bestOfN.ts',
      typeOnly: false,
      lazy: false,
    });
  });

  it('gives every file a room, but for the public list', () => {
    expect(files.filter((file) => roomOf(file) === undefined && file !== 'index.ts')).toEqual([]);
  });

  it('has every relative import point at a file', () => {
    expect(imports.filter(({ to }) => /\.(js|ts)$/.test(to) && !files.includes(to))).toEqual([]);
  });

  it('imports from rooms above only, and never from another one of the same line', () => {
    const wrong = inner.filter(({ from, to }) => {
      const [a, b] = [roomOf(from), roomOf(to)];
      return a !== undefined && (b === undefined || (a !== b && level(b) >= level(a)));
    });
    // Learners are what instances, bounds and risks are compared with: they may not know one another.
    expect(wrong).toEqual([]);
  });

  it('lets only the command, and what is shown, import real models', () => {
    const allowed = ['models', 'display', 'cli'];
    const wrong = inner.filter(({ from, to }) => roomOf(to) === 'models' && !allowed.includes(roomOf(from)!));
    expect(wrong).toEqual([]);
  });

  it('lets figures, benchmarks and scripts import no command', () => {
    const outside = ['figures', 'bench', 'scripts'].flatMap((folder) =>
      readdirSync(join(src, '..', folder)).map((file) => `../${folder}/${file}`),
    );
    const theirs = outside.filter((file) => /\.[jt]s$/.test(file)).flatMap(importsOf);
    expect(theirs).toContainEqual(expect.objectContaining({ from: '../bench/main.ts', to: 'display/table.ts' }));
    expect(theirs.filter(({ to }) => roomOf(to) === 'cli')).toEqual([]);
  });

  it('has no cycle, nor one of types alone', () => {
    const targets = new Map(files.map((file) => [file, inner.filter(({ from }) => from === file).map(({ to }) => to)]));
    const done = new Set<string>();
    const cycles: string[] = [];
    const visit = (file: string, path: readonly string[]): void => {
      if (path.includes(file)) cycles.push([...path.slice(path.indexOf(file)), file].join(' -> '));
      if (path.includes(file) || done.has(file)) return;
      for (const target of targets.get(file)!) visit(target, [...path, file]);
      done.add(file);
    };
    files.forEach((file) => visit(file, []));
    expect(cycles).toEqual([]);
  });

  it('draws no randomness but from a Source', () => {
    const wrong = files.filter((file) =>
      /Math\.random|getRandomValues|randomBytes|randomUUID/.test(readFileSync(join(src, file), 'utf8')),
    );
    expect(wrong).toEqual([]);
  });

  it('keeps what runs in a browser free of Node', () => {
    const inside = (file: string, folders: readonly string[]) =>
      folders.some((folder) => file === folder || file.startsWith(`${folder}/`));
    const portable = (file: string): boolean => inside(file, PORTABLE) && !inside(file, NEEDS_NODE);
    const theirs = imports.filter(({ from }) => portable(from));
    expect(theirs.filter(({ to }) => to.startsWith('node:') || (files.includes(to) && !portable(to)))).toEqual([]);
    expect(files.filter(portable)).toContain('models/index.ts');
  });

  it('compiles the same files without the types of Node', () => {
    const text = readFileSync(join(src, '../tsconfig.portable.json'), 'utf8').replace(/^ *\/\/.*$/gm, '');
    const { include, exclude } = JSON.parse(text) as { include: string[]; exclude: string[] };
    expect(include.toSorted()).toEqual(PORTABLE.map((path) => `src/${path}`).toSorted());
    expect(exclude.toSorted()).toEqual(NEEDS_NODE.map((path) => `src/${path}`).toSorted());
  });

  it('loads heavy and optional packages lazily, in their own rooms', () => {
    const optional = /^(vega|vega-lite|@resvg\/resvg-js|node-llama-cpp|piscina|bullmq|ioredis)$/;
    const text = (file: string) => readFileSync(join(src, file), 'utf8');
    expect(imports.filter(({ from, to }) => optional.test(to) && !text(from).includes(`import('${to}')`))).toEqual([]);
    expect(imports.filter(({ from, to }) => to === 'mathjs' && roomOf(from) !== 'theory/bounds')).toEqual([]);
    const bundled = imports.filter(({ to, typeOnly }) => /^(@stdlib\/.*|seedrandom|mathjs)$/.test(to) && !typeOnly);
    expect([...new Set(bundled.map(({ from }) => from))]).toEqual([
      'math/random/keyOf.ts',
      'math/stdlib.ts',
      'theory/bounds/math.ts',
    ]);
    const fastCheck = imports.filter(({ to, typeOnly }) => to === 'fast-check' && !typeOnly);
    expect(fastCheck.map(({ from, lazy }) => [from, lazy])).toEqual([['testing/arbitraries/fastCheck.ts', true]]);
  });

  it.each([
    ['index.ts', /^(@stdlib\/.*|seedrandom)$/],
    ['theory/bounds/index.ts', /^(mathjs|@stdlib\/.*|seedrandom)$/],
    ['theory/sandwich/index.ts', /^(mathjs|@stdlib\/.*|seedrandom)$/],
    ['experiments/index.ts', /^(zod|jsonc-parser|@stdlib\/.*|seedrandom|mathjs)$/],
    ['models/index.ts', /^(jsonc-parser|@stdlib\/.*|seedrandom)$/],
    ['cli/main.ts', /^(commander|node:.*)$/],
  ])('loads at the start of %s only what belongs there', (entry, allowed) => {
    const reached = new Set([entry]);
    const loaded = (from: string) => imports.filter((each) => each.from === from && !each.typeOnly && !each.lazy);
    for (const file of reached) for (const { to } of loaded(file)) if (files.includes(to)) reached.add(to);
    const packages = [...reached].flatMap(loaded).filter(({ to }) => !files.includes(to));
    expect(packages.filter(({ to }) => !allowed.test(to))).toEqual([]);
    expect(packages.length).toBeGreaterThan(0);
    // A list of commands needs none of them.
    if (entry === 'cli/main.ts') expect(reached.size).toBeLessThan(10);
  });
});
