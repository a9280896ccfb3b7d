/** What becomes of a check that is not broken: nothing where it was kept, the reason where it could not be made. */
export type CheckOutcome = void | { readonly skipped: string };

/**
 * One check of a contract. It throws, or rejects, where the contract is broken, and says why where there is nothing to
 * check, so any test runner can run it: as vitest,
 * `it(name, async ({ skip }) => { const outcome = await check(); if (outcome) skip(outcome.skipped); })`.
 */
export interface ContractCheck {
  readonly name: string;
  check(): CheckOutcome | Promise<CheckOutcome>;
}

/** What every implementation of an interface must keep to. */
export type Contract = readonly ContractCheck[];

/** An implementation breaks its contract; the message says where. */
export class ContractError extends Error {
  override readonly name = 'ContractError';
}

/** What was checked of an implementation that breaks nothing. */
export interface ContractReport {
  /** The names of the checks that were kept. */
  readonly kept: readonly string[];
  /** Those that could not be made, each with the reason. */
  readonly skipped: readonly { readonly name: string; readonly reason: string }[];
}

/**
 * Runs the checks of a contract one after another, where there is no test runner.
 *
 * @throws ContractError at the first check that is broken, with its name and why
 */
export async function runContract(contract: Contract): Promise<ContractReport> {
  const kept: string[] = [];
  const skipped: { name: string; reason: string }[] = [];
  for (const { name, check } of contract) {
    let outcome: CheckOutcome;
    try {
      outcome = await check();
    } catch (cause) {
      throw new ContractError(`${name}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    }
    if (outcome) skipped.push({ name, reason: outcome.skipped });
    else kept.push(name);
  }
  return { kept, skipped };
}

/** Throws unless the condition holds. @param message what must hold */
export function demand(holds: boolean, message: string): asserts holds {
  if (!holds) throw new ContractError(message);
}

/** Demands that a call is refused with an error. */
export function demandRefusal(call: () => unknown, message: string): void {
  try {
    call();
  } catch {
    return;
  }
  throw new ContractError(message);
}

/** `demandRefusal` of a call that answers in its own time. */
export async function demandRejection(call: () => Promise<unknown>, message: string): Promise<void> {
  try {
    await call();
  } catch {
    return;
  }
  throw new ContractError(message);
}

/** Awaits what might hang. @param message what must happen within so many seconds */
export async function within<T>(seconds: number, promise: Promise<T>, message: string): Promise<T> {
  let timer: ReturnType<typeof setTimeout>;
  const hung = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new ContractError(`${message}, has not within ${seconds} s`)), seconds * 1000);
  });
  return Promise.race([promise, hung]).finally(() => clearTimeout(timer));
}

/** Lets what was begun go on. */
export function pause(seconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1000));
}

/** A check that compares frequencies fails a right implementation with at most this probability over its source. */
export const CHECK_FAILURE = 1e-9;
