import type { Arbitrary } from 'fast-check';
import { fc } from './fastCheck.ts';
import { lengthNormalised } from '../../policies/rewards/lengthNormalised.ts';
import { logLikelihood } from '../../policies/rewards/logLikelihood.ts';
import { majorityVote } from '../../policies/rewards/majorityVote.ts';
import type { PointwiseReward, SetwiseReward } from '../../policies/rewards/selfReward.ts';
import { listsOf } from './lists.ts';
import { showAs } from './showAs.ts';

/** Numbers from a table that repeats over prompts and responses: a function of both, with ties. */
type Table<T> = (prompt: number, response: number) => T;

function tables<T>(entry: Arbitrary<T>): Arbitrary<{ at: Table<T>; code: string }> {
  return listsOf(listsOf(entry, 1, 5), 1, 3).map((rows) => ({
    at: (prompt, response) => {
      const row = rows[prompt % rows.length]!;
      return row[response % row.length]!;
    },
    code: `the table ${fc.stringify(rows)}`,
  }));
}

/** The log-likelihood, which the others shrink to, length-normalised ones, and tables of numbers, ties among them. */
export function pointwiseRewards(): Arbitrary<PointwiseReward<number, number>> {
  const value = fc.oneof(
    { arbitrary: fc.integer({ min: -3, max: 3 }), weight: 4 },
    { arbitrary: fc.integer({ min: -1000, max: 1000 }), weight: 1 },
  );
  const byTable = tables(value).map(({ at, code }): PointwiseReward<number, number> => {
    const reward = { kind: 'pointwise', name: 'table', of: at } as const;
    return showAs(reward, () => `a reward by ${code}`);
  });
  const byLength = tables(fc.integer({ min: 1, max: 4 })).map(({ at, code }) =>
    showAs(
      lengthNormalised<number, number>((response, prompt) => at(prompt, response)),
      () => `lengthNormalised by ${code}`,
    ),
  );
  return fc.oneof({ withCrossShrink: true }, fc.constant(logLikelihood), byTable, byLength);
}

/** Majority votes over answers from a table. */
export function setwiseRewards(): Arbitrary<SetwiseReward<number, number>> {
  return tables(fc.nat(2)).map(({ at, code }) =>
    showAs(
      majorityVote<number, number>((response, prompt) => at(prompt, response)),
      () => `majorityVote by ${code}`,
    ),
  );
}
