import { requireInteger, requireObject } from '../../math/checks.ts';
import { DomainError } from '../../math/domainError.ts';
import { FiniteLaw } from '../../laws/finiteLaw.ts';
import { ExplicitWorld } from '../../policies/explicitWorld.ts';
import { ProductClass } from '../../policies/classes/productClass.ts';
import { TabularPolicy } from '../../policies/tabularPolicy.ts';

export interface UnseenPromptsOptions {
  /** Number of doubtful prompts, an integer at least 1. */
  readonly prompts: number;
  /** Their mass together, in (0, 1]; the rest lies on one settled prompt. */
  readonly mass: number;
  /** Makes the truth from the base law: best-of-N, or adaptive best-of-N; it must prefer response 0. */
  readonly sharpen: (law: FiniteLaw) => FiniteLaw;
}

/**
 * Near-extremal for the term log|Pi|/n of Thm 4.1' and Thm D.1: at a doubtful prompt the class holds the truth, made of
 * the base masses (0.6, 0.4), and before it a law that is wrong; a fit takes the wrong one unless it saw the prompt.
 *
 * Prompt 0 is the settled one; each of the others has the mass `mass / prompts`.
 *
 * @throws DomainError outside the domains above
 */
export function unseenPrompts(options: UnseenPromptsOptions): ExplicitWorld {
  requireObject('unseenPrompts', 'options', options);
  const { prompts, mass, sharpen } = options;
  requireInteger('unseenPrompts', 'prompts', prompts, 1, 1e6);
  if (typeof sharpen !== 'function') {
    throw new DomainError('unseenPrompts', 'sharpen', 'a function from laws to laws', sharpen);
  }
  if (!(typeof mass === 'number' && mass > 0 && mass <= 1)) {
    throw new DomainError('unseenPrompts', 'mass', 'a number in (0, 1]', mass);
  }
  const law = FiniteLaw.fromMasses([0.6, 0.4]);
  const base = new TabularPolicy(Array<FiniteLaw>(prompts + 1).fill(law));
  const truth = sharpen(law);
  const [settled, doubtful] = [[truth], [FiniteLaw.pointMass(2, 1), truth]];
  const policyClass = new ProductClass([settled, ...Array<FiniteLaw[]>(prompts).fill(doubtful)]);
  const masses = Float64Array.from({ length: prompts + 1 }, (_, x) => (x === 0 ? 1 - mass : mass / prompts));
  return new ExplicitWorld(FiniteLaw.fromMasses(masses), base, policyClass);
}
