/** C_cov of a hard family, 1 - Delta + Delta M/2; as y* is a single response it is Cbar_cov too. */
export function coverageOf({ hardMass, responses }: { readonly hardMass: number; readonly responses: number }): number {
  return 1 - hardMass + (hardMass * responses) / 2;
}
