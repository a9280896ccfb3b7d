import { DomainError } from '../../math/domainError.ts';

/** Visits and failures this unlikely are left out. */
export const LOG_NEGLIGIBLE = Math.log(1e-46);

export interface Visits {
  /** Prompts drawn, and the mass of the one in question. */
  readonly n: number;
  readonly p: number;
  /** So many responses tell the hidden one: beyond, failures are negligible. */
  readonly telling: number;
  /** The most visits that can be followed. */
  readonly most: number;
  /** What decides how well a response tells. */
  readonly argument: 'N' | 'mu';
}

/**
 * The visits to one prompt that need to be followed: beyond, either failures are negligible, or the chance of as many
 * visits, at most exp(-KL) by Chernoff.
 *
 * @throws DomainError in the name of `where`, if these are more than `most`
 */
export function likelyVisits(where: string, { n, p, telling, most, argument }: Visits): number {
  let seen = Math.ceil(n * p);
  const logBeyond = (k: number): number => {
    const q = k / n;
    return k >= n
      ? k === n
        ? n * Math.log(p)
        : -Infinity
      : -n * (q * Math.log(q / p) + (1 - q) * Math.log((1 - q) / (1 - p)));
  };
  while (seen < Math.min(n, telling) && seen <= most && logBeyond(seen) > LOG_NEGLIGIBLE) seen++;
  const needed = Math.min(Math.ceil(telling), seen, n);
  if (needed > most) {
    const expected = `so small, or ${argument} so large, that ${most} visits to a prompt are enough to follow, not ${needed}`;
    throw new DomainError(where, 'n', expected, n);
  }
  return needed;
}
