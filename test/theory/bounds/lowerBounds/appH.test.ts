import { expect, it } from 'vitest';
import { hardFamily, modeCoverage, Source } from '../../../../src/index.ts';

it('the coverage of the hard family is what its laws give (app-h-coverage)', () => {
  for (const parameters of [
    { prompts: 4, responses: 16, hardMass: 0.5 },
    { prompts: 3, responses: 8, hardMass: 1 },
  ]) {
    const family = hardFamily(parameters);
    expect(modeCoverage(family.instance(Source.named('coverage')))).toBeCloseTo(family.coverage, 12);
  }
});
