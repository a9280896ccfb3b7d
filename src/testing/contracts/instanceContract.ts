import { requireObject } from '../../math/checks.ts';
import { DomainError } from '../../math/domainError.ts';
import { sameLaw } from '../../laws/sameLaw.ts';
import { requireSource } from '../../math/random/source.ts';
import type { Source } from '../../math/random/source.ts';
import { TIE_TOLERANCE } from '../../math/tolerance.ts';
import { ExplicitWorld } from '../../policies/explicitWorld.ts';
import type { PolicyClass } from '../../policies/classes/policyClass.ts';
import { modeCoverage } from '../../theory/coverage/modeCoverage.ts';
import { demand, runContract } from './contract.ts';
import type { CheckOutcome, Contract } from './contract.ts';
import { demandLaw } from './laws.ts';
import { policyContract, samePolicy } from './policyContract.ts';

export interface InstanceContractOptions {
  /** Draws a world of the construction. */
  readonly instance: (source: Source) => ExplicitWorld;
  /** C_cov of every world, where the construction promises one. */
  readonly coverage?: number;
  /** The base policies that nature picks from, where they are a class. */
  readonly baseClass?: Pick<PolicyClass, 'contains'>;
  /**
   * Whether the class of every world, its `policyClass`, is said to hold the base policy. Default: no. The class that SFT
   * fits in holds what the base policy sharpens to, and need not hold the base policy itself.
   */
  readonly classHoldsBase?: boolean;
  readonly source: Source;
}

const WORLDS = 10;

/**
 * What a construction of worlds must keep to: laws of total mass 1, the coverage it promises, the base policy in the
 * classes that are said to hold it, one world from one source. For a family: `instanceContract({ ...hardFamily(...),
 * source })`.
 */
export function instanceContract(options: InstanceContractOptions): Contract {
  requireObject('instanceContract', 'options', options);
  const { instance, coverage, baseClass, classHoldsBase = false, source } = options;
  if (typeof instance !== 'function') {
    throw new DomainError('instanceContract', 'instance', 'a function of a Source', instance);
  }
  requireSource('instanceContract', source);
  function* drawn<World = ExplicitWorld>(): Iterable<readonly [place: number, world: World]> {
    for (let i = 0; i < WORLDS; i++) yield [i, instance(source.split(i)) as World];
  }
  return [
    {
      name: 'gives worlds: a law of prompts, and a policy over as many',
      async check() {
        for (const [i, world] of drawn<unknown>()) {
          demand(world instanceof ExplicitWorld, `instance ${i} must be an ExplicitWorld`);
          demandLaw('the law of prompts', world.promptLaw);
          await runContract(policyContract({ policy: world.base }));
        }
      },
    },
    {
      name: 'gives the same world from the same source',
      check() {
        for (const [i, world] of drawn()) {
          const again = instance(source.split(i));
          demand(
            sameLaw(world.promptLaw, again.promptLaw),
            `instance ${i}: the same source must give the same prompts`,
          );
          demand(samePolicy(world.base, again.base), `instance ${i}: the same source must give the same base policy`);
        }
      },
    },
    {
      name: 'has the coverage that it promises',
      check(): CheckOutcome {
        if (coverage === undefined) return { skipped: 'no coverage is promised' };
        for (const [i, world] of drawn()) {
          const measured = modeCoverage(world);
          const near = Math.abs(measured - coverage) <= TIE_TOLERANCE * coverage;
          demand(near, `instance ${i} must have coverage ${coverage}, has ${measured}`);
        }
      },
    },
    {
      name: 'has the base policy in the classes that are said to hold it',
      check(): CheckOutcome {
        if (!baseClass && !classHoldsBase) return { skipped: 'no class is said to hold the base policy' };
        for (const [i, { base, policyClass }] of drawn()) {
          if (baseClass) demand(baseClass.contains(base), `baseClass must contain the base policy of instance ${i}`);
          if (!classHoldsBase) continue;
          demand(policyClass !== undefined, `instance ${i} must have a class, to hold its base policy`);
          demand(policyClass.contains(base), `the class of instance ${i} must contain its base policy`);
        }
      },
    },
  ];
}
