import { ModelError } from '../modelError.ts';

/** The bytes that tokens stand for, as a server has said them. */
export class TokenTable {
  readonly #bytes = new Map<number, Uint8Array>();

  learn(token: number, bytes: readonly number[]): void {
    if (!this.#bytes.has(token)) this.#bytes.set(token, Uint8Array.from(bytes));
  }

  /**
   * What tokens read as; a character that lacks bytes is shown as the replacement character.
   *
   * @throws ModelError where one is not known
   */
  read(tokens: readonly number[]): string {
    const parts = tokens.map((token) => {
      const bytes = this.#bytes.get(token);
      if (!bytes) throw new ModelError(`server: it has not said what its token ${token} reads as`);
      return bytes;
    });
    const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const part of parts) {
      all.set(part, at);
      at += part.length;
    }
    return new TextDecoder().decode(all);
  }

  /** Whether a token stands for whole characters; some stand for a part of one. */
  isWhole(token: number): boolean {
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(this.#bytes.get(token));
      return true;
    } catch {
      return false;
    }
  }
}
