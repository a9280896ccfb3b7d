import type { NeedleMasses } from './needleParameters.ts';

/** What a pair (y, y') does while y* and `left` wrong hypotheses are possible. */
export interface PairOutcomes {
  /** It names y*. */
  readonly found: number;
  /** It rules out one wrong hypothesis that y does not favour, two of them, the favoured one, or that and another one. */
  readonly one: number;
  readonly two: number;
  readonly favoured: number;
  readonly both: number;
}

/** The law that y is drawn from: `own` on what it favours, `other` on each other response. */
export interface Exploring extends NeedleMasses {
  /** What it favours: y*, as pi_base does, or a wrong hypothesis that is still possible. */
  readonly favours: 'truth' | 'wrong';
}

/**
 * The outcomes of a pair of y ~ the law given and y' ~ pi_base. Its difference of rewards is that of one hypothesis only where
 * it is not 0; a response that both are tells nothing.
 */
export function pairOutcomes(left: number, base: NeedleMasses, { own, other, favours }: Exploring): PairOutcomes {
  const favoured = favours === 'wrong' ? 1 : 0;
  const rest = left - favoured;
  const onTruth = favours === 'truth' ? own : other;
  const outside = Math.max(0, 1 - onTruth - favoured * own - rest * other);
  const outsideBase = Math.max(0, 1 - base.own - left * base.other);
  return {
    found: onTruth * (1 - base.own) + (1 - onTruth) * base.own,
    one: rest * (other * outsideBase + outside * base.other),
    two: rest * (rest - 1) * other * base.other,
    favoured: favoured * (own * outsideBase + outside * base.other),
    both: favoured * rest * (own + other) * base.other,
  };
}
