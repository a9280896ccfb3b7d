import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { plan } from '../../../src/access/queries/plan.ts';
import { LineLog } from '../../../src/access/remote/answerLog.ts';
import { promptsInOrder } from '../../../src/access/remote/promptStreams.ts';
import { StoppedError } from '../../../src/access/remote/remoteRun.ts';
import { runAsync } from '../../../src/access/runAsync.ts';
import { DomainError } from '../../../src/math/domainError.ts';
import { Source } from '../../../src/math/random/source.ts';
import { ModelError } from '../../../src/models/modelError.ts';
import type { Neural } from '../../../src/models/neural.ts';
import { openaiServer } from '../../../src/models/openai/openaiServer.ts';
import type { OpenAiServerOptions } from '../../../src/models/openai/openaiServer.ts';
import { fakeServer, json, plainCompletions } from './fakeServer.ts';
import type { Answer, FakeServer } from './fakeServer.ts';

const source = Source.named('test/models/openai/faults');
let server: FakeServer;

beforeEach(async () => {
  server = await fakeServer(plainCompletions);
});
afterEach(() => server.close());

const open = (options: Partial<OpenAiServerOptions> = {}) =>
  openaiServer({ url: server.url, maxTokens: 8, retries: 1, timeout: 1, ...options });
/** Draws three responses to each of four prompts. */
const draw = async (options: Partial<OpenAiServerOptions> = {}, log = new LineLog()) => {
  const model = await open(options);
  const learner = plan<Neural>({ n: 4, N: 3 });
  return await runAsync(learner, model, { source, prompts: promptsInOrder(['p', 'q', 'r', 's']), log });
};
/** Spoils the draws behind the first few, which the probe at start takes. */
const behind = (first: number, spoil: Answer): Answer => {
  let draws = 0;
  return (asked, response, request) =>
    asked.path === '/v1/completions' && ++draws > first ? spoil(asked, response, request) : false;
};
const completion =
  (change: object): Answer =>
  (_, response) => {
    const base = {
      model: 'toy',
      choices: [{ text: 'a', finish_reason: 'stop', logprobs: { tokens: ['a', '</s>'], token_logprobs: [-1, -1] } }],
      usage: { completion_tokens: 2 },
    };
    json(response, { ...base, ...change });
  };
const logs = (token_logprobs: unknown[], finish_reason = 'stop') => ({
  choices: [{ text: 'a', finish_reason, logprobs: { tokens: token_logprobs.map(() => 'a'), token_logprobs } }],
});

describe('a server with completions alone', () => {
  it('draws, with the log-likelihoods that it reports, its end token counted', async () => {
    const { result, cost } = await draw();
    expect(cost.samples).toBe(12);
    const known = new Map([
      ['a', -1.5],
      ['b', -2.25],
      ['ab', -4],
    ]);
    Array.from(result.responses).forEach(({ text }, i) => expect(result.logLikelihoods[i]).toBe(known.get(text)));
  });

  it('is asked for the whole vocabulary at temperature 1, in every request', async () => {
    await draw();
    const draws = server.asked.filter(({ path }) => path === '/v1/completions');
    expect(draws).toHaveLength(15);
    for (const { body } of draws) {
      expect(body).toMatchObject({
        model: 'toy',
        temperature: 1,
        top_p: 1,
        top_k: -1,
        min_p: 0,
        frequency_penalty: 0,
        presence_penalty: 0,
        repetition_penalty: 1,
        n: 1,
        max_tokens: 8,
      });
    }
    expect(new Set(draws.map(({ body }) => body['seed'] as number)).size).toBe(15);
  });

  it('answers neither scores nor laws, and says so', async () => {
    const model = await open();
    expect(model.evaluate).toBeUndefined();
    expect(model.nextTokenLaws).toBeUndefined();
  });

  it.each([
    ['stop', { stop: ['\n'] }, /a stop string needs a server whose tokens are known/],
    ['chat', { chat: true }, /a chat template needs a server whose tokens are known/],
  ])('refuses %s, whose tokens it cannot know', async (_, options, message) => {
    await expect(open(options)).rejects.toThrow(message);
  });

  it('sends the key, and prints it nowhere', async () => {
    const key = 'sk-secret';
    await open({ key });
    expect(server.asked.every(({ headers }) => headers.authorization === `Bearer ${key}`)).toBe(true);
    server.instead = (_, response) => json(response, { error: { message: `Incorrect API key provided: ${key}` } }, 401);
    const refused = open({ key });
    await expect(refused).rejects.toThrow(/refuses the key \(401\); set WHETSTONE_API_KEY/);
    await expect(refused).rejects.not.toThrow(key);
    server.instead = (_, response) => json(response, { error: { message: `bad key ${key}` } }, 400);
    const repeated = (await open({ key }).catch(String)) as string;
    expect(repeated).toContain('bad key (the key)');
    expect(repeated).not.toContain(key);
  });

  it.each(['OPENAI_API_KEY', 'OPENAI_ORG_ID', 'OPENAI_PROJECT_ID'])(
    'is not sent %s of another service',
    async (name) => {
      const before = process.env[name];
      process.env[name] = 'sk-of-another-service';
      try {
        await open();
      } finally {
        if (before === undefined) delete process.env[name];
        else process.env[name] = before;
      }
      expect(JSON.stringify(server.asked)).not.toContain('sk-of-another-service');
    },
  );
});

describe('a fault that passes', () => {
  const once = (fault: Answer): Answer => {
    let done = false;
    return behind(3, (asked, response, request) => {
      if (done) return false;
      done = true;
      return fault(asked, response, request);
    });
  };
  it.each<[string, Answer]>([
    ['429', (_, response) => json(response, { error: { message: 'slow down' } }, 429, { 'retry-after-ms': '20' })],
    ['500', (_, response) => json(response, { error: { message: 'oops' } }, 500)],
    ['503', (_, response) => json(response, { error: { message: 'loading' } }, 503)],
    ['a connection that is cut', (_, response) => void response.destroy()],
    [
      'an answer that is cut',
      (_, response) =>
        void (
          response.writeHead(200, { 'content-type': 'application/json' }),
          response.write('{"model":'),
          setTimeout(() => response.destroy(), 20)
        ),
    ],
    ['an answer that is no JSON', (_, response) => json(response, '{"model": "to')],
  ])('is got over: %s', async (_, fault) => {
    const { result } = await draw();
    server.instead = once(fault);
    const again = await draw();
    expect(again.result).toEqual(result);
  });

  it('waits as long as the server says', async () => {
    server.instead = once((_, response) =>
      json(response, { error: { message: 'slow down' } }, 429, { 'retry-after': '1' }),
    );
    const began = performance.now();
    await draw();
    expect(performance.now() - began).toBeGreaterThan(1000);
  });
});

describe('a fault that stays', () => {
  it.each<[string, Answer, RegExp]>([
    [
      '429',
      (_, response) => json(response, { error: { message: 'slow down' } }, 429, { 'retry-after-ms': '5' }),
      /asks to wait \(429: .*slow down\), asked 2 times; ask for less at once, now 1$/,
    ],
    [
      '500',
      (_, response) => json(response, { error: { message: 'oops' } }, 500),
      /failed on v1\/completions \(500: .*oops\), asked 2 times/,
    ],
    [
      '400',
      (_, response) => json(response, { error: { message: 'prompt too long' } }, 400),
      /refuses v1\/completions \(400: .*prompt too long\)/,
    ],
    [
      'a server that dies',
      (_, _response, request) => void request.socket.destroy(),
      /cannot be reached, asked 2 times \(\w+\); is it running/,
    ],
    ['a server that hangs', () => undefined, /gave no word for 1 seconds, asked 2 times/],
    [
      'an answer that hangs',
      (_, response) => void response.writeHead(200, { 'content-type': 'application/json' }).write('{'),
      /gave no word for 1 seconds/,
    ],
    [
      'broken JSON',
      (_, response) => json(response, '{"model": "to'),
      /answered v1\/completions with what is no JSON, asked 2 times/,
    ],
    ['another shape', (_, response) => json(response, { choices: [] }), /answered in another shape: choices: /],
    [
      'no log-probabilities',
      completion({ choices: [{ text: 'a', finish_reason: 'stop', logprobs: null }] }),
      /toy returned no log-probabilities/,
    ],
    ['fewer than tokens', completion(logs([-1], 'length')), /toy returned 1 log-probabilities for 2 tokens$/],
    [
      'no end token',
      completion(logs([-1])),
      /1 log-probabilities for 2 tokens; it leaves out the end token, so its numbers are those of a prefix/,
    ],
    ['-9999', completion(logs([-1, -9999])), /token 2 must have a log-probability, in nats; the server says -9999/],
    ['null', completion(logs([-1, null])), /token 2 must have a log-probability, in nats; the server says null/],
    ['a probability', completion(logs([-1, 0.5])), /token 2 must have a log-probability, in nats; the server says 0.5/],
    ['another model', completion({ model: 'other' }), /other answered, not toy/],
  ])('is told of, and what was drawn is kept: %s', { timeout: 60_000 }, async (_, fault, message) => {
    const log = new LineLog();
    server.instead = behind(3 + 5, fault);
    const failed = draw({ concurrency: 1 }, log);
    await expect(failed).rejects.toThrow(message);
    await expect(failed).rejects.toBeInstanceOf(ModelError);
    expect(log.lines).toHaveLength(1 + 5);
    // One more may be under way.
    await new Promise((resolve) => setTimeout(resolve, 100));
    server.instead = undefined;
    const draws = (): number => server.asked.filter(({ path }) => path === '/v1/completions').length;
    const before = draws();
    const { result } = await draw({ concurrency: 1 }, new LineLog(log.lines));
    // Three are the probe's.
    expect(draws() - before).toBe(3 + 12 - 5);
    expect(result).toEqual((await draw()).result);
  });

  it('NaN is no JSON, and no log-probability', async () => {
    server.instead = behind(3, (_, response) => json(response, JSON.stringify({ x: 1 }).replace('1', 'NaN')));
    await expect(draw()).rejects.toThrow(/what is no JSON/);
  });
});

describe('a server that is not there, or another', () => {
  it('cannot be reached', async () => {
    const { url } = server;
    await server.close();
    server = await fakeServer(plainCompletions);
    await expect(openaiServer({ url, retries: 0 })).rejects.toThrow(
      /cannot be reached \(ECONNREFUSED\); is it running, and is the address right\?/,
    );
  });

  it('is no OpenAI-compatible one', async () => {
    server.instead = (_, response) => json(response, '<html>', 404);
    await expect(open()).rejects.toThrow(/has no v1\/models \(404.*is this the root of an OpenAI-compatible server\?/);
  });

  it('serves another model, or several', async () => {
    await expect(open({ model: 'other' })).rejects.toThrow('it serves toy, not other');
    server.instead = ({ path }, response) =>
      path === '/v1/models' ? json(response, { data: [{ id: 'x' }, { id: 'y' }] }) : false;
    await expect(open()).rejects.toThrow('it serves x, y; name one of these');
  });

  it.each(['localhost:80', 'ftp://x', '', 'no address'])('has an address: %s', async (url) => {
    await expect(open({ url })).rejects.toThrow(DomainError);
    await expect(open({ url })).rejects.toThrow(/url must be the address of a server, such as http:\/\/localhost:8080/);
  });

  it.each(['', '/', '/v1', '/v1/'])('may be named with /v1 at its end or without: %s', async (end) => {
    expect((await open({ url: `${server.url}${end}` })).name).toBe('OpenAI-compatible server toy, at most 8 tokens');
  });
});

describe('a run that is told to stop', () => {
  it('ends at once, and keeps what was drawn', async () => {
    const signal = { aborted: false };
    const log = new LineLog();
    server.instead = behind(3 + 5, () => {
      signal.aborted = true;
    });
    const model = await open({ timeout: 30, concurrency: 1 });
    const began = performance.now();
    const run = runAsync(plan<Neural>({ n: 4, N: 3 }), model, {
      source,
      prompts: promptsInOrder(['p', 'q', 'r', 's']),
      log,
      signal,
    });
    await expect(run).rejects.toThrow(StoppedError);
    expect(performance.now() - began).toBeLessThan(10_000);
    expect(log.lines).toHaveLength(1 + 5);
  });
});
