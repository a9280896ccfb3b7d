import { StoppedError } from '../../../access/remote/remoteRun.ts';
import type { StopSignal } from '../../../access/remote/backend.ts';

/** What is used of the environment, Node's or a browser's, so that the types name neither. */
interface Environment {
  setImmediate?(call: () => void): void;
  setTimeout(call: () => void, milliseconds: number): void;
}

/** A page or a command that does not answer for longer seems dead. */
const MILLISECONDS = 30;

/**
 * Lets others have their turn now and then while something is computed: who presses a key, shows progress, or stops it.
 *
 * @returns what is to be awaited between two steps; it throws a StoppedError once the signal says so
 */
export function turns(signal?: StopSignal): () => Promise<void> {
  let last = Date.now();
  return async () => {
    if (Date.now() - last >= MILLISECONDS) {
      const environment = globalThis as unknown as Environment;
      await new Promise<void>((resolve) => {
        if (environment.setImmediate) environment.setImmediate(resolve);
        else environment.setTimeout(resolve, 0);
      });
      last = Date.now();
    }
    if (signal?.aborted) throw new StoppedError();
  };
}
