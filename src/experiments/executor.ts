import type { StopSignal } from '../access/remote/backend.ts';
import type { AnyExperiment, Outcome } from './experiment.ts';
import type { Sweep } from './sweep.ts';

/** A case that has run. */
export interface FinishedCase {
  /** Its place among the cases of the sweep. */
  readonly index: number;
  readonly outcome: Outcome;
  /** Wall time. */
  readonly seconds: number;
}

/** What of an `AbortSignal` an executor needs, so that the types name no environment. */
export interface AbortSignalLike extends StopSignal {
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

export interface ExecuteOptions {
  /** Once it asks to stop, no case begins. Those under way are delivered or dropped, as suits the executor. */
  readonly signal?: AbortSignalLike;
  /** Called once as a case begins, before it is delivered. */
  readonly onStart?: (index: number) => void;
}

/** Runs cases somewhere: here, on threads, on other machines; `executorContract` checks one. */
export interface Executor {
  /** How it is called in the record of wall times. */
  readonly name: string;
  /**
   * Runs the cases of these places in any order and delivers each as soon as it is done; resolves when all are, or as
   * soon as the signal asks to stop. It may be called again, also while it runs, and delivers nothing after its end.
   *
   * @throws CaseError where a case fails; those that were under way are delivered first
   * @throws what `deliver` throws; then no further case begins
   */
  execute<E extends AnyExperiment>(
    sweep: Sweep<E>,
    indices: readonly number[],
    deliver: (finished: FinishedCase) => void,
    options?: ExecuteOptions,
  ): Promise<void>;
}

/** A case that failed: which, and why. */
export class CaseError extends Error {
  override readonly name = 'CaseError';
  readonly index: number;

  constructor({ experiment, cases }: Sweep, index: number, cause: unknown) {
    const why = cause instanceof Error ? cause.message : String(cause);
    super(`${experiment.id}: case ${index + 1} of ${cases.length}, ${JSON.stringify(cases[index])}: ${why}`, { cause });
    this.index = index;
  }
}
