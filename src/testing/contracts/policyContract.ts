import { requireObject } from '../../math/checks.ts';
import { FiniteLaw } from '../../laws/finiteLaw.ts';
import { sameLaw } from '../../laws/sameLaw.ts';
import type { ExplicitPolicy } from '../../policies/explicitPolicy.ts';
import { demand, demandRefusal } from './contract.ts';
import type { Contract } from './contract.ts';
import { demandLaw } from './laws.ts';

export interface PolicyContractOptions {
  readonly policy: ExplicitPolicy;
}

/** What a policy must keep to: a law over all responses for every prompt, always the same one, and none for others. */
export function policyContract(options: PolicyContractOptions): Contract {
  requireObject('policyContract', 'options', options);
  const { policy } = options;
  requireObject('policyContract', 'policy', policy);
  return [
    {
      name: 'says how many prompts and responses there are',
      check() {
        for (const unit of ['prompts', 'responses'] as const) {
          const count = policy[unit];
          demand(Number.isSafeInteger(count) && count >= 1, `${unit} must be an integer at least 1, is ${count}`);
        }
      },
    },
    {
      name: 'has a law over its responses for every prompt',
      check() {
        for (let prompt = 0; prompt < policy.prompts; prompt++) {
          const law: unknown = policy.law(prompt);
          demand(law instanceof FiniteLaw, `law(${prompt}) must be a FiniteLaw`);
          demandLaw(`law(${prompt})`, law);
          demand(
            law.size === policy.responses,
            `law(${prompt}) must have ${policy.responses} outcomes, has ${law.size}`,
          );
        }
      },
    },
    {
      name: 'has the same law whenever it is asked, in whatever order',
      check() {
        const laws = Array.from({ length: policy.prompts }, (_, prompt) => policy.law(prompt));
        for (let prompt = policy.prompts - 1; prompt >= 0; prompt--) {
          const again = policy.law(prompt);
          demand(sameLaw(again, laws[prompt]!), `law(${prompt}) must be the same when it is asked for again`);
        }
      },
    },
    {
      name: 'refuses prompts that there are not',
      check() {
        for (const prompt of [-1, policy.prompts, 0.5, NaN, Infinity]) {
          demandRefusal(
            () => policy.law(prompt),
            `law(${prompt}) must be refused: prompts are 0..${policy.prompts - 1}`,
          );
        }
      },
    },
  ];
}

/** Whether two policies have the same law at every prompt. */
export function samePolicy(a: ExplicitPolicy, b: ExplicitPolicy): boolean {
  if (a.prompts !== b.prompts || a.responses !== b.responses) return false;
  for (let prompt = 0; prompt < a.prompts; prompt++) {
    if (!sameLaw(a.law(prompt), b.law(prompt))) return false;
  }
  return true;
}
