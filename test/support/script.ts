import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'whetstone-script-'));
let scripts = 0;

/** A command that runs code of a test in a process of its own; `src` in its imports is the folder of the sources. */
export function script(code: string): readonly string[] {
  const path = join(folder, `${scripts++}.mts`);
  writeFileSync(path, code.replaceAll("from 'src/", `from '${new URL('../../src/', import.meta.url).href}`));
  return [process.execPath, '--import', 'tsx', path];
}
