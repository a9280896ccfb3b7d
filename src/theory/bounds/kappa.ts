/**
 * kappa = 1 / (3/2 - sqrt 2) = 11.657, hidden in the paper's ≲: it comes from comparing a failure above delta with one
 * below delta/2 in squared Hellinger distance (docs/derivations.md).
 */
export const kappa = { formula: '1 / (3 / 2 - sqrt(2))', tex: '\\kappa' } as const;
