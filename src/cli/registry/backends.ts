import { pathToFileURL } from 'node:url';
import { basename } from 'node:path';
import { embeddedModel } from '../../models/embedded/embeddedModel.ts';
import { embeddedModelBytes } from '../../models/embedded/embeddedModelBytes.ts';
import { openOnThreads } from '../../models/embedded/node/openOnThreads.ts';
import { llama } from '../../models/llama/llama.ts';
import { openaiServer } from '../../models/openai/openaiServer.ts';
import { UsageError } from '../usageError.ts';
import type { OpenedModel, OpenOptions } from '../../models/openedModel.ts';

/** A kind of thing that `--model` may name, and what opens it. */
export interface BackendKind {
  /** What `--runtime` calls it. */
  readonly runtime: string;
  /** What it is, in words. */
  readonly opens: string;
  /** Whether it opens a name unless another runtime is asked for; it need not be there. */
  accepts(name: string): boolean;
  open(options: OpenOptions): Promise<OpenedModel>;
}

/** The forward pass in TypeScript: it needs no further package. */
const ownRuntime: BackendKind = {
  runtime: 'whetstone',
  opens: 'a GGUF file',
  accepts: (name) => fileUrl(name).href === embeddedModel.href,
  async open({ path, chat, specialTokens, servedModel, timeout, ...options }) {
    onlyOfServers({ servedModel, timeout });
    // It reads a prompt as characters, and looks for no template: to go on without would be to answer another question.
    const unread = chat ? '--chat' : specialTokens ? '--special-tokens' : undefined;
    if (unread) throw new UsageError(`model: ${unread} needs --runtime llama; whetstone's own code reads plain text`);
    const url = fileUrl(String(path));
    return await openOnThreads(await embeddedModelBytes(url), { ...options, name: basename(url.pathname) });
  },
};

const ggufFile: BackendKind = {
  runtime: 'llama',
  opens: 'a GGUF file',
  accepts: (name) => name.startsWith('file:') || !/^[a-z][a-z\d+.-]+:\/\//i.test(name),
  async open({ servedModel, timeout, ...options }) {
    onlyOfServers({ servedModel, timeout });
    return await llama(options);
  },
};

/** Whatever answers as OpenAI's servers do. */
const server: BackendKind = {
  runtime: 'server',
  opens: 'the address of a server',
  accepts: (name) => /^https?:\/\//i.test(name),
  async open({ path, sequences, servedModel, threads, ...options }) {
    if (threads !== undefined)
      throw new UsageError('model: --threads is of a model in this process; a server has its own');
    const key = process.env['WHETSTONE_API_KEY'];
    return await openaiServer({
      ...options,
      url: path,
      concurrency: sequences,
      ...(servedModel !== undefined && { model: servedModel }),
      ...(key !== undefined && { key }),
    });
  },
};

/** The kinds that the command knows: the first that accepts a name opens it, unless `--runtime` names one. */
export const backends: readonly BackendKind[] = [ownRuntime, ggufFile, server];

/** What `--model` may name, in words. */
export function whatOpens(kinds: readonly BackendKind[] = backends): string {
  return [...new Set(kinds.map(({ opens }) => opens))].join(' or ');
}

function fileUrl(name: string): URL {
  return name.startsWith('file:') ? new URL(name) : pathToFileURL(name);
}

function onlyOfServers({ servedModel, timeout }: Pick<OpenOptions, 'servedModel' | 'timeout'>): void {
  const flag = servedModel !== undefined ? '--served-model' : timeout !== undefined ? '--timeout' : undefined;
  if (flag) throw new UsageError(`model: ${flag} is of a server; give --server URL, or leave it out`);
}
