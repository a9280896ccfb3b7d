import { expect, it } from 'vitest';
import { adaptiveBestOfNLaw } from '../../../src/laws/transforms/adaptiveBestOfNLaw.ts';
import { FiniteLaw } from '../../../src/laws/finiteLaw.ts';
import { PartialLaw } from '../../../src/laws/partialLaw.ts';
import { partialStopping } from '../../../src/laws/transforms/partialStopping.ts';
import { Source } from '../../../src/math/random/source.ts';
import { dirichletLaw } from '../../../src/theory/instances/dirichletLaw.ts';

it('holds the truth of the whole law, whatever part is listed and however loose the ceiling is', () => {
  let open = 0;
  for (let trial = 0; trial < 300; trial++) {
    const source = Source.named('test/math/partialStopping').split(trial);
    const law = dirichletLaw({ outcomes: 12, concentration: 0.7 }, source);
    const masses = [...law.masses()].sort((a, b) => b - a);
    const listed = 1 + source.index(11);
    // From the heaviest unlisted one up to just below the mode.
    const restCeiling = masses[listed]! + (masses[0]! - masses[listed]!) * 0.9 * source.uniform();
    const part = PartialLaw.fromMasses(masses.slice(0, listed), { restCeiling });
    const mu = 10 ** (4 * source.uniform() - 2);
    const exact = adaptiveBestOfNLaw(FiniteLaw.fromMasses(masses), mu);
    const { mean, modeMass } = partialStopping(part, mu);
    expect(mean.lower).toBeLessThanOrEqual(exact.draws.mean * (1 + 1e-9));
    expect(mean.upper).toBeGreaterThanOrEqual(exact.draws.mean * (1 - 1e-9));
    expect(modeMass.lower).toBeLessThanOrEqual(exact.law.mass(0) + 1e-9);
    expect(modeMass.upper).toBeGreaterThanOrEqual(exact.law.mass(0) - 1e-9);
    if (mean.upper > mean.lower) open++;
  }
  expect(open).toBeGreaterThan(50);
});

it('is exact where all is listed, and refuses a law whose mode is not known', () => {
  const masses = [0.4, 0.3, 0.2, 0.1];
  const { draws, law } = adaptiveBestOfNLaw(FiniteLaw.fromMasses(masses), 1);
  const { mean, modeMass } = partialStopping(PartialLaw.fromMasses(masses, { restCeiling: 0 }), 1);
  for (const end of [mean.lower, mean.upper]) expect(end).toBeCloseTo(draws.mean, 12);
  for (const end of [modeMass.lower, modeMass.upper]) expect(end).toBeCloseTo(law.mass(0), 12);
  const unknown = PartialLaw.fromMasses([0.2, 0.1], { restCeiling: 0.3 });
  expect(() => partialStopping(unknown, 1)).toThrow('heavier than the ceiling of the rest');
});
