import { mayWin } from '../../../access/queries/ended.ts';
import type { EndedChoice } from '../../../access/queries/ended.ts';
import { PartialLaw } from '../../../laws/partialLaw.ts';
import type { SearchedLaw } from '../../../learners/decoding/tokenSearch.ts';
import { logSumExp } from '../../../math/logSpace.ts';

/**
 * What of a searched law may win: the law itself, or of it the responses that ended. Those that were cut are then part of the
 * rest, and no ceiling is asked of them, as they are no rivals: so y* is the likeliest that ended, certified where it was
 * among the certified.
 */
export function contendersOf(searched: SearchedLaw, ended: EndedChoice): SearchedLaw {
  const { responses, certified, law } = searched;
  const places = responses.map((_, i) => i).filter((i) => mayWin(responses[i], ended));
  if (places.length === responses.length) return searched;
  const cut = responses.map((_, i) => i).filter((i) => !mayWin(responses[i], ended));
  const running = places.map((i) => responses[i]!);
  const among = places.filter((i) => i < certified).length;
  return {
    ...searched,
    responses: running,
    certified: among,
    mode: running[0] && { ...running[0], certified: among > 0 },
    law: PartialLaw.fromLogMasses(
      places.map((i) => law.logMasses[i]!),
      {
        logRestMass: Math.min(0, logSumExp([law.logRestMass, ...cut.map((i) => law.logMasses[i]!)])),
        // Minus infinity would say that there is no rest.
        logRestCeiling: Math.max(law.logRestCeiling, -Number.MAX_VALUE),
      },
    ),
  };
}
