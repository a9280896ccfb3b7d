import type { Backend, PolicySample } from '../../../access/remote/backend.ts';
import type { Spaces } from '../../../access/spaces.ts';
import { canonicalJson, requirePlainJson } from '../../../math/json.ts';
import type { FitKind, FitRequest } from '../../../policies/classes/fitRequest.ts';
import { RewardPairs } from '../../../policies/data/rewardPairs.ts';
import { demand, demandRejection } from '../contract.ts';
import type { CheckOutcome, Contract } from '../contract.ts';
import { askedOnce, inCalls, sampled, sampledFrom } from './asked.ts';
import type { Tried } from './asked.ts';
import { demandFrequenciesAtEach, demandSameSamples, demandSample } from './sampling.ts';

const KINDS: readonly FitKind[] = ['maximumLikelihood', 'bayesFit', 'regressRewards', 'optimisticFit'];
const NO_BASE = { skipped: 'it has no methods `basePolicy` and `sampleFrom`' };
const NO_FIT = { skipped: 'it has no method `fit`' };
const NO_SAMPLES = { skipped: 'it has no methods `fit` and `sampleFrom`' };
const MANY = 16;

/** What is demanded of handles: of `basePolicy`, `fit`, `sampleFrom` and `release`. */
export function policyChecks<S extends Spaces>(
  tried: () => Promise<Tried<S>>,
  reopened: (() => Backend<S> | Promise<Backend<S>>) | undefined,
): Contract {
  /** A request of that kind, on responses that other labels change. */
  const requestOf = async (
    one: Tried<S>,
    kind: FitKind,
    label: string,
  ): Promise<FitRequest<S['Prompt'], S['Response']>> => {
    const prompts = Array.from({ length: MANY }, (_, i) => one.prompts[i % one.prompts.length]!);
    const respond = (which: string) =>
      sampled(
        one,
        prompts.map((prompt, i) => ({ prompt, seed: one.seed(`${label} ${which}`, i) })),
      );
    // One after the other: a backend may take one call at a time.
    const [drawn, baseline] = [await respond('drawn'), await respond('baseline')];
    if (kind === 'maximumLikelihood' || kind === 'bayesFit') {
      const responses = drawn.map(({ response }) => response);
      const logLikelihoods = Float64Array.from(drawn, ({ logLikelihood }) => logLikelihood);
      return { kind, data: { prompts, perPrompt: 1, responses, logLikelihoods } };
    }
    const pairs = new RewardPairs<S['Prompt'], S['Response']>();
    drawn.forEach(({ response, logLikelihood }, i) => {
      const other = baseline[i]!;
      const gap = logLikelihood - other.logLikelihood;
      pairs.append({ prompt: prompts[i]!, response, baseline: other.response, rewardGap: gap, baseLogRatio: gap });
    });
    return kind === 'regressRewards' ? { kind, pairs, beta: 1 } : { kind, pairs, beta: 1, alpha: 0.1 };
  };
  /** Fits by each kind that is offered. */
  const eachFit = async (
    needs: (backend: Backend<S>) => unknown,
    skipped: { readonly skipped: string },
    check: (
      one: Tried<S>,
      kind: FitKind,
      fit: (label: string, seed: number) => Promise<S['Policy']>,
      request: (label: string) => Promise<FitRequest<S['Prompt'], S['Response']>>,
    ) => Promise<CheckOutcome>,
  ): Promise<CheckOutcome> => {
    const one = await tried();
    const { backend } = one;
    if (!backend.fit || !needs(backend)) return skipped;
    const kinds = KINDS.filter((kind) => backend.refusals?.[kind] === undefined);
    if (kinds.length === 0) return { skipped: 'it refuses every kind of fit' };
    for (const kind of kinds) {
      const fit = async (label: string, seed: number) =>
        await backend.fit!(await requestOf(one, kind, label), { seed });
      await check(one, kind, fit, (label) => requestOf(one, kind, label));
    }
  };
  /** A few responses, at prompt after prompt. */
  const drawFrom = (one: Tried<S>, backend: Backend<S>, policy: S['Policy']): Promise<PolicySample<S>[]> => {
    const requests = Array.from({ length: MANY }, (_, i) => ({
      prompt: one.prompts[i % one.prompts.length]!,
      seed: one.seed('policy', i),
      policy,
    }));
    return sampledFrom(backend, requests);
  };
  const drawAt = (one: Tried<S>, policy: S['Policy'], prompt: S['Prompt'], count: number) =>
    sampledFrom(
      one.backend,
      Array.from({ length: count }, (_, i) => ({ prompt, seed: one.seed('policy', i), policy })),
    );

  return [
    {
      name: 'has a handle of the base policy, under which a response is as likely as under the base policy',
      async check(): Promise<CheckOutcome> {
        const one = await tried();
        if (!one.backend.basePolicy || !one.backend.sampleFrom) return NO_BASE;
        const handle = await one.backend.basePolicy();
        requirePlainJson('basePolicy', 'handle', handle);
        for (const sample of await drawFrom(one, one.backend, handle)) {
          demandSample('sampleFrom(base)', sample);
          const apart = Math.abs(sample.logLikelihood - sample.baseLogLikelihood);
          demand(
            apart <= one.tolerance * Math.max(1, sample.tokens),
            `both log-likelihoods of a response of the base policy must be one, differ by ${apart}`,
          );
        }
      },
    },
    {
      name: 'fits a policy whose handle is plain JSON and says which it is: one for one request, others for other data, seeds and settings',
      check: () =>
        eachFit(
          () => true,
          NO_FIT,
          async ({ backend }, kind, fit, request) => {
            const first = await fit('a', 1);
            requirePlainJson(kind, 'handle', first);
            const handle = canonicalJson(first);
            const again = canonicalJson(await fit('a', 1));
            demand(handle === again, `${kind} must answer one request by one handle: ${handle}, then ${again}`);
            const asked = await request('a');
            const others: [what: string, handle: S['Policy']][] = [
              ['other data', await fit('b', 1)],
              ['another seed', await fit('a', 2)],
            ];
            if ('beta' in asked) others.push(['another beta', await backend.fit!({ ...asked, beta: 2 }, { seed: 1 })]);
            if ('alpha' in asked)
              others.push(['another alpha', await backend.fit!({ ...asked, alpha: 5 }, { seed: 1 })]);
            for (const [what, other] of others) {
              demand(
                canonicalJson(other) !== handle,
                `${kind} must answer ${what} by another handle, not by ${handle} again`,
              );
            }
          },
        ),
    },
    {
      name: 'samples a policy by its handle as JSON gives it back, as often as it says, with both likelihoods',
      check: () =>
        eachFit(
          ({ sampleFrom }) => sampleFrom,
          NO_SAMPLES,
          async (one, kind, fit) => {
            const handle = JSON.parse(JSON.stringify(await fit('a', 1))) as S['Policy'];
            const [samples, prompts]: [PolicySample<S>[], S['Prompt'][]] = [[], []];
            await demandFrequenciesAtEach(one, `sampleFrom after ${kind}`, async (prompt, count) => {
              const drawn = await drawAt(one, handle, prompt, count);
              for (const sample of drawn) {
                demandSample(`sampleFrom after ${kind}`, sample);
                demand(
                  typeof sample.baseLogLikelihood === 'number' && sample.baseLogLikelihood <= 1e-9,
                  `sampleFrom after ${kind}: baseLogLikelihood must be a number of at most 0, is ${sample.baseLogLikelihood}`,
                );
              }
              samples.push(...drawn.slice(0, MANY));
              prompts.push(...drawn.slice(0, MANY).map(() => prompt));
              return drawn;
            });
            const { backend } = one;
            if (!backend.evaluate) return;
            const some = samples.map((sample, i) => ({ ...sample, prompt: prompts[i]! }));
            const scores = await inCalls(backend.batchSize, some, (requests) =>
              askedOnce<number>('evaluate', requests.length, (deliver) => backend.evaluate!(requests, deliver)),
            );
            some.forEach(({ baseLogLikelihood, tokens }, i) => {
              const apart = Math.abs(scores[i]! - baseLogLikelihood);
              demand(
                apart <= one.tolerance * Math.max(1, tokens),
                `sampleFrom after ${kind}: baseLogLikelihood must be what evaluate says, differs by ${apart}`,
              );
            });
          },
        ),
    },
    {
      name: 'samples each policy of a call by itself',
      check: () =>
        eachFit(
          ({ sampleFrom, basePolicy }) => sampleFrom && basePolicy,
          { skipped: 'it has no methods `fit`, `sampleFrom` and `basePolicy`' },
          async (one, _kind, fit) => {
            const policies = [await one.backend.basePolicy!(), await fit('a', 1)];
            const requests = Array.from({ length: MANY }, (_, i) => ({
              prompt: one.prompts[i % one.prompts.length]!,
              seed: one.seed('together', i),
              policy: policies[i % 2]!,
            }));
            const together = await sampledFrom(one.backend, requests);
            const apart = await inCalls(1, requests, (some) => sampledFrom(one.backend, some));
            demandSameSamples('asked for alone', one, together, apart, one.tolerance <= 1e-9 ? 0 : MANY / 8);
          },
        ),
    },
    {
      name: 'refuses a handle that it does not know',
      check: () =>
        eachFit(
          ({ sampleFrom }) => sampleFrom,
          NO_SAMPLES,
          async (one, kind, fit) => {
            const unknown = disguised(await fit('a', 1)) as S['Policy'];
            await demandRejection(
              () => drawFrom(one, one.backend, unknown),
              `sampleFrom must refuse ${canonicalJson(unknown)}, which no ${kind} has answered`,
            );
          },
        ),
    },
    {
      name: 'opened again, knows what a handle names or refuses it, and never takes it for another policy',
      async check(): Promise<CheckOutcome> {
        if (!reopened) return { skipped: 'the contract was not told how to open it again' };
        return await eachFit(
          ({ sampleFrom }) => sampleFrom,
          NO_SAMPLES,
          async (one, kind, fit) => {
            const handle = await fit('a', 1);
            const first = await drawFrom(one, one.backend, handle);
            const fresh = await reopened();
            // Whatever it fits itself meanwhile must not take the place of what the handle names.
            await fresh.fit!(await requestOf({ ...one, backend: fresh }, kind, 'c'), { seed: 2 });
            let second: PolicySample<S>[];
            try {
              second = await drawFrom(one, fresh, handle);
            } catch {
              return;
            }
            first.forEach(({ response, logLikelihood, tokens }, i) => {
              const [a, b] = [response, second[i]!.response].map(canonicalJson);
              const apart = Math.abs(logLikelihood - second[i]!.logLikelihood);
              demand(
                a === b && apart <= one.tolerance * Math.max(1, tokens),
                `the handle of ${kind} must name one policy: it drew ${a} at ${logLikelihood}, opened again ${b} at ${second[i]!.logLikelihood}`,
              );
            });
          },
        );
      },
    },
    {
      name: 'releases a policy, twice without harm, and keeps the others',
      check: () =>
        eachFit(
          ({ sampleFrom, release }) => sampleFrom && release,
          { skipped: 'it has no methods `fit`, `sampleFrom` and `release`' },
          async (one, _kind, fit) => {
            const [kept, given] = [await fit('a', 1), await fit('b', 1)];
            const before = await drawFrom(one, one.backend, kept);
            await one.backend.release!(given);
            await one.backend.release!(given);
            const after = await drawFrom(one, one.backend, kept);
            demand(
              before.every(({ response }, i) => canonicalJson(response) === canonicalJson(after[i]!.response)),
              'a policy that was not released must stay what it is',
            );
          },
        ),
    },
  ];
}

/** A handle like this one that names nothing: its texts and numbers are changed. */
function disguised(handle: unknown): unknown {
  if (typeof handle === 'string') return `${handle} that is not there`;
  if (typeof handle === 'number') return handle + 1e6;
  if (Array.isArray(handle)) return handle.map(disguised);
  if (typeof handle !== 'object' || handle === null) return handle;
  return Object.fromEntries(Object.entries(handle).map(([name, field]) => [name, disguised(field)]));
}
