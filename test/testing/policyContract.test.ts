import { describe } from 'vitest';
import type { ExplicitPolicy } from '../../src/index.ts';
import { policyContract } from '../../src/testing/index.ts';
import { base, changed, notices } from './mutants.ts';

describe('policyContract', () => {
  let asked = 0;
  notices<ExplicitPolicy>((policy) => policyContract({ policy }), base, [
    ['has no prompts', changed(base, { prompts: 0 }), /how many/],
    ['has half a response', changed(base, { responses: 2.5 }), /how many/],
    ['has laws of another size', changed(base, { responses: 4 }), /a law over its responses/],
    ['has lists for laws', changed(base, { law: () => [0.5, 0.3, 0.2] }), /a law over its responses/],
    [
      'has a law that is none',
      changed(base, { law: () => changed(base.law(0), { levelLogMasses: [-1, -1, -3] }) }),
      /a law over/,
    ],
    ['knows fewer prompts than it says', changed(base, { prompts: 3 }), /a law over its responses/],
    ['changes', changed(base, { law: () => base.law(asked++ % 2) }), /same law/],
    ['answers for any prompt', changed(base, { law: (x: number) => base.law(x === 1 ? 1 : 0) }), /refuses prompts/],
    ['rounds prompts', changed(base, { law: (x: number) => base.law(Math.floor(x)) }), /refuses prompts/],
  ]);
});
