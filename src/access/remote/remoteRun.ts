import type { Source } from '../../math/random/source.ts';
import type { Meter } from '../cost.ts';
import { RefusedError, SECOND_PLAN } from '../frameworks.ts';
import type { AnyQuery } from '../frameworks.ts';
import type { Prefix } from '../queries/nextTokenLaw.ts';
import type { TokenLaw } from '../queries/tokenLaw.ts';
import type { Program } from '../query.ts';
import type { Spaces } from '../spaces.ts';
import { requireSameQuestion } from './answerLog.ts';
import type { AnswerLog } from './answerLog.ts';
import type { Backend, Sample, SampleRequest, StopSignal } from './backend.ts';
import { Flight } from './flight.ts';
import type { Channel } from './flight.ts';

/** What a run has done so far, told after every answer. */
export interface Progress {
  /** Answers so far, of which the log gave `replayed`. */
  readonly answers: number;
  readonly replayed: number;
  /** Tokens sampled by the model in this run, without those of the log. */
  readonly tokens: number;
}

/** A question with the path of its answer. */
interface Asked<Request> {
  readonly path: string;
  readonly question: unknown;
  readonly request: Request;
}

/** Runs a program in a place of the run: a body of `eachPrompt`, or the definition of a derived query. */
export type RunProgram = <R>(program: Program<AnyQuery<Spaces>, R>, place: Place) => Promise<R>;

/** Where in the run a program is: it decides the paths of its answers, and with them their seeds. */
export interface Place {
  readonly run: RemoteRun;
  /** In front of the path of each query asked here. */
  readonly prefix: string;
  /** How many queries have been asked here. */
  queries: number;
  /** Inside the body of `eachPrompt`: the prompt at hand, its path, and how many responses have been drawn. */
  readonly atPrompt?: { readonly prompt: unknown; readonly path: string; draws: number };
  /** Set where a sibling has failed: nothing more is asked here. */
  readonly siblings?: { failed: boolean };
}

/** One run on a backend: gathers, logs and charges. */
export class RemoteRun {
  readonly backend: Backend<Spaces>;
  readonly meter: Meter;
  readonly inFlight: number;
  readonly flight = new Flight();
  readonly runProgram: RunProgram;
  readonly #source: Source;
  readonly #log: AnswerLog | undefined;
  readonly #onProgress: ((progress: Progress) => void) | undefined;
  readonly #samples: Channel<SampleRequest<Spaces>, Sample<Spaces>>;
  readonly #likelihoods: Channel<{ prompt: unknown; response: unknown }, number>;
  readonly #laws: Channel<Prefix<Spaces>, TokenLaw>;
  readonly #progress = { answers: 0, replayed: 0, tokens: 0 };
  #prompts = 0;
  #planned = false;

  constructor(
    backend: Backend<Spaces>,
    options: {
      readonly source: Source;
      readonly meter: Meter;
      readonly inFlight: number;
      readonly log?: AnswerLog;
      readonly signal?: StopSignal;
      readonly onProgress?: (progress: Progress) => void;
      readonly runProgram: RunProgram;
    },
  ) {
    this.backend = backend;
    this.meter = options.meter;
    this.inFlight = options.inFlight;
    this.runProgram = options.runProgram;
    this.#source = options.source;
    this.#log = options.log;
    this.#onProgress = options.onProgress;
    const { signal } = options;
    const shared = {
      batchSize: backend.batchSize,
      concurrentCalls: backend.concurrentCalls ?? 1,
      beforeCall: () => {
        if (signal?.aborted) throw new StoppedError();
      },
    };
    this.#samples = this.flight.channel({
      ...shared,
      call: (requests, deliver) => backend.sample(requests, deliver, signal),
    });
    this.#likelihoods = this.flight.channel({
      ...shared,
      call: (requests, deliver) => answers('evaluate', backend.evaluate?.(requests, deliver, signal)),
    });
    this.#laws = this.flight.channel({
      ...shared,
      call: (requests, deliver) => answers('nextTokenLaw', backend.nextTokenLaws?.(requests, deliver, signal)),
    });
  }

  /** Takes the run's one plan (Def 3.2) and charges for it. */
  takePlan(n: number, N: number): void {
    if (this.#planned) throw new RefusedError('plan', SECOND_PLAN);
    this.meter.charge('plan', { prompts: n, samples: n * N });
    this.#planned = true;
  }

  /** The run's next prompt; its path seeds it. */
  nextPrompt(path: string): unknown {
    return this.backend.prompts(this.#prompts++, this.#source.split(path));
  }

  /** Draws one response for each (path, prompt); `policy` is the base policy where absent. */
  sample(requests: readonly { path: string; prompt: unknown }[], policy?: unknown): Promise<Sample<Spaces>[]> {
    const asked = requests.map(({ path, prompt }) => {
      const { seed } = this.#source.split(path);
      const request = policy === undefined ? { prompt, seed } : { prompt, seed, policy };
      return { path, question: { prompt, seed }, request };
    });
    return this.#ask(asked, this.#samples, ({ tokens }) => {
      this.meter.charge('sample', { tokens });
      return tokens;
    });
  }

  /** log pi_base of each pair, nats. */
  evaluate(requests: readonly { path: string; prompt: unknown; response: unknown }[]): Promise<number[]> {
    const asked = requests.map(({ path, prompt, response }) => {
      const question = { prompt, response };
      return { path, question, request: question };
    });
    return this.#ask(asked, this.#likelihoods);
  }

  /** The law of the next token after each prefix. */
  nextTokenLaws(requests: readonly { path: string; prefix: Prefix<Spaces> }[]): Promise<TokenLaw[]> {
    const asked = requests.map(({ path, prefix }) => ({ path, question: prefix, request: prefix }));
    return this.#ask(asked, this.#laws);
  }

  /** Answers from the log where it has them, and from the model else; new answers are logged at once. */
  async #ask<Request, Answer>(
    asked: readonly Asked<Request>[],
    channel: Channel<Request, Answer>,
    tokensOf: (answer: Answer) => number = () => 0,
  ): Promise<Answer[]> {
    const answers: Answer[] = [];
    const missing: number[] = [];
    asked.forEach(({ path, question }, i) => {
      const entry = this.#log?.get(path);
      if (entry) {
        requireSameQuestion(entry, question);
        answers[i] = entry.answer as Answer;
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
        this.#log?.append({ path, question, answer });
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
    this.#onProgress?.({ ...this.#progress });
  }
}

/** The run was stopped from outside; what it had drawn is in its log. */
export class StoppedError extends Error {
  override readonly name = 'StoppedError';

  constructor() {
    super('run: stopped; with a log, the same run goes on where it was');
  }
}

function answers(kind: string, call: Promise<void> | undefined): Promise<void> {
  return call ?? Promise.reject(new RefusedError(kind, 'the backend declares it but does not implement it'));
}
