import { describe, expect, it } from 'vitest';
import { ledger } from '../../src/claims/index.ts';
import { whetstone } from '../support/whetstone.ts';

describe('whetstone check', () => {
  it('prints a table with every statement, its ratio and its verdict, and plain progress lines on stderr', async () => {
    const { code, stdout, stderr } = await whetstone('check');
    expect(code).toBe(0);
    for (const { statement } of ledger) expect(stdout).toMatch(new RegExp(`^${statement} .* holds `, 'm'));
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
    expect(unknown.stderr).toBe(`check: no statement 'thm-9.9'; there are ${ledger.map(({ id }) => id).join(', ')}\n`);
    expect((await whetstone('check', '--mutate', 'nothing')).stderr).toContain(
      "check: no mutation 'nothing'; there are\n  thm-3.1/",
    );
  });
});
