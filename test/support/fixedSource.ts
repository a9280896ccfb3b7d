import type { Source } from '../../src/math/random/source.ts';

/** A source that gives the uniform numbers it was told, one after another. */
export function fixedSource(...uniforms: readonly number[]): Source {
  let next = 0;
  const uniform = (): number => {
    if (next === uniforms.length) throw new Error('no uniform number is left');
    return uniforms[next++]!;
  };
  const fillUniform = (out: Float64Array, count: number = out.length): void => {
    for (let i = 0; i < count; i++) out[i] = uniform();
  };
  const split = (): Source => {
    throw new Error('a fixed source has no others below it');
  };
  return { uniform, fillUniform, split } as unknown as Source;
}

/** The largest number that a source can give. */
export const LAST_UNIFORM = 1 - 2 ** -53;
