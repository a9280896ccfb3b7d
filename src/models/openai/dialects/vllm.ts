import { z } from 'zod';
import { compensatedSum } from '../../../math/compensatedSum.ts';
import { DomainError } from '../../../math/domainError.ts';
import { ModelError } from '../../modelError.ts';
import { requireReadBack } from '../../requireReadBack.ts';
import { tokenIdsOf } from '../../tokenIdsOf.ts';
import { BrokenAnswer } from '../failure.ts';
import { requireLogProbability } from '../requireLogProbability.ts';
import { requireShape } from '../requireShape.ts';
import { servedModel } from '../servedModel.ts';
import { shownLaw } from '../shownLaw.ts';
import type { Shown } from '../shownLaw.ts';
import type { Dialect, DialectOptions } from './dialect.ts';

const SERVER = 'vLLM';
const COMPLETIONS = 'v1/completions';

/** Every setting of its sampler: what is left out, a server takes from the model's own defaults. */
const UNCHANGED = {
  temperature: 1,
  top_k: -1,
  top_p: 1,
  min_p: 0,
  repetition_penalty: 1,
  presence_penalty: 0,
  frequency_penalty: 0,
  logit_bias: {},
  min_tokens: 0,
  ignore_eos: false,
  n: 1,
};

const logprobs = z.object({ tokens: z.array(z.string()), token_logprobs: z.array(z.number().nullable()) });
const choice = z.object({
  text: z.string(),
  token_ids: z.array(z.number()).nullish(),
  logprobs: logprobs.nullish(),
  finish_reason: z.string().nullish(),
  stop_reason: z.union([z.string(), z.number()]).nullish(),
});
const completion = z.object({ model: z.string(), choices: z.array(choice) });
const echo = z.object({
  choices: z.array(z.object({ logprobs, prompt_token_ids: z.array(z.number()).nullish() })).min(1),
});
const law = z.object({
  choices: z
    .array(z.object({ logprobs: z.object({ top_logprobs: z.array(z.record(z.string(), z.number())).min(1) }) }))
    .min(1),
});
const models = z.object({ data: z.array(z.object({ id: z.string(), max_model_len: z.number() })) });
const tokenized = z.object({ tokens: z.array(z.number()) });
const detokenized = z.object({ prompt: z.string() });
const ended = z.object({ choices: z.array(z.object({ token_ids: z.array(z.number()).min(2) })).min(1) });

/** vLLM, by the fields that it knows beyond OpenAI's: prompts as tokens, tokens of responses, scores by echo. */
export async function vllm({ connection, maxTokens, stop, chat, ...options }: DialectOptions): Promise<Dialect> {
  const model = await servedModel(SERVER, connection, options.model);
  const { data } = requireShape(SERVER, '/v1/models', models, await connection.get('v1/models'));
  const contextSize = data.find(({ id }) => id === model)!.max_model_len;
  const asked = (prompt: readonly number[], more: object): object => {
    const tokens = { return_token_ids: true, return_tokens_as_token_ids: true };
    return { ...UNCHANGED, ...tokens, model, prompt, logprobs: 0, ...more };
  };
  const tokensOf = async (text: string): Promise<readonly number[]> => {
    const body = chat
      ? { model, messages: [{ role: 'user', content: text }], add_generation_prompt: true }
      : { model, prompt: text, add_special_tokens: true };
    return requireShape(SERVER, '/tokenize', tokenized, await connection.post('tokenize', body)).tokens;
  };
  const beginning = chat ? [] : await tokensOf('');
  const ends = new Set([await endToken()]);

  /** The token that ends a response: the one behind what a response is forced to be. */
  async function endToken(): Promise<number> {
    const forced = { structured_outputs: { choice: ['1'] }, max_tokens: 16 };
    const answer = await connection.post(COMPLETIONS, asked(await tokensOf('1'), forced));
    return requireShape(SERVER, COMPLETIONS, ended, answer).choices[0]!.token_ids.at(-1)!;
  }

  return {
    server: SERVER,
    model,
    traits: chat ? ['chat template of the server'] : [],
    refusals:
      stop.length > 0
        ? { nextTokenLaw: `${SERVER} does not say what its tokens read as, which stop strings need` }
        : {},
    async encode(text) {
      const tokens = await tokensOf(text);
      if (!chat) {
        const body = { model, tokens: tokens.slice(beginning.length) };
        const back = requireShape(SERVER, '/detokenize', detokenized, await connection.post('detokenize', body));
        requireReadBack('server', text, back.prompt);
      }
      const room = contextSize - maxTokens;
      if (tokens.length > room) {
        const expected = `at most ${room} tokens long (it has ${tokens.length}), to leave room for a response`;
        throw new DomainError('server', 'prompt', expected, text);
      }
      return { text, tokens };
    },
    async draw({ tokens: prompt }, seed, halt) {
      const body = asked(prompt!, { seed, max_tokens: maxTokens, stop, include_stop_str_in_output: true });
      return await connection.stream(
        COMPLETIONS,
        body,
        async (parts) => {
          const tokens: number[] = [];
          const logProbabilities: number[] = [];
          let text = '';
          for await (const each of parts) {
            const part = requireShape(SERVER, COMPLETIONS, completion, each);
            if (part.model !== model) throw new ModelError(`${SERVER}: ${part.model} answered, not ${model}`);
            const [one] = part.choices;
            if (!one) continue;
            text += one.text;
            tokens.push(...(one.token_ids ?? []));
            for (const logprob of one.logprobs?.token_logprobs ?? []) {
              const name = `token ${logProbabilities.length + 1}`;
              logProbabilities.push(requireLogProbability(SERVER, name, logprob));
            }
            if (!one.finish_reason) continue;
            if (tokens.length !== logProbabilities.length || tokens.length === 0) {
              throw new ModelError(
                `${SERVER}: it returned ${logProbabilities.length} log-probabilities for ${tokens.length} tokens`,
              );
            }
            const stopped = one.finish_reason === 'stop';
            // A model may have several; the reason says which text it was, where it was one.
            if (stopped && typeof one.stop_reason !== 'string') ends.add(tokens.at(-1)!);
            const places = stop.map((string) => text.indexOf(string)).filter((place) => place >= 0);
            return {
              response: {
                text: text.slice(0, Math.min(text.length, ...places)),
                tokenCount: tokens.length,
                ended: stopped,
                tokens,
              },
              logLikelihood: compensatedSum(logProbabilities),
              logProbabilities,
              tokens: tokens.length,
            };
          }
          throw new BrokenAnswer('it ended without its last part');
        },
        halt,
      );
    },
    async score({ tokens: prompt }, response, halt) {
      const tokens = tokenIdsOf('evaluate', response);
      const body = asked([...prompt!, ...tokens], { max_tokens: 0, echo: true, seed: 1 });
      const [first] = requireShape(SERVER, COMPLETIONS, echo, await connection.post(COMPLETIONS, body, halt)).choices;
      const said = first!.logprobs;
      const all = prompt!.length + tokens.length;
      if (said.token_logprobs.length !== all) {
        throw new ModelError(
          `${SERVER}: it scored ${said.token_logprobs.length} of ${all} tokens of prompt and response`,
        );
      }
      return compensatedSum(
        tokens.map((token, i) => {
          const place = prompt!.length + i;
          if (said.tokens[place] !== `token_id:${token}`) {
            throw new ModelError(`${SERVER}: it scored ${said.tokens[place]} where token ${token} was asked for`);
          }
          return requireLogProbability(SERVER, `token ${i + 1}`, said.token_logprobs[place]);
        }),
      );
    },
    ...(stop.length === 0 && {
      rule: { isEnd: (token: number) => ends.has(token), stop },
      async law({ tokens: prompt }, prefix, leastLogMass, halt) {
        const body = asked([...prompt!, ...prefix], { max_tokens: 1, logprobs: -1, seed: 1 });
        const answer = requireShape(SERVER, COMPLETIONS, law, await connection.post(COMPLETIONS, body, halt));
        const shown = Object.entries(answer.choices[0]!.logprobs.top_logprobs[0]!).map(([name, logMass]): Shown => [
          Number(name.replace('token_id:', '')),
          logMass,
        ]);
        return shownLaw(shown, { size: shown.length, ends: [...ends] }, leastLogMass)!;
      },
    }),
  } satisfies Dialect;
}
