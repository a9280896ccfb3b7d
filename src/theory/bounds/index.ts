export { Bound } from './bound.ts';
export type { Assumption, BoundSpec, Parameter } from './bound.ts';
export { propC1 } from './propC1.ts';
export { thm31 } from './thm31.ts';
export { thm41, thm41InExpectation } from './thm41.ts';
