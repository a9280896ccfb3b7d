import { z } from 'zod';
import { compensatedSum } from '../../../math/compensatedSum.ts';
import { ModelError } from '../../modelError.ts';
import { requireLogProbability } from '../requireLogProbability.ts';
import { requireShape } from '../requireShape.ts';
import { servedModel } from '../servedModel.ts';
import type { Dialect, DialectOptions } from './dialect.ts';

const SERVER = 'OpenAI-compatible server';

/** Every setting that the interface knows; some servers fill what is left out from the model's own defaults. */
const UNCHANGED = { temperature: 1, top_p: 1, frequency_penalty: 0, presence_penalty: 0, n: 1, logit_bias: {} };
/** Those that many servers know beside them; the others ignore them. */
const BESIDE = { top_k: -1, min_p: 0, repetition_penalty: 1 };

/** Log-probabilities in the form of completions, and in that of chats, which some servers use for both. */
const logprobs = z.union([
  z.object({ tokens: z.array(z.string()), token_logprobs: z.array(z.number().nullable()) }),
  z.object({ content: z.array(z.object({ token: z.string(), logprob: z.number().nullish() })) }),
]);
const completion = z.object({
  model: z.string().optional(),
  choices: z
    .array(z.object({ text: z.string(), finish_reason: z.string().nullable(), logprobs: logprobs.nullish() }))
    .min(1),
  usage: z.object({ completion_tokens: z.number() }),
});

/**
 * Any server with OpenAI's completions: it draws, and says how likely that was, and nothing else.
 *
 * A response must come with the log-probability of its end token: without it the number would be that of a prefix.
 */
export async function completions({
  connection,
  maxTokens,
  stop,
  chat,
  specialTokens,
  ...options
}: DialectOptions): Promise<Dialect> {
  const refuse = (flag: string): never => {
    throw new ModelError(
      `server: ${flag} needs a server whose tokens are known, llama-server or vLLM; this one takes texts`,
    );
  };
  if (chat) refuse('a chat template');
  if (specialTokens) refuse('to read special tokens');
  if (stop.length > 0) refuse('a stop string');
  const model = await servedModel(SERVER, connection, options.model);
  /** What it calls itself in its answers, which may be a longer name. */
  let own: string | undefined;
  return {
    server: SERVER,
    model,
    traits: [],
    refusals: {},
    encode: (text) => Promise.resolve({ text }),
    async draw({ text: prompt }, seed, halt) {
      const body = { ...UNCHANGED, ...BESIDE, model, prompt, max_tokens: maxTokens, logprobs: 1, seed };
      const answer = requireShape(
        SERVER,
        '/v1/completions',
        completion,
        await connection.post('v1/completions', body, halt),
      );
      own ??= answer.model;
      if (answer.model !== own) throw new ModelError(`${SERVER}: ${answer.model} answered, not ${own}`);
      const { text, finish_reason: reason, logprobs: said } = answer.choices[0]!;
      const { completion_tokens: tokens } = answer.usage;
      const raw = !said ? [] : 'content' in said ? said.content.map(({ logprob }) => logprob) : said.token_logprobs;
      const ended = reason === 'stop';
      if (raw.length !== tokens) {
        const missing =
          raw.length === 0 ? 'no log-probabilities' : `${raw.length} log-probabilities for ${tokens} tokens`;
        const end =
          ended && raw.length === tokens - 1
            ? '; it leaves out the end token, so its numbers are those of a prefix'
            : '';
        throw new ModelError(`${SERVER}: ${model} returned ${missing}${end}`);
      }
      const logProbabilities = raw.map((each, i) => requireLogProbability(SERVER, `token ${i + 1}`, each));
      return {
        response: { text, tokenCount: tokens, ended },
        logLikelihood: compensatedSum(logProbabilities),
        logProbabilities,
        tokens,
      };
    },
  };
}
