import { keepBest } from '../../access/queries/bestOfN.ts';
import type { Progress } from '../../access/remote/remoteRun.ts';
import type { RunResult } from '../../access/run.ts';
import type { Batch } from '../../access/spaces.ts';
import { table } from '../../display/table.ts';
import type { Neural } from '../../models/neural.ts';
import { tokenCountOf } from '../../models/tokenCountOf.ts';
import { logLikelihood } from '../../policies/rewards/logLikelihood.ts';

/** What the command was asked for. */
export interface BestOfNRequest {
  readonly N: number;
  readonly maxTokens: number;
  readonly seed: string;
  readonly json?: boolean;
}

/** Prints all responses of each prompt from best to worst, as tables or as lines of JSON, and what the run took. */
export function printBestOfN(
  { N, json, maxTokens, seed }: BestOfNRequest,
  { result: pool, cost }: RunResult<Batch<Neural>>,
  { replayed, tokens, seconds, model }: Progress & { seconds: number; model: string },
): void {
  const chosen = keepBest<Neural>(pool, logLikelihood);
  const speed = tokens / seconds;
  for (const [i, prompt] of Array.from(pool.prompts).entries()) {
    const drawn = Array.from({ length: N }, (_, j) => pool.responses[i * N + j]!)
      .map((response, j) => ({
        response,
        logLikelihood: pool.logLikelihoods[i * N + j]!,
        tokens: tokenCountOf(response),
        best: response === chosen.responses[i],
      }))
      .sort((a, b) => b.logLikelihood - a.logLikelihood);
    if (json) {
      drawn.forEach(({ response, logLikelihood, tokens, best }, k) => {
        const perToken = logLikelihood / tokens;
        const { text, ended } = response;
        console.log(
          JSON.stringify({ kind: 'response', prompt, rank: k + 1, best, logLikelihood, perToken, tokens, ended, text }),
        );
      });
      continue;
    }
    const rows = drawn.map(({ response, logLikelihood, tokens, best }) => [
      best ? '*' : '',
      logLikelihood.toFixed(2).padStart(8),
      (logLikelihood / tokens).toFixed(2).padStart(9),
      tokens,
      JSON.stringify(response.text) + (response.ended ? '' : ' …'),
    ]);
    console.log(`${JSON.stringify(prompt)}\n${table(['', '    nats', 'per token', 'tokens', 'response'], rows)}\n`);
  }
  if (json) {
    console.log(JSON.stringify({ kind: 'run', model, seed, cost, replayed, seconds, tokensPerSecond: speed }));
    return;
  }
  console.log(
    `* the likeliest of ${N}; … cut at ${maxTokens} tokens\n` +
      `${cost.prompts} prompts, ${cost.samples} responses, ${cost.tokens} tokens` +
      `${replayed > 0 ? `, of which ${replayed} responses came from the log` : ''}; ` +
      `${seconds.toFixed(1)} s, ${speed.toFixed(0)} tokens/s`,
  );
}
