import type { Sample } from '../../../access/remote/backend.ts';
import type { Spaces } from '../../../access/spaces.ts';
import { compensatedSum } from '../../../math/compensatedSum.ts';
import { canonicalJson, requirePlainJson } from '../../../math/json.ts';
import { clopperPearson } from '../../../statistics/clopperPearson.ts';
import { CHECK_FAILURE, demand } from '../contract.ts';
import type { CheckOutcome, Contract } from '../contract.ts';
import { askedOnce, inCalls, sampled } from './asked.ts';
import type { Tried } from './asked.ts';

/** So many of the commonest responses are counted. */
const COUNTED = 5;
/** At each of many prompts so many responses are drawn at least. */
const LEAST_DRAWS = 20;

/** What is demanded of `sample`. */
export function samplingChecks<S extends Spaces>(tried: () => Promise<Tried<S>>): Contract {
  return [
    {
      name: 'answers every request of a call once, in calls of one and of as many as it takes',
      async check() {
        const { backend, prompts, seed } = await tried();
        for (const count of new Set([1, Math.min(backend.batchSize, 64)])) {
          const requests = Array.from({ length: count }, (_, i) => ({
            prompt: prompts[i % prompts.length]!,
            seed: seed('once', i),
          }));
          await askedOnce('sample', count, (deliver) => backend.sample(requests, deliver));
        }
      },
    },
    {
      name: 'samples what survives JSON, with a log-likelihood of at most 0 and a number of tokens',
      async check() {
        const one = await tried();
        const requests = one.prompts.map((prompt, i) => ({ prompt, seed: one.seed('json', i) }));
        (await sampled(one, requests)).forEach((sample, i) => demandSample(`sample ${i}`, sample));
      },
    },
    {
      name: 'draws the same response again from the same seed, whatever else is asked in the call',
      async check() {
        const one = await tried();
        const requests = Array.from({ length: Math.min(one.backend.batchSize, 16) }, (_, i) => ({
          prompt: one.prompts[i % one.prompts.length]!,
          seed: one.seed('again', i),
        }));
        const first = await sampled(one, requests);
        demandSameSamples('asked for again', one, first, await sampled(one, requests), 0);
        // A runtime that rounds may take another token where two are close, in a crowd of another size.
        const differing = one.tolerance <= 1e-9 ? 0 : Math.ceil(requests.length / 8);
        const reversed = await sampled(one, requests.toReversed());
        demandSameSamples('asked for in another order', one, first, reversed.toReversed(), differing);
        const alone = await inCalls(1, requests, (some) => sampled(one, some));
        demandSameSamples('asked for alone', one, first, alone, differing);
      },
    },
    {
      name: 'draws independently, each response as often as its likelihood says, at every prompt',
      check: async () => {
        const one = await tried();
        return await demandFrequenciesAtEach(one, 'sample', (prompt, count) =>
          sampled(
            one,
            Array.from({ length: count }, (_, i) => ({ prompt, seed: one.seed('frequency', i) })),
          ),
        );
      },
    },
  ];
}

/** Demands that the same requests got the same responses, but for as many as may differ. */
export function demandSameSamples<S extends Spaces>(
  how: string,
  { tolerance }: Tried<S>,
  first: readonly Sample<S>[],
  second: readonly Sample<S>[],
  mayDiffer: number,
): void {
  const texts = (samples: readonly Sample<S>[]) => samples.map(({ response }) => canonicalJson(response));
  const [a, b] = [texts(first), texts(second)];
  const differ = a.flatMap((text, i) => (text === b[i] ? [] : [i]));
  const [at] = differ;
  demand(
    differ.length <= mayDiffer,
    `${how}, ${differ.length} of ${a.length} responses to the same seeds differ: ${a[at!]}, then ${b[at!]}`,
  );
  first.forEach((sample, i) => {
    const apart = Math.abs(sample.logLikelihood - second[i]!.logLikelihood);
    demand(
      differ.includes(i) || apart <= tolerance * Math.max(1, sample.tokens),
      `${how}, the log-likelihood of one response differs by ${apart} nats`,
    );
  });
}

export function demandSample(name: string, sample: Sample<Spaces>): void {
  requirePlainJson(name, 'response', sample.response);
  const { logLikelihood, tokens } = sample;
  demand(
    typeof logLikelihood === 'number' && logLikelihood <= 1e-9 && logLikelihood > -Infinity,
    `${name}: logLikelihood must be a number of at most 0, as what was drawn has a mass; is ${logLikelihood}`,
  );
  // A response takes its end token at least, or one before it was cut.
  demand(Number.isSafeInteger(tokens) && tokens >= 1, `${name}: tokens must be a number of tokens, is ${tokens}`);
}

/**
 * Demands that draws are as frequent as they say at each prompt: all that the contract allows at the first, as many again
 * shared by the others.
 *
 * @param drawn that many independent samples at a prompt
 * @returns that it was skipped, where nothing came twice at the first prompt
 */
export async function demandFrequenciesAtEach<S extends Spaces>(
  { prompts, draws, tolerance }: Tried<S>,
  name: string,
  drawn: (prompt: S['Prompt'], count: number) => Promise<readonly Sample<Spaces>[]>,
): Promise<CheckOutcome> {
  const others = Math.max(LEAST_DRAWS, Math.ceil(draws / Math.max(1, prompts.length - 1)));
  let first: CheckOutcome = undefined;
  for (const [i, prompt] of prompts.entries()) {
    const samples = await drawn(prompt, i === 0 ? draws : others);
    const failure = CHECK_FAILURE / prompts.length;
    const outcome = demandOwnFrequencies(`${name}, prompt ${i}`, samples, tolerance, failure);
    if (i === 0) first = outcome;
  }
  return first;
}

/**
 * Demands that independent draws are as frequent as they say themselves that they are.
 *
 * The first half of them says which responses are counted, the second half how often they come: so the counts are of
 * responses that were fixed before. The likelihoods of all that were seen may not add up to more than 1 either.
 */
function demandOwnFrequencies(
  name: string,
  samples: readonly Sample<Spaces>[],
  tolerance: number,
  failure: number,
): CheckOutcome {
  const keys = samples.map(({ response }) => canonicalJson(response));
  const masses = new Map<string, number>();
  samples.forEach(({ logLikelihood, tokens }, i) => {
    // Rounding is granted to the side of the backend.
    masses.set(keys[i]!, Math.exp(logLikelihood - tolerance * Math.max(1, tokens)));
  });
  const seen = compensatedSum([...masses.values()]);
  demand(
    seen <= 1 + 1e-9,
    `${name}: the masses of different responses to one prompt must add up to at most 1, here ${seen}`,
  );

  const half = Math.floor(samples.length / 2);
  const commonest = [...new Set(keys.slice(0, half))]
    .map((key) => ({ key, times: keys.slice(0, half).filter((each) => each === key).length }))
    .filter(({ times }) => times > 1)
    .sort((a, b) => b.times - a.times)
    .slice(0, COUNTED);
  if (commonest.length === 0) return { skipped: `no response came twice in ${half} draws, so none can be counted` };
  const slack = Math.exp(2 * tolerance * Math.max(1, ...samples.map(({ tokens }) => tokens)));
  const before = new Set(keys.slice(0, half));
  const events = [
    // All that was seen together: a small part of each likelihood that is off adds up.
    { what: 'what was seen before', holds: (key: string) => before.has(key), mass: massOf([...before]) },
    ...commonest.map(({ key }) => ({ what: key, holds: (each: string) => each === key, mass: massOf([key]) })),
  ];
  for (const { what, holds, mass } of events) {
    const times = keys.slice(half).filter(holds).length;
    const { lower, upper } = clopperPearson(times, samples.length - half, failure / (COUNTED + 1));
    demand(
      mass <= upper && mass * slack >= lower,
      `${name}: ${what} must come with probability ${mass}, came ${times} times in ${samples.length - half}`,
    );
  }

  function massOf(some: readonly string[]): number {
    return compensatedSum(some.map((key) => masses.get(key)!));
  }
}
