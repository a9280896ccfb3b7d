import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseSpec } from '../../src/experiments/index.ts';
import { readRows } from '../../src/experiments/node/index.ts';
import { canonicalJson } from '../../src/math/json.ts';
import { runCase } from '../../src/experiments/sweep.ts';

const figures = new URL('../../figures/', import.meta.url);
const specs = readdirSync(figures).filter((file) => /^\w+\.json$/.test(file));

it('there are figures to check', () => expect(specs).toContain('sandwich.json'));

describe.each(specs)('the rows of figures/%s', (file) => {
  it('are of this spec and version, and come out again', async () => {
    const sweep = parseSpec(readFileSync(new URL(file, figures), 'utf8'), { file });
    const rows = readRows(fileURLToPath(new URL(`${file}l`, figures)), sweep)!;
    expect(rows).toHaveLength(sweep.cases.length);
    const { parameters, values, cost } = rows[Math.floor(rows.length / 4)]!;
    const again = await runCase(sweep.experiment, sweep.seed, parameters);
    expect(canonicalJson(again)).toBe(canonicalJson({ values, cost }));
  });
});
