import { describe, expect, it } from 'vitest';
import {
  FiniteLaw,
  peakCoverageFromSamples,
  plan,
  poolsOf,
  run,
  Source,
  TabularPolicy,
  ExplicitWorld,
} from '../../../../src/index.ts';
import type { Explicit } from '../../../../src/index.ts';

describe('pools', () => {
  it('are rows of the answer to a plan', () => {
    const base = TabularPolicy.fromMasses([
      [0.5, 0.3, 0.2],
      [0.1, 0.1, 0.8],
    ]);
    const world = new ExplicitWorld(FiniteLaw.uniform(2), base);
    const { result } = run(plan<Explicit>({ n: 6, N: 4 }), world, { source: Source.named('pools') });
    const pools = poolsOf(result);
    expect(pools.map((pool) => pool.length)).toEqual([4, 4, 4, 4, 4, 4]);
    expect(pools.flatMap((pool) => [...pool])).toEqual(Array.from(result.logLikelihoods));
    expect(peakCoverageFromSamples(pools, 0.1).sampled.lower).toBeGreaterThanOrEqual(1);
  });
});
