import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { checkCommand } from '../src/cli/check.ts';
import { sandwichCommand } from '../src/cli/sandwich.ts';
import { parseSpec, rowsOf } from '../src/experiments/index.ts';
import type { sftRisk } from '../src/experiments/catalogue/sftRisk.ts';

const page = new URL('../docs/your-own.md', import.meta.url);
const text = readFileSync(page, 'utf8');
const folder = new URL('generated/', import.meta.url);

/** The blocks of a kind, as the page marks them. */
const blocks = (kind: string) =>
  [...text.matchAll(/^```([^\n]*)\n(.*?)^```/gms)].filter(([, mark]) => mark === kind).map(([, , code]) => code!);

function written(name: string, code: string): string {
  mkdirSync(folder, { recursive: true });
  const file = fileURLToPath(new URL(name, folder));
  writeFileSync(file, code);
  return file;
}

/** What the page says of a command: the command line, and lines of what it prints. */
const commands = [...text.matchAll(/^```sh\nnpx whetstone (.*?)\n```\n\n```text\n(.*?)^```/gms)].map(
  ([, line, shown]) => ({ line: line!, shown: shown!.trimEnd().split('\n') }),
);

afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

describe('docs/your-own.md', () => {
  it('has code that runs and prints what it says', async () => {
    const [code, ...more] = blocks('ts');
    expect(more).toEqual([]);
    const printed: unknown[][] = [];
    vi.spyOn(console, 'log').mockImplementation((...values: unknown[]) => void printed.push(values));
    await import(/* @vite-ignore */ written('your-own.risk.ts', code!));
    const said = [...code!.matchAll(/^console\.log.* \/\/ (.*)$/gm)].map(([, comment]) => comment);
    expect([(printed[0]![0] as number).toPrecision(3), printed[1]!.join(' ')]).toEqual(said);
  });

  it('has a spec that runs', () => {
    const [spec, ...more] = blocks('json');
    expect(more).toEqual([]);
    const rows = [...rowsOf(parseSpec<typeof sftRisk>(spec!))];
    expect(rows).toHaveLength(6);
    expect(rows[0]!.values.coverage).toBeCloseTo(0.9 / 0.5 + 0.1 / 0.4, 12);
  });

  it.each(commands)('has a module with which `$line` prints what it says', async ({ line, shown }) => {
    const [name, ...args] = line.split(' ');
    const module = written('your-own.mine.ts', blocks('ts mine.js')[0]!);
    const printed: string[] = [];
    vi.spyOn(console, 'log').mockImplementation((value) => void printed.push(String(value)));
    vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
    const command = name === 'check' ? checkCommand() : sandwichCommand();
    await command.parseAsync(
      args.map((arg) => (arg === './mine.js' ? module : arg)),
      { from: 'user' },
    );
    expect(process.exitCode ?? 0).toBe(0);
    const lines = printed.join('\n').split('\n');
    for (const row of shown) expect(lines.some((each) => each.startsWith(row))).toBe(true);
  });

  it('shows three commands', () => expect(commands).toHaveLength(3));

  it('links to pages and headings that exist', () => {
    for (const [, target, heading] of text.matchAll(/\]\(([^)#:]+)(?:#([^)]*))?\)/g)) {
      const linked = new URL(target!, page);
      expect(existsSync(linked), target).toBe(true);
      if (heading !== undefined)
        expect(readFileSync(linked, 'utf8')).toMatch(new RegExp(`^#+ ${heading.replaceAll('-', ' ')}$`, 'im'));
    }
  });
});
