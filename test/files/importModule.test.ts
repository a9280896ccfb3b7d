import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { whetstone } from '../support/whetstone.ts';

const folder = mkdtempSync(join(tmpdir(), 'whetstone-test-'));

// In a process of its own: the test runner imports CommonJS in another way than Node.
it.each<[kind: string, name: string, code: string]>([
  ['CommonJS, whose names cannot be seen beforehand', 'mine.cjs', 'const mine = { one: 1 }; module.exports = mine;'],
  ['a default export', 'mine.mjs', 'export default { one: 1 };'],
  ['names, which go before a default export', 'both.mjs', 'export const one = 1; export default { one: 2 };'],
])('a module may export by %s', (_kind, name, code) => {
  const module = join(folder, name);
  writeFileSync(module, code);
  const source = new URL('../../src/files/importModule.ts', import.meta.url).href;
  const script = `import { importModule } from ${JSON.stringify(source)};
    console.log((await importModule('test', ${JSON.stringify(module)})).one);`;
  const args = ['--import', 'tsx', '--input-type=module', '--eval', script];
  expect(execFileSync(process.execPath, args, { encoding: 'utf8' })).toBe('1\n');
});

it('a module that is no JavaScript is refused with the line', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'whetstone-test-')), 'bad.mjs');
  writeFileSync(path, 'export const a = 1;\nexport const b = ;\n');
  const { code, stderr } = await whetstone('check', '--claims', path);
  expect(stderr).toContain(`${path}:2`);
  expect(stderr).toMatch(/^check: module must be one that can be imported \(/);
  expect(code).toBe(2);
});
