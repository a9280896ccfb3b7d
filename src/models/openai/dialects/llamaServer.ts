import { z } from 'zod';
import type { StopSignal } from '../../../access/remote/backend.ts';
import { compensatedSum } from '../../../math/compensatedSum.ts';
import { DomainError } from '../../../math/domainError.ts';
import { chatTemplate } from '../../chatTemplate.ts';
import { drawableSeed } from '../../drawableSeed.ts';
import { endsAt, firstEnd, textOfResponse } from '../../endRule.ts';
import type { EndRule } from '../../endRule.ts';
import { ModelError } from '../../modelError.ts';
import { requireReadBack } from '../../requireReadBack.ts';
import { tokenIdsOf } from '../../tokenIdsOf.ts';
import { BrokenAnswer } from '../failure.ts';
import { requireShape } from '../requireShape.ts';
import { requireLogProbability } from '../requireLogProbability.ts';
import { shownLaw } from '../shownLaw.ts';
import { TokenTable } from '../tokenTable.ts';
import type { Dialect, DialectOptions, Draw } from './dialect.ts';

const SERVER = 'llama-server';

/** Every setting of its sampler: what is left out, a server takes from its own defaults, which cut at 40 tokens. */
const UNCHANGED = {
  temperature: 1,
  dynatemp_range: 0,
  top_k: 0,
  top_p: 1,
  min_p: 0,
  top_n_sigma: -1,
  xtc_probability: 0,
  typical_p: 1,
  repeat_penalty: 1,
  presence_penalty: 0,
  frequency_penalty: 0,
  dry_multiplier: 0,
  mirostat: 0,
  adaptive_target: -1,
  ignore_eos: false,
  samplers: ['temperature'],
  post_sampling_probs: false,
};

/** A prompt that every vocabulary has. */
const PROBE = '1';
/** A grammar that allows end tokens only. */
const NOTHING = 'root ::= ""';
/** A response with hidden tokens is asked for again at most so often. */
const MOST_TRIES = 4;
/** A law is asked for by so many of its heaviest tokens first; where these are not enough, by sixteen times as many. */
const FIRST_SHOWN = 256;

const props = z.object({
  default_generation_settings: z.object({ n_ctx: z.number() }),
  model_path: z.string(),
  model_alias: z.string().optional(),
  chat_template: z.string().optional(),
  bos_token: z.string().optional(),
  eos_token: z.string().optional(),
});
const models = z.object({
  data: z.array(z.object({ id: z.string(), meta: z.object({ n_vocab: z.number() }) })).min(1),
});
const tokenized = z.object({ tokens: z.array(z.number()) });
const detokenized = z.object({ content: z.string() });
const token = z.object({ id: z.number(), bytes: z.array(z.number()), logprob: z.number().nullish() });
const probability = token.extend({ top_logprobs: z.array(token) });
/** After its sampler a server says probabilities, by another name. */
const sampledProbability = z.object({ top_probs: z.array(z.object({ id: z.number(), prob: z.number() })) });
const sampledPart = z.object({ completion_probabilities: z.array(sampledProbability).min(1) });
const part = z.object({
  completion_probabilities: z.array(probability).optional(),
  stop: z.boolean(),
  stop_type: z.string().optional(),
  truncated: z.boolean().optional(),
  tokens_predicted: z.number(),
  model: z.string().optional(),
  generation_settings: z.record(z.string(), z.unknown()).optional(),
});
type Part = z.infer<typeof part>;
const wholePart = part.extend({ tokens: z.array(z.number()) });

/** What has been drawn of a response. */
interface Drawn {
  readonly tokens: number[];
  readonly logProbabilities: number[];
  /** Of a character that takes several tokens the server shows the last alone. */
  hidden: boolean;
}

/** llama-server, by its own interface, which knows tokens where OpenAI's does not. */
export async function llamaServer(options: DialectOptions): Promise<Dialect> {
  const { connection, maxTokens, stop, chat } = options;
  const known = requireShape(SERVER, '/props', props, await connection.get('/props'));
  const { data } = requireShape(SERVER, '/v1/models', models, await connection.get('/v1/models'));
  const served = data.map(({ id }) => baseName(id));
  const model = options.model ?? served[0]!;
  if (!served.includes(model)) {
    throw new ModelError(`${SERVER}: it serves ${served.join(', ')}, not ${model}; name one of these, or none`);
  }
  const size = data[served.indexOf(model)]!.meta.n_vocab;
  const contextSize = known.default_generation_settings.n_ctx;
  const specialTokens = chat || options.specialTokens;
  const template = chat
    ? await chatTemplate({
        file: model,
        template: known.chat_template,
        beginning: known.bos_token,
        end: known.eos_token,
      })
    : undefined;
  const table = new TokenTable();
  const asked = (prompt: readonly number[], more: object): object => {
    return { ...UNCHANGED, prompt, cache_prompt: true, return_tokens: true, n_probs: 1, ...more };
  };
  const tokensOf = async (text: string): Promise<readonly number[]> => {
    const body = { content: text, add_special: true, parse_special: specialTokens };
    return requireShape(SERVER, '/tokenize', tokenized, await connection.post('/tokenize', body)).tokens;
  };
  /** What it puts before every text, such as a token that begins one. */
  const beginning = await tokensOf('');
  const probe = await tokensOf(PROBE);
  const ends = await endTokens();
  const rule: EndRule = { isEnd: (id) => ends.includes(id), stop };
  const read = (tokens: readonly number[]): string => table.read(tokens);

  /** The tokens that end a response: all that a grammar allows which is at its end. */
  async function endTokens(): Promise<number[]> {
    const body = asked(probe, {
      n_predict: 1,
      n_probs: size,
      grammar: 'root ::= ""',
      post_sampling_probs: true,
      seed: 1,
    });
    const answer = requireShape(SERVER, '/completion', sampledPart, await connection.post('/completion', body));
    const allowed = answer.completion_probabilities[0]!.top_probs.filter(({ prob }) => prob > 0);
    return allowed.map(({ id }) => id).sort((a, b) => a - b);
  }

  const requireOwn = (final: Part): void => {
    if (final.truncated)
      throw new ModelError(`${SERVER}: it cut the prompt to make room; give it a larger context (-c)`);
    if (final.model !== undefined && baseName(final.model) !== model)
      throw new ModelError(`${SERVER}: ${baseName(final.model)} answered, not ${model}; was it started again?`);
    for (const [name, value] of Object.entries(UNCHANGED)) {
      const taken = final.generation_settings?.[name];
      // A setting of which a version says nothing is one that it does not have.
      if (taken === undefined || JSON.stringify(taken) === JSON.stringify(value)) continue;
      throw new ModelError(
        `${SERVER}: it sampled with ${name} = ${JSON.stringify(taken)}, asked for ${JSON.stringify(value)}`,
      );
    }
    if (!final.generation_settings)
      throw new ModelError(`${SERVER}: it does not say how it sampled (generation_settings)`);
  };

  /** Draws a response as it comes, so that what is behind a stop string, or after a run was stopped, need not be drawn. */
  const streamed = async (prompt: readonly number[], seed: number, halt?: StopSignal): Promise<Drawn> =>
    await connection.stream(
      '/completion',
      asked(prompt, { n_predict: maxTokens, seed }),
      async (parts) => {
        const response: Drawn = { tokens: [], logProbabilities: [], hidden: false };
        for await (const each of parts) {
          const { completion_probabilities: probabilities = [], ...rest } = requireShape(
            SERVER,
            '/completion',
            part,
            each,
          );
          for (const { id, logprob } of probabilities) {
            response.tokens.push(id);
            response.logProbabilities.push(requireLogProbability(SERVER, `token ${response.tokens.length}`, logprob));
          }
          response.hidden = rest.tokens_predicted !== response.tokens.length;
          if (response.hidden) return response;
          // To leave the stream ends the request.
          if (!rest.stop && stop.length > 0 && endsAt(rule, response.tokens, read)) return response;
          if (!rest.stop) continue;
          requireOwn(rest);
          return response;
        }
        throw new BrokenAnswer('it ended without its last part');
      },
      halt,
    );

  /** The tokens of a response, all of them, as an answer in one piece has them. */
  const drawnWhole = async (prompt: readonly number[], seed: number, halt?: StopSignal): Promise<number[]> => {
    const body = asked(prompt, { n_predict: maxTokens, seed });
    const answer = requireShape(SERVER, '/completion', wholePart, await connection.post('/completion', body, halt));
    requireOwn(answer);
    if (answer.tokens.length !== answer.tokens_predicted) {
      throw new ModelError(
        `${SERVER}: it said ${answer.tokens.length} of the ${answer.tokens_predicted} tokens of a response`,
      );
    }
    const end = firstEnd(rule, answer.tokens, read);
    return end < 0 ? answer.tokens : answer.tokens.slice(0, end + 1);
  };

  const sampled = async (prompt: readonly number[], seed: number, halt?: StopSignal): Promise<Draw> => {
    let { tokens, logProbabilities, hidden } = await streamed(prompt, seed, halt);
    for (let tries = 1; hidden; tries++) {
      const shownThen = tokens;
      tokens = await drawnWhole(prompt, seed, halt);
      // Another response than the one whose tokens were hidden would make such responses rarer than they are.
      hidden = !isWithin(shownThen, tokens);
      if (!hidden) logProbabilities = await scores(prompt, tokens, halt);
      else if (tries === MOST_TRIES)
        throw new ModelError(
          `${SERVER}: the same seed gave other responses when it was asked again; ask for less at once`,
        );
      else ({ tokens, logProbabilities, hidden } = await streamed(prompt, seed, halt));
    }
    return {
      response: {
        text: textOfResponse(rule, tokens, read),
        tokenCount: tokens.length,
        ended: endsAt(rule, tokens, read),
        tokens,
      },
      logLikelihood: compensatedSum(logProbabilities),
      logProbabilities,
      tokens: tokens.length,
    };
  };

  /** The heaviest `most` of the next tokens. */
  const shown = async (tokens: readonly number[], most: number, halt?: StopSignal) => {
    // An end token is asked for, since one that begins a character would not be shown.
    const body = asked(tokens, { n_predict: 1, n_probs: most, grammar: NOTHING, seed: 1 });
    const answer = requireShape(SERVER, '/completion', part, await connection.post('/completion', body, halt));
    requireOwn(answer);
    const [first] = answer.completion_probabilities ?? [];
    if (!first) throw new ModelError(`${SERVER}: it showed no probabilities; is n_probs supported?`);
    return first.top_logprobs.map(({ id, bytes, logprob }) => {
      table.learn(id, bytes);
      // A mass that single precision has no number for is listed as none.
      return [id, typeof logprob === 'number' && logprob > -1e30 ? logprob : -Infinity] as const;
    });
  };

  /** The log-probability of a token, from the heaviest ones, or as many more as it takes. */
  const found = async (id: number, prefix: readonly number[], halt?: StopSignal): Promise<number> => {
    for (let most = Math.min(size, FIRST_SHOWN); ; most = Math.min(size, 16 * most)) {
      const logMass = (await shown(prefix, most, halt)).find(([token]) => token === id)?.[1];
      if (logMass !== undefined || most === size) return logMass ?? -Infinity;
    }
  };

  /** The log-probabilities of tokens behind a prompt, of which a grammar allows no others. */
  const forced = async (prompt: readonly number[], tokens: readonly number[], halt?: StopSignal): Promise<number[]> => {
    const last = tokens.at(-1)!;
    const inGrammar = rule.isEnd(last) ? tokens.slice(0, -1) : tokens;
    const grammar = inGrammar.length === 0 ? NOTHING : `root ::= ${inGrammar.map((id) => `<[${id}]>`).join(' ')}`;
    const body = asked(prompt, { n_predict: tokens.length, grammar, seed: 1 });
    const answer = requireShape(SERVER, '/completion', part, await connection.post('/completion', body, halt));
    requireOwn(answer);
    const probabilities = answer.completion_probabilities ?? [];
    if (probabilities.length !== tokens.length) {
      throw new ModelError(`${SERVER}: it scored ${probabilities.length} of ${tokens.length} tokens of a response`);
    }
    const scored: number[] = [];
    for (const [i, { id, logprob }] of probabilities.entries()) {
      if (id === tokens[i]) scored.push(requireLogProbability(SERVER, `token ${i + 1}`, logprob));
      // A grammar that is at its end allows every end token; the one asked for may be another.
      else if (i === tokens.length - 1 && rule.isEnd(last))
        scored.push(await found(last, [...prompt, ...tokens.slice(0, -1)], halt));
      else throw new ModelError(`${SERVER}: it scored token ${id} where ${tokens[i]} was asked for`);
    }
    return scored;
  };

  /** The log-probabilities of the tokens of a response. */
  const scores = async (prompt: readonly number[], tokens: readonly number[], halt?: StopSignal): Promise<number[]> =>
    // A grammar lets no token pass that is a part of a character.
    tokens.every((id) => table.isWhole(id))
      ? await forced(prompt, tokens, halt)
      : await Promise.all(tokens.map((id, i) => found(id, [...prompt, ...tokens.slice(0, i)], halt)));

  // All at once: what a token reads as is asked of any, and then without waiting.
  await shown(probe, size);

  return {
    server: SERVER,
    model,
    traits: template ? [template.name] : specialTokens ? ['special tokens in prompts'] : [],
    refusals: {},
    rule,
    read,
    async encode(text) {
      const written = template ? template.render(text) : text;
      const tokens = await tokensOf(written);
      const body = { tokens: tokens.slice(beginning.length) };
      const back = requireShape(SERVER, '/detokenize', detokenized, await connection.post('/detokenize', body));
      requireReadBack('server', written, back.content);
      const room = contextSize - maxTokens;
      if (tokens.length > room) {
        const expected = `at most ${room} tokens long (it has ${tokens.length}), to leave room for a response`;
        throw new DomainError('server', 'prompt', expected, text);
      }
      return { text, tokens };
    },
    draw: ({ tokens }, seed, halt) => sampled(tokens!, drawableSeed(seed), halt),
    async score({ tokens: prompt }, response, halt) {
      return compensatedSum(await scores(prompt!, tokenIdsOf('evaluate', response), halt));
    },
    async law({ tokens: prompt }, prefix, leastLogMass, halt) {
      const tokens = [...prompt!, ...prefix];
      let most = leastLogMass === undefined ? size : Math.min(size, FIRST_SHOWN);
      for (;;) {
        const law = shownLaw(await shown(tokens, most, halt), { size, ends }, leastLogMass);
        if (law) return law;
        most = Math.min(size, 16 * most);
      }
    },
  };
}

function baseName(path: string): string {
  return path.split(/[/\\]/).at(-1)!;
}

/** Whether a list has the members of another, in their order. */
function isWithin(some: readonly number[], all: readonly number[]): boolean {
  let next = 0;
  for (const each of all) if (next < some.length && each === some[next]) next++;
  return next === some.length;
}
