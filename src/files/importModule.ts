import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { DomainError } from '../math/domainError.ts';
import { isObject } from '../math/json.ts';

/**
 * What a module of a user's exports: by name, or as fields of its default export, as CommonJS has it where names cannot be seen
 * beforehand.
 *
 * @param module a URL, or the path of a file, relative to the working directory
 * @throws DomainError where it cannot be imported, with the reason
 */
export async function importModule(where: string, module: string | URL): Promise<Readonly<Record<string, unknown>>> {
  const url = moduleUrl(where, module);
  try {
    const exported = (await import(/* @vite-ignore */ url)) as Record<string, unknown>;
    return { ...(isObject(exported['default']) && exported['default']), ...exported };
  } catch (error) {
    const why = error instanceof Error ? `${error.message}${placeOf(error, url)}` : String(error);
    throw new DomainError(where, 'module', `one that can be imported (${why})`, String(module));
  }
}

/** Where a module is no JavaScript, `, at /mine.js:3`: the error does not say it, but a check of the file alone does. */
function placeOf(error: Error, url: string): string {
  if (error.name !== 'SyntaxError' || !url.startsWith('file:')) return '';
  const { stderr } = spawnSync(process.execPath, ['--check', fileURLToPath(url)], { encoding: 'utf8' });
  const place = /^(.+:\d+)\n/.exec(stderr)?.[1];
  return place === undefined ? '' : `, at ${place.replace(/^file:\/\//, '')}`;
}

/**
 * The list that a module exports under a name.
 *
 * @throws DomainError where the module cannot be imported, or exports no such list
 */
export async function importList(where: string, module: string | URL, name: string): Promise<readonly unknown[]> {
  const list = (await importModule(where, module))[name];
  if (!Array.isArray(list) || list.length === 0) {
    throw new DomainError(where, name, `a list of ${name}: export const ${name} = [...] in ${String(module)}`, list);
  }
  return list;
}

/** Where a module is, as a thread can import it too. */
export function moduleUrl(where: string, module: string | URL): string {
  if (module instanceof URL) return module.href;
  if (typeof module !== 'string' || module === '') {
    throw new DomainError(where, 'module', 'a URL, or the path of a file', module);
  }
  return module.startsWith('file:') ? module : pathToFileURL(resolve(module)).href;
}
