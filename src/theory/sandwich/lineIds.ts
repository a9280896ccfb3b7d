/** The lines of the library by id, known without loading their formulas. */
export const lineIds = [
  'thm-3.1',
  'bound-l',
  'minimax',
  'sft',
  'bound-c',
  'bound-b',
  'bound-a-expectation',
  'thm-4.1-expectation',
  'thm-d.2',
  'bound-l-adaptive',
  'adaptive-minimax',
  'adaptive-sft',
  'bound-a-adaptive',
  'thm-d.1-expectation',
] as const;

export type LineId = (typeof lineIds)[number];
