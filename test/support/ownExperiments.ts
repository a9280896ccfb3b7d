import { coin } from './coin.ts';

/** A module of one's own, as `threads(count, { module })` and `whetstone sweep --experiments` import it. */
export const experiments = [coin().experiment];
