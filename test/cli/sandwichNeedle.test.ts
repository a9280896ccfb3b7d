import { describe, expect, it } from 'vitest';
import { needleValue } from '../../src/theory/risk/needle/needleValue.ts';
import { whetstone } from '../support/whetstone.ts';

describe('whetstone sandwich needle', () => {
  it('prints the samples of each line for a risk of 0.1 against S, within 80 columns', async () => {
    const { code, stdout } = await whetstone('sandwich', 'needle');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^line +S = 64 +S = 256 +S = 1024 +S = 4096$/m);
    expect(stdout).toMatch(/^best that explores, exact +7 +7 +7 +7$/m);
    expect(stdout).toMatch(/^best offline, exact +62 +246 +982 +3,928$/m);
    expect(stdout).toMatch(/^XPO +14 +16 +16 +16$/m);
    expect(stdout).toMatch(/^SFT-sharpening +74 +295 +1,179 +4,716$/m);
    expect(stdout.split('\n').every((line) => line.length <= 80)).toBe(true);
  });

  it('prints risks with --m, of options that the command above it has as well', async () => {
    const { code, stdout } = await whetstone('sandwich', 'needle', '--responses', '64', '--m', '20');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^best offline, exact +0\.4436$/m);
    expect(stdout).toMatch(/^reward-regression DPO +0\.4483$/m);
  });

  it('prints what J falls short of its optimum with --regret', async () => {
    const { code, stdout } = await whetstone('sandwich', 'needle', '--responses', '64', '--m', '4', '--regret');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^regret in nats with 4 samples on needles/);
    const family = { responses: 64, hypotheses: 8, bonus: 1, beta: 1 / (2 * Math.log(1280)) };
    const regret = needleValue({ ...family, evaluations: 7 }) - needleValue({ ...family, evaluations: 4 });
    expect(stdout).toMatch(new RegExp(`^best that explores, exact +${regret.toPrecision(4)}$`, 'm'));
  });

  it('prints one JSON object a line with --json, and nothing else', async () => {
    const { stdout } = await whetstone('sandwich', 'needle', '--responses', '64', '--beta', '1', '--json');
    const rows = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(rows.map(({ line }) => line)).toEqual([
      'exploration-minimax',
      'offline-minimax',
      'xpo',
      'online-regression',
      'sft',
      'dpo',
    ]);
    expect(rows[2]).toEqual({
      responses: 64,
      hypotheses: 8,
      bonus: 1,
      delta: 0.1,
      beta: 1,
      line: 'xpo',
      side: 'learner',
      framework: 'exploration',
      risk: 0.1,
      m: 'Infinity',
    });
  });

  it.each([
    [['--m', '3', '--risk', '0.1'], 'sandwich needle: --m asks for risks and --risk for samples; give one of them'],
    [['--regret'], 'sandwich needle: --regret needs --m, the number of samples'],
    [['--bonus', '0'], 'sandwich needle: thm43Beta: bonus must be a finite number above 0, got 0'],
    [['--hypotheses', '1'], 'sandwich needle: needleLines: hypotheses must be an integer in [2, 64], got 1'],
    [['--responses', '4'], 'sandwich needle: needleLines: hypotheses must be an integer in [2, 4], got 8'],
    [['--hypotheses', '9999'], 'sandwich needle: --hypotheses 9999 is more than all responses; give --responses'],
    [['--risk', '2'], 'sandwich needle: needleLines: risk must be a number in (0, 1), got 2'],
  ])('refuses %j in one line', async (flags, message) => {
    const { code, stderr } = await whetstone('sandwich', 'needle', ...flags);
    expect(code).toBe(2);
    expect(stderr.trimEnd().split('\n').at(-1)).toBe(message);
  });
});
