import type { HardFamilyParameters } from '../../theory/risk/hardFamilyParameters.ts';
import type { Grid } from '../claim.ts';
import { hardFamilies } from './hardFamilies.ts';

/** A hard family with its risk in question, C_cov,p and log |Pi|. */
export interface CoverageCase {
  readonly name: string;
  readonly family: HardFamilyParameters;
  readonly eps: number;
  readonly p: number;
  readonly coverage: number;
  readonly logClassSize: number;
}

/**
 * The families that the lower bounds in terms of coverage speak of, at eps = Delta / scale and several p; among them
 * near-extremal ones with so many responses: log M is then most of the log in the denominator.
 */
export function* coverageCases(grid: Grid, scale: number, many: number): Iterable<CoverageCase> {
  const families = [
    ...hardFamilies(grid),
    ...[1, 1e-3].map((hardMass) => ({ name: `(4, ${many}, ${hardMass})`, prompts: 4, responses: many, hardMass })),
  ];
  for (const { name, ...family } of families) {
    const { prompts, responses, hardMass } = family;
    if (prompts < 2 || responses < 8) continue;
    for (const p of [0.5, 1, 2, 50]) {
      // At x_0 the mode has all of the mass, at a hard prompt 2/M.
      const moment = 1 - hardMass + hardMass * (responses / 2) ** p;
      if (moment < 2) continue;
      yield {
        name: `${name}, p = ${p}`,
        family,
        eps: hardMass / scale,
        p,
        coverage: moment ** (1 / p),
        logClassSize: prompts * Math.log(responses),
      };
    }
  }
}
