import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadLines } from '../../src/cli/loadLines.ts';
import { DomainError } from '../../src/math/domainError.ts';
import { lines } from '../../src/theory/sandwich/index.ts';
import { whetstone } from '../support/whetstone.ts';

const family = ['--prompts', '4', '--responses', '16', '--hard-mass', '0.5'];

const own = fileURLToPath(new URL('../support/ownClaims.ts', import.meta.url));

describe("whetstone sandwich, with lines and families of one's own", () => {
  it('shows them beside the others, and names what is out of order', async () => {
    const { code, stdout } = await whetstone('sandwich', '--lines', own);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^line +\(4, 16, 0\.5\)$/m);
    expect(stdout).toMatch(/^exact minimax risk +162 \(162 x 1\)$/m);
    expect(stdout).toMatch(/^Two hypotheses +88$/m);
    const order = stdout.match(/^Out of order.*$/gm);
    expect(order).toEqual(['Out of order: Too high (lower) is above exact minimax risk (minimax).']);
  });

  it('compares risks where these are asked for, and with --json says it by its exit code', async () => {
    const { code, stdout } = await whetstone('sandwich', '--lines', own, '--m', '100', '--json');
    expect(code).toBe(1);
    const rows = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(rows.map(({ line }) => line).slice(-2)).toEqual(['two-points', 'too-high']);
    expect(rows.at(-1)!['risk']).toBeCloseTo(0.5 * (1 - 0.5 / 64) ** 100, 12);
  });

  it.each([
    ['export const nothing = 1;', 'lines must be a list of lines, or of families: export const lines = [...] in '],
    ['export const lines = 7;', 'lines must be a list, got 7'],
    ["export const lines = [{ id: 'a' }];", 'lines[0].name must be a non-empty string, got undefined'],
    ["export const lines = [{ id: 'a', name: 'A' }];", 'lines[0].side must be one of lower, minimax, learner, upper'],
    ["export const lines = [{ id: 'a', name: 'A', side: 'lower' }];", 'lines[0].splits must be splits'],
    [
      "export const lines = [{ id: 'a', name: 'A', side: 'lower', splits: { choices() {}, split() {} } }];",
      'lines[0].risk must be a function of a family, a split and m',
    ],
    [
      "export const lines = [{ id: 'sft', name: 'A', side: 'lower', splits: { choices() {}, split() {} }, risk() {} }];",
      'lines[0].id must be one that no other line has, got "sft"',
    ],
    ['export const families = [{ prompts: 0 }];', 'families[0]: prompts must be an integer in [1, 1000000000], got 0'],
    ["throw new Error('not today');", 'module must be one that can be imported (not today), got '],
  ])('refuses a module that will not do: %s', async (text, message) => {
    const module = join(mkdtempSync(join(tmpdir(), 'whetstone-test-')), 'mine.mjs');
    writeFileSync(module, text);
    await expect(loadLines(module, Object.values(lines))).rejects.toThrow(message);
    await expect(loadLines(module, Object.values(lines))).rejects.toThrow(DomainError);
  });
});

describe('whetstone sandwich', () => {
  it('prints the samples of each line for a risk of Delta/16, with its plan', async () => {
    const { code, stdout } = await whetstone('sandwich', ...family);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^exact minimax risk +162 \(162 x 1\)$/m);
    expect(stdout).toMatch(/^SFT-sharpening, exact +406 \(58 x 7\)$/m);
    expect(stdout).toMatch(/^Thm 4\.1' in expectation +14,405,097 \(36103 x 399\)$/m);
  });

  it('prints the risk of each line with m samples, and says what is vacuous', async () => {
    const { code, stdout } = await whetstone('sandwich', ...family, '--m', '240');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^exact minimax risk +0\.00742017 \(240 x 1\)$/m);
    expect(stdout).toMatch(/^Thm 4\.1' in expectation +0\.500000, vacuous$/m);
  });

  it('prints one JSON object a line with --json, and nothing else', async () => {
    const { code, stdout } = await whetstone('sandwich', ...family, '--adaptive', '--json');
    expect(code).toBe(0);
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.map(({ line }) => line)).toEqual([
      'thm-d.2',
      'bound-l-adaptive',
      'adaptive-minimax',
      'adaptive-sft',
      'bound-a-adaptive',
      'thm-d.1-expectation',
    ]);
    expect(lines[0]).toEqual({
      prompts: 4,
      responses: 16,
      hardMass: 0.5,
      line: 'thm-d.2',
      side: 'lower',
      risk: 0.5 / (16 * Math.E),
      m: 6,
    });
  });

  it('stands at the worst family of one coverage, and says where a larger one may be worse', async () => {
    const at = async (m: string) => whetstone('sandwich', '--prompts', '4', '--coverage', '8', '--m', m, '--adaptive');
    const { stdout } = await at('1000');
    expect(stdout).toMatch(/^exact minimax risk, adaptive +0\.00700\d+$/m);
    expect(stdout).toMatch(
      /^A family with more than 16,384 responses may be worse for\n  Thm D\.2, its constant made explicit$/m,
    );
  });

  it('reads 1e3 as a thousand, and refuses what no double holds', async () => {
    const { stdout } = await whetstone('sandwich', ...family, '--m', '1e3');
    expect(stdout).toContain('risk with 1,000 samples');
    const { code, stderr } = await whetstone('sandwich', ...family, '--m', '9007199254740993');
    expect(code).not.toBe(0);
    expect(stderr).toContain('It must be below 2^53, up to which counts are exact.');
  });

  it.each([
    [['--coverage', '8', '--prompts', '4'], 'sandwich: --coverage needs --m, the number of samples'],
    [['--coverage', '8', '--m', '10'], 'sandwich: --coverage needs --prompts'],
    [
      ['--coverage', '8', '--prompts', '4', '--responses', '16', '--m', '10'],
      'sandwich: --coverage takes the place of --responses and --hard-mass',
    ],
    [
      ['--coverage', '1', '--prompts', '4', '--m', '10'],
      'sandwich: coverage must be a finite number at least 4, got 1',
    ],
    [['--m', '10', '--risk', '0.1'], 'sandwich: --m asks for risks and --risk for samples; give one of them'],
    [['--prompts', '4'], 'sandwich: a family needs all of --prompts, --responses and --hard-mass'],
    [[...family, '--risk', '0.6'], 'sandwich: --risk 0.6 is not below the mass of the hard prompts of (4, 16, 0.5)'],
    [[...family, '--m', '0'], 'sandwich: m must be an integer at least 1, got 0'],
    [
      ['--prompts', '4', '--responses', '16', '--hard-mass', '2'],
      'sandwich: hardMass must be a number in (0, 1], got 2',
    ],
    [
      ['--prompts', '4', '--responses', '1000000000', '--hard-mass', '0.5'],
      'sandwich: responses must be an integer in [3, 65536], got 1000000000',
    ],
  ])('refuses %j in one line', async (flags, message) => {
    const { code, stderr } = await whetstone('sandwich', ...flags);
    expect(code).toBe(2);
    expect(stderr.trimEnd().split('\n').at(-1)).toBe(message);
  });
});
