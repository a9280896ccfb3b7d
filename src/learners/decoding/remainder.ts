import { LogTotal } from '../../math/logTotal.ts';

/** Responses that are not looked at one by one: their mass together, and a ceiling on each. */
export class Remainder {
  readonly #mass = new LogTotal();
  #ceiling = -Infinity;

  /** @param logCeiling no response among them has a larger log mass; by default that of all together */
  add(logMass: number, logCeiling: number = logMass): void {
    this.#mass.add(logMass);
    this.#ceiling = Math.max(this.#ceiling, Math.min(logCeiling, logMass));
  }

  get logMass(): number {
    return this.#mass.value;
  }

  get logCeiling(): number {
    return this.#ceiling;
  }
}
