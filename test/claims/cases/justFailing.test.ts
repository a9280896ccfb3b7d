import { expect, it } from 'vitest';
import { failureOfFit } from '../../../src/claims/cases/justFailing.ts';
import { lightModes } from '../../../src/claims/cases/randomWorlds.ts';
import { FiniteLaw } from '../../../src/laws/finiteLaw.ts';
import { modes } from '../../../src/laws/levels.ts';
import { massOf } from '../../../src/laws/massOf.ts';
import { adaptiveBestOfNLaw } from '../../../src/laws/transforms/adaptiveBestOfNLaw.ts';
import { thmD1 } from '../../../src/theory/bounds/adaptive/thmD1.ts';

const [delta, n] = [0.01, 1_398_823];

/** Thm D.1's bound on a risk of 1 that occurs with a probability of just rho. */
function bound(base: FiniteLaw, truth: FiniteLaw): number {
  const rho = failureOfFit(base, truth, delta, n);
  return thmD1.evaluate({ logClassSize: Math.LN2, rho, delta, n });
}

it('comes to the bounds that docs/derivations.md names: with delta/2 off y*, and with what the stopping rule leaves', () => {
  const base = FiniteLaw.fromMasses([0.6, 0.4]);
  expect(bound(base, FiniteLaw.fromMasses([1 - delta / 2, delta / 2]))).toBeCloseTo(1.0197, 4);
  const light = lightModes(1, 1e-3, 0.9999e-3);
  const { law } = adaptiveBestOfNLaw(light, Math.log(2 / delta));
  expect(1 - massOf(law, modes(light))).toBeCloseTo(0.004958, 6);
  expect(bound(light, law)).toBeCloseTo(1.0402, 4);
});
