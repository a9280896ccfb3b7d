import { all, create } from 'mathjs';

// Instances of our own: mathjs keeps configuration and constants globally otherwise.
/** Formulas as trees, and their values in doubles. */
export const math = create(all!, { number: 'number' });
/** Values to 64 digits. */
export const precise = create(all!, { number: 'BigNumber', precision: 64 });
