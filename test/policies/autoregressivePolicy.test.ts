import { describe, expect, it } from 'vitest';
import { draw } from '../../src/access/queries/draw.ts';
import { eachPrompt } from '../../src/access/queries/eachPrompt.ts';
import { nextTokenLaw } from '../../src/access/queries/nextTokenLaw.ts';
import { tokenLaw } from '../../src/access/queries/tokenLaw.ts';
import { run } from '../../src/access/run.ts';
import type { Explicit } from '../../src/access/spaces.ts';
import { FiniteLaw } from '../../src/laws/finiteLaw.ts';
import { Source } from '../../src/math/random/source.ts';
import { AutoregressivePolicy } from '../../src/policies/autoregressivePolicy.ts';
import { ExplicitWorld } from '../../src/policies/explicitWorld.ts';
import { randomAutoregressivePolicy } from '../../src/theory/instances/randomAutoregressivePolicy.ts';
import { randomTree, SHAPES } from '../support/randomTrees.ts';

const source = Source.named('test/policies/autoregressivePolicy');
const laws = (...rows: number[][]): FiniteLaw[] => rows.map((row) => FiniteLaw.fromMasses(row));

// Tokens a = 0, END = 1, b = 2; at most two tokens. Prefixes in order: none, a, b.
const byHand = AutoregressivePolicy.fromTable({ vocabulary: 3, end: 1, maxTokens: 2 }, [
  laws([0.5, 0.2, 0.3], [0.1, 0.6, 0.3], [0, 0, 1]),
  laws([0, 1, 0], [1, 0, 0], [1, 0, 0]),
]);

describe('an autoregressive policy', () => {
  it('numbers its responses by length and then as a dictionary does', () => {
    expect(byHand.responses).toBe(7);
    const responses = Array.from({ length: 7 }, (_, response) => byHand.tokensOf(response));
    expect(responses).toEqual([[1], [0, 1], [2, 1], [0, 0], [0, 2], [2, 0], [2, 2]]);
  });

  it('multiplies its next-token laws', () => {
    const expected = [
      [0.2, 0.5 * 0.6, 0, 0.5 * 0.1, 0.5 * 0.3, 0, 0.3],
      [1, 0, 0, 0, 0, 0, 0],
    ];
    for (const prompt of [0, 1]) {
      byHand
        .law(prompt)
        .masses()
        .forEach((mass, i) => expect(mass).toBeCloseTo(expected[prompt]![i]!, 14));
    }
    expect(byHand.law(0)).toBe(byHand.law(0));
  });

  it.each(SHAPES.slice(0, 12))('numbers each response once: %i tokens, at most %i long', (vocabulary, maxTokens) => {
    const policy = randomTree('dirichlet', vocabulary, maxTokens, source.split(`${vocabulary} ${maxTokens}`));
    const seen = new Set<string>();
    for (let response = 0; response < policy.responses; response++) {
      const tokens = policy.tokensOf(response);
      expect(policy.responseOf(tokens)).toBe(response);
      seen.add(tokens.join());
    }
    expect(seen.size).toBe(policy.responses);
    // An ended response has fewer than H other tokens, a cut one has H.
    const expected = Array.from({ length: maxTokens + 1 }, (_, k) => (vocabulary - 1) ** k).reduce((a, b) => a + b);
    expect(policy.responses).toBe(expected);
  });

  it('never ends where the end token has no mass: all is cut at the limit', () => {
    const law = FiniteLaw.fromMasses([0.5, 0.5, 0]);
    const policy = new AutoregressivePolicy({ prompts: 1, vocabulary: 3, end: 2, maxTokens: 4 }, () => law);
    expect(policy.responses).toBe(31);
    const masses = policy.law(0).masses();
    masses.forEach((mass, i) => expect(mass).toBeCloseTo(i < 15 ? 0 : 1 / 16, 14));
  });

  it('is the base policy of a world, which shows next-token laws and draws whole responses', () => {
    const world = new ExplicitWorld(FiniteLaw.uniform(2), byHand);
    const asked = nextTokenLaw<Explicit>([
      { prompt: 0, tokens: [2] },
      { prompt: 0, tokens: [0], leastLogMass: Math.log(0.2) },
    ]);
    const { result, cost } = run(asked, world, { source });
    expect(cost.evaluations).toBe(2);
    expect(result[0]).toEqual({
      tokens: [2],
      logMasses: [0],
      ends: [1],
      logRestMass: -Infinity,
      logRestCeiling: -Infinity,
    });
    expect(result[1]).toMatchObject({ tokens: [1, 2], ends: [1] });
    expect(result[1]!.logRestMass).toBeCloseTo(Math.log(0.1), 14);
    expect(result[1]!.logRestCeiling).toBeCloseTo(Math.log(0.1), 14);
    const drawing = eachPrompt<Explicit, any, number>(20, function* (prompt) {
      const { responses, logLikelihoods } = yield* draw<Explicit>(1);
      expect(logLikelihoods[0]).toBe(byHand.law(prompt).logMasses[responses[0]!]);
      return prompt;
    });
    expect(new Set(run(drawing, world, { source }).result).size).toBe(2);
  });

  it('may have more responses than can be numbered, and then shows its next-token laws alone', () => {
    const huge = randomAutoregressivePolicy(
      { prompts: 2, vocabulary: 1000, end: 0, maxTokens: 100, concentration: 1 },
      source.split('huge'),
    );
    expect(huge.responses).toBe(Infinity);
    const deep = Array.from({ length: 99 }, (_, i) => i + 1);
    expect(huge.nextTokenLaw(1, deep).logMasses).toEqual(huge.nextTokenLaw(1, deep).logMasses);
    expect(huge.nextTokenLaw(0, deep).logMasses).not.toEqual(huge.nextTokenLaw(1, deep).logMasses);
    expect(() => huge.law(0)).toThrow(
      'AutoregressivePolicy.law: number of responses must be at most 4194304 to be listed (ask for next-token laws, or search), got Infinity',
    );
    expect(() => huge.responseOf([...deep, 100])).toThrow(
      'AutoregressivePolicy.responseOf: tokens must be numbered below 2^53',
    );
    expect(() => new ExplicitWorld(FiniteLaw.uniform(2), huge)).not.toThrow();
  });

  it.each<[string, () => unknown, string]>([
    ['no token', () => byHand.nextTokenLaw(0, [3]), 'tokens[0] must be an integer in [0, 2], got 3'],
    ['the end token', () => byHand.nextTokenLaw(0, [1]), 'tokens[0] must be another than the end token, got 1'],
    ['too many tokens', () => byHand.nextTokenLaw(0, [0, 0]), 'a list of fewer than maxTokens = 2 tokens'],
    ['no prompt', () => byHand.law(2), 'prompt must be an integer in [0, 1], got 2'],
    [
      'an end in the middle',
      () => byHand.responseOf([1, 1]),
      'with the end token 1 last and nowhere else, or 2 tokens',
    ],
    ['a response cut short', () => byHand.responseOf([0]), 'with the end token 1 last and nowhere else, or 2 tokens'],
    ['a response too long', () => byHand.responseOf([0, 0, 1]), 'or 2 tokens without it, got Array of length 3'],
    ['no response', () => byHand.tokensOf(7), 'response must be an integer in [0, 6], got 7'],
    [
      'a limit of no tokens',
      () => AutoregressivePolicy.fromTable({ vocabulary: 2, end: 0, maxTokens: 0 }, [[]]),
      'maxTokens must be an integer at least 1, got 0',
    ],
    [
      'an end outside',
      () => AutoregressivePolicy.fromTable({ vocabulary: 2, end: 2, maxTokens: 1 }, [[]]),
      'end must be an integer in [0, 1], got 2',
    ],
    [
      'a table with a hole',
      () => AutoregressivePolicy.fromTable({ vocabulary: 3, end: 0, maxTokens: 2 }, [laws([1, 0, 0])]),
      'table[0] must be a list of 3 laws, one for each prefix',
    ],
    [
      'a law of another size',
      () => AutoregressivePolicy.fromTable({ vocabulary: 2, end: 0, maxTokens: 1 }, [laws([1])]),
      'table[0][0] must be a FiniteLaw over the 2 tokens',
    ],
    [
      'no function',
      () => new AutoregressivePolicy({ prompts: 1, vocabulary: 2, end: 0, maxTokens: 1 }, undefined as any),
      'next must be a function of prompt and tokens',
    ],
    [
      'a function of no law',
      () => new AutoregressivePolicy({ prompts: 1, vocabulary: 2, end: 0, maxTokens: 1 }, () => [1] as any).law(0),
      'law after 0 tokens must be a FiniteLaw over the 2 tokens, got Array of length 1',
    ],
    [
      'no concentration',
      () => randomAutoregressivePolicy({ prompts: 1, vocabulary: 2, end: 0, maxTokens: 1, concentration: 0 }, source),
      'dirichletLaw: concentration must be',
    ],
    [
      'no source',
      () =>
        randomAutoregressivePolicy(
          { prompts: 1, vocabulary: 2, end: 0, maxTokens: 1, concentration: 1 },
          undefined as any,
        ),
      'source must be a Source',
    ],
    [
      'a prefix list that is none',
      () => nextTokenLaw<Explicit>(undefined as any).next(),
      'nextTokenLaw: prefixes must be a list',
    ],
    [
      'a least log mass that is none',
      () => nextTokenLaw<Explicit>([{ prompt: 0, tokens: [], leastLogMass: NaN }]).next(),
      'nextTokenLaw: prefixes[0].leastLogMass must be a number, or left out, got NaN',
    ],
  ])('refuses %s', (_what, call, message) => {
    expect(call).toThrow(message);
  });
});

describe('a listed next-token law', () => {
  const masses = [0, 0.4, 0.1, 0.4, 0.06, 0.04];

  it('has every token of positive mass unless it is told otherwise', () => {
    const { tokens, logMasses, logRestMass } = tokenLaw(masses.map(Math.log), [2]);
    expect(tokens).toEqual([1, 2, 3, 4, 5]);
    expect(logMasses.map(Math.exp)).toEqual(tokens.map((token) => expect.closeTo(masses[token]!, 14)));
    expect(logRestMass).toBe(-Infinity);
  });

  it('leaves out what is lighter, as one rest with a ceiling', () => {
    const law = tokenLaw(masses.map(Math.log), [2], Math.log(0.2));
    expect(law.tokens).toEqual([1, 3]);
    expect(law.ends).toEqual([2]);
    expect(Math.exp(law.logRestMass)).toBeCloseTo(0.2, 14);
    expect(Math.exp(law.logRestCeiling)).toBeCloseTo(0.1, 14);
  });

  it('always has the heaviest and what ties with it', () => {
    expect(tokenLaw(masses.map(Math.log), [2], 0).tokens).toEqual([1, 3]);
  });
});
