import { requireInteger, requireLength, requireObject } from '../../math/checks.ts';
import { DomainError } from '../../math/domainError.ts';
import { FiniteLaw } from '../../laws/finiteLaw.ts';
import { requireSource } from '../../math/random/source.ts';
import type { Source } from '../../math/random/source.ts';
import { ExplicitWorld } from '../../policies/explicitWorld.ts';
import { ProductClass } from '../../policies/classes/productClass.ts';

/** The family lists M laws over M + 1 responses: beyond this they would take more than a gigabyte. */
const MOST_RESPONSES = 8192;

export interface HardFamilyOptions {
  /** d: the number of hard prompts, an integer at least 1. */
  readonly prompts: number;
  /** M: the number of responses to a hard prompt, an integer in [3, 8192] (Thm 3.1' needs 8). */
  readonly responses: number;
  /** Delta: the mass of the hard prompts together, in (0, 1]. */
  readonly hardMass: number;
}

/** A family of worlds that look alike until enough responses are seen; nature picks one of M^d. */
export interface HardFamily {
  readonly parameters: HardFamilyOptions;
  /** { pi^I : I in [M]^d }, the base policies that nature picks from. */
  readonly baseClass: ProductClass;
  /** (1 - Delta) + Delta M / 2, the same for every member. */
  readonly coverage: number;
  /** The world whose mode at hard prompt i (prompts are numbered from 1, 0 is the easy one) is choices[i - 1] in 0..M-1. */
  at(choices: ArrayLike<number>): ExplicitWorld;
  /** A member picked uniformly. */
  instance(source: Source): ExplicitWorld;
}

/**
 * The lower-bound construction with gamma = 1/2: at x_0 a point mass on y_0; at each of d hard prompts, of mass
 * Delta / d, one hidden response y_j of mass a = 2/M and M - 1 others of mass b = (1 - 1/(M-1)) / M.
 *
 * @throws DomainError outside the domains above
 * @see Huang et al. 2024, App. H
 */
export function hardFamily(options: HardFamilyOptions): HardFamily {
  requireObject('hardFamily', 'options', options);
  const { prompts, responses, hardMass } = options;
  requireInteger('hardFamily', 'prompts', prompts, 1, 1e6);
  requireInteger('hardFamily', 'responses', responses, 3, MOST_RESPONSES);
  if (!(typeof hardMass === 'number' && hardMass > 0 && hardMass <= 1)) {
    throw new DomainError('hardFamily', 'hardMass', 'a number in (0, 1]', hardMass);
  }
  const [d, M, Delta] = [prompts, responses, hardMass];
  const a = 2 / M;
  const b = (1 - 1 / (M - 1)) / M;
  const hypotheses = Array.from({ length: M }, (_, j) =>
    FiniteLaw.fromMasses(Float64Array.from({ length: M + 1 }, (_, y) => (y === 0 ? 0 : y === j + 1 ? a : b))),
  );
  const easy = [FiniteLaw.pointMass(M + 1, 0)];
  const baseClass = new ProductClass([easy, ...Array.from({ length: d }, () => hypotheses)]);
  const promptLaw = FiniteLaw.fromMasses(
    Float64Array.from({ length: d + 1 }, (_, x) => (x === 0 ? 1 - Delta : Delta / d)),
  );
  const at = (choices: ArrayLike<number>): ExplicitWorld => {
    requireLength('hardFamily.at', 'choices', choices, d);
    for (let i = 0; i < d; i++) requireInteger('hardFamily.at', `choices[${i}]`, choices[i]!, 0, M - 1);
    return new ExplicitWorld(promptLaw, baseClass.member([0, ...Array.from(choices)]));
  };
  return {
    parameters: { prompts, responses, hardMass },
    baseClass,
    coverage: 1 - Delta + (Delta * M) / 2,
    at,
    instance(source) {
      requireSource('hardFamily.instance', source);
      return at(Array.from({ length: d }, () => source.index(M)));
    },
  };
}
