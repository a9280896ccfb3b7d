import { ANSWERED_BY, requireBackend } from '../../access/remote/answeredBy.ts';
import { LineLog } from '../../access/remote/answerLog.ts';
import type { Backend, Sample } from '../../access/remote/backend.ts';
import { promptsInOrder } from '../../access/remote/promptStreams.ts';
import { withoutModel } from '../../access/remote/withoutModel.ts';
import { bestOfN } from '../../access/queries/bestOfN.ts';
import { runAsync } from '../../access/runAsync.ts';
import type { Spaces } from '../../access/spaces.ts';
import { requireInteger, requireList, requireNonNegative, requireObject } from '../../math/checks.ts';
import { DomainError } from '../../math/domainError.ts';
import { canonicalJson } from '../../math/json.ts';
import { requireSource } from '../../math/random/source.ts';
import type { Source } from '../../math/random/source.ts';
import { logLikelihood } from '../../policies/rewards/logLikelihood.ts';
import { sampled } from './backend/asked.ts';
import type { Tried } from './backend/asked.ts';
import { policyChecks } from './backend/policies.ts';
import { samplingChecks } from './backend/sampling.ts';
import { scoringChecks } from './backend/scoring.ts';
import { demand, within } from './contract.ts';
import type { CheckOutcome, Contract } from './contract.ts';

export interface BackendContractOptions<S extends Spaces> {
  /** Opens the backend; once for all checks. It is the caller who frees it. */
  readonly backend: () => Backend<S> | Promise<Backend<S>>;
  /** A few prompts that it can read. Frequencies are compared at the first above all: best one with few and short responses. */
  readonly prompts: readonly S['Prompt'][];
  readonly source: Source;
  /** By how much two likelihoods of one response may differ, nats a token, as the runtime rounds; 1e-9 by default. */
  readonly tolerance?: number;
  /** How many responses are drawn at the first prompt where frequencies are compared, and again at the others; 400 by default. */
  readonly draws?: number;
  /** The tokens of a response, where it says them, its end token last: next-token laws are held against likelihoods by them. */
  readonly tokensOf?: (response: S['Response']) => readonly number[] | undefined;
  /** Opens the same model once more, as another process would. */
  readonly reopened?: () => Backend<S> | Promise<Backend<S>>;
}

/** Seconds that a call may take to end once it was told to stop. */
const PATIENCE = 60;

/**
 * What a backend must keep to: each request answered once, seeds that decide, likelihoods that are those of what it draws,
 * scores and next-token laws that agree with them, handles that name one policy, runs that replay. What it has no method
 * for is skipped.
 */
export function backendContract<S extends Spaces>(options: BackendContractOptions<S>): Contract {
  const where = 'backendContract';
  requireObject(where, 'options', options);
  const { backend: open, prompts, source, tolerance = 1e-9, draws = 400, tokensOf, reopened } = options;
  if (typeof open !== 'function') throw new DomainError(where, 'backend', 'a function that opens it', open);
  requireList(where, 'prompts', prompts);
  requireInteger(where, 'number of prompts', prompts.length, 1);
  requireSource(where, source);
  requireNonNegative(where, 'tolerance', tolerance);
  requireInteger(where, 'draws', draws, 20);
  let opened: Promise<Tried<S>> | undefined;
  const tried = (): Promise<Tried<S>> =>
    (opened ??= Promise.resolve(open()).then((backend) => {
      requireBackend(where, backend);
      return { backend, prompts, tolerance, draws, seed: (label, i) => source.split(label).split(i).seed };
    }));

  return [
    {
      name: 'is a backend: a name, a batch size, and methods that are functions, `sample` among them',
      check: async () => void (await tried()),
    },
    {
      name: 'says in words why it refuses a kind of query',
      async check(): Promise<CheckOutcome> {
        const { refusals = {} } = (await tried()).backend;
        const known = Object.values(ANSWERED_BY).flat() as string[];
        if (Object.keys(refusals).length === 0) return { skipped: 'it refuses nothing by name' };
        for (const [kind, reason] of Object.entries(refusals)) {
          demand(known.includes(kind), `refusals: '${kind}' is no kind of query; there are ${known.join(', ')}`);
          demand(typeof reason === 'string' && reason !== '', `refusals.${kind} must say why`);
        }
      },
    },
    {
      name: 'reads the prompts that it is given',
      async check(): Promise<CheckOutcome> {
        const { backend } = await tried();
        if (!backend.checkPrompt) return { skipped: 'it has no method `checkPrompt`' };
        for (const prompt of prompts) await backend.checkPrompt(prompt);
      },
    },
    ...samplingChecks(tried),
    ...scoringChecks(tried, tokensOf),
    ...policyChecks(tried, reopened),
    {
      name: 'ends a call that is told to stop, and can be asked again',
      async check() {
        const one = await tried();
        const requests = Array.from({ length: Math.min(one.backend.batchSize, 16) }, (_, i) => ({
          prompt: prompts[i % prompts.length]!,
          seed: one.seed('stopped', i),
        }));
        const signal = { aborted: false };
        const call = one.backend.sample(requests, () => (signal.aborted = true), signal).catch(() => {});
        await within(PATIENCE, call, 'a call must end once it is told to stop');
        let answered = 0;
        await one.backend.sample(requests.slice(0, 1), () => answered++);
        demand(answered === 1, 'after a call was stopped, the next one must be answered');
      },
    },
    {
      name: 'answers nothing in a call that was told to stop before it began',
      async check() {
        const one = await tried();
        const { backend } = one;
        const [prompt] = prompts;
        const request = { prompt: prompt!, seed: one.seed('stopped before', 0) };
        const [{ response }] = (await sampled(one, [request])) as [Sample<S>];
        const policy = await backend.basePolicy?.();
        const signal = { aborted: true };
        const calls: Record<string, (deliver: () => void) => Promise<void> | undefined> = {
          sample: (deliver) => backend.sample([request], deliver, signal),
          evaluate: (deliver) => backend.evaluate?.([{ prompt: prompt!, response }], deliver, signal),
          nextTokenLaws: (deliver) => backend.nextTokenLaws?.([{ prompt: prompt!, tokens: [] }], deliver, signal),
          ...(policy !== undefined && {
            sampleFrom: (deliver) => backend.sampleFrom?.([{ ...request, policy }], deliver, signal),
          }),
        };
        for (const [method, call] of Object.entries(calls)) {
          let answered = 0;
          const ended = Promise.resolve(call(() => answered++)).catch(() => {});
          await within(PATIENCE, ended, `${method}: a call must end where it was told to stop before it began`);
          demand(answered === 0, `${method} must not answer a call that was told to stop before it began`);
        }
      },
    },
    {
      name: 'runs a learner, which its log replays without it',
      async check() {
        const { backend } = await tried();
        const log = new LineLog();
        const learner = () => bestOfN<S>({ n: prompts.length, N: 3, reward: logLikelihood });
        const run = { prompts: promptsInOrder(prompts), source: source.split('run') };
        const drawn = await runAsync<S, Backend<S>, unknown>(learner(), backend, { ...run, log });
        const gone = withoutModel<S>(backend.name);
        const again = await runAsync<S, Backend<S>, unknown>(learner(), gone, { ...run, log: new LineLog(log.lines) });
        demand(
          canonicalJson(again) === canonicalJson(drawn),
          'a run that its log replays must give the same result at the same cost',
        );
      },
    },
  ];
}
