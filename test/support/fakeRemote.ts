import type {
  Backend,
  Deliver,
  FitOptions,
  PolicySampleRequest,
  PolicySample,
  StopSignal,
} from '../../src/access/remote/backend.ts';
import { StoppedError } from '../../src/access/remote/remoteRun.ts';
import { fitQuestion } from '../../src/access/remote/fitQuestion.ts';
import type { PromptStream } from '../../src/access/remote/promptStreams.ts';
import { tokenLaw } from '../../src/access/queries/tokenLaw.ts';
import type { Spaces } from '../../src/access/spaces.ts';
import { canonicalJson } from '../../src/math/json.ts';
import { Source } from '../../src/math/random/source.ts';
import { AutoregressivePolicy } from '../../src/policies/autoregressivePolicy.ts';
import type { FitRequest } from '../../src/policies/classes/fitRequest.ts';
import type { ExplicitPolicy } from '../../src/policies/explicitPolicy.ts';
import type { ExplicitWorld } from '../../src/policies/explicitWorld.ts';

/** A policy at the other end of the wire. */
export interface Handle {
  readonly weights: string;
}

/** An explicit world behind a wire: prompts and responses are numbers, a policy is a handle. */
export interface Wire extends Spaces {
  Prompt: number;
  Response: number;
  Policy: Handle;
}

export class Killed extends Error {}

type Method = 'evaluate' | 'nextTokenLaws' | 'basePolicy' | 'sampleFrom' | 'fit' | 'release';

export interface FakeRemoteOptions {
  /** Methods that it does not have. */
  readonly without?: readonly Method[];
  readonly refusals?: Backend<Wire>['refusals'];
  /** Dies for good after it has delivered so many answers, in the middle of a call. */
  readonly dieAfter?: number;
  readonly batchSize?: number;
  readonly concurrentCalls?: number;
  /** Another latency for every value, so that answers come in another order. */
  readonly latency?: string;
  /** Where weights are kept, so that another process finds them. */
  readonly weights?: Map<string, ExplicitPolicy>;
  /** Names fitted weights; by default after what was fitted. */
  readonly nameOf?: (request: FitRequest<number, number>, seed: number) => string;
}

/** The prompts of a world, as a run on a backend is handed them. */
export function promptsOf({ promptLaw }: ExplicitWorld): PromptStream<number> {
  return (_index, source) => promptLaw.draw(source);
}

/** An explicit world that answers as a distant model would: in batches, late, out of order, and not for ever. */
export function fakeRemote(world: ExplicitWorld, options: FakeRemoteOptions = {}) {
  const { without = [], dieAfter = Infinity, batchSize = 32, concurrentCalls = 1 } = options;
  const { weights = new Map<string, ExplicitPolicy>() } = options;
  const nameOf =
    options.nameOf ?? ((request, seed) => Source.named(canonicalJson(fitQuestion(request, seed))).key.slice(0, 8));
  const latency = Source.named(`latency ${options.latency ?? ''}`);
  const seen = { calls: 0, sizes: [] as number[], delivered: [] as string[], fits: 0, released: [] as string[] };
  const inRandomOrder = async <Q>(
    requests: readonly Q[],
    answer: (request: Q, index: number) => void,
    signal?: StopSignal,
  ) => {
    seen.calls++;
    seen.sizes.push(requests.length);
    if (requests.length > batchSize) throw new Error(`a call of ${requests.length} requests`);
    const order = requests.map((_, i) => ({ i, at: latency.uniform() })).sort((a, b) => a.at - b.at);
    for (const { i } of order) {
      if (latency.uniform() < 0.1) await new Promise((resolve) => setTimeout(resolve, latency.uniform() * 2));
      if (seen.delivered.length >= dieAfter) throw new Killed('the remote was killed');
      if (signal?.aborted) throw new StoppedError();
      answer(requests[i]!, i);
    }
  };
  weights.set('base', world.base);
  const policyOf = (handle: Handle): ExplicitPolicy => {
    const policy = weights.get(handle.weights);
    if (!policy) throw new Error(`fake remote: no weights ${JSON.stringify(handle.weights)}`);
    return policy;
  };
  const draw = (policy: ExplicitPolicy, prompt: number, seed: number): PolicySample<Wire> => {
    const law = policy.law(prompt);
    const response = law.draw(Source.named(`seed ${seed}`));
    const baseLogLikelihood = world.base.law(prompt).logMasses[response]!;
    return { response, logLikelihood: law.logMasses[response]!, baseLogLikelihood, tokens: 1 };
  };
  const { policyClass } = world;
  const tree = world.base instanceof AutoregressivePolicy ? world.base : undefined;
  const all = {
    evaluate: (
      requests: readonly { prompt: number; response: number }[],
      deliver: Deliver<number>,
      signal?: StopSignal,
    ) =>
      inRandomOrder(
        requests,
        ({ prompt, response }, i) => deliver(i, world.base.law(prompt).logMasses[response]!),
        signal,
      ),
    basePolicy: (): Handle => ({ weights: 'base' }),
    sampleFrom: (
      requests: readonly PolicySampleRequest<Wire>[],
      deliver: Deliver<PolicySample<Wire>>,
      signal?: StopSignal,
    ) =>
      inRandomOrder(
        requests,
        ({ prompt, seed, policy }, i) => {
          const sample = draw(policyOf(policy), prompt, seed);
          seen.delivered.push(`${policy.weights} ${prompt} ${seed}`);
          deliver(i, sample);
        },
        signal,
      ),
    ...(policyClass && {
      fit: async (request: FitRequest<number, number>, { seed, onProgress }: FitOptions): Promise<Handle> => {
        if (seen.delivered.length >= dieAfter) throw new Killed('the remote was killed');
        seen.fits++;
        const name = nameOf(request, seed);
        onProgress?.({ step: 1, steps: 2 });
        weights.set(name, policyClass.fit(request));
        onProgress?.({ step: 2, steps: 2, loss: 0 });
        return { weights: name };
      },
    }),
    release: async ({ weights: name }: Handle): Promise<void> => {
      seen.released.push(name);
      weights.delete(name);
    },
    ...(tree && {
      nextTokenLaws: ((prefixes, deliver, signal) =>
        inRandomOrder(
          prefixes,
          ({ prompt, tokens, leastLogMass }, i) => {
            seen.delivered.push(`${prompt} ${tokens.join()}`);
            deliver(i, tokenLaw(tree.nextTokenLaw(prompt, tokens).logMasses, [tree.end], leastLogMass));
          },
          signal,
        )) as NonNullable<Backend<Wire>['nextTokenLaws']>,
    }),
  };
  const kept = Object.fromEntries(Object.entries(all).filter(([method]) => !without.includes(method as Method)));
  const backend = {
    name: 'fake remote',
    ...(options.refusals && { refusals: options.refusals }),
    batchSize,
    concurrentCalls,
    sample: (requests, deliver, signal) =>
      inRandomOrder(
        requests,
        ({ prompt, seed }, i) => {
          const { baseLogLikelihood: _, ...sample } = draw(world.base, prompt, seed);
          seen.delivered.push(`${prompt} ${seed}`);
          deliver(i, sample);
        },
        signal,
      ),
    ...kept,
    // What it has shows at run time; to the compiler it has everything.
  } as Required<Omit<Backend<Wire>, 'refusals' | 'checkPrompt' | 'checkSample'>>;
  return { backend, seen, weights, policyOf };
}
