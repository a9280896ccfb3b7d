import { requireInteger, requireList, requireObject } from '../../math/checks.ts';
import { DomainError } from '../../math/domainError.ts';
import { requireHardFamily } from '../risk/hardFamilyParameters.ts';
import type { HardFamilyParameters } from '../risk/hardFamilyParameters.ts';
import { tryAround } from './around.ts';
import type { Split } from './splits.ts';
import { requireRiskLine } from './riskLine.ts';
import type { RiskLine, RiskPoint } from './riskLine.ts';

/**
 * A line at the split that is best for the worst of some hard families: min over splits of max over families of
 * min(Delta, risk). The split does not know the family; a lower bound has one split, so it is that of the worst family.
 *
 * @param families one for a single instance, or those of `coverageFamilies`
 * @param m samples, an integer at least 1
 * @throws DomainError where there is no family, or m is no count
 */
export function worstCase(line: RiskLine, families: readonly HardFamilyParameters[], m: number): WorstPoint {
  requireRiskLine('worstCase', 'line', line);
  requireList('worstCase', 'families', families);
  if (families.length === 0) throw new DomainError('worstCase', 'families', 'at least one', '[]');
  families.forEach((family, i) => {
    requireObject('worstCase', `families[${i}]`, family);
    requireHardFamily('worstCase', family);
  });
  requireInteger('worstCase', 'm', m, 1);
  const heaviest = families.reduce((most, family) => (family.hardMass > most.hardMass ? family : most));
  const { id, side } = line;
  let best: WorstPoint = { id, side, risk: heaviest.hardMass, vacuous: true, worst: heaviest };
  let bestChoice: number | undefined;
  // Of one family the risk itself is wanted, not what it does not exceed.
  const mostOf = (family: HardFamilyParameters, split: Split): number =>
    families.length === 1 || !line.atMost ? family.hardMass : Math.min(family.hardMass, line.atMost(family, split, m));
  const tryChoice = (choice: number): void => {
    const split = line.splits.split(families, m, choice);
    if (!split) return;
    // Those that may be the worst first: the others then need not be looked at.
    const ordered = families
      .map((family) => ({ family, atMost: mostOf(family, split) }))
      .sort((a, b) => b.atMost - a.atMost);
    let worst = { risk: -Infinity, family: heaviest };
    for (const { family, atMost } of ordered) {
      // No other is worse, or this split is already worse than another one.
      if (atMost <= worst.risk || worst.risk > best.risk) break;
      const risk = Math.max(0, Math.min(family.hardMass, line.risk(family, split, m)));
      if (risk > worst.risk) worst = { risk, family };
    }
    if (worst.risk < best.risk) {
      const vacuous = side === 'lower' && worst.risk === 0;
      best = { id, side, risk: worst.risk, vacuous, ...split, worst: worst.family };
      bestChoice = choice;
    }
  };
  line.splits.choices(m, families).forEach(tryChoice);
  const { step } = line.splits;
  if (step !== undefined && bestChoice !== undefined) {
    const tryWithin = (choice: number): void => {
      if (choice <= m) tryChoice(choice);
    };
    tryAround(step, () => bestChoice!, tryWithin);
  }
  return best;
}

/** A point, and the family where it is attained. */
export interface WorstPoint extends RiskPoint {
  readonly worst: HardFamilyParameters;
}
