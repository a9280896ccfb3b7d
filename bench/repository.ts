import { fileURLToPath } from 'node:url';

/** The path of a file of the repository, from wherever the compiled benchmarks run. */
export function inRepository(path: string): string {
  return fileURLToPath(new URL(path, import.meta.resolve('whetstone/package.json')));
}
