import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { whetstone } from '../support/whetstone.ts';

it('a module that is no JavaScript is refused with the line', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'whetstone-test-')), 'bad.mjs');
  writeFileSync(path, 'export const a = 1;\nexport const b = ;\n');
  const { code, stderr } = await whetstone('check', '--claims', path);
  expect(stderr).toContain(`${path}:2`);
  expect(stderr).toMatch(/^check: module must be one that can be imported \(/);
  expect(code).toBe(2);
});
