import type { ExactLaw } from '../../laws/exactLaw.ts';
import { FiniteLaw } from '../../laws/finiteLaw.ts';
import { logSumExp } from '../../math/logSpace.ts';
import { Spectrum } from '../../laws/spectrum.ts';
import { TIE_TOLERANCE } from '../../math/tolerance.ts';
import { clopperPearson } from '../../statistics/clopperPearson.ts';
import { demand } from './contract.ts';

/** Demands log masses of total 1. @param name of the law, for messages */
export function demandLaw(name: string, law: unknown): asserts law is ExactLaw {
  demand(law instanceof FiniteLaw || law instanceof Spectrum, `${name} must be a FiniteLaw or a Spectrum`);
  for (let i = 0; i < law.size; i++) {
    demand(
      law.levelLogMasses[i]! <= TIE_TOLERANCE,
      `${name}: log mass ${i} must be at most 0, is ${law.levelLogMasses[i]}`,
    );
  }
  const logTotal = logSumExp(law.levelLogMasses);
  demand(Math.abs(logTotal) <= TIE_TOLERANCE, `${name}: the total of its masses must be 1, is ${Math.exp(logTotal)}`);
}

/**
 * Demands that counts of independent draws agree with a law, outcome by outcome.
 *
 * @param failureProbability of a false alarm, at most
 */
export function demandFrequencies(
  name: string,
  counts: ArrayLike<number>,
  law: FiniteLaw,
  failureProbability: number,
): void {
  const draws = Array.from(counts).reduce((sum, count) => sum + count, 0);
  for (let outcome = 0; outcome < law.size; outcome++) {
    const { lower, upper } = clopperPearson(counts[outcome]!, draws, failureProbability / law.size);
    const mass = law.mass(outcome);
    demand(
      mass >= lower && mass <= upper && (mass > 0 || counts[outcome] === 0),
      `${name}: outcome ${outcome} must come up with probability ${mass}, came up ${counts[outcome]} times in ${draws}`,
    );
  }
}
