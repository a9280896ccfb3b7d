import type { TokenLaw } from '../../../access/queries/tokenLaw.ts';
import type { Sample, StopSignal } from '../../../access/remote/backend.ts';
import type { EndRule, ReadTokens } from '../../endRule.ts';
import type { Neural } from '../../neural.ts';
import type { Connection } from '../connection.ts';

/** A prompt as a server reads it: by its tokens where it has a way to say them. */
export interface ServedPrompt {
  readonly text: string;
  readonly tokens?: readonly number[];
}

/** What a dialect is told of how responses are to be drawn. */
export interface DialectOptions {
  readonly connection: Connection;
  /** The model that was asked for by name, where one was. */
  readonly model: string | undefined;
  readonly maxTokens: number;
  readonly stop: readonly string[];
  readonly chat: boolean;
  readonly specialTokens: boolean;
}

/** A response, and the log-probability of each of its tokens, nats. */
export interface Draw extends Sample<Neural> {
  readonly logProbabilities: readonly number[];
}

/** How one kind of server is spoken to. Everything is at temperature 1 from the whole vocabulary, log-probabilities in nats. */
export interface Dialect {
  /** The kind of server. */
  readonly server: string;
  /** What it calls its model, without the folders it is in. */
  readonly model: string;
  /** What else a log depends on, for the backend's name. */
  readonly traits: readonly string[];
  /** Why it does not answer a kind of query, beside those of every server. */
  readonly refusals: Readonly<Partial<Record<'evaluate' | 'nextTokenLaw', string>>>;
  /** @throws DomainError where the model cannot read the prompt */
  encode(text: string): Promise<ServedPrompt>;
  draw(prompt: ServedPrompt, seed: number, stop?: StopSignal): Promise<Draw>;
  /** Where a probe has shown that scores are right: log pi(response | prompt). */
  score?(prompt: ServedPrompt, response: Neural['Response'], stop?: StopSignal): Promise<number>;
  /** Where the whole vocabulary is shown. */
  law?(prompt: ServedPrompt, prefix: readonly number[], leastLogMass?: number, stop?: StopSignal): Promise<TokenLaw>;
  /** Where it is known what ends a response; `read` too where there are stop strings. */
  readonly rule?: EndRule;
  /** Where it is known what tokens read as. */
  readonly read?: ReadTokens;
}
