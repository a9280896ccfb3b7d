/** Adds up masses that are given by their logs, nats; compensated, so that millions of them lose no digit. */
export class LogTotal {
  // Masses are added in units of exp(#unit), the first one: none of them is too small for a double then.
  #unit = -Infinity;
  #sum = 0;
  #lost = 0;

  add(logMass: number): void {
    if (logMass === -Infinity) return;
    if (this.#unit === -Infinity) this.#unit = logMass;
    if (logMass - this.#unit > 600) {
      const shrink = Math.exp(this.#unit - logMass);
      [this.#unit, this.#sum, this.#lost] = [logMass, this.#sum * shrink, this.#lost * shrink];
    }
    const term = Math.exp(logMass - this.#unit);
    const next = this.#sum + term;
    this.#lost += this.#sum >= term ? this.#sum - next + term : term - next + this.#sum;
    this.#sum = next;
  }

  /** The log of the sum; minus infinity where nothing was added. */
  get value(): number {
    return this.#unit === -Infinity ? -Infinity : this.#unit + Math.log(this.#sum + this.#lost);
  }
}
