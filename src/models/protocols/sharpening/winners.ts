import { mean } from '../../../math/mean.ts';
import type { Findings } from './findings.ts';
import { chosenValue } from './measuredAccuracy.ts';

/** What of the responses that log-likelihood chooses answers nothing, as shares. */
export interface Winners {
  /** Cut at the length limit. */
  readonly cut: number;
  /** Without a text, but for spaces. */
  readonly empty: number;
}

/** What of the drawn responses answers nothing, as shares. */
export interface Drawn extends Winners {
  /** Prompts to which every response was cut. */
  readonly promptsAllCut: number;
}

/** The winners of best-of-N, N at most the size of the pool: means over its subsets and the prompts. */
export function winnersOf(findings: readonly Findings[], N: number): Winners {
  return {
    cut: mean(findings.map((at) => chosenValue(at, N, at.cut))),
    empty: mean(findings.map((at) => chosenValue(at, N, at.empty))),
  };
}

/** The whole pool. */
export function drawnOf(findings: readonly Findings[]): Drawn {
  return {
    cut: mean(findings.map(({ cut }) => mean(cut))),
    empty: mean(findings.map(({ empty }) => mean(empty))),
    promptsAllCut: findings.filter(({ cut }) => cut.every((one) => one === 1)).length,
  };
}
