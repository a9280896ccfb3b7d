import { requireNumbers } from '../../../math/checks.ts';
import { DomainError } from '../../../math/domainError.ts';
import type { Interval } from '../../../math/interval.ts';
import { clopperPearson } from '../../../statistics/clopperPearson.ts';

/** How many prompts look light, in two ways. */
export interface LightShare {
  /** Prompts that look light in a way in which one that is not does so with probability at most `missed`. */
  readonly seenLight: number;
  /** Prompts that look light in a way in which every one that is does so. */
  readonly perhapsLight: number;
  readonly prompts: number;
  readonly missed: number;
}

/**
 * An interval for the share F of prompts that are light: F <= P[perhaps], and P[seen] <= F + (1 - F) missed.
 *
 * @param failure of both sides together
 */
export function shareBehind({ seenLight, perhapsLight, prompts, missed }: LightShare, failure: number): Interval {
  const seen = clopperPearson(seenLight, prompts, failure).lower;
  return {
    lower: missed < 1 ? Math.max(0, (seen - missed) / (1 - missed)) : 0,
    upper: clopperPearson(perhapsLight, prompts, failure).upper,
  };
}

/** Refuses what is not a non-empty list of finite numbers at least 1. */
export function requireThresholds(where: string, Ks: ArrayLike<number>): void {
  requireNumbers(where, 'Ks', Ks);
  for (let i = 0; i < Ks.length; i++) {
    if (!(Ks[i]! >= 1 && Ks[i]! < Infinity)) {
      throw new DomainError(where, `Ks[${i}]`, 'a finite number at least 1', Ks[i]);
    }
  }
}
