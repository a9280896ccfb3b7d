/** The sandwich asks for more than half of the mass on y*, as Thm 3.1' does: delta = 1/2. */
export const DELTA = 0.5;
