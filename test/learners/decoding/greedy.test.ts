import { describe, expect, it } from 'vitest';
import { nextTokenAccess } from '../../../src/access/frameworks.ts';
import { run } from '../../../src/access/run.ts';
import type { Explicit } from '../../../src/access/spaces.ts';
import { bestFirstSearch } from '../../../src/learners/decoding/bestFirstSearch.ts';
import { greedy } from '../../../src/learners/decoding/greedy.ts';
import { FiniteLaw } from '../../../src/laws/finiteLaw.ts';
import { modes } from '../../../src/laws/levels.ts';
import { Source } from '../../../src/math/random/source.ts';
import { AutoregressivePolicy } from '../../../src/policies/autoregressivePolicy.ts';
import { ExplicitWorld } from '../../../src/policies/explicitWorld.ts';
import { FLAVOURS, randomTree, SHAPES } from '../../support/randomTrees.ts';

const source = Source.named('test/learners/decoding/greedy');
const laws = (...rows: number[][]): FiniteLaw[] => rows.map((row) => FiniteLaw.fromMasses(row));

function decode(policy: AutoregressivePolicy, maxTokens = policy.maxTokens) {
  const world = new ExplicitWorld(FiniteLaw.uniform(1), policy);
  return run(greedy<Explicit>({ n: 1, maxTokens }), world, { source, framework: nextTokenAccess });
}

// Greedy takes a (0.5) and then END (0.6): 0.3. But b and END have 0.4 together.
const trap = AutoregressivePolicy.fromTable({ vocabulary: 3, end: 2, maxTokens: 2 }, [
  laws([0.5, 0.4, 0.1], [0.2, 0.2, 0.6], [0, 0, 1]),
]);

describe('greedy decoding', () => {
  it('takes the likeliest token, time after time, and may miss y*', () => {
    const { result, cost } = decode(trap);
    expect(result).toEqual([
      { prompt: 0, tokens: [0, 2], ended: true, logLikelihood: expect.closeTo(Math.log(0.3), 14) },
    ]);
    expect(cost).toEqual({ prompts: 1, samples: 0, evaluations: 2, fits: 0, tokens: 0 });
    expect(trap.tokensOf(modes(trap.law(0))[0]!)).toEqual([1, 2]);
    const world = new ExplicitWorld(FiniteLaw.uniform(1), trap);
    const { result: searched } = run(bestFirstSearch<Explicit>({ n: 1, maxTokens: 2, budget: 9, most: 1 }), world, {
      source,
    });
    expect(searched[0]!.mode).toMatchObject({ tokens: [1, 2], certified: true });
  });

  it('is cut at the length limit', () => {
    expect(decode(trap, 1).result).toEqual([
      { prompt: 0, tokens: [0], ended: false, logLikelihood: expect.closeTo(Math.log(0.5), 14) },
    ]);
    expect(() => decode(trap, 3)).not.toThrow();
    const endless = new AutoregressivePolicy({ prompts: 1, vocabulary: 3, end: 2, maxTokens: 5 }, () =>
      FiniteLaw.fromMasses([0.3, 0.7, 0]),
    );
    expect(decode(endless).result[0]).toMatchObject({ tokens: [1, 1, 1, 1, 1], ended: false });
    expect(() => decode(endless, 6)).toThrow('nextTokenLaw: tokens must be a list of fewer than maxTokens = 5 tokens');
  });

  it('takes the first of tied tokens, also where they tie but for rounding', () => {
    for (const noise of [0, 1e-15, -1e-15]) {
      const policy = new AutoregressivePolicy({ prompts: 1, vocabulary: 4, end: 3, maxTokens: 1 }, () =>
        FiniteLaw.fromMasses([0.1, 0.4 - noise, 0.4 + noise, 0.1]),
      );
      expect(decode(policy).result[0]!.tokens).toEqual([1]);
    }
  });

  it('returns y* where it has more than half of the mass (Prop 3.1)', () => {
    let above = 0;
    let missed = 0;
    for (let i = 0; i < 1000; i++) {
      const stream = source.split(i);
      const [vocabulary, maxTokens] = SHAPES[i % (SHAPES.length - 2)]!;
      const flavour = FLAVOURS[stream.index(FLAVOURS.length)]!;
      const policy = randomTree(flavour, vocabulary, maxTokens, stream);
      const { tokens, logLikelihood } = decode(policy).result[0]!;
      const law = policy.law(0);
      const response = policy.responseOf(tokens);
      expect(logLikelihood).toBeCloseTo(law.logMasses[response]!, 11);
      const best = modes(law);
      if (law.mass(best[0]!) > 0.5) {
        above++;
        expect([response]).toEqual([...best]);
      } else if (!best.includes(response)) missed++;
    }
    // It says something only if both sides come up.
    expect(above).toBeGreaterThan(100);
    expect(missed).toBeGreaterThan(100);
  });

  it.each<[string, unknown, string]>([
    ['no options', undefined, 'greedy: options must be an object'],
    ['no prompts', { n: 0, maxTokens: 1 }, 'greedy: n must be an integer at least 1, got 0'],
    ['no length limit', { n: 1 }, 'greedy: maxTokens must be an integer at least 1, got undefined'],
    ['a limit of no tokens', { n: 1, maxTokens: 0 }, 'greedy: maxTokens must be an integer at least 1, got 0'],
  ])('refuses %s', (_what, options, message) => {
    expect(() => greedy<Explicit>(options as any).next()).toThrow(message);
  });
});
