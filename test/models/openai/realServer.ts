import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A Python that has the package xllamacpp, which is llama-server. */
const python = process.env.WHETSTONE_LLAMA_SERVER ?? '';

export const missingServer = existsSync(python)
  ? undefined
  : 'WHETSTONE_LLAMA_SERVER names no Python with the package xllamacpp';

export interface RealServer {
  readonly url: string;
  /** Ends it as a crash would. */
  kill(): Promise<void>;
}

/** Starts a llama-server on a GGUF file. */
export async function realServer(
  model: string,
  { parallel = 4, context = 512, threads = 1 } = {},
): Promise<RealServer> {
  const script = fileURLToPath(new URL('llamaServer.py', import.meta.url));
  const child = spawn(python, [script, model, ...[parallel, context, threads].map(String)]);
  const url = await firstLine(child);
  return {
    url,
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}

async function firstLine(child: ChildProcess): Promise<string> {
  let [out, log] = ['', ''];
  child.stderr!.on('data', (part: Buffer) => (log = (log + part.toString()).slice(-2000)));
  return await new Promise((resolve, reject) => {
    child.stdout!.on('data', (part: Buffer) => {
      out += part.toString();
      const line = /^(http:\S+)\n/m.exec(out)?.[1];
      if (line) resolve(line);
    });
    child.on('exit', () => reject(new Error(`the server did not start: ${log}`)));
    child.on('error', reject);
  });
}
