import type { Remainder } from './remainder.ts';

/** A prefix or a response at the edge of a search: one token behind a prefix of the tree. */
export interface Candidate {
  readonly logMass: number;
  readonly parent: number;
  readonly token: number;
}

/** Beyond twice its room and this many more, a frontier drops what is too light. */
const SLACK = 64;

/**
 * The heaviest candidates, heaviest first to be taken: a binary heap in typed arrays, 16 bytes each.
 *
 * It keeps as many as there is room for, at most twice as many in passing. Lighter ones go to the remainder, where
 * their mass is not lost.
 */
export class Frontier {
  /** How many will ever be taken from here on; it may shrink by one with each that is taken. */
  room: number;
  readonly #remainder: Remainder;
  #logMasses = new Float64Array(SLACK);
  #parents = new Int32Array(SLACK);
  #tokens = new Int32Array(SLACK);
  #size = 0;
  /** As many as there is room for are at least as heavy. */
  #floor = -Infinity;

  constructor(room: number, remainder: Remainder) {
    this.room = room;
    this.#remainder = remainder;
  }

  get size(): number {
    return this.#size;
  }

  /** The log mass of the heaviest; minus infinity where there is none. */
  get top(): number {
    return this.#size === 0 ? -Infinity : this.#logMasses[0]!;
  }

  push(logMass: number, parent: number, token: number): void {
    if (logMass < this.#floor || this.room === 0) return this.#remainder.add(logMass);
    if (this.#size >= 2 * this.room + SLACK) this.#trim();
    if (this.#size === this.#logMasses.length) this.#grow();
    let at = this.#size++;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (this.#logMasses[above]! >= logMass) break;
      this.#move(above, at);
      at = above;
    }
    this.#put(at, logMass, parent, token);
  }

  /** Takes the heaviest out. */
  pop(): Candidate {
    const top = this.#at(0);
    const { logMass, parent, token } = this.#at(--this.#size);
    let at = 0;
    for (;;) {
      let below = 2 * at + 1;
      if (below >= this.#size) break;
      if (below + 1 < this.#size && this.#logMasses[below + 1]! > this.#logMasses[below]!) below++;
      if (this.#logMasses[below]! <= logMass) break;
      this.#move(below, at);
      at = below;
    }
    this.#put(at, logMass, parent, token);
    return top;
  }

  /** All of them, heaviest first, but for those beyond the room. */
  list(): Candidate[] {
    this.#trim();
    return Array.from({ length: this.#size }, (_, i) => this.#at(i));
  }

  /** Sorts, heaviest first, which is a heap too, and drops the end. */
  #trim(): void {
    const order = Uint32Array.from({ length: this.#size }, (_, i) => i).sort(
      (i, j) => this.#logMasses[j]! - this.#logMasses[i]!,
    );
    const sorted = Array.from(order, (i) => this.#at(i));
    sorted.forEach(({ logMass, parent, token }, i) => this.#put(i, logMass, parent, token));
    for (; this.#size > this.room; this.#size--) this.#remainder.add(this.#logMasses[this.#size - 1]!);
    if (this.#size > 0 && this.#size === this.room) this.#floor = this.#logMasses[this.#size - 1]!;
  }

  #at(i: number): Candidate {
    return { logMass: this.#logMasses[i]!, parent: this.#parents[i]!, token: this.#tokens[i]! };
  }

  #put(i: number, logMass: number, parent: number, token: number): void {
    this.#logMasses[i] = logMass;
    this.#parents[i] = parent;
    this.#tokens[i] = token;
  }

  #move(from: number, to: number): void {
    this.#put(to, this.#logMasses[from]!, this.#parents[from]!, this.#tokens[from]!);
  }

  #grow(): void {
    const [logMasses, parents, tokens] = [this.#logMasses, this.#parents, this.#tokens];
    this.#logMasses = new Float64Array(2 * this.#size);
    this.#parents = new Int32Array(2 * this.#size);
    this.#tokens = new Int32Array(2 * this.#size);
    this.#logMasses.set(logMasses);
    this.#parents.set(parents);
    this.#tokens.set(tokens);
  }
}
