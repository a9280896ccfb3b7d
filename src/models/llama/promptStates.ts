import { mkdtempSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LlamaSequence } from './runtime.ts';

/** Beyond this the oldest are forgotten. */
const MOST_BYTES = 2 ** 29;

/**
 * What the model remembers of each prompt, in temporary files: to load it takes milliseconds where to read the prompt
 * again takes seconds, and sequences cannot share memory. A cache: what is lost is read again.
 */
export class PromptStates {
  readonly #files = new Map<string, { path: string; bytes: number }>();
  #folder: string | undefined;
  #bytes = 0;
  #made = 0;
  readonly #removeAll = (): void => {
    if (this.#folder !== undefined) rmSync(this.#folder, { recursive: true, force: true });
  };

  /** Puts the sequence behind the prompt; false where the prompt is not known. */
  async load(prompt: string, sequence: LlamaSequence): Promise<boolean> {
    const file = this.#files.get(prompt);
    if (!file) return false;
    this.#files.delete(prompt);
    try {
      await sequence.loadStateFromFile(file.path, { acceptRisk: true });
    } catch {
      this.#bytes -= file.bytes;
      return false;
    }
    this.#files.set(prompt, file);
    return true;
  }

  /** Keeps the state of a sequence that stands behind the prompt. */
  async save(prompt: string, sequence: LlamaSequence): Promise<void> {
    if (this.#files.has(prompt)) return;
    try {
      if (this.#folder === undefined) {
        this.#folder = mkdtempSync(join(tmpdir(), 'whetstone-'));
        process.once('exit', this.#removeAll);
      }
      const path = join(this.#folder, `${this.#made++}`);
      const { fileSize } = await sequence.saveStateToFile(path);
      this.#files.set(prompt, { path, bytes: fileSize });
      this.#bytes += fileSize;
    } catch {
      return;
    }
    for (const [oldest, { path, bytes }] of this.#files) {
      if (this.#bytes <= MOST_BYTES) break;
      this.#files.delete(oldest);
      this.#bytes -= bytes;
      await rm(path, { force: true });
    }
  }

  dispose(): void {
    this.#removeAll();
    process.off('exit', this.#removeAll);
    this.#files.clear();
    this.#folder = undefined;
  }
}
