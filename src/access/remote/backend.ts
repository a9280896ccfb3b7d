import type { FitKind, FitRequest } from '../../policies/classes/fitRequest.ts';
import type { Kind } from '../frameworks.ts';
import type { Prefix } from '../queries/nextTokenLaw.ts';
import type { TokenLaw } from '../queries/tokenLaw.ts';
import type { Spaces } from '../spaces.ts';

/** One response of the base policy to draw. The seed alone decides it: a repeated request gives the same response. */
export interface SampleRequest<S extends Spaces> {
  readonly prompt: S['Prompt'];
  /** 32 bits, its own for every response. */
  readonly seed: number;
}

/** One response drawn. It must survive JSON, because it is logged. */
export interface Sample<S extends Spaces> {
  readonly response: S['Response'];
  /** Under the policy that was sampled, nats. */
  readonly logLikelihood: number;
  /** How many tokens it took. */
  readonly tokens: number;
}

/** One response of a policy that the learner holds. */
export interface PolicySampleRequest<S extends Spaces> extends SampleRequest<S> {
  /** A handle that `fit` or `basePolicy` has answered, perhaps before this process began. */
  readonly policy: S['Policy'];
}

export interface PolicySample<S extends Spaces> extends Sample<S> {
  /** Under the base policy, nats. */
  readonly baseLogLikelihood: number;
}

/** A response whose likelihood is asked for. */
export interface EvaluateRequest<S extends Spaces> {
  readonly prompt: S['Prompt'];
  readonly response: S['Response'];
}

/** Hands over the answer to requests[index] as soon as it is known, so that it is logged even if the call dies later. */
export type Deliver<A> = (index: number, answer: A) => void;

/** Raised by whoever started the run to stop it; an AbortSignal is one. */
export interface StopSignal {
  readonly aborted: boolean;
}

/** How far a fit is. */
export interface FitProgress {
  readonly kind: FitKind;
  readonly step: number;
  readonly steps: number;
  /** What is minimised, in its own units. */
  readonly loss?: number;
}

/** What a backend is given beside the request of a fit. */
export interface FitOptions {
  /** 32 bits: all randomness of the fit. */
  readonly seed: number;
  readonly signal?: StopSignal;
  readonly onProgress?: (progress: Omit<FitProgress, 'kind'>) => void;
}

/**
 * How a backend samples, field by field in plain JSON: temperature, part of the vocabulary, length limit, what ends a
 * response, precision, and whatever else an answer depends on.
 */
export type BackendSettings = Readonly<Record<string, unknown>>;

/**
 * A model that answers in its own time: in this process, behind a server, in a worker.
 *
 * It answers what its methods say, see `ANSWERED_BY`: the driver refuses other queries, and answers derived ones by their
 * definitions. It is handed many requests a call and need not know of learners, prompts, budgets, logs or batching.
 */
export interface Backend<S extends Spaces> {
  /** Names the model as well as the runtime and its settings: a log is replayed only under the same name. */
  readonly name: string;
  /** What a log's header says of how it samples: it is gone on with only where each of them is the same. */
  readonly settings?: BackendSettings;
  /** The most requests in one call. */
  readonly batchSize: number;
  /** How many calls may be under way at once; 1 by default, which makes the batches the same in every run. */
  readonly concurrentCalls?: number;
  /** Why a kind of query is not answered, in plain words; it takes away a kind that a method would answer. */
  readonly refusals?: Readonly<Partial<Record<Kind, string>>>;
  /** Throws where the model cannot read the prompt: asked of each prompt of a list before anything is drawn. */
  checkPrompt?(prompt: S['Prompt']): void | Promise<void>;
  /**
   * Throws a DomainError in the name of `where` if a sample cannot be one of this model's, such as a longer one than it draws:
   * asked of all that a log holds before anything is drawn, and of each new one before it is logged.
   */
  checkSample?(where: string, sample: Sample<S>): void;
  /** Responses of the base policy. As every call, it ends soon once its signal is raised, and answers nothing if it was before. */
  sample(requests: readonly SampleRequest<S>[], deliver: Deliver<Sample<S>>, signal?: StopSignal): Promise<void>;
  /** log pi_base(response | prompt), nats. */
  evaluate?(requests: readonly EvaluateRequest<S>[], deliver: Deliver<number>, signal?: StopSignal): Promise<void>;
  /** The law of the next token after each prefix; `tokenLaw` lists it as asked where it is known whole. */
  nextTokenLaws?(prefixes: readonly Prefix<S>[], deliver: Deliver<TokenLaw>, signal?: StopSignal): Promise<void>;
  /** A handle of the base policy, as `fit` answers one. */
  basePolicy?(): S['Policy'] | Promise<S['Policy']>;
  /** Responses of policies that a learner holds, with their likelihoods under these and under the base policy. */
  sampleFrom?(
    requests: readonly PolicySampleRequest<S>[],
    deliver: Deliver<PolicySample<S>>,
    signal?: StopSignal,
  ): Promise<void>;
  /**
   * Fits its class of policies, and answers with a handle of the one that it found.
   *
   * The handle is plain JSON: it is logged, it is part of every question about the policy, and a backend that is started
   * again is asked for what it names. So it says which policy it is (other data, seeds or settings give another handle),
   * and a backend that does not know one refuses it.
   */
  fit?(request: FitRequest<S['Prompt'], S['Response']>, options: FitOptions): Promise<S['Policy']>;
  /** The learner is done with a policy: its weights can go. Asked again after a run was killed, so twice does no harm. */
  release?(policy: S['Policy']): Promise<void>;
}

/** A backend that has these methods, so that learners which need them compile. */
export type BackendWith<S extends Spaces, Methods extends keyof Backend<S>> = Backend<S> &
  Required<Pick<Backend<S>, Methods>>;
