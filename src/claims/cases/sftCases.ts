import { sftRisk } from '../../experiments/catalogue/sftRisk.ts';
import type { ParametersOf } from '../../experiments/experiment.ts';
import type { Grid } from '../claim.ts';
import { keptRow } from '../keptRow.ts';

/** SFT-sharpening in a setting that satisfies the assumptions of Thm 4.1', with replicated risks. */
export interface SftCase {
  readonly name: string;
  readonly n: number;
  readonly N: number;
  readonly delta: number;
  readonly rho: number;
  readonly logClassSize: number;
  readonly coverage: number;
  /** P_x[ pi-hat(y* | x) <= 1 - delta ] in each of the independent runs, ascending. */
  readonly risks: Float64Array;
}

/** Such a setting, before anything is simulated. */
export interface SftSetting {
  readonly name: string;
  readonly rho: number;
  readonly parameters: ParametersOf<typeof sftRisk>;
}

/** A setting with its risks. */
export function sftCase({ name, rho, parameters }: SftSetting): SftCase {
  const { values } = keptRow(sftRisk, 'claims/thm-4.1', parameters);
  const { n, N, delta } = parameters;
  const { logClassSize, coverage } = values;
  const risks = Float64Array.from(values.risks.flatMap(({ risk, runs }) => Array<number>(runs).fill(risk)));
  return { name, n, N, delta, rho, logClassSize, coverage, risks };
}

/** The settings of a grid. */
export function sftSettings(grid: Grid): readonly SftSetting[] {
  const chosen = [
    missed({ N: 1000, delta: 1e-3 }),
    missed({ N: 10_000, delta: 1e-6 }),
    unseen({ prompts: 1, mass: 0.05, n: 80, rho: 0.01, replications: 20_000 }),
    unseen({ prompts: 1024, mass: 1, n: 1024, rho: 0.1, replications: 400 }),
    onHardFamily({ prompts: 4, responses: 16, hardMass: 0.5, n: 24, N: 10 }),
    onHardFamily({ prompts: 4, responses: 16, hardMass: 0.5, n: 1000, N: 40 }),
  ];
  if (grid === 'quick') return chosen;
  return [
    ...chosen,
    missed({ N: 30_000, delta: 1e-9 }),
    unseen({ prompts: 1, mass: 0.01, n: 400, rho: 0.01, replications: 20_000 }),
    unseen({ prompts: 8192, mass: 1, n: 8192, rho: 0.1, replications: 400 }),
    onHardFamily({ prompts: 32, responses: 32, hardMass: 0.25, n: 4000, N: 64 }),
    onHardFamily({ prompts: 64, responses: 256, hardMass: 0.05, n: 20_000, N: 400 }),
    onHardFamily({ prompts: 4, responses: 16, hardMass: 0.5, n: 50_000, N: 300 }),
  ];
}

/** Near-extremal for C_cov/N*. */
function missed({ N, delta }: { N: number; delta: number }): SftSetting {
  const world = { kind: 'barely-missed', mass: 0.9 } as const;
  const name = `barely missed, N = ${N}, delta = ${delta}`;
  return { name, rho: 0.1, parameters: { world, n: 1e9, N, delta, replications: 4000 } };
}

/** Near-extremal for the first term; with many prompts log |Pi| is what counts. */
function unseen(options: { prompts: number; mass: number; n: number; rho: number; replications: number }): SftSetting {
  const { prompts, mass, n, rho, replications } = options;
  const world = { kind: 'unseen-prompts', prompts, mass } as const;
  const name = `unseen prompts: ${prompts} of mass ${mass}, n = ${n}`;
  return { name, rho, parameters: { world, n, N: 1e9, delta: 0.99, replications } };
}

function onHardFamily(options: {
  prompts: number;
  responses: number;
  hardMass: number;
  n: number;
  N: number;
}): SftSetting {
  const { n, N, ...family } = options;
  const { prompts, responses, hardMass } = family;
  const world = { kind: 'hard-family', ...family } as const;
  const name = `hard family (${prompts}, ${responses}, ${hardMass}), n = ${n}, N = ${N}`;
  return { name, rho: 0.1, parameters: { world, n, N, delta: 0.5, replications: 1000 } };
}
