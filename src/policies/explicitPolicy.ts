import type { FiniteLaw } from '../math/finiteLaw.ts';

/** A policy over finite spaces: for each prompt 0..prompts-1 a law over the responses 0..responses-1. */
export interface ExplicitPolicy {
  readonly prompts: number;
  readonly responses: number;
  law(prompt: number): FiniteLaw;
}
