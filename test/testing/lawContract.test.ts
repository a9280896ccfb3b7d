import { describe, expect, it } from 'vitest';
import { FiniteLaw, Spectrum } from '../../src/index.ts';
import type { Source } from '../../src/index.ts';
import { lawContract, runContract } from '../../src/testing/index.ts';
import { changed, notices, source } from './mutants.ts';
import type { Any } from './mutants.ts';

describe('lawContract', () => {
  const masses = [0.5, 0.3, 0.2];
  const law = (): FiniteLaw => FiniteLaw.fromMasses(masses);
  let made = 0;
  notices<(source: Source) => Any>((law) => lawContract({ law, masses, source }), law, [
    ['is a list', () => masses, /is a law/],
    ['has too much mass', () => changed(law(), { levelLogMasses: [-0.5, -1, -1.5] }), /is a law/],
    ['has a log mass above 0', () => changed(law(), { levelLogMasses: [0.1, -Infinity, -Infinity] }), /is a law/],
    ['has masses that are no numbers', () => changed(law(), { levelLogMasses: [NaN, 0, -Infinity] }), /is a law/],
    ['changes', () => FiniteLaw.fromMasses(made++ % 2 === 0 ? masses : masses.toReversed()), /same law/],
    ['has another size each time', () => FiniteLaw.uniform(1 + (made++ % 2)), /same law/],
    ['has other masses', () => FiniteLaw.fromMasses([0.5, 0.2, 0.3]), /closed form/],
    ['is off by a hair', () => FiniteLaw.fromMasses([0.5 + 1e-11, 0.3, 0.2 - 1e-11]), /closed form/],
    ['is a spectrum with other levels', () => Spectrum.fromMasses([0.25, 0.25], [2, 2]), /closed form/],
    ['always draws outcome 0', () => changed(law(), { draw: () => 0 }), /draws/],
    ['draws uniformly', () => changed(law(), { draw: (from: Source) => from.index(3) }), /draws/],
    ['draws what is not an outcome', () => changed(law(), { draw: () => 3 }), /draws/],
    ['counts wrongly', () => changed(law(), { sampler: FiniteLaw.uniform(3).sampler }), /draws/],
  ]);

  it('says why it has nothing to check of a law by levels, and where no closed form is given', async () => {
    const { kept, skipped } = await runContract(lawContract({ law: () => Spectrum.fromMasses([0.5], [2]), source }));
    expect(kept).toHaveLength(2);
    expect(skipped).toEqual([
      { name: 'has the masses of its closed form', reason: 'no masses in closed form are given' },
      {
        name: 'draws each outcome with its probability, one by one and as counts',
        reason: 'a law by levels is not drawn from',
      },
    ]);
  });
});
