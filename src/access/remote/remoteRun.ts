import { canonicalJson, requirePlainJson } from '../../math/json.ts';
import type { Source } from '../../math/random/source.ts';
import type { FitRequest } from '../../policies/classes/fitRequest.ts';
import type { Meter } from '../cost.ts';
import { RefusedError } from '../frameworks.ts';
import type { AnyQuery, Kind } from '../frameworks.ts';
import type { Prefix } from '../queries/nextTokenLaw.ts';
import type { TokenLaw } from '../queries/tokenLaw.ts';
import type { Program } from '../query.ts';
import type { Spaces } from '../spaces.ts';
import { requireSameQuestion } from './answerLog.ts';
import type { AnswerLog } from './answerLog.ts';
import type {
  Backend,
  Deliver,
  EvaluateRequest,
  FitProgress,
  PolicySample,
  PolicySampleRequest,
  Sample,
  SampleRequest,
  StopSignal,
} from './backend.ts';
import { fitQuestion } from './fitQuestion.ts';
import { Flight } from './flight.ts';
import type { Channel } from './flight.ts';
import type { PromptStream } from './promptStreams.ts';
import { requireLikelihood, requirePolicySample, requireSample, requireTokenLaw } from './requireAnswer.ts';

/** What a run has done so far, told after every answer, and while a fit is under way. */
export interface Progress {
  /** Answers so far, of which the log gave `replayed`; fits are not counted. */
  readonly answers: number;
  readonly replayed: number;
  /** Tokens sampled by the model in this run, without those of the log. */
  readonly tokens: number;
  /** The fit that is under way. */
  readonly fit?: FitProgress;
}

/** A question with the path of its answer. */
interface Asked<Request> {
  readonly path: string;
  readonly question: unknown;
  readonly request: Request;
}

/** Runs a program at a position of the run: a body of `eachPrompt`, or the definition of a derived query. */
export type RunProgram = <R>(program: Program<AnyQuery<Spaces>, R>, position: Position) => Promise<R>;

/** Where in the run a program is: it decides the paths of its answers, and with them their seeds. */
export interface Position {
  readonly run: RemoteRun;
  /** In front of the path of each query asked here. */
  readonly prefix: string;
  /** How many queries have been asked here, those about handles apart. */
  queries: number;
  /** How many times a handle of a policy was asked for here, or given back. */
  handles: number;
  /** Inside the body of `eachPrompt`: the prompt at hand, its path, and how many responses have been drawn. */
  readonly atPrompt?: { readonly prompt: unknown; readonly path: string; draws: number };
  /** Set where a sibling has failed: nothing more is asked here. */
  readonly siblings?: { failed: boolean };
}

export interface RemoteRunOptions {
  readonly prompts: PromptStream<unknown>;
  readonly source: Source;
  readonly meter: Meter;
  readonly inFlight: number;
  readonly log?: AnswerLog;
  readonly signal?: StopSignal;
  readonly onProgress?: (progress: Progress) => void;
  readonly runProgram: RunProgram;
}

/** One run on a backend: gathers, logs and charges. */
export class RemoteRun {
  readonly backend: Backend<Spaces>;
  readonly meter: Meter;
  readonly inFlight: number;
  readonly flight = new Flight();
  readonly runProgram: RunProgram;
  readonly #options: RemoteRunOptions;
  readonly #samples: Channel<SampleRequest<Spaces>, Sample<Spaces>>;
  readonly #policySamples: Channel<PolicySampleRequest<Spaces>, PolicySample<Spaces>>;
  readonly #likelihoods: Channel<EvaluateRequest<Spaces>, number>;
  readonly #laws: Channel<Prefix<Spaces>, TokenLaw>;
  readonly #progress = { answers: 0, replayed: 0, tokens: 0 };
  /** The handles of the run by their text: equal ones are one object, so that learners can compare them. */
  readonly #handles = new Map<string, {}>();
  #prompts = 0;

  constructor(backend: Backend<Spaces>, options: RemoteRunOptions) {
    this.backend = backend;
    this.meter = options.meter;
    this.inFlight = options.inFlight;
    this.runProgram = options.runProgram;
    this.#options = options;
    // Where one call fails, the others are to end as well.
    const { flight } = this;
    const signal: StopSignal = {
      get aborted() {
        return options.signal?.aborted === true || flight.failure !== undefined;
      },
    };
    const channel = <Request, Answer>(
      call: (requests: readonly Request[], deliver: Deliver<Answer>) => Promise<void>,
    ): Channel<Request, Answer> =>
      this.flight.channel({
        batchSize: backend.batchSize,
        concurrentCalls: backend.concurrentCalls ?? 1,
        beforeCall: () => this.#goOn(),
        call,
      });
    // Called as methods, as a backend may be a class. Those that it lacks are never reached: their queries are refused.
    this.#samples = channel((requests, deliver) => backend.sample(requests, deliver, signal));
    this.#policySamples = channel((requests, deliver) => backend.sampleFrom!(requests, deliver, signal));
    this.#likelihoods = channel((requests, deliver) => backend.evaluate!(requests, deliver, signal));
    this.#laws = channel((requests, deliver) => backend.nextTokenLaws!(requests, deliver, signal));
  }

  /** The run's next prompt; its path seeds it. */
  nextPrompt(path: string): unknown {
    const { prompts, source } = this.#options;
    return prompts(this.#prompts++, source.split(path));
  }

  /** The learner's own coins at a path. */
  coins(path: string): Source {
    return this.#options.source.split(path);
  }

  /** Draws one response of the base policy for each (path, prompt). */
  sample(requests: readonly { path: string; prompt: unknown }[]): Promise<Sample<Spaces>[]> {
    const asked = requests.map(({ path, prompt }) => {
      const request = { prompt, seed: this.#seed(path) };
      return { path, question: request, request };
    });
    return this.#ask(asked, this.#samples, this.#checking(requireSample), (sample) => this.#chargeTokens(sample));
  }

  /** Draws one response of the policy for each (path, prompt). */
  sampleFrom(policy: unknown, requests: readonly { path: string; prompt: unknown }[]): Promise<PolicySample<Spaces>[]> {
    const asked = requests.map(({ path, prompt }) => {
      const request = { prompt, seed: this.#seed(path), policy };
      return { path, question: request, request };
    });
    return this.#ask(asked, this.#policySamples, this.#checking(requirePolicySample), (sample) =>
      this.#chargeTokens(sample),
    );
  }

  /** log pi_base of each pair, nats. */
  evaluate(requests: readonly { path: string; prompt: unknown; response: unknown }[]): Promise<number[]> {
    const asked = requests.map(({ path, prompt, response }) => {
      const request = { prompt, response };
      return { path, question: request, request };
    });
    return this.#ask(asked, this.#likelihoods, requireLikelihood);
  }

  /** The law of the next token after each prefix. */
  nextTokenLaws(requests: readonly { path: string; prefix: Prefix<Spaces> }[]): Promise<TokenLaw[]> {
    const asked = requests.map(({ path, prefix }) => ({ path, question: prefix, request: prefix }));
    return this.#ask(asked, this.#laws, requireTokenLaw);
  }

  /** The handle of the base policy. */
  async basePolicy(path: string): Promise<{}> {
    const { backend } = this;
    return this.#handle(path, 'basePolicy', { kind: 'basePolicy' }, async () => await backend.basePolicy!());
  }

  /** The handle of the policy that a fit finds. */
  async fit(path: string, request: FitRequest): Promise<{}> {
    const { backend } = this;
    const { signal, onProgress } = this.#options;
    const { kind } = request;
    const seed = this.#seed(path);
    return this.#handle(path, kind, fitQuestion(request, seed), () =>
      backend.fit!(request, {
        seed,
        ...(signal && { signal }),
        ...(onProgress && { onProgress: (fit) => onProgress({ ...this.#progress, fit: { kind, ...fit } }) }),
      }),
    );
  }

  /** Gives a policy back. */
  async release(path: string, policy: unknown): Promise<void> {
    const { backend } = this;
    await this.#once(path, { kind: 'release', policy }, async () => {
      await backend.release?.(policy);
      return 'released';
    });
  }

  /** What the backend says of its samples as well. */
  #checking<A extends Sample<Spaces>>(check: (where: string, sample: A) => void): (where: string, sample: A) => void {
    return (where, sample) => {
      check(where, sample);
      this.backend.checkSample?.(where, sample);
    };
  }

  #seed(path: string): number {
    return this.#options.source.split(path).seed;
  }

  #goOn(): void {
    if (this.#options.signal?.aborted) throw new StoppedError();
  }

  #chargeTokens({ tokens }: Sample<Spaces>): number {
    this.meter.charge('sample', { tokens });
    return tokens;
  }

  /** The handle that answers a question: of equal ones always the same object. */
  async #handle(path: string, kind: Kind, question: object, work: () => Promise<unknown>): Promise<{}> {
    const handle = await this.#once(path, question, async () => {
      const answer = await work();
      // Before it is logged: what JSON would change names nothing afterwards.
      requireHandle(this.backend.name, kind, answer);
      // As a log gives it back, so that it stays what it is whatever the backend does with its own.
      return JSON.parse(JSON.stringify(answer)) as unknown;
    });
    requireHandle(`log: at ${path}`, kind, handle);
    const key = canonicalJson(handle);
    const kept = this.#handles.get(key) ?? (handle as {});
    this.#handles.set(key, kept);
    return kept;
  }

  /** Answers a question that is not gathered with others: from the log where it has it, and from the model else. */
  async #once(path: string, question: object, work: () => Promise<unknown>): Promise<unknown> {
    const { log } = this.#options;
    const entry = log?.get(path);
    if (entry) {
      requireSameQuestion(placeOf(log!, path), entry, question);
      return entry.answer;
    }
    this.#goOn();
    const answer = await this.flight.aside(work()).catch((error: unknown) => {
      // However a backend says that it was stopped.
      if (this.#options.signal?.aborted) throw new StoppedError({ cause: error });
      throw error;
    });
    log?.append({ path, question, answer });
    return answer;
  }

  /** Answers from the log where it has them, and from the model else; new answers are logged at once. */
  async #ask<Request, Answer>(
    asked: readonly Asked<Request>[],
    channel: Channel<Request, Answer>,
    check: (where: string, answer: Answer) => void,
    tokensOf: (answer: Answer) => number = () => 0,
  ): Promise<Answer[]> {
    const { log } = this.#options;
    const answers: Answer[] = [];
    const missing: number[] = [];
    asked.forEach(({ path, question }, i) => {
      const entry = log?.get(path);
      if (entry) {
        requireSameQuestion(placeOf(log!, path), entry, question);
        answers[i] = entry.answer as Answer;
        check(`${placeOf(log!, path)}, at ${path}`, answers[i]);
        tokensOf(answers[i]);
        this.#tell(0, true);
      } else {
        missing.push(i);
      }
    });
    const fresh = await channel.ask(
      missing.map((i) => asked[i]!.request),
      (place, answer) => {
        const { path, question } = asked[missing[place]!]!;
        // Before it is logged, or the log could never be gone on with.
        check(`${this.backend.name}: at ${path}`, answer);
        log?.append({ path, question, answer });
        this.#tell(tokensOf(answer), false);
      },
    );
    missing.forEach((i, place) => (answers[i] = fresh[place]!));
    return answers;
  }

  #tell(tokens: number, replayed: boolean): void {
    this.#progress.answers++;
    this.#progress.tokens += tokens;
    if (replayed) this.#progress.replayed++;
    this.#options.onProgress?.({ ...this.#progress });
  }
}

/** Where the answer under a path stands: logs of a user's own need not say it. */
function placeOf(log: AnswerLog, path: string): string {
  return log.placeOf?.(path) ?? 'log';
}

/** Refuses an answer that cannot name a policy in a log. */
function requireHandle(backend: string, kind: Kind, answer: unknown): void {
  requirePlainJson(`${kind} on ${backend}`, 'the handle of the policy', answer);
  if (typeof answer === 'string' || (typeof answer === 'object' && answer !== null)) return;
  throw new RefusedError(kind, `${backend} answers ${String(answer)} where a handle of the policy belongs`);
}

/** The run was stopped from outside; what it had drawn is in its log. */
export class StoppedError extends Error {
  override readonly name = 'StoppedError';

  constructor(options?: ErrorOptions) {
    super('run: stopped; with a log, the same run goes on where it was', options);
  }
}
