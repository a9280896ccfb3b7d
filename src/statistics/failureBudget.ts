import { requireInteger, requireObject, requireOpenUnit, requirePositive } from '../math/checks.ts';
import { compensatedSum } from '../math/compensatedSum.ts';
import { DomainError } from '../math/domainError.ts';

/**
 * A failure probability split over many checks: each takes its share once, and together they fail with at most the
 * total, however they depend on one another (union bound).
 *
 * A share can be split again: `new FailureBudget(budget.take('coverage'), 20)`.
 */
export class FailureBudget {
  readonly total: number;
  readonly #shares: number;
  readonly #weights: ReadonlyMap<string, number> | undefined;
  readonly #taken = new Set<string>();
  #takenUnnamed = 0;

  /**
   * @param total in (0, 1)
   * @param shares how many equal shares there are, the names of equal shares, or a weight above 0 for each name
   * @throws DomainError where there is no share, a name comes twice, or a weight is not a finite number above 0
   */
  constructor(total: number, shares: number | readonly string[] | Readonly<Record<string, number>>) {
    requireOpenUnit('FailureBudget', 'total', total);
    this.total = total;
    if (typeof shares === 'number') {
      requireInteger('FailureBudget', 'shares', shares, 1);
      this.#shares = shares;
    } else {
      requireObject('FailureBudget', 'shares', shares);
      this.#weights = weightsOf(shares);
      this.#shares = this.#weights.size;
    }
  }

  /**
   * The share of that name, or, where shares have no names, the next one.
   *
   * @throws DomainError where the name is none of the shares, or the share has been taken
   */
  take(name?: string): number {
    const where = 'FailureBudget.take';
    if (!this.#weights) {
      if (name !== undefined) throw new DomainError(where, 'name', 'left out, as the shares have none', name);
      if (this.#takenUnnamed === this.#shares) {
        throw new DomainError(where, 'number of shares taken', `at most ${this.#shares}`, this.#shares + 1);
      }
      this.#takenUnnamed++;
      return this.total / this.#shares;
    }
    const weight = this.#weights.get(name!);
    if (weight === undefined || this.#taken.has(name!)) {
      const left = [...this.#weights.keys()].filter((each) => !this.#taken.has(each));
      const expected = left.length > 0 ? `one of ${left.join(', ')}, which are left` : 'left out: no share is left';
      throw new DomainError(where, 'name', expected, name);
    }
    this.#taken.add(name!);
    return this.total * weight;
  }
}

/** The part of the total of each name. */
function weightsOf(shares: readonly string[] | Readonly<Record<string, number>>): ReadonlyMap<string, number> {
  const where = 'FailureBudget';
  const entries = Array.isArray(shares)
    ? (shares as readonly string[]).map((name) => [name, 1] as const)
    : Object.entries(shares as Readonly<Record<string, number>>);
  if (entries.length === 0) throw new DomainError(where, 'shares', 'at least one', shares);
  const weights = new Map<string, number>();
  for (const [name, weight] of entries) {
    if (typeof name !== 'string' || weights.has(name)) throw new DomainError(where, 'shares', 'distinct names', name);
    requirePositive(where, `weight of ${name}`, weight);
    weights.set(name, weight);
  }
  const sum = compensatedSum([...weights.values()]);
  if (sum === Infinity) throw new DomainError(where, 'sum of weights', 'finite', sum);
  for (const [name, weight] of weights) weights.set(name, weight / sum);
  return weights;
}
