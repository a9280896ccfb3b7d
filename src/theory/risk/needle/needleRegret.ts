import { baseMasses, requireSharpened, sharpenedMasses } from './needleParameters.ts';
import type { NeedleParameters } from './needleParameters.ts';
import { leastLoss } from './needleOptimalRisk.ts';
import { needleSamples } from './needleSamples.ts';
import { undecidedValue } from './needleValue.ts';

type Needle = NeedleParameters & { readonly beta: number };

/** E[ J_beta(pi*_beta) - J_beta(pi-hat) ] of the best learner that sees m likelihoods of its choice, or of draws; nats. */
export function explorationRegret(needle: Needle, m: number): number {
  requireSharpened('explorationRegret', needle);
  return leastLoss('explorationRegret', { ...needle, evaluations: m }, (left) => lossOf(needle, left));
}

/** That of the best learner that sees m draws of the base policy with their likelihoods; nats. */
export function offlineRegret(needle: Needle, m: number): number {
  requireSharpened('offlineRegret', needle);
  return needleSamples(needle, (left) => lossOf(needle, left)).failure(m);
}

/** That of who takes pi*_beta of a wrong hypothesis: beta KL = beta (p - q) log(p/q); nats. */
export function wrongRegret(needle: Needle): number {
  const { own, other } = sharpenedMasses(needle);
  return needle.beta * (own - other) * (1 + 1 / needle.beta) * Math.log1p(needle.bonus);
}

/** That of SFT-sharpening with one prompt and the best of N draws, N at least 1: beta KL(pi-hat || pi*_beta); nats. */
export function sftRegret(needle: Needle, N: number): number {
  requireSharpened('sftRegret', needle);
  const { responses: S, hypotheses: K, beta } = needle;
  const { own: p, other: q } = sharpenedMasses(needle);
  const missed = Math.exp(N * Math.log1p(-baseMasses(needle).own));
  const [s, r] = [1 - missed, missed / (S - 1)];
  const wrong = missed * (1 - (S - K) / ((S - 1) * K));
  const term = (mass: number, target: number): number => (mass === 0 ? 0 : mass * Math.log(mass / target));
  const right = term(s, p) + (S - 1) * term(r, q);
  const astray = term(s, q) + term(r, p) + (S - 2) * term(r, q);
  return beta * ((1 - wrong) * right + wrong * astray);
}

/** What the best policy loses while so many hypotheses are left. */
function lossOf(needle: Needle, left: number): number {
  return left === 1 ? 0 : undecidedValue(needle, 1) - undecidedValue(needle, left);
}
