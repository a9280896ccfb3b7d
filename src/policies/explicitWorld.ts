import { DomainError } from '../math/domainError.ts';
import { FiniteLaw } from '../laws/finiteLaw.ts';
import { requirePolicy } from './explicitPolicy.ts';
import type { ExplicitPolicy } from './explicitPolicy.ts';
import { requirePolicyClass } from './classes/policyClass.ts';
import type { PolicyClass } from './classes/policyClass.ts';

/** Prompts drawn from a law, a base policy, and the class that fits choose from: all that a learner may not see. */
export class ExplicitWorld {
  /** mu, the law of prompts. */
  readonly promptLaw: FiniteLaw;
  /** pi_base. */
  readonly base: ExplicitPolicy;
  readonly policyClass: PolicyClass | undefined;

  /** @throws DomainError where a part is not what it should be, or the number of prompts differs between the law, the policy and the class. */
  constructor(promptLaw: FiniteLaw, base: ExplicitPolicy, policyClass?: PolicyClass) {
    if (!(promptLaw instanceof FiniteLaw))
      throw new DomainError('ExplicitWorld', 'promptLaw', 'a FiniteLaw', promptLaw);
    requirePolicy('ExplicitWorld', 'base', base);
    if (policyClass !== undefined) requirePolicyClass('ExplicitWorld', 'policyClass', policyClass);
    if (promptLaw.size !== base.prompts) {
      throw new DomainError(
        'ExplicitWorld',
        'size of promptLaw',
        `${base.prompts}, the prompts of the base policy`,
        promptLaw.size,
      );
    }
    if (policyClass && (policyClass.prompts !== base.prompts || policyClass.responses !== base.responses)) {
      const shape = `${policyClass.prompts} x ${policyClass.responses}`;
      throw new DomainError(
        'ExplicitWorld',
        'shape of policyClass',
        `${base.prompts} x ${base.responses}, as the base policy`,
        shape,
      );
    }
    this.promptLaw = promptLaw;
    this.base = base;
    this.policyClass = policyClass;
  }

  /** The same world with another class to fit in. */
  withClass(policyClass: PolicyClass): ExplicitWorld {
    return new ExplicitWorld(this.promptLaw, this.base, policyClass);
  }
}
