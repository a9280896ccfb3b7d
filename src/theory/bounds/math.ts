import type { MathJsInstance } from 'mathjs';
import { all, create } from 'mathjs';

// The build makes one file of mathjs (scripts/bundle.js): as a thousand modules it takes a second to load.
// Instances of our own: mathjs keeps configuration and constants globally otherwise.

/** Formulas as trees, and their values in doubles. */
export const math = create(all!, { number: 'number' });

let made: MathJsInstance | undefined;

/** Values to 64 digits. */
export function precise(): MathJsInstance {
  return (made ??= create(all!, { number: 'BigNumber', precision: 64 }));
}
