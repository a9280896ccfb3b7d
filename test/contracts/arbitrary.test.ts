import fc from 'fast-check';
import { describe, it } from 'vitest';
import { fitting, ProductClass, sampleAndEvaluate, sftSharpening, Source, union } from '../../src/index.ts';
import type { ExactLaw, Explicit, FiniteLaw, Kind } from '../../src/index.ts';
import {
  explicitRewardContract,
  finiteClasses,
  finiteLaws,
  hardFamilies,
  instanceContract,
  instances,
  lawContract,
  learnerContract,
  pointwiseRewards,
  policyClassContract,
  policyContract,
  realizableWorlds,
  runContract,
  setwiseRewards,
  spectra,
  tabularPolicies,
} from '../../src/testing/index.ts';
import type { Contract } from '../../src/testing/index.ts';
import { allChoices } from '../support/smallClasses.ts';

const source = Source.named('contracts/arbitrary');

async function pass(contract: Contract): Promise<void> {
  await runContract(contract);
}

// What is right passes its contract whatever its masses are: ties, zeros, 1e-300.
describe('contracts of arbitrary', () => {
  it('laws', async () => {
    const right = (law: ExactLaw): Promise<void> => pass(lawContract({ law: () => law, source }));
    await fc.assert(fc.asyncProperty(finiteLaws(), right), { seed: 1, numRuns: 50 });
    await fc.assert(fc.asyncProperty(spectra(), right), { seed: 2, numRuns: 200 });
  });

  it('policies', async () => {
    await fc.assert(
      fc.asyncProperty(tabularPolicies(), (policy) => pass(policyContract({ policy }))),
      { seed: 3, numRuns: 200 },
    );
  });

  it('classes', async () => {
    const listed = tabularPolicies().chain((truth) => finiteClasses(truth));
    await fc.assert(
      fc.asyncProperty(listed, (policyClass) => {
        return pass(policyClassContract({ policyClass, members: policyClass.members, source, trials: 5 }));
      }),
      { seed: 4, numRuns: 200 },
    );
    const lists = fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 4 })).chain(([prompts, size]) => {
      const laws = fc.array(finiteLaws({ minOutcomes: size, maxOutcomes: size }), { minLength: 1, maxLength: 3 });
      return fc.array(laws, { minLength: prompts, maxLength: prompts });
    });
    await fc.assert(
      fc.asyncProperty(lists, (lists: FiniteLaw[][]) => {
        const policyClass = new ProductClass(lists);
        const members = allChoices(lists.map((laws) => laws.length)).map((choices) => policyClass.member(choices));
        return pass(policyClassContract({ policyClass, members, source, trials: 5 }));
      }),
      { seed: 5, numRuns: 200 },
    );
  });

  it('rewards', async () => {
    const rewards = fc.oneof(pointwiseRewards(), setwiseRewards());
    await fc.assert(
      fc.asyncProperty(rewards, tabularPolicies({ maxPrompts: 2, maxResponses: 4 }), (reward, base) => {
        return pass(explicitRewardContract({ reward, base, source }));
      }),
      { seed: 6, numRuns: 30 },
    );
  });

  it('learners on arbitrary worlds and rewards', async () => {
    await fc.assert(
      fc.asyncProperty(realizableWorlds(), fc.oneof(pointwiseRewards(), setwiseRewards()), (world, reward) => {
        const options = { n: 6, N: 2, reward };
        // A class that holds the base policy can fit whatever the base policy draws.
        const contract = learnerContract({
          learner: () => sftSharpening<Explicit>(options),
          world,
          framework: union<Kind>(sampleAndEvaluate, fitting),
          budget: { prompts: 6, samples: 12, evaluations: 0, fits: 1 },
          source,
          runs: 50,
        });
        return pass(contract);
      }),
      { seed: 7, numRuns: 50 },
    );
  });

  it('instances', async () => {
    await fc.assert(
      fc.asyncProperty(hardFamilies(), (family) => pass(instanceContract({ ...family, source }))),
      { seed: 8, numRuns: 50 },
    );
    await fc.assert(
      fc.asyncProperty(instances(), (world) => pass(instanceContract({ instance: () => world, source }))),
      { seed: 9, numRuns: 50 },
    );
    await fc.assert(
      fc.asyncProperty(realizableWorlds(), (world) =>
        pass(instanceContract({ instance: () => world, classHoldsBase: true, source })),
      ),
      { seed: 10, numRuns: 50 },
    );
  });
});
