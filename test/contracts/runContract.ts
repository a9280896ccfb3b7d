import { describe, it } from 'vitest';
import type { Contract } from '../../src/testing/index.ts';

/** Runs a contract as tests; a check that could not be made is skipped with its reason. */
export function runContract(title: string, contract: Contract): void {
  describe(title, () => {
    for (const { name, check } of contract) {
      it(name, async ({ skip }) => {
        const outcome = await check();
        if (outcome) skip(outcome.skipped);
      });
    }
  });
}
