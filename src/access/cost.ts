import { requireInteger, requireObject } from '../math/checks.ts';
import { DomainError } from '../math/domainError.ts';
import { RefusedError } from './frameworks.ts';

/** What a run has asked for, in the units of the theory (m = samples). */
export interface Cost {
  readonly prompts: number;
  /** Responses drawn, of the base policy or any other. */
  readonly samples: number;
  /** Likelihoods asked for beyond those that come with samples, and whole next-token laws. */
  readonly evaluations: number;
  readonly fits: number;
  /** Tokens that a model sampled; 0 on explicit worlds. */
  readonly tokens: number;
}

/** A run would exceed its budget. Nothing that it had computed is lost: `cost` says what was charged, a log keeps it. */
export class BudgetError extends Error {
  override readonly name = 'BudgetError';
  readonly cost: Cost;

  constructor(query: string, unit: keyof Cost, asked: number, allowed: number, cost: Cost) {
    super(
      `${query}: asks for ${asked} ${unit} after ${cost[unit]}, but the budget allows ${allowed}; ` +
        `raise budget.${unit} or ask for less`,
    );
    this.cost = cost;
  }
}

/** Why a second plan is refused, on explicit worlds and real models alike. */
const SECOND_PLAN =
  'a run has one plan, fixed in advance (Def 3.2); a learner that goes on asking lives in the adaptive framework (eachPrompt, Def D.1)';

const UNITS = ['prompts', 'samples', 'evaluations', 'fits', 'tokens'] as const;

/** Refuses what is not a cost: each unit a whole number of at least 0, and nothing else. */
export function requireCost(where: string, cost: unknown): asserts cost is Cost {
  requireObject(where, 'cost', cost);
  for (const unit of UNITS) {
    const spent: unknown = (cost as Cost)[unit];
    // Counts of a law that stands for more draws than 2^53 are whole up to rounding.
    if (typeof spent === 'number' && spent >= 0 && spent < Infinity && Number.isInteger(spent)) continue;
    throw new DomainError(where, `cost.${unit}`, 'a whole number at least 0', spent);
  }
  for (const unit of Object.keys(cost)) {
    if (!(UNITS as readonly string[]).includes(unit)) {
      throw new DomainError(where, 'cost', `in ${UNITS.join(', ')}`, unit);
    }
  }
}

/** Adds up the cost of a run and refuses, before the work is done, what its budget does not allow. */
export class Meter {
  readonly #spent = { prompts: 0, samples: 0, evaluations: 0, fits: 0, tokens: 0 };
  readonly #budget: Partial<Cost>;
  #planned = false;

  /** @param where the driver, for messages */
  constructor(where: string, budget: Partial<Cost>) {
    for (const [unit, most] of Object.entries(budget)) {
      if (!(UNITS as readonly string[]).includes(unit)) {
        throw new DomainError(where, 'budget', `in ${UNITS.join(', ')}`, unit);
      }
      if (most !== undefined) requireInteger(where, `budget.${unit}`, most, 0);
    }
    this.#budget = budget;
  }

  /** Charges for a query, or throws before anything is charged. */
  charge(query: string, amounts: Partial<Cost>): void {
    // By the units, not by the entries, which cost more than the draws of an adaptive learner that is charged for each.
    for (const unit of UNITS) {
      if (!(unit in amounts)) continue;
      const amount = amounts[unit]!;
      // A query made by hand can ask for anything; a negative amount would give money back.
      requireInteger(query, unit, amount, 0);
      const allowed = this.#budget[unit] ?? Infinity;
      if (this.#spent[unit] + amount > allowed) throw new BudgetError(query, unit, amount, allowed, this.cost);
    }
    for (const unit of UNITS) this.#spent[unit] += amounts[unit] ?? 0;
  }

  /** Takes the run's one plan, n prompts with N responses each, and charges for it; a second one is refused (Def 3.2). */
  takePlan(query: string, n: number, N: number): void {
    if (this.#planned) throw new RefusedError(query, SECOND_PLAN);
    this.charge(query, { prompts: n, samples: n * N });
    this.#planned = true;
  }

  get cost(): Cost {
    return { ...this.#spent };
  }
}
