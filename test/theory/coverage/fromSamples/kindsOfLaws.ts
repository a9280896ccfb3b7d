import fc from 'fast-check';
import { dirichletLaw, geometricLaw, permutedLaw, tiedLaw, zipfLaw } from '../../../../src/index.ts';
import type { FiniteLaw, Source } from '../../../../src/index.ts';
import { finiteLaws } from '../../../../src/testing/index.ts';

/** Laws of the arbitraries of the library: ties, impossible outcomes, masses down to 1e-300. */
const drawnLaws = fc.sample(finiteLaws({ maxOutcomes: 8 }), { numRuns: 400, seed: 7 });

/** Every kind of law that the intervals are calibrated on. */
export const KINDS: Readonly<Record<string, (source: Source) => FiniteLaw>> = {
  'Dirichlet 0.1': (source) => dirichletLaw({ outcomes: 2 + source.index(40), concentration: 0.1 }, source),
  'Dirichlet 1': (source) => dirichletLaw({ outcomes: 2 + source.index(40), concentration: 1 }, source),
  'heavy tail': (source) => permutedLaw(zipfLaw({ outcomes: 300, exponent: 0.5 + 1.5 * source.uniform() }), source),
  geometric: (source) => permutedLaw(geometricLaw({ outcomes: 30, ratio: 0.3 + 0.7 * source.uniform() }), source),
  ties: (source) => tiedLaw({ outcomes: 4 + source.index(30), groups: 1 + source.index(4), factors: 5 }, source),
  'ties, impossible outcomes, tiny masses': (source) => drawnLaws[source.index(drawnLaws.length)]!,
};
