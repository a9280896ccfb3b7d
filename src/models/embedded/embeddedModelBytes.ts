import { ModelError } from '../modelError.ts';
import { embeddedModel } from './embeddedModel.ts';

/** What is used of the environment, Node's or a browser's, so that the types name neither. */
interface Environment {
  fetch(url: string): Promise<{
    readonly ok: boolean;
    readonly status: number;
    arrayBuffer(): Promise<ArrayBuffer>;
  }>;
  readonly process?: {
    getBuiltinModule?(name: 'node:fs'): { readonly promises: { readFile(url: URL): Promise<Uint8Array> } };
  };
}

/**
 * The bytes of the model that ships with this package, in Node and in a browser.
 *
 * @param url where the file is, if it was put somewhere else
 * @throws ModelError where it cannot be read
 */
export async function embeddedModelBytes(url: URL = embeddedModel): Promise<Uint8Array> {
  const { fetch, process } = globalThis as unknown as Environment;
  const address = String(url);
  try {
    // Node fetches no files, and to import its modules by name would keep this from a browser.
    const files = address.startsWith('file:') ? process?.getBuiltinModule?.('node:fs') : undefined;
    if (files) return new Uint8Array(await files.promises.readFile(url));
    const response = await fetch(address);
    if (!response.ok) throw new Error(`the answer is ${response.status}`);
    return new Uint8Array(await response.arrayBuffer());
  } catch (cause) {
    throw new ModelError(`embeddedModelBytes: cannot read ${address}: ${(cause as Error).message}`, { cause });
  }
}
