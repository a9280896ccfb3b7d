/**
 * One check of a contract. It throws where the contract is broken, so any test runner can run it:
 * `for (const { name, check } of contract) it(name, check)`.
 */
export interface ContractCheck {
  readonly name: string;
  check(): void;
}

/** What every implementation of an interface must keep to. */
export type Contract = readonly ContractCheck[];

/** An implementation breaks its contract; the message says where. */
export class ContractError extends Error {
  override readonly name = 'ContractError';
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

/** A check that compares frequencies fails a right implementation with at most this probability over its source. */
export const CHECK_FAILURE = 1e-9;
