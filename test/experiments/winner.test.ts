import { describe, expect, it } from 'vitest';
import { Source } from '../../src/index.ts';
import { winner } from '../../src/experiments/catalogue/winner.ts';

const fixed = { place: 1, beta: 0.1, epsilon: 0.1, delta: 0.1, failure: 0.1, replications: 100, most: 10_000 };

describe('winner', () => {
  it('measures what each algorithm needs: exploring wins on a needle with a short list', () => {
    const family = { kind: 'shared-needle', prompts: 1, responses: 64, hypotheses: 8, bonus: 1 } as const;
    const { values, cost } = winner.run({ ...fixed, family }, Source.named('test/experiments/winner'));
    const { samples } = values;
    // SFT-sharpening draws 74 responses at one prompt exactly; twice as much is never needed.
    expect(samples['sft-sharpening']).toBeGreaterThanOrEqual(74);
    expect(samples['sft-sharpening']).toBeLessThan(2 * 74);
    // 37 pairs are the exact 0.9 quantile of reward regression, 8 rounds all that XPO can rule out.
    expect(Math.abs(samples['reward-regression']! - 74)).toBeLessThan(30);
    expect(samples.xpo).toBeLessThanOrEqual(24);
    expect(values).toMatchObject({ winner: 'xpo', close: true, right: true });
    expect(cost.fits).toBeGreaterThan(0);
  });

  it('of a random family takes the source, and gives the same one again', () => {
    const parameters = { ...fixed, replications: 20, family: { kind: 'random' } as const };
    const [one, again, other] = ['a', 'a', 'b'].map((name) => winner.run(parameters, Source.named(name)).values);
    expect(again).toEqual(one);
    expect(other!.family).not.toEqual(one!.family);
  });

  it('says that fits to pairs never end sharpened where pi*_beta is not', () => {
    const family = { kind: 'separate-needles', prompts: 2, responses: 16, hypotheses: 4, bonus: 0.2 } as const;
    const { values } = winner.run({ ...fixed, replications: 20, family }, Source.named('flat'));
    expect(values).toMatchObject({ samples: { 'reward-regression': null, xpo: null }, winner: 'sft-sharpening' });
  });
});
