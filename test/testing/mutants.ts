import { expect, it } from 'vitest';
import { Source, TabularPolicy } from '../../src/index.ts';
import { runContract } from '../../src/testing/index.ts';
import type { Contract } from '../../src/testing/index.ts';

/** The names of the checks that an implementation breaks; one that is skipped is not broken. */
async function broken(contract: Contract): Promise<string[]> {
  const names: string[] = [];
  for (const { name, check } of contract) {
    try {
      await check();
    } catch {
      names.push(name);
    }
  }
  return names;
}

type Mutant<T> = [breaks: string, implementation: T, check: RegExp];

/**
 * One test for each broken implementation: a check of the given name notices it. A right one is there to show that it
 * fails none.
 *
 * @returns the names of the checks that were broken, as the tests go on
 */
export function noticesSome<T>(
  contractOf: (implementation: T) => Contract,
  right: T,
  mutants: readonly Mutant<T>[],
  /** Checks for which the right one gives no occasion; a mutant does. */
  skips: readonly RegExp[] = [],
): ReadonlySet<string> {
  const red = new Set<string>();
  it('passes what is right, with every check', async () => {
    const { skipped } = await runContract(contractOf(right));
    expect(skipped.map(({ name }) => name)).toEqual(skips.map((each): unknown => expect.stringMatching(each)));
  });
  it.each(mutants)('notices one that %s', async (_, mutant, check) => {
    const named = contractOf(mutant).filter(({ name }) => check.test(name));
    const found = await broken(named);
    found.forEach((name) => red.add(name));
    expect(found).not.toEqual([]);
  });
  return red;
}

/** As `noticesSome`, and every check of the contract is turned red by one of them. */
export function notices<T>(...given: Parameters<typeof noticesSome<T>>): void {
  const [contractOf, right] = given;
  const red = noticesSome(...given);
  it('has each check turned red by one of them', () => {
    expect(contractOf(right).flatMap(({ name }) => (red.has(name) ? [] : [name]))).toEqual([]);
  });
}

export const source = Source.named('testing/mutants');
export type Any = any;

export const base = TabularPolicy.fromMasses([
  [0.5, 0.3, 0.2],
  [0.1, 0.1, 0.8],
]);

/** An object with some members replaced. */
export function changed<T extends object>(value: T, members: Record<string, unknown>): T {
  const bound = new Proxy(value, {
    get(target, key) {
      if (Object.hasOwn(members, key)) return members[key as string];
      const member: unknown = Reflect.get(target, key);
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
  return bound;
}
