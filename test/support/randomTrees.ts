import { FiniteLaw } from '../../src/laws/finiteLaw.ts';
import type { Source } from '../../src/math/random/source.ts';
import { AutoregressivePolicy } from '../../src/policies/autoregressivePolicy.ts';
import { dirichletLaw } from '../../src/theory/instances/dirichletLaw.ts';
import { randomAutoregressivePolicy } from '../../src/theory/instances/randomAutoregressivePolicy.ts';

/** What a policy of a test is like. */
export type Flavour = 'dirichlet' | 'peaked' | 'tied' | 'rounded ties' | 'zeros' | 'endless' | 'chains';

export const FLAVOURS: readonly Flavour[] = [
  'dirichlet',
  'peaked',
  'tied',
  'rounded ties',
  'zeros',
  'endless',
  'chains',
];

/** Shapes V x H with V^H up to 1e5; the last are rare, because they are long to list. */
export const SHAPES: readonly (readonly [vocabulary: number, maxTokens: number])[] = [
  [1, 3],
  [2, 1],
  [2, 7],
  [3, 4],
  [4, 3],
  [5, 2],
  [3, 6],
  [7, 3],
  [30, 2],
  [4, 5],
  [2, 16],
  [6, 5],
  [300, 2],
  [10, 5],
];

/** A policy of one prompt. */
export function randomTree(
  flavour: Flavour,
  vocabulary: number,
  maxTokens: number,
  source: Source,
): AutoregressivePolicy {
  const end = source.index(vocabulary);
  const shape = { prompts: 1, vocabulary, end, maxTokens };
  if (flavour === 'dirichlet') return randomAutoregressivePolicy({ ...shape, concentration: 1 }, source);
  if (flavour === 'peaked') return randomAutoregressivePolicy({ ...shape, concentration: 0.05 }, source);
  return new AutoregressivePolicy(shape, (_prompt, tokens) => {
    const stream = tokens.reduce((above, token) => above.split(token), source.split('laws'));
    const drawn = dirichletLaw({ outcomes: vocabulary, concentration: 0.7 }, stream).masses();
    if (flavour === 'tied') return FiniteLaw.fromLogWeights(drawn.map(() => -Math.LN2 * stream.index(3)));
    if (flavour === 'rounded ties') {
      // The same few probabilities in another order at each length: products tie but for rounding.
      const stage = source.split(`length ${tokens.length}`);
      const law = dirichletLaw({ outcomes: vocabulary, concentration: 1 }, source.split('law')).logMasses;
      const shift = stage.index(vocabulary);
      return FiniteLaw.fromLogWeights(drawn.map((_, token) => law[(token + shift) % vocabulary]!));
    }
    if (flavour === 'chains') return FiniteLaw.pointMass(vocabulary, stream.index(vocabulary));
    const allowed = drawn.map((mass, token) => {
      if (flavour === 'endless') return token === end && vocabulary > 1 ? 0 : mass;
      return stream.uniform() < 0.5 ? 0 : mass;
    });
    return allowed.some((mass) => mass > 0)
      ? FiniteLaw.fromLogWeights(allowed.map(Math.log))
      : FiniteLaw.pointMass(vocabulary, stream.index(vocabulary));
  });
}
