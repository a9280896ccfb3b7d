import { requireObject, requireSize } from '../../math/checks.ts';
import { compensatedSum } from '../../math/compensatedSum.ts';
import { DomainError } from '../../math/domainError.ts';
import { FiniteLaw } from '../../laws/finiteLaw.ts';
import { requireSource } from '../../math/random/source.ts';
import type { Source } from '../../math/random/source.ts';
import { ExplicitWorld } from '../../policies/explicitWorld.ts';
import { TabularPolicy } from '../../policies/tabularPolicy.ts';
import { dirichletLaw } from './dirichletLaw.ts';

/** How far, relatively, every other response stays below the mode, so that none ties with it. */
const MARGIN = 1e-6;

export interface WorldWithCoverageOptions {
  /** An integer in [1, 2^31 - 1]. */
  readonly prompts: number;
  /** M, an integer in [1, 2^31 - 1]. */
  readonly responses: number;
  /** C_cov, in [1, (1 - 1e-6) M]; 1 if M = 1. */
  readonly coverage: number;
}

/**
 * A random world with one mode y*(x) at each prompt and a given coverage coefficient:
 *
 *   C_cov = E_x[ 1 / pi_base(y*(x) | x) ],  to a relative 1e-12.
 *
 * A mode has more mass than the average response, 1/M, so C_cov lies in [1, M) however many prompts there are: 1 where
 * the policy is certain, near M where it is near uniform. The law of prompts, the modes' places, how their masses
 * differ between prompts and the laws of the other responses are drawn.
 *
 * @throws DomainError where the coverage cannot be reached, with the range that can
 */
export function worldWithCoverage(options: WorldWithCoverageOptions, source: Source): ExplicitWorld {
  const where = 'worldWithCoverage';
  requireObject(where, 'options', options);
  requireSource(where, source);
  const { prompts, responses, coverage } = options;
  requireSize(where, 'prompts', prompts);
  requireSize(where, 'responses', responses);
  const most = responses === 1 ? 1 : responses * (1 - MARGIN);
  if (!(typeof coverage === 'number' && coverage >= 1 && coverage <= most)) {
    const range = responses === 1 ? '1, as there is one response' : `in [1, ${most}] with ${responses} responses`;
    throw new DomainError(where, 'coverage', range, coverage);
  }
  const promptLaw = dirichletLaw({ outcomes: prompts, concentration: 1 }, source.split('prompts'));
  const inverses = averaging(promptLaw, 1, most, coverage, source.split('masses of modes'));
  const laws = Array.from(inverses, (inverse, prompt) => lawWithMode(responses, 1 / inverse, source.split(prompt)));
  return new ExplicitWorld(promptLaw, new TabularPolicy(laws));
}

/** A number in [least, most] for each outcome, drawn at random, whose mean under the law is `mean`. */
function averaging(law: FiniteLaw, least: number, most: number, mean: number, source: Source): Float64Array {
  // Their mean is neither 0 nor 1, by which it is divided.
  const uniforms = Float64Array.from({ length: law.size }, () => 0.05 + 0.9 * source.uniform());
  const drawn = compensatedSum(law.masses().map((mass, i) => mass * uniforms[i]!));
  const asked = most === least ? 0 : (mean - least) / (most - least);
  // Pulled towards the end that the mean asks for, none leaves the range.
  return uniforms.map((uniform) =>
    asked <= drawn
      ? least + (most - least) * uniform * (asked / drawn)
      : most - (most - least) * (1 - uniform) * ((1 - asked) / (1 - drawn)),
  );
}

/** A law whose one mode, at a random place, has that mass. */
function lawWithMode(outcomes: number, mass: number, source: Source): FiniteLaw {
  const place = source.index(outcomes);
  if (outcomes === 1 || mass >= 1) return FiniteLaw.pointMass(outcomes, place);
  const others = dirichletLaw({ outcomes: outcomes - 1, concentration: 1 }, source).masses();
  // Shares of the rest: mixed with the uniform ones as much as is needed to stay below the mode.
  const even = 1 / (outcomes - 1);
  const heaviest = others.reduce((a, b) => Math.max(a, b));
  const allowed = ((1 - MARGIN) * mass) / (1 - mass);
  const mixture = heaviest <= allowed ? 1 : Math.max(0, (allowed - even) / (heaviest - even));
  return FiniteLaw.fromMasses(
    Float64Array.from({ length: outcomes }, (_, i) =>
      i === place ? mass : (1 - mass) * (even + mixture * (others[i < place ? i : i - 1]! - even)),
    ),
  );
}
