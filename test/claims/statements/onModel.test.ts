import { expect, it } from 'vitest';
import { checkClaim, modelClaims } from '../../../src/claims/index.ts';
import { PartialLaw } from '../../../src/laws/partialLaw.ts';

const law = PartialLaw.fromMasses([0.3, 0.2, 0.1], { restCeiling: 0.05 });

it('holds on laws of which a part is known, and is red where greedy decoding misses a mode of more than half', () => {
  for (const claim of modelClaims({ name: 'a model', prompts: [{ law, greedyFindsMode: false }] })) {
    expect(checkClaim(claim).verdict, claim.id).toBe('holds');
  }
  const heavy = PartialLaw.fromMasses([0.6, 0.1], { restCeiling: 0.05 });
  const [prop31] = modelClaims({ name: 'a model', prompts: [{ law: heavy, greedyFindsMode: false }] });
  expect(checkClaim(prop31!).verdict).toBe('violated');
});
