import { requireInteger } from '../../math/checks.ts';
import { RefusedError } from '../frameworks.ts';
import type { AnyQuery } from '../frameworks.ts';
import type { Handlers } from '../handlers.ts';
import type { Spaces } from '../spaces.ts';
import type { FitRequest } from '../../policies/classes/fitRequest.ts';
import type { Sample } from './backend.ts';
import type { Position } from './remoteRun.ts';

/** The most answers to one question: each takes about a kilobyte, and more would end the process rather than the run. */
const MOST_ANSWERS = 2 ** 22;

/** The most uniform numbers in one answer. */
const MOST_COINS = 2 ** 28;

/** How a run on a backend answers each primitive query; derived ones are answered by their definitions. */
export const remoteHandlers: Handlers<AnyQuery<Spaces>, Position, true> = {
  async plan({ n, N }, position) {
    const { run } = position;
    requireInteger('plan', 'n * N', n * N, 1, MOST_ANSWERS);
    run.meter.takePlan('plan', n, N);
    const { path, prompts } = drawPrompts(n, position);
    const requests = prompts.flatMap((prompt, i) =>
      Array.from({ length: N }, (_, j) => ({ path: `${path}[${i}].${j}`, prompt })),
    );
    return { prompts, perPrompt: N, ...columns(await run.sample(requests)) };
  },

  async eachPrompt({ n, body }, position) {
    const { run } = position;
    const path = nextPath(position);
    const siblings = { failed: false };
    const answers: unknown[] = [];
    let next = 0;
    let working = Math.min(n, run.inFlight);
    const work = async (): Promise<void> => {
      try {
        while (next < n && !siblings.failed) {
          const i = next++;
          run.meter.charge('eachPrompt', { prompts: 1 });
          const at = `${path}[${i}]`;
          const atPrompt = { prompt: run.nextPrompt(at), path: at, draws: 0 };
          answers[i] = await run.runProgram(body(atPrompt.prompt), {
            run,
            prefix: `${at}/`,
            queries: 0,
            handles: 0,
            atPrompt,
            siblings,
          });
        }
      } catch (error) {
        siblings.failed = true;
        throw error;
      } finally {
        // The last one hands its turn back to the program that asked.
        if (--working > 0) run.flight.leave();
      }
    };
    // The asking program's own turn goes to the first worker.
    run.flight.enter(working - 1);
    const ended = await Promise.allSettled(Array.from({ length: working }, work));
    const failure = ended.find((each) => each.status === 'rejected' && !(each.reason instanceof SiblingFailed));
    if (failure) throw (failure as PromiseRejectedResult).reason;
    return answers;
  },

  async draw({ count }, { run, atPrompt }) {
    if (!atPrompt) throw new RefusedError('draw', 'it belongs inside the body of eachPrompt');
    requireInteger('draw', 'count', count, 1, MOST_ANSWERS);
    run.meter.charge('draw', { samples: count });
    const { prompt, path } = atPrompt;
    const requests = Array.from({ length: count }, () => ({ path: `${path}.${atPrompt.draws++}`, prompt }));
    return columns(await run.sample(requests));
  },

  // Not logged: the source and the path give them again.
  async uniforms({ count }, position) {
    requireInteger('uniforms', 'count', count, 1, MOST_COINS);
    const coins = position.run.coins(nextPath(position));
    return Float64Array.from({ length: count }, () => coins.uniform());
  },

  async nextPrompts({ n }, position) {
    requireInteger('nextPrompts', 'n', n, 1, MOST_ANSWERS);
    position.run.meter.charge('nextPrompts', { prompts: n });
    return drawPrompts(n, position).prompts;
  },

  async evaluate({ prompts, responses }, position) {
    const { run } = position;
    const path = nextPath(position);
    run.meter.charge('evaluate', { evaluations: prompts.length });
    const requests = Array.from(prompts, (prompt, i) => ({ path: `${path}[${i}]`, prompt, response: responses[i] }));
    return Float64Array.from(await run.evaluate(requests));
  },

  async sampleFrom({ policy, prompts, count }, position) {
    const { run } = position;
    requireInteger('sampleFrom', 'prompts.length * count', prompts.length * count, 0, MOST_ANSWERS);
    const path = nextPath(position);
    run.meter.charge('sampleFrom', { samples: prompts.length * count });
    const requests = Array.from({ length: prompts.length * count }, (_, row) => {
      const i = Math.floor(row / count);
      return { path: `${path}[${i}].${row % count}`, prompt: prompts[i] };
    });
    const samples = await run.sampleFrom(policy, requests);
    const baseLogLikelihoods = Float64Array.from(samples, ({ baseLogLikelihood }) => {
      if (typeof baseLogLikelihood === 'number') return baseLogLikelihood;
      throw new RefusedError('sampleFrom', `${run.backend.name} returns no likelihood under the base policy`);
    });
    return { perPrompt: count, ...columns(samples), baseLogLikelihoods };
  },

  async nextTokenLaw({ prefixes }, position) {
    const { run } = position;
    const path = nextPath(position);
    run.meter.charge('nextTokenLaw', { evaluations: prefixes.length });
    return await run.nextTokenLaws(prefixes.map((prefix, i) => ({ path: `${path}[${i}]`, prefix })));
  },

  basePolicy: (_query, position) => position.run.basePolicy(handlePath(position)),

  async release({ policy }, position) {
    await position.run.release(handlePath(position), policy);
    return 'released';
  },

  maximumLikelihood: fit,
  bayesFit: fit,
  regressRewards: fit,
  optimisticFit: fit,
};

/** Ends a body whose sibling has failed; never seen outside. */
export class SiblingFailed extends Error {}

function nextPath(position: Position): string {
  return `${position.prefix}${position.queries++}`;
}

/** Handles have paths of their own, so that those of responses are what they were before fits were logged. */
function handlePath(position: Position): string {
  return `${position.prefix}policy${position.handles++}`;
}

function drawPrompts(n: number, position: Position): { path: string; prompts: unknown[] } {
  const path = nextPath(position);
  return { path, prompts: Array.from({ length: n }, (_, i) => position.run.nextPrompt(`${path}[${i}]`)) };
}

function columns(samples: readonly Sample<Spaces>[]) {
  return {
    responses: samples.map(({ response }) => response),
    logLikelihoods: Float64Array.from(samples, ({ logLikelihood }) => logLikelihood),
  };
}

function fit(request: FitRequest, position: Position): Promise<{}> {
  const { run } = position;
  run.meter.charge(request.kind, { fits: 1 });
  return run.fit(handlePath(position), request);
}
