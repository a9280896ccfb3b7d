import { DomainError } from '../domainError.ts';
import { keyOf } from './keyOf.ts';

/**
 * A stream of random numbers with a name, and a tree of independent streams below it.
 *
 * `Source.named(name)` derives a 128-bit key from the name through seedrandom; `split(label)` derives a child's
 * key from the parent's key and the label alone, never from what was drawn, so a result does not depend on the
 * order of work or on the number of threads. The stream itself is xoshiro128+ (Blackman and Vigna 2021), of whose words
 * only the upper bits are used: the lowest are its weak ones.
 */
export class Source {
  readonly #k0: number;
  readonly #k1: number;
  readonly #k2: number;
  readonly #k3: number;
  // Public by necessity of speed, private by convention: V8 inlines plain fields best.
  private s0: number;
  private s1: number;
  private s2: number;
  private s3: number;

  private constructor(k0: number, k1: number, k2: number, k3: number) {
    this.#k0 = k0;
    this.#k1 = k1;
    this.#k2 = k2;
    this.#k3 = k3;
    this.s0 = k0;
    this.s1 = k1;
    this.s2 = k2;
    // An all-zero state would stay at zero for ever.
    this.s3 = (k0 | k1 | k2 | k3) === 0 ? 1 : k3;
  }

  /** The stream of that name, e.g. "claims/thm-4.1/case-3". */
  static named(name: string): Source {
    if (typeof name !== 'string' || name.length === 0) {
      throw new DomainError('Source.named', 'name', 'a non-empty string', name);
    }
    return new Source(...keyOf(name));
  }

  /** The independent stream with that label below this one, whatever has been drawn here. */
  split(label: string | number): Source {
    let h0 = this.#k0;
    let h1 = this.#k1;
    let h2 = this.#k2;
    let h3 = this.#k3;
    const absorb = (word: number): void => {
      h0 = Math.imul(h0 ^ word, 0x85ebca6b);
      h0 = (h0 << 13) | (h0 >>> 19);
      h1 = Math.imul(h1 ^ h0 ^ word, 0xc2b2ae35);
      h1 = (h1 << 15) | (h1 >>> 17);
      h2 = Math.imul(h2 ^ h1 ^ word, 0x27d4eb2f);
      h2 = (h2 << 17) | (h2 >>> 15);
      h3 = Math.imul(h3 ^ h2 ^ word, 0x165667b1);
      h3 = (h3 << 19) | (h3 >>> 13);
      h0 = (h0 + h3) | 0;
    };
    if (typeof label === 'number') {
      if (!Number.isSafeInteger(label) || label < 0) {
        throw new DomainError('Source.split', 'label', 'a string or an integer at least 0', label);
      }
      absorb(0x6e756d62);
      absorb(label | 0);
      absorb(Math.floor(label / 4294967296));
    } else if (typeof label === 'string') {
      absorb(0x74657874);
      for (let i = 0; i < label.length; i++) absorb(label.charCodeAt(i));
      absorb(label.length);
    } else {
      throw new DomainError('Source.split', 'label', 'a string or an integer at least 0', label);
    }
    // Two rounds over all lanes, so that every bit of the label reaches every bit of the key.
    absorb(0x9e3779b9);
    absorb(0x7f4a7c15);
    return new Source(scramble(h0 ^ h3), scramble(h1 ^ h0), scramble(h2 ^ h1), scramble(h3 ^ h2));
  }

  /** The key in 32 hexadecimal digits: two sources with one key give the same stream. */
  get key(): string {
    return [this.#k0, this.#k1, this.#k2, this.#k3].map((k) => (k >>> 0).toString(16).padStart(8, '0')).join('');
  }

  /** A 32-bit seed for a generator that is not ours, such as a model runtime's sampler; fixed by the key. */
  get seed(): number {
    return scramble(this.#k0 ^ 0x5bd1e995) >>> 0;
  }

  /** A uniform number in [0, 1) with 53 random bits. */
  uniform(): number {
    const low = this.#word() >>> 6;
    return ((this.#word() >>> 5) * 67108864 + low) * 1.1102230246251565e-16;
  }

  /** Fills out[0..count-1] with what as many calls of `uniform` would give; faster, as the state stays in registers. */
  fillUniform(out: Float64Array, count: number = out.length): void {
    let { s0, s1, s2, s3 } = this;
    for (let i = 0; i < count; i++) {
      const low = s0 + s3;
      let t = s1 << 9;
      s2 ^= s0;
      s3 ^= s1;
      s1 ^= s2;
      s0 ^= s3;
      s2 ^= t;
      s3 = (s3 << 11) | (s3 >>> 21);
      const high = s0 + s3;
      t = s1 << 9;
      s2 ^= s0;
      s3 ^= s1;
      s1 ^= s2;
      s0 ^= s3;
      s2 ^= t;
      s3 = (s3 << 11) | (s3 >>> 21);
      out[i] = ((high >>> 5) * 67108864 + (low >>> 6)) * 1.1102230246251565e-16;
    }
    this.s0 = s0;
    this.s1 = s1;
    this.s2 = s2;
    this.s3 = s3;
  }

  /** The next word of the stream. */
  #word(): number {
    const word = (this.s0 + this.s3) | 0;
    const t = this.s1 << 9;
    this.s2 ^= this.s0;
    this.s3 ^= this.s1;
    this.s1 ^= this.s2;
    this.s0 ^= this.s3;
    this.s2 ^= t;
    this.s3 = (this.s3 << 11) | (this.s3 >>> 21);
    return word;
  }

  /** A uniform integer in 0..size-1; the bias, at most size / 2^53, is below what any test can see. */
  index(size: number): number {
    return Math.floor(this.uniform() * size);
  }
}

/** Refuses what is not a source of randomness, such as one that was forgotten. */
export function requireSource(where: string, source: Source): void {
  // By its members: `instanceof` takes longer than a draw.
  if (typeof source?.uniform !== 'function' || typeof source.split !== 'function') {
    throw new DomainError(where, 'source', "a Source, such as Source.named('a name')", source);
  }
}

/** The finaliser of MurmurHash3: every input bit flips every output bit with probability near 1/2. */
function scramble(h: number): number {
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
