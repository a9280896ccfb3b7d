import { requireInteger, requireOpenUnit, requirePositive } from '../../math/checks.ts';
import { needleExploration } from '../risk/needle/needleExploration.ts';
import { needleOptimalRisk } from '../risk/needle/needleOptimalRisk.ts';
import { needlePairs } from '../risk/needle/needlePairs.ts';
import { logMissedByOptimum, requireSharpened } from '../risk/needle/needleParameters.ts';
import type { NeedleParameters } from '../risk/needle/needleParameters.ts';
import { explorationRegret, offlineRegret, sftRegret, wrongRegret } from '../risk/needle/needleRegret.ts';
import { needleSamples } from '../risk/needle/needleSamples.ts';
import { needleSftRisk, needleSftSamples } from '../risk/needle/needleSft.ts';
import { needleXpo } from '../risk/needle/needleXpo.ts';
import type { WaitingTime } from '../risk/needle/waitingTime.ts';
import { sharpens } from '../risk/threshold.ts';
import type { Side } from './riskLine.ts';

/** The lines by id: what no learner of its framework can beat first, then learners. */
export const needleLineIds = [
  'exploration-minimax',
  'offline-minimax',
  'xpo',
  'online-regression',
  'sft',
  'dpo',
] as const;
export type NeedleLineId = (typeof needleLineIds)[number];

/** A needle with a short list, and when a policy counts as sharpened on it. */
export interface NeedleFamily extends NeedleParameters {
  /** The learners that fit pi*_beta use this; above 0. */
  readonly beta: number;
  /** In (0, 1): mass that a sharpened policy may leave off y*. */
  readonly delta: number;
}

/** The beta that Thm 4.3 asks for on a needle, h / (2 log(2 S/delta)): pi*_beta then leaves at most delta/2 off y*, for h up to 2.51. */
export function thm43Beta({ responses, bonus, delta }: Omit<NeedleFamily, 'beta'>): number {
  requirePositive('thm43Beta', 'bonus', bonus);
  requireOpenUnit('thm43Beta', 'delta', delta);
  return bonus / (2 * Math.log((2 * responses) / delta));
}

/** A line of the sandwich of the second half: the risk P[ pi-hat(y*) < 1 - delta ] on a needle with a short list, exactly. */
export interface NeedleLine {
  readonly id: NeedleLineId;
  /** What a legend says. */
  readonly name: string;
  readonly side: Extract<Side, 'minimax' | 'learner'>;
  /** Whether it has samples of the base policy alone, or evaluates what it likes. */
  readonly framework: 'offline' | 'exploration';
  /** After m responses whose likelihoods it has seen, an integer at least 0: two of them are a pair. */
  risk(family: NeedleFamily, m: number): number;
  /** E[ J_beta(pi*_beta) - J_beta(pi-hat) ] after m of them, nats: the least that there can be, or that of the learner. */
  regret(family: NeedleFamily, m: number): number;
  /** The least m for a risk in (0, 1); infinite where no number is enough. */
  samples(family: NeedleFamily, risk: number): number;
}

/** All of them are exact. */
export const needleLines: Readonly<Record<NeedleLineId, NeedleLine>> = {
  'exploration-minimax': line({
    id: 'exploration-minimax',
    name: 'best that explores, exact',
    side: 'minimax',
    framework: 'exploration',
    risk: (family, m) => needleOptimalRisk({ ...family, evaluations: m }),
    regret: explorationRegret,
    samples(family, risk) {
      let m = 0;
      while (needleOptimalRisk({ ...family, evaluations: m }) > risk) m++;
      return m;
    },
  }),
  'offline-minimax': line({
    id: 'offline-minimax',
    name: 'best offline, exact',
    side: 'minimax',
    framework: 'offline',
    risk: (family, m) => needleSamples(family).failure(m),
    regret: offlineRegret,
    samples: (family, risk) => needleSamples(family).stepsFor(risk),
  }),
  xpo: fitted('xpo', 'XPO', 'exploration', needleXpo),
  'online-regression': fitted('online-regression', 'online regression (alpha = 0)', 'exploration', (family) =>
    needleExploration({ ...family, ties: 'kept' }),
  ),
  sft: line({
    id: 'sft',
    name: 'SFT-sharpening',
    side: 'learner',
    framework: 'offline',
    risk: (family, m) => (m === 0 ? 1 : needleSftRisk({ ...family, n: 1, N: m })),
    // Without a response it guesses among the laws of one draw.
    regret: (family, m) => sftRegret(family, Math.max(1, m)),
    samples: (family, risk) => needleSftSamples({ ...family, risk }),
  }),
  dpo: fitted('dpo', 'reward-regression DPO', 'offline', needlePairs),
};

/** A learner that returns pi*_beta of a hypothesis that its pairs leave. */
function fitted(
  id: NeedleLineId,
  name: string,
  framework: NeedleLine['framework'],
  waitOf: (family: NeedleFamily) => WaitingTime,
): NeedleLine {
  const sharp = (family: NeedleFamily): boolean => sharpens(logMissedByOptimum(family), family);
  return line({
    id,
    name,
    side: 'learner',
    framework,
    risk: (family, m) => (sharp(family) ? waitOf(family).failure(Math.floor(m / 2)) : 1),
    regret: (family, m) => wrongRegret(family) * waitOf(family).failure(Math.floor(m / 2)),
    samples: (family, risk) => (sharp(family) ? 2 * waitOf(family).stepsFor(risk) : Infinity),
  });
}

/** Checks what a line is asked. */
function line(unchecked: NeedleLine): NeedleLine {
  const check = (family: NeedleFamily): void => {
    requireSharpened('needleLines', family);
    requireOpenUnit('needleLines', 'delta', family.delta);
  };
  return {
    ...unchecked,
    risk(family, m) {
      check(family);
      requireInteger('needleLines', 'm', m, 0);
      return unchecked.risk(family, m);
    },
    regret(family, m) {
      check(family);
      requireInteger('needleLines', 'm', m, 0);
      return unchecked.regret(family, m);
    },
    samples(family, risk) {
      check(family);
      requireOpenUnit('needleLines', 'risk', risk);
      return unchecked.samples(family, risk);
    },
  };
}
