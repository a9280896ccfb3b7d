import {
  exploration,
  fitting,
  sampleAndEvaluate,
  adaptiveSampleAndEvaluate,
  nextTokenAccess,
  union,
} from '../../src/access/frameworks.ts';
import type { Framework, Kind } from '../../src/access/frameworks.ts';
import type { Backend } from '../../src/access/remote/backend.ts';
import { tokenLaw } from '../../src/access/queries/tokenLaw.ts';
import type { Explicit } from '../../src/access/spaces.ts';
import { Source } from '../../src/math/random/source.ts';
import { AutoregressivePolicy } from '../../src/policies/autoregressivePolicy.ts';
import type { ExplicitWorld } from '../../src/policies/explicitWorld.ts';

/** Everything that an explicit world behind a wire answers. */
export const remoteFramework = union<Kind>(
  sampleAndEvaluate,
  adaptiveSampleAndEvaluate,
  exploration,
  fitting,
  nextTokenAccess,
);

export class Killed extends Error {}

export interface FakeRemoteOptions {
  readonly framework?: Framework;
  /** Dies for good after it has delivered so many answers, in the middle of a call. */
  readonly dieAfter?: number;
  readonly batchSize?: number;
  readonly concurrentCalls?: number;
  /** Another latency for every value, so that answers come in another order. */
  readonly latency?: string;
}

/** An explicit world that answers as a distant model would: in batches, late, out of order, and not for ever. */
export function fakeRemote(world: ExplicitWorld, options: FakeRemoteOptions = {}) {
  const { framework = remoteFramework, dieAfter = Infinity, batchSize = 32, concurrentCalls = 1 } = options;
  const latency = Source.named(`latency ${options.latency ?? ''}`);
  const seen = { calls: 0, sizes: [] as number[], delivered: [] as string[] };
  const inRandomOrder = async <Q>(requests: readonly Q[], answer: (request: Q, index: number) => void) => {
    seen.calls++;
    seen.sizes.push(requests.length);
    if (requests.length > batchSize) throw new Error(`a call of ${requests.length} requests`);
    const order = requests.map((_, i) => ({ i, at: latency.uniform() })).sort((a, b) => a.at - b.at);
    for (const { i } of order) {
      if (latency.uniform() < 0.1) await new Promise((resolve) => setTimeout(resolve, latency.uniform() * 2));
      if (seen.delivered.length >= dieAfter) throw new Killed('the remote was killed');
      answer(requests[i]!, i);
    }
  };
  const fits = world.policyClass && {
    maximumLikelihood: async (data: Parameters<NonNullable<typeof world.policyClass>['maximumLikelihood']>[0]) =>
      world.policyClass!.maximumLikelihood(data),
    optimisticFit: async (
      pairs: Parameters<NonNullable<typeof world.policyClass>['optimisticFit']>[0],
      alpha: number,
      beta: number,
    ) => world.policyClass!.optimisticFit(pairs, alpha, beta),
  };
  const tree = world.base instanceof AutoregressivePolicy ? world.base : undefined;
  const backend: Backend<Explicit> = {
    name: 'fake remote',
    framework,
    refusals: { maximumLikelihood: 'it cannot fit a policy' },
    batchSize,
    concurrentCalls,
    prompts: (_index, source) => world.promptLaw.draw(source),
    sample: (requests, deliver) =>
      inRandomOrder(requests, ({ prompt, seed, policy }, i) => {
        const law = (policy ?? world.base).law(prompt);
        const response = law.draw(Source.named(`seed ${seed}`));
        seen.delivered.push(`${prompt} ${seed}`);
        const baseLogLikelihood = world.base.law(prompt).logMasses[response]!;
        deliver(i, { response, logLikelihood: law.logMasses[response]!, baseLogLikelihood, tokens: 1 });
      }),
    evaluate: (requests, deliver) =>
      inRandomOrder(requests, ({ prompt, response }, i) => deliver(i, world.base.law(prompt).logMasses[response]!)),
    basePolicy: () => world.base,
    ...(tree && {
      nextTokenLaws: (prefixes, deliver) =>
        inRandomOrder(prefixes, ({ prompt, tokens, leastLogMass }, i) => {
          seen.delivered.push(`${prompt} ${tokens.join()}`);
          deliver(i, tokenLaw(tree.nextTokenLaw(prompt, tokens).logMasses, [tree.end], leastLogMass));
        }),
    }),
    ...(fits && { fits }),
  };
  return { backend, seen };
}
