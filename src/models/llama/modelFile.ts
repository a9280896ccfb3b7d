import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DomainError } from '../../math/domainError.ts';
import { ModelError } from '../modelError.ts';

/** A GGUF file, before it is loaded. */
export interface ModelFile {
  /** Its name and a fingerprint of what is in it: two files of one name are told apart. */
  readonly name: string;
  readonly bytes: number;
}

/**
 * The path of a file that is given by its path or its URL.
 *
 * @throws DomainError where it is neither, or a URL of something else than a file
 */
export function filePath(path: string | URL): string {
  if (typeof path === 'string') return path;
  if (path instanceof URL && path.protocol === 'file:') return fileURLToPath(path);
  throw new DomainError('llama', 'path', 'the path of a file, or a file: URL', path instanceof URL ? path.href : path);
}

// The whole file would take seconds to read; two different models differ in some of these places.
const PROBES = 64;
const PROBE_BYTES = 65536;

/**
 * Looks at a file before llama.cpp does, whose own errors are hard to read.
 *
 * @throws ModelError where there is no such file, or it is no GGUF file
 */
export async function inspectModelFile(path: string): Promise<ModelFile> {
  let file: FileHandle;
  try {
    file = await open(path, 'r');
  } catch (error) {
    const { code } = error as { code?: unknown };
    const reason = code === 'ENOENT' ? 'there is no such file' : String(code);
    throw new ModelError(`llama: cannot open the model ${JSON.stringify(path)}: ${reason}`, { cause: error });
  }
  try {
    const status = await file.stat();
    if (!status.isFile()) throw new ModelError(`llama: ${JSON.stringify(path)} is not a file; give a GGUF file`);
    const probe = Buffer.alloc(PROBE_BYTES);
    const hash = createHash('sha256').update(String(status.size));
    for (let i = 0; i < PROBES; i++) {
      const at = Math.floor((Math.max(0, status.size - PROBE_BYTES) * i) / (PROBES - 1));
      const { bytesRead } = await file.read(probe, 0, PROBE_BYTES, at);
      if (i === 0 && probe.toString('latin1', 0, Math.min(4, bytesRead)) !== 'GGUF') {
        throw new ModelError(
          `llama: ${JSON.stringify(path)} is not a GGUF file: it does not begin with the letters GGUF`,
        );
      }
      hash.update(probe.subarray(0, bytesRead));
    }
    return { name: `${basename(path)} ${hash.digest('hex').slice(0, 12)}`, bytes: status.size };
  } finally {
    await file.close();
  }
}
