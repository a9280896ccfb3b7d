import { describe, it } from 'vitest';
import type { Contract } from '../../src/testing/index.ts';

/** Runs a contract as tests. */
export function runContract(title: string, contract: Contract): void {
  describe(title, () => {
    for (const { name, check } of contract) it(name, check);
  });
}
