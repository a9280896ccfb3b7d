import { requireInteger, requireObject, requireOpenUnit, requirePositive } from '../../../math/checks.ts';
import { DomainError } from '../../../math/domainError.ts';

/** The numbers of the needle with a short list: one prompt, one of the first K responses is y*. */
export interface NeedleParameters {
  /** S: the number of responses, an integer at least 2. */
  readonly responses: number;
  /** K: how many of them may be y*, an integer in [2, min(S, 1024)]. */
  readonly hypotheses: number;
  /** h: how much heavier y* is than any other response, as a share: a number in [1e-6, 1e6]. */
  readonly bonus: number;
}

/** Beyond this many hypotheses the laws would take more than seconds. */
const MOST_HYPOTHESES = 1024;
/** Within these ends no mass loses its digits. */
const BONUS = { least: 1e-6, most: 1e6 };

/** Refuses parameters outside the domains above. */
export function requireNeedle(where: string, parameters: NeedleParameters): void {
  requireObject(where, 'parameters', parameters);
  const { responses, hypotheses, bonus } = parameters;
  requireInteger(where, 'responses', responses, 2);
  requireInteger(where, 'hypotheses', hypotheses, 2, Math.min(responses, MOST_HYPOTHESES));
  if (!(typeof bonus === 'number' && bonus >= BONUS.least && bonus <= BONUS.most)) {
    throw new DomainError(where, 'bonus', `a number in [${BONUS.least}, ${BONUS.most}]`, bonus);
  }
}

/** What a law of the needle gives to its own y* and to each other response. */
export interface NeedleMasses {
  readonly own: number;
  readonly other: number;
}

/** b* = (1 + h)/(S + h) and b = 1/(S + h): the base policy. */
export function baseMasses({ responses, bonus }: NeedleParameters): NeedleMasses {
  return { own: (1 + bonus) / (responses + bonus), other: 1 / (responses + bonus) };
}

/** p = w/(S - 1 + w) and q = 1/(S - 1 + w), w = (1 + h)^(1 + 1/beta): pi*_beta. */
export function sharpenedMasses(parameters: NeedleParameters & { readonly beta: number }): NeedleMasses {
  const logWeight = (1 + 1 / parameters.beta) * Math.log1p(parameters.bonus);
  const own = 1 / (1 + (parameters.responses - 1) * Math.exp(-logWeight));
  return { own, other: own * Math.exp(-logWeight) };
}

/** log of what pi*_beta has off y*. */
export function logMissedByOptimum(parameters: NeedleParameters & { readonly beta: number }): number {
  return Math.log(parameters.responses - 1) + Math.log(sharpenedMasses(parameters).other);
}

/**
 * The largest beta at which pi*_beta has at least 1 - delta on y*:
 *
 *   beta = 1 / ( log((S - 1)(1 - delta)/delta) / log(1 + h) - 1 ),
 *
 * infinite where the base policy has that much itself.
 *
 * @param parameters delta in (0, 1)
 * @throws DomainError naming the parameter outside its domain
 */
export function needleTemperature(parameters: NeedleParameters & { readonly delta: number }): number {
  requireNeedle('needleTemperature', parameters);
  const { responses, bonus, delta } = parameters;
  requireOpenUnit('needleTemperature', 'delta', delta);
  const inverse = (Math.log((responses - 1) / delta) + Math.log1p(-delta)) / Math.log1p(bonus) - 1;
  return inverse > 0 ? 1 / inverse : Infinity;
}

/** Refuses parameters of the needle, or a beta, outside of their domains. */
export function requireSharpened(where: string, parameters: NeedleParameters & { readonly beta: number }): void {
  requireNeedle(where, parameters);
  requirePositive(where, 'beta', parameters.beta);
}
