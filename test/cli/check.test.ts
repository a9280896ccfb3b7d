import { describe, expect, it } from 'vitest';
import { ledger } from '../../src/claims/index.ts';
import { jsonLine } from '../../src/display/jsonLine.ts';
import { whetstone } from '../support/whetstone.ts';

describe('whetstone check', () => {
  it('prints a table with every statement, its ratio and its verdict, and plain progress lines on stderr', async () => {
    const { code, stdout, stderr } = await whetstone('check');
    expect(code).toBe(0);
    const rows = stdout.split('\n').filter((line) => line.includes(' holds '));
    expect(rows.map((row) => row.split('  ')[0])).toEqual(ledger.map(({ statement }) => statement));
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
    const ids = stdout
      .trimEnd()
      .split('\n')
      .slice(2)
      .map((line) => line.split(' ')[0]);
    expect(ids).toEqual(ledger.map(({ id }) => id));
    const changes = await whetstone('check', 'prop-c.1', '--list', '--mutations');
    expect(changes.stdout.trimEnd().split('\n')).toContain('prop-c.1/the log dropped');
  });

  it('writes what JSON has no number for as a string', async () => {
    expect(jsonLine({ ratio: Infinity, slack: -Infinity, cases: 3 })).toBe(
      '{"ratio":"Infinity","slack":"-Infinity","cases":3}',
    );
    expect((await whetstone('check', '--help')).stdout).toContain('is the string "Infinity"');
  });
});
