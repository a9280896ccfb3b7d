import { RefusedError } from '../frameworks.ts';
import type { AnyQuery } from '../frameworks.ts';
import type { Handlers } from '../handlers.ts';
import type { Spaces } from '../spaces.ts';
import type { BackendFits, Sample } from './backend.ts';
import type { Place } from './remoteRun.ts';

/** How a run on a backend answers each primitive query; derived ones are answered by their definitions. */
export const remoteHandlers: Handlers<AnyQuery<Spaces>, Place, true> = {
  async plan({ n, N }, place) {
    const { run } = place;
    run.takePlan(n, N);
    const { path, prompts } = drawPrompts(n, place);
    const requests = prompts.flatMap((prompt, i) =>
      Array.from({ length: N }, (_, j) => ({ path: `${path}[${i}].${j}`, prompt })),
    );
    return { prompts, perPrompt: N, ...columns(await run.sample(requests)) };
  },

  async eachPrompt({ n, body }, place) {
    const { run } = place;
    const path = nextPath(place);
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
    run.meter.charge('draw', { samples: count });
    const { prompt, path } = atPrompt;
    const requests = Array.from({ length: count }, () => ({ path: `${path}.${atPrompt.draws++}`, prompt }));
    return columns(await run.sample(requests));
  },

  async nextPrompts({ n }, place) {
    place.run.meter.charge('nextPrompts', { prompts: n });
    return drawPrompts(n, place).prompts;
  },

  async evaluate({ prompts, responses }, place) {
    const { run } = place;
    const path = nextPath(place);
    run.meter.charge('evaluate', { evaluations: prompts.length });
    const requests = Array.from(prompts, (prompt, i) => ({ path: `${path}[${i}]`, prompt, response: responses[i] }));
    return Float64Array.from(await run.evaluate(requests));
  },

  async sampleFrom({ policy, prompts, count }, place) {
    const { run } = place;
    const path = nextPath(place);
    run.meter.charge('sampleFrom', { samples: prompts.length * count });
    const requests = Array.from({ length: prompts.length * count }, (_, row) => {
      const i = Math.floor(row / count);
      return { path: `${path}[${i}].${row % count}`, prompt: prompts[i] };
    });
    const samples = await run.sample(requests, policy);
    const baseLogLikelihoods = Float64Array.from(samples, ({ baseLogLikelihood }) => {
      if (baseLogLikelihood === undefined) {
        throw new RefusedError('sampleFrom', `${run.backend.name} returns no likelihood under the base policy`);
      }
      return baseLogLikelihood;
    });
    return { perPrompt: count, ...columns(samples), baseLogLikelihoods };
  },

  async nextTokenLaw({ prefixes }, place) {
    const { run } = place;
    const path = nextPath(place);
    run.meter.charge('nextTokenLaw', { evaluations: prefixes.length });
    return await run.nextTokenLaws(prefixes.map((prefix, i) => ({ path: `${path}[${i}]`, prefix })));
  },

  async basePolicy(_query, { run }) {
    return handle(run.backend.basePolicy?.(), 'basePolicy', run.backend.name);
  },

  async release({ policy }, { run }) {
    if (run.backend.release) await run.flight.aside(run.backend.release(policy));
    return 'released';
  },

  maximumLikelihood: ({ data }, place) => fit('maximumLikelihood', place, (fits) => fits.maximumLikelihood?.(data)),
  bayesFit: ({ data }, place) => fit('bayesFit', place, (fits) => fits.bayesFit?.(data)),
  regressRewards: ({ pairs, beta }, place) =>
    fit('regressRewards', place, (fits) => fits.regressRewards?.(pairs, beta)),
  optimisticFit: ({ pairs, alpha, beta }, place) =>
    fit('optimisticFit', place, (fits) => fits.optimisticFit?.(pairs, alpha, beta)),
};

/** Ends a body whose sibling has failed; never seen outside. */
export class SiblingFailed extends Error {}

function nextPath(place: Place): string {
  return `${place.prefix}${place.queries++}`;
}

function drawPrompts(n: number, place: Place): { path: string; prompts: unknown[] } {
  const path = nextPath(place);
  return { path, prompts: Array.from({ length: n }, (_, i) => place.run.nextPrompt(`${path}[${i}]`)) };
}

function columns(samples: readonly Sample<Spaces>[]) {
  return {
    responses: samples.map(({ response }) => response),
    logLikelihoods: Float64Array.from(samples, ({ logLikelihood }) => logLikelihood),
  };
}

async function fit(
  kind: string,
  { run }: Place,
  start: (fits: BackendFits<Spaces>) => Promise<unknown> | undefined,
): Promise<{}> {
  run.meter.charge(kind, { fits: 1 });
  const work = run.backend.fits && start(run.backend.fits);
  return handle(work && (await run.flight.aside(work)), kind, run.backend.name);
}

function handle(policy: unknown, kind: string, backend: string): {} {
  if (policy === undefined || policy === null)
    throw new RefusedError(kind, `${backend} declares it but does not implement it`);
  return policy;
}
