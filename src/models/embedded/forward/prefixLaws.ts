import type { Numbers } from './kernels/kernel.ts';
import type { ForwardPass, Path } from './forwardPass.ts';
import type { PrefixTree } from './prefixTree.ts';

/** The laws of next tokens after texts and after all that they begin with: what is known of them is kept. */
export class PrefixLaws {
  readonly #tree: PrefixTree<Numbers>;
  readonly #pass: ForwardPass;

  constructor(tree: PrefixTree<Numbers>, pass: ForwardPass) {
    this.#tree = tree;
    this.#pass = pass;
  }

  /**
   * For each text its prefixes, from its first token to the whole, whose laws are known: `law` gives them until this is
   * called again.
   */
  paths(texts: readonly (readonly number[])[]): Path[] {
    this.#tree.release();
    const paths = texts.map((tokens) => this.#tree.walk(tokens));
    const missing = new Map<number, Path>();
    for (const path of paths) {
      path.forEach((prefix, i) => {
        if (!this.#tree.isKnown(prefix) && !missing.has(prefix)) missing.set(prefix, path.subarray(0, i + 1));
      });
    }
    this.#pass.compute([...missing.values()]);
    return paths;
  }

  /** log pi(token | prefix) of each token, nats. */
  law(prefix: number): Float64Array {
    return this.#tree.law(prefix);
  }
}
