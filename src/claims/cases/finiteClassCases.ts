import { bestOfNLaw } from '../../laws/transforms/bestOfNLaw.ts';
import { modeCoverage } from '../../theory/coverage/modeCoverage.ts';
import { barelyMissed } from '../../theory/instances/barelyMissed.ts';
import { failureOfFit } from './justFailing.ts';
import { missedLogClassSize, NEAR, riskOfMissing } from './missedPrompts.ts';
import { lightModes } from './randomWorlds.ts';
import { quantile, unseenLaw } from './unseenPrompts.ts';

/** SFT-sharpening where the law of its risk is known exactly. */
export interface FiniteClassCase {
  readonly name: string;
  readonly values: {
    readonly logClassSize: number;
    readonly delta: number;
    readonly tau: number;
    readonly n: number;
    readonly coverage: number;
    readonly N: number;
  };
  /** For a bound with probability 1 - rho: a rho, and a risk that is exceeded or met with more than rho. */
  readonly rho: number;
  readonly risk: number;
  readonly expectedRisk: number;
}

/** Near-extremal cases of both terms of Bound (A). */
export function* finiteClassCases(): Iterable<FiniteClassCase> {
  // For C log(1/tau)/N: best-of-N itself fails, and more prompts do not help.
  for (const [N, delta, share] of [
    [1000, 1e-3, 0.99],
    [10_000, 1e-6, 0.5],
    [40, 0.3, 0.9],
  ] as const) {
    const mass = 0.9;
    const coverage = modeCoverage(barelyMissed({ N, delta, mass }));
    const values = { logClassSize: 0, delta, tau: share * delta, n: 1e15, coverage, N };
    const name = `barely missed, N = ${N}, delta = ${delta}, tau = ${share} delta`;
    yield { name, values, rho: 0.1, risk: mass, expectedRisk: mass };
  }
  // The same for near maximisers: one fit, at every gamma.
  for (const gamma of NEAR.gammas) {
    const [N, delta, mass] = [1000, 1e-3, 0.9];
    const world = barelyMissed({ N, delta, mass, near: NEAR.count });
    const risk = riskOfMissing(world, { n: 1e9, N, delta, gamma });
    const coverage = modeCoverage(world, { gamma });
    const values = { logClassSize: missedLogClassSize, delta, tau: 0.99 * delta, n: 1e15, coverage, N };
    yield { name: `near maximisers, gamma ${gamma}`, values, rho: 0.1, risk, expectedRisk: risk };
  }
  // For log(1/rho): a prompt that may stay unseen; g is nearly 1.
  for (const [mass, n] of [
    [0.05, 800],
    [0.05, 20],
  ] as const) {
    const values = { ...unseen, logClassSize: Math.LN2, n };
    const missed = (1 - mass) ** n;
    const name = `an unseen prompt of mass ${mass}, n = ${n}`;
    yield { name, values, rho: missed * (1 - 1e-9), risk: mass, expectedRisk: mass * missed };
  }
  // For log |Pi|.
  for (const prompts of [256, 64]) {
    const law = unseenLaw(prompts, prompts);
    const risks = law.map((_, unseenPrompts) => unseenPrompts / prompts);
    const values = { ...unseen, logClassSize: prompts * Math.LN2, n: prompts };
    const name = `${prompts} prompts, as many drawn`;
    yield { name, values, rho: 0.1, risk: quantile(risks, law, 0.1), expectedRisk: (1 - 1 / prompts) ** prompts };
  }
  // For g: a law in the class that just fails.
  for (const [off, delta, tau, n] of [
    [0.005, 0.01, 0.005, 300_000],
    [0.01, 0.5, 0.49, 200],
    [0.1, 0.5, 0.49, 1000],
    [0.05, 0.1, 0.09, 20],
  ] as const) {
    const mode = 1e-3;
    const base = lightModes(1, mode, 0.9999e-3);
    const N = Math.ceil(Math.log(off) / Math.log1p(-mode));
    const failure = failureOfFit(base, bestOfNLaw(base, N), delta, n);
    const values = { logClassSize: Math.LN2, delta, tau, n, coverage: 1 / mode, N };
    const name = `a law that just fails: best-of-N leaves ${off}, tau = ${tau}, delta = ${delta}, n = ${n}`;
    yield { name, values, rho: failure * (1 - 1e-9), risk: 1, expectedRisk: failure };
  }
}

/** Base masses (0.6, 0.4), and so many draws that best-of-N is settled. */
const unseen = { delta: 0.999, tau: 1e-6, coverage: 1 / 0.6, N: 1e9 };
