/** The ids of the lines on a needle, apart from them: a schema of parameters needs no more. */
export const needleLineIds = [
  'exploration-minimax',
  'offline-minimax',
  'xpo',
  'online-regression',
  'sft',
  'dpo',
] as const;
export type NeedleLineId = (typeof needleLineIds)[number];
