import { requireClaim } from '../claims/claim.ts';
import type { Claim } from '../claims/claim.ts';
import { importList } from '../files/importModule.ts';
import { DomainError } from '../math/domainError.ts';

/**
 * The claims that a module of a user's exports as a list `claims`.
 *
 * @param known those that there are already
 * @throws DomainError where the module cannot be imported, exports no such list, or two statements have one id
 */
export async function loadClaims(module: string, known: readonly Claim[]): Promise<readonly Claim[]> {
  const where = 'loadClaims';
  const claims = await importList(where, module, 'claims');
  const ids = new Set(known.map(({ id }) => id));
  return claims.map((claim, i) => {
    requireClaim(where, `claims[${i}]`, claim);
    if (ids.has(claim.id)) {
      throw new DomainError(where, `claims[${i}].id`, 'one that no other statement has', claim.id);
    }
    ids.add(claim.id);
    return claim;
  });
}
