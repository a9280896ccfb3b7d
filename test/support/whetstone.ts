import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** The command as it is started in a process of its own, from the sources. */
export const WHETSTONE: readonly string[] = [
  process.execPath,
  '--import',
  'tsx',
  fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url)),
];

/** Runs the command as a person would, in a process of its own. */
export async function whetstone(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const [node, ...before] = WHETSTONE as [string, ...string[]];
  try {
    return { code: 0, ...(await promisify(execFile)(node, [...before, ...args])) };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, stdout, stderr };
  }
}
