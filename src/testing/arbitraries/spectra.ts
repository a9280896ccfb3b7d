import type { Arbitrary } from 'fast-check';
import { fc } from './fastCheck.ts';
import { requireInteger, requireObject } from '../../math/checks.ts';
import { Spectrum } from '../../laws/spectrum.ts';
import { listsOf } from './lists.ts';
import { showAs } from './showAs.ts';
import { fitTo, weightsUpTo } from './weights.ts';

/**
 * Laws by levels of likelihood, with one outcome a level, a few, or up to 2^1000. They shrink to few levels of one
 * outcome each and equal masses.
 */
export function spectra(options: { readonly maxLevels?: number } = {}): Arbitrary<Spectrum> {
  requireObject('spectra', 'options', options);
  const { maxLevels = 5 } = options;
  requireInteger('spectra', 'maxLevels', maxLevels, 1);
  return fc
    .tuple(weightsUpTo(maxLevels), listsOf(fc.nat(LOG_MULTIPLICITIES.length - 1), 1, maxLevels))
    .map(([drawn, which]) => {
      const logWeights = fitTo(drawn, drawn.length).map(Math.log);
      const logMultiplicities = drawn.map((_, level) => LOG_MULTIPLICITIES[which[level % which.length]!]!);
      return showAs(
        Spectrum.fromLogWeights(logWeights, logMultiplicities),
        () => `Spectrum.fromLogWeights([${logWeights.join(', ')}], [${logMultiplicities.join(', ')}])`,
      );
    });
}

/** 1 to 4 outcomes, then 2^8 and so on. */
const LOG_MULTIPLICITIES = [...[1, 2, 3, 4].map(Math.log), ...[8, 64, 512, 1000].map((bits) => bits * Math.LN2)];
