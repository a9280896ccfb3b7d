import { readdirSync, readFileSync } from 'node:fs';
import type { Claim, MutationOutcome, Verdict } from '../src/claims/index.ts';

/** A claim with what came of it: on the quick grid, and under those changes of its formula that slack hides. */
export interface Checked {
  readonly claim: Claim;
  readonly verdict: Verdict;
  readonly hidden: readonly MutationOutcome[];
}

const root = new URL('../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');

/** The page docs/claims.md: statement, formula, claim, tests, figures, verdict. Files are found, not listed. */
export async function claimsPage(checked: readonly Checked[]): Promise<string> {
  const modules = await modulesIn('src/claims', 'src/theory/bounds');
  const tests = testFiles().map((path) => ({ path, text: read(path) }));
  const figures = figureFiles();
  const rows = checked.map(({ claim, verdict }) => {
    const named = (text: string): boolean => names(text, claim.id);
    const things: readonly unknown[] = [claim, claim.bound];
    const ofClaim = tests.filter(({ path, text }) => named(text) || importsOneOf(path, text, things, modules));
    const drawn = [...figures].filter(([, texts]) => texts.some(named)).map(([path]) => path);
    return [
      `${escaped(claim.statement)}<br>\`${claim.id}\``,
      escaped(claim.source),
      link(fileOf(claim.bound, modules)),
      link(fileOf(claim, modules)),
      list(ofClaim.map(({ path }) => path)),
      list(drawn),
      verdictOf(verdict),
    ];
  });
  const slack = checked.flatMap(({ claim, hidden }) =>
    hidden.map((outcome) => [
      `\`${claim.id}\``,
      escaped(outcome.mutation),
      rounded(outcome.slack ?? Infinity),
      escaped(outcome.hiddenBecause!),
    ]),
  );
  return [
    '# The statements of the paper',
    'Written by `npm run claims`; a test compares it with what comes out of the code.',
    'Each statement is a formula and a claim, in the order of the paper. All claims are run by ' +
      '[test/claims/ledger.test.ts](../test/claims/ledger.test.ts), with every change of their formulas that they ' +
      'list; further tests import the claim or its formula, or name its id. The ratio is the tightest one on the quick ' +
      'grid: measured/bound, for lower bounds bound/measured, for equalities the larger over the smaller. Where the ' +
      'paper, or what quotes it, prints a form that does not hold, its ratio is beside it ([deviations](deviations.md)). ' +
      'What we derive ourselves is in [derivations](derivations.md).',
    table(['statement', 'source', 'formula', 'claim', 'further tests', 'figures', 'verdict, ratio'], rows),
    '## Changes that slack hides',
    'A claim is to turn red when its formula is changed. These changes it does not notice as they stand, because the ' +
      'statement has slack there: they show when they are larger by the factor that is given. All others are noticed.',
    table(['claim', 'change', 'shows at', 'why'], slack),
    '',
  ].join('\n\n');
}

function verdictOf({ verdict, ratio, printedRatio }: Verdict): string {
  const printed = printedRatio === undefined ? '' : `; the form in print fails, ${rounded(printedRatio)}`;
  return `${verdict}, ${rounded(ratio)}${printed}`;
}

/** Rounded so that machines agree. */
function rounded(ratio: number): string {
  return ratio === Infinity ? 'without end' : ratio.toPrecision(3);
}

type Modules = ReadonlyMap<string, Readonly<Record<string, unknown>>>;

/** The modules of folders, by their files. */
async function modulesIn(...folders: readonly string[]): Promise<Modules> {
  const modules = new Map<string, Readonly<Record<string, unknown>>>();
  for (const folder of folders) {
    for (const name of readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' }).sort()) {
      const file = name.replaceAll('\\', '/');
      if (!file.endsWith('.ts')) continue;
      const url = new URL(`${folder}/${file}`, root).href;
      modules.set(`${folder}/${file}`, (await import(/* @vite-ignore */ url)) as Record<string, unknown>);
    }
  }
  return modules;
}

/** The file that defines an object: one that exports it, and is not a list of what others export. */
function fileOf(thing: unknown, modules: Modules): string {
  const found = [...modules].filter(([path, exports]) => !path.endsWith('/index.ts') && has(exports, thing));
  if (found.length !== 1) throw new Error(`claimsPage: ${found.length} files export ${JSON.stringify(thing)}`);
  return found[0]![0];
}

const has = (exports: Readonly<Record<string, unknown>>, thing: unknown): boolean =>
  Object.values(exports).includes(thing);

function testFiles(): string[] {
  return (
    readdirSync(new URL('test', root), { recursive: true, encoding: 'utf8' })
      .map((file) => `test/${file.replaceAll('\\', '/')}`)
      // Those at the root of test/claims are of what claims are made of: a theorem there is an example.
      .filter((path) => /\.test(-d)?\.ts$/.test(path) && !/^test\/claims\/[^/]*$/.test(path))
      .sort()
  );
}

/** Whether a file imports one of these objects from one of the modules, by whatever name. */
function importsOneOf(path: string, text: string, things: readonly unknown[], modules: Modules): boolean {
  return [...text.matchAll(/^import (?!type)[^;]*?\{([^}]*)\}[^;]*?from '(\.[^']+)'/gms)].some(([, list, target]) => {
    const file = new URL(target!, new URL(path, root)).href.slice(root.href.length);
    const exports = modules.get(file) ?? {};
    return list!.split(',').some((item) => things.includes(exports[item.trim().split(' as ')[0]!]));
  });
}

/** The texts that make a figure, its script, spec and rows, by its picture. */
function figureFiles(): ReadonlyMap<string, readonly string[]> {
  const files = readdirSync(new URL('figures', root)).sort();
  const pictures = files.filter((file) => file.endsWith('.png'));
  return new Map(
    pictures.map((picture) => {
      const stem = picture.slice(0, -'png'.length);
      const sources = files.filter((file) => file.startsWith(stem) && /\.(ts|json|jsonl)$/.test(file));
      return [`figures/${picture}`, sources.map((file) => read(`figures/${file}`))] as const;
    }),
  );
}

/** Whether a text names an id, and not just a longer one that begins or ends with it. */
function names(text: string, id: string): boolean {
  return new RegExp(`(?<![\\w.-])${id.replaceAll('.', '\\.')}(?![\\w-]|\\.\\w)`).test(text);
}

function link(path: string): string {
  return `[${path.slice(path.lastIndexOf('/') + 1)}](../${path})`;
}

function list(paths: readonly string[]): string {
  return paths.length === 0 ? '–' : paths.map(link).join(', ');
}

const escaped = (text: string): string => text.replace(/[\\|*_<>[\]]/g, '\\$&');

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}
