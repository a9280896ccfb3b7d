import type { Connection } from './connection.ts';
import { completions } from './dialects/completions.ts';
import type { Dialect, DialectOptions } from './dialects/dialect.ts';
import { llamaServer } from './dialects/llamaServer.ts';
import { vllm } from './dialects/vllm.ts';

export type DialectName = 'llama-server' | 'vllm' | 'completions';

const DIALECTS: Readonly<Record<DialectName, (options: DialectOptions) => Promise<Dialect>>> = {
  'llama-server': llamaServer,
  vllm,
  completions,
};

/** Speaks to a server in the dialect that is named, or else in the one that it is found to know. */
export async function findDialect(name: DialectName | undefined, options: DialectOptions): Promise<Dialect> {
  return await DIALECTS[name ?? (await found(options.connection))](options);
}

/** What only one kind of server answers. */
async function found(connection: Connection): Promise<DialectName> {
  if (await answers(connection, '/props', 'default_generation_settings')) return 'llama-server';
  if (await answers(connection, '/version', 'version')) return 'vllm';
  return 'completions';
}

async function answers(connection: Connection, path: string, field: string): Promise<boolean> {
  const answer = await connection.find(path);
  return typeof answer === 'object' && answer !== null && field in answer;
}
