import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a request asked for. */
export interface Asked {
  readonly path: string;
  readonly body: Record<string, any>;
  readonly headers: IncomingMessage['headers'];
}

/** Answers a request in place of the server; returns false to leave it to the next. */
export type Answer = (
  asked: Asked,
  response: ServerResponse,
  request: IncomingMessage,
) => boolean | void | Promise<boolean | void>;

export interface FakeServer {
  readonly url: string;
  /** All that was asked, in its order. */
  readonly asked: Asked[];
  /** What comes before its own answers; returns false where these are wanted. */
  instead: Answer | undefined;
  close(): Promise<void>;
}

export function json(
  response: ServerResponse,
  body: unknown,
  status = 200,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}

/** A server in this process, whose answers a test writes. */
export async function fakeServer(answer: Answer): Promise<FakeServer> {
  const asked: Asked[] = [];
  const server: Server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const text = Buffer.concat(parts).toString();
      const one = {
        path: request.url!,
        body: text === '' ? {} : (JSON.parse(text) as Record<string, any>),
        headers: request.headers,
      };
      asked.push(one);
      void (async () => {
        if (fake.instead && (await fake.instead(one, response, request)) !== false) return;
        if ((await answer(one, response, request)) === false)
          json(response, { error: { message: 'no such path' } }, 404);
      })();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const fake: FakeServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    instead: undefined,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return fake;
}

/** A server that has completions and nothing else: every response is "a", "b" or "ab" by its seed, and its end token. */
export const plainCompletions: Answer = ({ path, body }, response) => {
  if (path === '/v1/models') return json(response, { data: [{ id: 'toy' }] });
  if (path !== '/v1/completions') return false;
  const [text, logs] = [
    ['a', [-1, -0.5]],
    ['b', [-2, -0.25]],
    ['ab', [-1, -3, 0]],
  ][(body['seed'] as number) % 3] as [string, number[]];
  const tokens = [...text.split(''), '</s>'];
  json(response, {
    model: 'toy',
    choices: [{ text, finish_reason: 'stop', logprobs: { tokens, token_logprobs: logs } }],
    usage: { completion_tokens: logs.length },
  });
};
