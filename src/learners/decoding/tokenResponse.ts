/** A response by its tokens. */
export interface TokenResponse {
  /** The end token last where there is one. */
  readonly tokens: readonly number[];
  /** Whether the policy ended it; false where it was cut at the length limit, which makes it a response of its own. */
  readonly ended: boolean;
  /** log pi_base(tokens | prompt), nats. */
  readonly logLikelihood: number;
}
