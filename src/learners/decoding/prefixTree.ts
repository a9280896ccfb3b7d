/** The prefixes that a search has looked behind, each by its last token and the prefix before it: 12 bytes each. */
export class PrefixTree {
  #parents = new Int32Array(64);
  #tokens = new Int32Array(64);
  #depths = new Int32Array(64);
  #size = 0;

  /** The number of the prefix that adds a token to another; the empty prefix has no parent, -1. */
  add(parent: number, token: number): number {
    if (this.#size === this.#parents.length) {
      this.#parents = doubled(this.#parents);
      this.#tokens = doubled(this.#tokens);
      this.#depths = doubled(this.#depths);
    }
    this.#parents[this.#size] = parent;
    this.#tokens[this.#size] = token;
    this.#depths[this.#size] = parent < 0 ? 0 : this.#depths[parent]! + 1;
    return this.#size++;
  }

  get size(): number {
    return this.#size;
  }

  /** The number of tokens of a prefix. */
  depth(prefix: number): number {
    return this.#depths[prefix]!;
  }

  /** Its tokens. */
  tokens(prefix: number): number[] {
    const tokens: number[] = [];
    for (let at = prefix; this.#parents[at]! >= 0; at = this.#parents[at]!) tokens.push(this.#tokens[at]!);
    return tokens.toReversed();
  }
}

function doubled(old: Int32Array): Int32Array<ArrayBuffer> {
  const grown = new Int32Array(2 * old.length);
  grown.set(old);
  return grown;
}
