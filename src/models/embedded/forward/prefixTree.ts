const NONE = -1;

/**
 * Prefixes of texts, each with the keys and values of its last token and the law of the next one, so that what texts share
 * at their beginnings is computed once.
 *
 * At most `most` are kept: beyond that the least recently used are forgotten, never one in use nor one that a longer prefix
 * needs. Those in use are kept even if they are more.
 */
export class PrefixTree<Numbers extends Float32Array | Float64Array> {
  readonly most: number;
  readonly #size: number;
  readonly #vocabulary: number;
  readonly #make: (length: number) => Numbers;
  #keysAndValues: Numbers;
  #laws: Float64Array;
  readonly #places = new Map<number, number>();
  // Of each prefix: the one that it continues and by which token, and its neighbours in the order of use.
  readonly #parents: number[] = [];
  readonly #tokens: number[] = [];
  readonly #known: boolean[] = [];
  readonly #usedIn: number[] = [];
  readonly #older: number[] = [];
  readonly #newer: number[] = [];
  #oldest = NONE;
  #newest = NONE;
  #step = 0;

  /**
   * @param size numbers of keys and values of one prefix
   * @param most prefixes that are kept
   */
  constructor(options: { size: number; vocabulary: number; most: number; make: (length: number) => Numbers }) {
    this.most = options.most;
    this.#size = options.size;
    this.#vocabulary = options.vocabulary;
    this.#make = options.make;
    // Memory that is not written to costs nothing yet.
    this.#keysAndValues = this.#make(this.most * this.#size);
    this.#laws = new Float64Array(this.most * this.#vocabulary);
  }

  /** How many are kept. */
  get count(): number {
    return this.#places.size;
  }

  /** What was walked before is in use no longer. */
  release(): void {
    this.#step++;
  }

  /** The prefixes of a text, from its first token to the whole: in use from here on. */
  walk(tokens: readonly number[]): Int32Array {
    const path = new Int32Array(tokens.length);
    let length = 0;
    const take = (prefix: number): void => {
      path[length++] = prefix;
      this.#usedIn[prefix] = this.#step;
    };
    const parent = (): number => (length === 0 ? NONE : path[length - 1]!);
    for (const token of tokens) {
      const place = this.#places.get(this.#key(parent(), token));
      if (place === undefined) break;
      take(place);
    }
    // Before others are forgotten for what is new.
    this.#touchAll(path.subarray(0, length));
    if (length < path.length) {
      for (const token of tokens.slice(length)) take(this.#add(parent(), token));
      this.#touchAll(path);
    }
    return path;
  }

  /** Whether its keys and values have been written. */
  isKnown(prefix: number): boolean {
    return this.#known[prefix]!;
  }

  /** They have. */
  setKnown(prefix: number): void {
    this.#known[prefix] = true;
  }

  /** Keys and values of all prefixes, each from `offsetOf` on: those of its last token, written by the forward pass. */
  get keysAndValues(): Numbers {
    return this.#keysAndValues;
  }

  offsetOf(prefix: number): number {
    return prefix * this.#size;
  }

  /** The last token of a prefix. */
  tokenOf(prefix: number): number {
    return this.#tokens[prefix]!;
  }

  /** log pi(token | prefix) of each token, nats: written by the forward pass. */
  law(prefix: number): Float64Array {
    return this.#laws.subarray(prefix * this.#vocabulary, (prefix + 1) * this.#vocabulary);
  }

  #key(parent: number, token: number): number {
    return (parent + 1) * this.#vocabulary + token;
  }

  #add(parent: number, token: number): number {
    const prefix = this.#room();
    this.#places.set(this.#key(parent, token), prefix);
    this.#parents[prefix] = parent;
    this.#tokens[prefix] = token;
    this.#known[prefix] = false;
    this.#older[prefix] = this.#newer[prefix] = NONE;
    return prefix;
  }

  /** A place that is free, where need be by forgetting. */
  #room(): number {
    const oldest = this.#oldest;
    // Used last of all and in no text under way, so nothing continues it.
    if (this.count >= this.most && oldest !== NONE && this.#usedIn[oldest] !== this.#step) {
      this.#places.delete(this.#key(this.#parents[oldest]!, this.#tokens[oldest]!));
      this.#unlink(oldest);
      return oldest;
    }
    if (this.count * this.#size >= this.#keysAndValues.length) this.#grow();
    return this.count;
  }

  /** More are in use than are to be kept. */
  #grow(): void {
    const [keysAndValues, laws] = [this.#keysAndValues, this.#laws];
    const room = 2 * this.count + 1;
    this.#keysAndValues = this.#make(room * this.#size);
    this.#keysAndValues.set(keysAndValues);
    this.#laws = new Float64Array(room * this.#vocabulary);
    this.#laws.set(laws);
  }

  /** From the end to the beginning, so that a prefix is always used later than any that it begins. */
  #touchAll(path: Int32Array): void {
    for (let i = path.length - 1; i >= 0; i--) this.#touch(path[i]!);
  }

  #touch(prefix: number): void {
    if (prefix === this.#newest) return;
    this.#unlink(prefix);
    this.#older[prefix] = this.#newest;
    if (this.#newest === NONE) this.#oldest = prefix;
    else this.#newer[this.#newest] = prefix;
    this.#newest = prefix;
  }

  #unlink(prefix: number): void {
    const [older, newer] = [this.#older[prefix]!, this.#newer[prefix]!];
    if (older !== NONE) this.#newer[older] = newer;
    else if (this.#oldest === prefix) this.#oldest = newer;
    if (newer !== NONE) this.#older[newer] = older;
    else if (this.#newest === prefix) this.#newest = older;
    this.#older[prefix] = this.#newer[prefix] = NONE;
  }
}
