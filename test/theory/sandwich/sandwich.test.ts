import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Bound } from '../../../src/theory/bounds/bound.ts';
import { hardFamilyLowerBound } from '../../../src/theory/bounds/lowerBounds/hardFamilyLowerBound.ts';
import { lemmaF1 } from '../../../src/theory/bounds/lemmas/lemmaF1.ts';
import {
  ADAPTIVE_SCALE,
  adaptiveLines,
  boundLine,
  chain,
  coverageFamilies,
  fixedLines,
  lines,
  samplesFor,
  worstCase,
} from '../../../src/theory/sandwich/index.ts';
import type { RiskPoint } from '../../../src/theory/sandwich/index.ts';
import { sftRisk } from '../../../src/theory/risk/sftRisk.ts';
import { relative } from '../../support/relative.ts';

const small = { prompts: 4, responses: 16, hardMass: 0.5 };
const middling = { prompts: 32, responses: 32, hardMass: 0.25 };
const large = { prompts: 64, responses: 256, hardMass: 0.05 };

describe('the samples for a risk of Delta/16', () => {
  // What is fixed in advance, then the adaptive framework at Delta/(16 e).
  it.each([
    ['thm-3.1', 24, 756, 60_407],
    ['bound-l', 157, 5314, 449_916],
    ['minimax', 162, 5432, 451_714],
    ['sft', 406, 12_826, 967_074],
    ['bound-c', 791, 25_333, 2_143_565],
    ['bound-b', 6720, 245_905, 26_366_917],
    ['thm-4.1-expectation', 14_405_097, 562_930_110, 69_256_661_460],
  ] as const)('%s: %d, %d, %d', (id, ...expected) => {
    const found = [small, middling, large].map((family) => samplesFor(lines[id], family, family.hardMass / 16).m);
    expect(found).toEqual(expected);
  });

  it('adaptively: Thm D.2, (L) and the minimax learner', () => {
    const found = (['thm-d.2', 'bound-l-adaptive', 'adaptive-minimax'] as const).map((id) =>
      samplesFor(lines[id], large, large.hardMass / (16 * Math.E)),
    );
    expect(found.map(({ m }) => Math.ceil(m))).toEqual([1366, 7972, 7999]);
  });

  it('by adaptive SFT-sharpening is at a whole stopping constant, which spares a draw at the easy prompt', () => {
    const { m, mu } = samplesFor(lines['adaptive-sft'], small, small.hardMass / ADAPTIVE_SCALE);
    expect({ m, mu }).toEqual({ m: 204, mu: 1 });
    // And at one of the constants where the rule stops a draw later: 108 draws.
    const many = samplesFor(lines['adaptive-sft'], large, large.hardMass / ADAPTIVE_SCALE);
    expect(many).toMatchObject({ m: 59_973, mu: 216 / 256 });
  });

  it('is that of the theorem for every Delta, whatever the rounding', () => {
    for (let k = 1; k <= 1000; k++) {
      const family = { ...small, hardMass: k / 1000 };
      expect(samplesFor(lines['thm-d.2'], family, family.hardMass / ADAPTIVE_SCALE).m).toBe(6);
    }
  });

  it('is least: no N does with fewer', () => {
    const { m, n, N } = samplesFor(lines.sft, small, 0.5 / 16);
    expect(m).toBe(n! * N!);
    for (let other = 1; other < m; other++) {
      const plan = { n: Math.floor((m - 1) / other), N: other };
      expect(sftRisk({ ...small, ...plan, delta: 0.5 })).toBeGreaterThan(0.5 / 16);
    }
  });

  it('is infinite where no number is enough, and refuses a risk that is none', () => {
    const words = { id: 'vacuous', statement: 'Vacuous', source: 'a test', quantity: 'risk' };
    const vacuous = new Bound({ ...words, kind: 'upper', formula: '1', parameters: {} });
    expect(samplesFor(boundLine(vacuous), small, 0.1).m).toBe(Infinity);
    const hard = { prompts: 1e5, responses: 65536, hardMass: 1e-6 };
    expect(samplesFor(lines.minimax, hard, hard.hardMass / 16)).toEqual({ m: Infinity });
    const message = 'samplesFor: risk must be a number from 1e-36 hardMass to below hardMass = 0.5, got 0.5';
    expect(() => samplesFor(lines.sft, small, 0.5)).toThrow(message);
  });
});

describe('lower bounds <= minimax <= learner <= upper bounds', () => {
  it('at one family, for up to 1e8 samples', { timeout: 180_000 }, () => {
    for (const family of [
      small,
      middling,
      large,
      { prompts: 256, responses: 256, hardMass: 1 },
      { prompts: 4, responses: 3, hardMass: 0.5 },
      { prompts: 4, responses: 4, hardMass: 0.5 },
    ]) {
      for (const m of [1, 30, 1000, 30_000, 1e6, 1e8]) {
        for (const side of [fixedLines, adaptiveLines]) {
          const points = side.map((line) => worstCase(line, [family], m));
          expect(chain(points)).toEqual([]);
          for (const { risk } of points) expect(risk).toBeLessThanOrEqual(family.hardMass);
        }
      }
    }
  });

  it('over one coverage', () => {
    const families = coverageFamilies({ prompts: 4, coverage: 8, mostResponses: 512 });
    for (const m of [10, 100, 1000]) {
      for (const side of [fixedLines, adaptiveLines]) {
        expect(chain(side.map((line) => worstCase(line, families, m)))).toEqual([]);
      }
    }
  });

  const figures = new URL('../../../figures/', import.meta.url);
  const drawn = readdirSync(figures).filter((file) => /^sandwich\w*\.jsonl$/.test(file));
  it('at every point of the figures', () => {
    expect(drawn.length).toBe(4);
    for (const file of drawn) {
      const [, ...rows] = readFileSync(new URL(file, figures), 'utf8').trimEnd().split('\n');
      for (const row of rows) {
        const { values } = JSON.parse(row) as { values: { points: readonly RiskPoint[] } };
        const adaptive = new Set(adaptiveLines.map(({ id }) => id));
        for (const of of [true, false]) {
          expect(chain(values.points.filter(({ id }) => adaptive.has(id) === of))).toEqual([]);
        }
      }
    }
  });

  it('is seen to be broken where it is', () => {
    const point = { vacuous: false };
    const below = { ...point, id: 'below', side: 'lower', risk: 0.2 } as const;
    const above = { ...point, id: 'above', side: 'learner', risk: 0.1 } as const;
    expect(chain([above, below])).toEqual([{ below, above }]);
    expect(chain([{ ...below, risk: Number.NaN }, above])).toHaveLength(1);
    expect(chain([below, { ...above, side: 'lower' }])).toEqual([]);
    // By a millionth already, but not by rounding.
    expect(chain([{ ...below, risk: 0.1 * (1 + 1e-6) }, above])).toHaveLength(1);
    expect(chain([{ ...below, risk: 0.1 * (1 + 1e-12) }, above])).toEqual([]);
  });
});

describe('the worst case at one coverage', () => {
  const families = coverageFamilies({ prompts: 4, coverage: 8, mostResponses: 4096 });

  it('has families of that coverage, from Delta = 1 down', () => {
    expect(families[0]).toEqual({ prompts: 4, responses: 16, hardMass: 1 });
    for (const { responses: M, hardMass } of families) {
      expect(relative(1 - hardMass + (hardMass * M) / 2, 8)).toBeLessThan(1e-14);
    }
  });

  it('is sqrt(d (C - 1) / (2 e m)), and adaptively d (C - 1) / (4 m), up to the steps between families', () => {
    for (const m of [1000, 10_000, 100_000]) {
      const { risk } = worstCase(lines.minimax, families, m);
      expect(Math.abs(risk / Math.sqrt((4 * 7) / (2 * Math.E * m)) - 1)).toBeLessThan(0.01);
    }
    const { risk } = worstCase(lines['adaptive-minimax'], families, 1000);
    expect(Math.abs(risk / ((4 * 7) / (4 * 1000)) - 1)).toBeLessThan(0.01);
  });

  it('of SFT-sharpening is within 1.4 times the best risk', () => {
    for (const m of [1000, 10_000]) {
      const ratio = worstCase(lines.sft, families, m).risk / worstCase(lines.minimax, families, m).risk;
      expect(ratio).toBeGreaterThan(1.3);
      expect(ratio).toBeLessThan(1.4);
    }
  });

  it('is what looking at every family and plan gives', () => {
    const few = coverageFamilies({ prompts: 2, coverage: 4, mostResponses: 20 });
    const { risk, N } = worstCase(lines.sft, few, 60);
    let best = { risk: Infinity, N: 0 };
    for (let each = 1; each <= 60; each++) {
      const risks = few.map((family) => sftRisk({ ...family, n: Math.floor(60 / each), N: each, delta: 0.5 }));
      if (Math.max(...risks) < best.risk) best = { risk: Math.max(...risks), N: each };
    }
    expect({ risk, N }).toEqual(best);
  });

  it('refuses what is no coverage', () => {
    expect(() => coverageFamilies({ prompts: 4, coverage: 3, mostResponses: 100 })).toThrow(
      'coverageFamilies: coverage must be a finite number at least 4, got 3',
    );
    expect(() => coverageFamilies({ prompts: 4, coverage: 8, mostResponses: 15 })).toThrow(
      'coverageFamilies: mostResponses must be an integer in [16, 65536], got 15',
    );
    expect(() => coverageFamilies(undefined as never)).toThrow('coverageFamilies: options must be an object');
    expect(() => worstCase(lines.sft, [], 10)).toThrow('worstCase: families');
    expect(() => worstCase(lines.sft, [undefined as never], 10)).toThrow('worstCase: families[0] must be an object');
    expect(() => worstCase(undefined as never, families, 10)).toThrow('worstCase: line must be an object');
    expect(() => samplesFor(undefined as never, small, 0.1)).toThrow('samplesFor: line must be an object');
    expect(() => boundLine(undefined as never)).toThrow('boundLine: bound must be an object');
    expect(() => chain(undefined as never)).toThrow('chain: points');
    expect(() => worstCase(lines.sft, families, 0.5)).toThrow('worstCase: m must be an integer at least 1, got 0.5');
  });
});

describe('the best split', () => {
  it('is looked for between the steps of the grid', () => {
    const family = { prompts: 8, responses: 745, hardMass: 0.5 };
    const { risk, N } = worstCase(lines.sft, [family], 100_000);
    expect(N).toBe(259);
    const near = [254, 256, 258, 260, 262, 265].map((other) =>
      sftRisk({ ...family, n: Math.floor(100_000 / other), N: other, delta: 0.5 }),
    );
    for (const other of near) expect(risk).toBeLessThanOrEqual(other);
  });

  it('has more than half on y*, not just half as one response of four gives', () => {
    const family = { prompts: 4, responses: 4, hardMass: 0.5 };
    expect(sftRisk({ ...family, n: 100, N: 1, delta: 0.5 })).toBeLessThan(0.1);
    expect(sftRisk({ ...family, n: 100, N: 1, delta: 0.5, strict: true })).toBe(0.5);
    expect(lines.sft.risk(family, { n: 100, N: 1 }, 100)).toBe(0.5);
  });
});

describe('boundLine', () => {
  const words = { id: 'mine', statement: 'Mine', source: 'a test', quantity: 'risk' };
  const { parameters } = hardFamilyLowerBound.spec;

  it('says nothing outside of a domain or an assumption: zero below, Delta above', () => {
    const assumptions = [{ name: 'at least 1000', about: 'm', holds: ({ m }: { m: number }) => m >= 1000 }] as const;
    for (const kind of ['lower', 'upper'] as const) {
      const bound = new Bound({ ...words, kind, formula: 'hardMass / 3', parameters, assumptions });
      const [few, many] = [100, 1000].map((m) => worstCase(boundLine(bound), [small], m));
      expect(few).toMatchObject({ risk: kind === 'lower' ? 0 : 0.5, vacuous: true });
      expect(many).toMatchObject({ risk: 0.5 / 3, vacuous: false });
    }
  });

  it('takes a lower bound below zero for zero', () => {
    const bound = new Bound({ ...words, kind: 'lower', formula: 'hardMass - m', parameters });
    expect(worstCase(boundLine(bound), [small], 100)).toMatchObject({ risk: 0, vacuous: true });
  });

  it('refuses a formula that gives no number', () => {
    const bound = new Bound({ ...words, kind: 'upper', formula: '0 / (m - m)', parameters });
    expect(() => worstCase(boundLine(bound), [small], 100)).toThrow(
      /^Mine: the formula at .* must be a finite number, got NaN$/,
    );
  });

  it('refuses a bound with a parameter that nothing gives', () => {
    const line = boundLine(lemmaF1);
    expect(() => worstCase(line, [small], 100)).toThrow(/^boundLine: rho must be given by values/);
  });

  it('takes tau where the bound is least', () => {
    const line = lines['bound-a-expectation'];
    const at = line.risk(small, { n: 1000, N: 100 }, 1e5);
    const { spec, evaluate } = { spec: line, evaluate: line.risk };
    expect(spec.side).toBe('upper');
    expect(evaluate(small, { n: 1001, N: 100 }, 1e5)).toBeLessThan(at);
  });
});
