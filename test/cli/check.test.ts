import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ledger } from '../../src/claims/index.ts';
import { jsonLine } from '../../src/display/jsonLine.ts';
import { loadClaims } from '../../src/cli/loadClaims.ts';
import { DomainError } from '../../src/math/domainError.ts';
import { whetstone } from '../support/whetstone.ts';
import { widest } from '../support/widest.ts';

const WORDS = "id: 'a', statement: 'A', source: 'b', compares: 'c'";
const BOUND = "kind: 'exact', bound: { evaluate() {}, withFormula() {} }";
const own = fileURLToPath(new URL('../support/ownClaims.ts', import.meta.url));

describe("whetstone check, with statements of one's own", () => {
  it('runs them like those of the paper, and counts what they add to the failure probability', async () => {
    const { code, stdout } = await whetstone('check', 'prop-c.1', 'two-points', 'too-much', '--claims', own);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^Prop C\.1 .* holds /m);
    expect(stdout).toMatch(/^Two hypotheses +3 .* holds /m);
    expect(stdout).toMatch(/^Too much .* violated /m);
    expect(stdout).toContain('Too much is violated: ratio 2.000 at an interval that misses with 0.0625');
    expect(stdout).toContain('2 of 3 statements hold.');
    expect(stdout).toMatch(/a false alarm anywhere has\s+probability at most 0\.125001/);
  });

  it('lists them after those of the paper, and changes them on purpose', async () => {
    const { stdout } = await whetstone('check', '--list', '--claims', own);
    expect(stdout.trimEnd().split('\n').slice(-2).join()).toMatch(/^two-points .*,too-much /);
    const { code, stdout: changes } = await whetstone('check', 'two-points', '--claims', own, '--mutations');
    // One change could not be looked at: nothing is known of it, and the others are told all the same.
    expect(code).toBe(1);
    expect(changes).toMatch(/^two-points +the 3 made 1 +noticed/m);
    expect(changes).toMatch(/^two-points +half as much +hidden by slack .* shows when \d/m);
    expect(changes).toMatch(/^two-points +no number +FAILED$/m);
    expect(changes).toContain('two-points/no number could not be checked: after 0 cases: Two hypotheses: the formula');
  });

  it.each([
    ['export const nothing = 1;', 'claims must be a list of claims: export const claims = [...] in '],
    ['export const claims = [];', 'claims must be a list of claims: export const claims = [...] in '],
    ['export const claims = [7];', 'claims[0] must be an object, got 7'],
    ["export const claims = [{ id: 'a' }];", 'claims[0].statement must be a non-empty string, as claimOf gives it'],
    [`export const claims = [{ ${WORDS}, kind: 'sure' }];`, "claims[0].kind must be 'exact' or 'statistical'"],
    [`export const claims = [{ ${WORDS}, kind: 'exact', bound: 7 }];`, 'claims[0].bound must be a Bound, got 7'],
    [`export const claims = [{ ${WORDS}, ${BOUND} }];`, 'claims[0].mutations must be a list, got undefined'],
    [
      `export const claims = [{ ${WORDS}, ${BOUND}, mutations: [{}] }];`,
      'claims[0].mutations[0] must be { name, formula: (factor) => text }',
    ],
    [
      `export const claims = [{ ${WORDS}, ${BOUND}, mutations: [] }];`,
      'claims[0].cases must be a function of a bound and a grid',
    ],
    [
      `const claim = { ${WORDS}, ${BOUND}, mutations: [], cases: () => [] }; export const claims = [claim, claim];`,
      'claims[1].id must be one that no other statement has, got "a"',
    ],
    ["throw new Error('not today');", 'module must be one that can be imported (not today), got '],
    ['export const claims = ;', 'module must be one that can be imported ('],
  ])('refuses a module that will not do, by one line: %s', async (text, message) => {
    const module = join(mkdtempSync(join(tmpdir(), 'whetstone-test-')), 'mine.mjs');
    writeFileSync(module, text);
    await expect(loadClaims(module, ledger)).rejects.toThrow(message);
    await expect(loadClaims(module, ledger)).rejects.toThrow(DomainError);
  });

  it('refuses a module that is not there', async () => {
    const { code, stdout, stderr } = await whetstone('check', '--claims', './none.js');
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^check: module must be one that can be imported \(Cannot find module .*\n$/);
  });
});

describe('whetstone check', () => {
  it('prints a table with every statement, its ratio and its verdict, and plain progress lines on stderr', async () => {
    const { code, stdout, stderr } = await whetstone('check');
    expect(code).toBe(0);
    const lines = stdout.split('\n');
    const rows = lines.filter((line) => line.includes(' holds '));
    const first = rows.map((row) => row.split('  ')[0]!);
    expect(first).toHaveLength(ledger.length);
    ledger.forEach(({ statement }, i) => {
      // A statement that is long goes on in the next line.
      const rest = lines[lines.indexOf(rows[i]!) + 1]!;
      expect([first[i], `${first[i]} ${rest}`]).toContain(statement);
    });
    expect(stdout).toContain(`${ledger.length} of ${ledger.length} statements hold`);
    expect(stderr).toContain(`checking: ${ledger.length} of ${ledger.length}`);
  });

  it('prints one JSON object a line with --json, and nothing else', async () => {
    const { code, stdout } = await whetstone('check', 'prop-c.1', '--json');
    expect(code).toBe(0);
    const [line, ...more] = stdout.trimEnd().split('\n');
    expect(more).toEqual([]);
    const verdict = JSON.parse(line!) as Record<string, unknown>;
    expect(verdict).toMatchObject({
      id: 'prop-c.1',
      source: 'Huang et al. 2024, Prop C.1',
      kind: 'exact',
      cases: 36,
      verdict: 'holds',
    });
    expect(verdict['ratio']).toBeGreaterThan(0.99);
    expect(verdict['ratio']).toBeLessThanOrEqual(1);
  });

  it('exits with 1 where a statement is violated, and says where', async () => {
    const { code, stdout } = await whetstone('check', '--mutate', 'prop-c.1/the log dropped');
    expect(code).toBe(1);
    expect(stdout).toMatch(/Prop C\.1 is violated: ratio \S+ at one mode, mass 0\.\d+, rho 1e-12/);
  });

  it('shows which changes of a bound it notices', async () => {
    const { code, stdout } = await whetstone('check', 'prop-c.1', '--mutations', '--json');
    expect(code).toBe(0);
    const outcomes = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { red: boolean });
    expect(outcomes.map(({ red }) => red)).toEqual([true, true, true, true, true]);
  });

  it('exits with 2 and one line where it is called wrongly', async () => {
    const unknown = await whetstone('check', 'thm-9.9');
    expect(unknown).toMatchObject({ code: 2, stdout: '' });
    expect(unknown.stderr).toMatch(/^check: no statement 'thm-9\.9'; near it: thm-[^\n]*\n$/);
    const prefix = await whetstone('check', 'prop-');
    expect(prefix.stderr).toMatch(/^check: no statement 'prop-'; near it: prop-[^\n]*prop-c\.1[^\n]*\n$/);
    const far = await whetstone('check', '--mutate', 'nothing');
    expect(far).toMatchObject({
      code: 2,
      stderr: "check: no mutation 'nothing': no statement 'nothing'; whetstone check --list shows them\n",
    });
    const { stderr } = await whetstone('check', '--mutate', 'prop-c.1/the log dripped');
    const { mutations } = ledger.find(({ id }) => id === 'prop-c.1')!;
    expect(stderr.split('\n')).toEqual([
      "check: no mutation 'prop-c.1/the log dripped'; of prop-c.1 there are",
      ...mutations.map(({ name }) => `  prop-c.1/${name}`),
      '',
    ]);
  });

  it('lists the statements by id, and the changes of their bounds', async () => {
    const { code, stdout } = await whetstone('check', '--list');
    expect(code).toBe(0);
    const [, , ...lines] = stdout.trimEnd().split('\n');
    const ids = lines.map((line) => line.split(' ')[0]).filter((id) => id !== '');
    expect(ids).toEqual(ledger.map(({ id }) => id));
    // A statement a line, but where it and its id are too long for one.
    expect(lines.length).toBeLessThanOrEqual(ledger.length + 2);
    expect(widest(stdout).length).toBeLessThanOrEqual(80);
    expect(stdout).not.toContain('compared');
    const { compares } = ledger.find(({ id }) => id === 'prop-c.1')!;
    const one = await whetstone('check', 'prop-c.1', '--list');
    expect(one.stdout).toMatch(/^id +statement +compared$/m);
    for (const word of compares.split(' ')) expect(one.stdout).toContain(word);
    const changes = await whetstone('check', 'prop-c.1', '--list', '--mutations');
    expect(changes.stdout.trimEnd().split('\n')).toContain('prop-c.1/the log dropped');
  });

  it('writes what JSON has no number for as a string', async () => {
    expect(jsonLine({ ratio: Infinity, slack: -Infinity, cases: 3 })).toBe(
      '{"ratio":"Infinity","slack":"-Infinity","cases":3}',
    );
    expect((await whetstone('check', '--help')).stdout).toMatch(/is the\s+string "Infinity"/);
  });
});
