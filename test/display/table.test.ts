import { describe, expect, it } from 'vitest';
import { table } from '../../src/display/table.ts';

describe('a table', () => {
  it('is as wide as its widest cells, with numbers on the right', () => {
    expect(table(['name', 'count'], [['a', 7] as const, ['long name', 12] as const])).toBe(
      'name       count\n─────────  ─────\na              7\nlong name     12',
    );
  });

  it('fits 80 columns: the widest texts are wrapped, and what a no-break space joins stays together', () => {
    const text = 'samples that the minimax learner needs for a risk of eps, exact, with the bound';
    const lines = table(
      ['id', 'compared', 'split'],
      [['thm-3.1', text, '20,740,859,629 (1279747\u00a0x\u00a016207)']],
    ).split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBe(80);
    expect(lines.slice(2)).toEqual([
      'thm-3.1  samples that the minimax learner       20,740,859,629 (1279747 x 16207)',
      '         needs for a risk of eps, exact, with',
      '         the bound',
    ]);
    expect(table(['a'], [['x'.repeat(90)]]).split('\n')[2]).toBe('x'.repeat(90));
  });
});
