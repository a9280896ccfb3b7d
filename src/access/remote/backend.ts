import type { RewardPairs } from '../../policies/data/rewardPairs.ts';
import type { Framework, Kind } from '../frameworks.ts';
import type { Prefix } from '../queries/nextTokenLaw.ts';
import type { TokenLaw } from '../queries/tokenLaw.ts';
import type { Batch, Spaces } from '../spaces.ts';
import type { PromptStream } from './promptStreams.ts';

/** One response to draw. The seed alone decides it, so that a repeated request gives the same response. */
export interface SampleRequest<S extends Spaces> {
  readonly prompt: S['Prompt'];
  /** 32 bits, its own for every response. */
  readonly seed: number;
  /** Whom to sample; the base policy where absent. */
  readonly policy?: S['Policy'];
}

/** One response drawn. It must survive JSON, because it is logged. */
export interface Sample<S extends Spaces> {
  readonly response: S['Response'];
  /** Under the policy that was sampled, nats. */
  readonly logLikelihood: number;
  /** Under the base policy, nats; needed where another policy was sampled. */
  readonly baseLogLikelihood?: number;
  /** How many tokens it took. */
  readonly tokens: number;
}

/** Hands over the answer to requests[index] as soon as it is known, so that it is logged even if the call dies later. */
export type Deliver<A> = (index: number, answer: A) => void;

/** Raised by whoever started the run to stop it; an AbortSignal is one. */
export interface StopSignal {
  readonly aborted: boolean;
}

/**
 * A model that answers in its own time: in this process, behind a server, in a worker.
 *
 * It declares in `framework` which queries it answers; the driver refuses the others, and answers derived ones by
 * their definitions. It is handed many requests a call and need not know of learners, budgets, logs or batching.
 */
export interface Backend<S extends Spaces, K extends Kind = Kind> {
  /** Names the model as well as the runtime: a log is replayed only under the same name. */
  readonly name: string;
  readonly framework: Framework<K>;
  /** Why a kind of query is not answered, in plain words. */
  readonly refusals?: Partial<Record<Kind, string>>;
  /** The most requests in one call. */
  readonly batchSize: number;
  /** How many calls may be under way at once; 1 by default, which makes the batches the same in every run. */
  readonly concurrentCalls?: number;
  readonly prompts: PromptStream<S['Prompt']>;
  sample(requests: readonly SampleRequest<S>[], deliver: Deliver<Sample<S>>, signal?: StopSignal): Promise<void>;
  /** log pi_base(response | prompt), nats. */
  evaluate?(
    requests: readonly { readonly prompt: S['Prompt']; readonly response: S['Response'] }[],
    deliver: Deliver<number>,
    signal?: StopSignal,
  ): Promise<void>;
  /** The law of the next token after each prefix; `tokenLaw` lists it as asked where it is known whole. */
  nextTokenLaws?(prefixes: readonly Prefix<S>[], deliver: Deliver<TokenLaw>, signal?: StopSignal): Promise<void>;
  basePolicy?(): S['Policy'];
  release?(policy: S['Policy']): Promise<void>;
  /** Fits are repeated when a run is resumed: they must depend on their data alone. */
  readonly fits?: BackendFits<S>;
}

/** What a backend that trains can fit. */
export interface BackendFits<S extends Spaces> {
  maximumLikelihood?(data: Batch<S>): Promise<S['Policy']>;
  bayesFit?(data: Batch<S>): Promise<S['Policy']>;
  regressRewards?(pairs: RewardPairs<S['Prompt'], S['Response']>, beta: number): Promise<S['Policy']>;
  optimisticFit?(pairs: RewardPairs<S['Prompt'], S['Response']>, alpha: number, beta: number): Promise<S['Policy']>;
}
