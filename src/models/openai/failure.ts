/** An answer that broke off, or that is none: worth asking for again. */
export class BrokenAnswer extends Error {
  override readonly name = 'BrokenAnswer';
}

export interface Failure {
  /** What went wrong and what to do, without the key. */
  readonly message: string;
  /** Whether the answer had begun: then the client has not asked again. */
  readonly midway: boolean;
}

/** What the client throws has these, whatever its class. */
interface ClientError {
  readonly name?: string;
  readonly status?: number;
  readonly message?: string;
  readonly cause?: unknown;
  readonly error?: { readonly message?: unknown };
}

/** What an error of the client means to a person who asked a server. */
export function failureOf(
  thrown: unknown,
  asked: {
    path: string;
    url: URL;
    key: string | undefined;
    timeout: number;
    retries: number;
    concurrency: number;
    silent: boolean;
  },
): Failure {
  const error = thrown as ClientError;
  const { status } = error;
  const tries = asked.retries === 0 ? '' : `, asked ${asked.retries + 1} times`;
  const at = `server ${asked.url.origin}`;
  const said = typeof error.error?.message === 'string' ? error.error.message : (error.message ?? String(thrown));
  // Some servers repeat the key in what they say.
  const words = (asked.key ? said.replaceAll(asked.key, '(the key)') : said).replaceAll(/\s+/g, ' ').slice(0, 200);
  const final = (message: string): Failure => ({ message: `${at}: ${message}`, midway: false });
  const again = (message: string): Failure => ({ message: `${at}: ${message}`, midway: true });

  if (asked.silent || error.constructor.name === 'APIConnectionTimeoutError') {
    const wait = `${asked.path} gave no word for ${asked.timeout} seconds${tries}; is it overloaded or stuck? allow more (timeout), or ask for less at once`;
    return final(wait);
  }
  if (error.constructor.name === 'APIConnectionError') {
    return final(`cannot be reached${tries} (${codeOf(thrown) ?? words}); is it running, and is the address right?`);
  }
  if (status === 401 || status === 403)
    return final(`refuses the key (${status}); set WHETSTONE_API_KEY to one that it takes`);
  if (status === 404)
    return final(`has no ${asked.path} (404: ${words}); is this the root of an OpenAI-compatible server?`);
  if (status === 429) {
    return final(`asks to wait (429: ${words})${tries}; ask for less at once, now ${asked.concurrency}`);
  }
  if (status !== undefined && status >= 500)
    return final(`failed on ${asked.path} (${status}: ${words})${tries}; its own log says more`);
  if (status !== undefined) return final(`refuses ${asked.path} (${status}: ${words})`);
  if (thrown instanceof SyntaxError) return again(`answered ${asked.path} with what is no JSON${tries}: ${words}`);
  return again(`broke off its answer to ${asked.path}${tries} (${codeOf(thrown) ?? words}); has it died?`);
}

/** The code of the error below, such as ECONNREFUSED. */
function codeOf(error: unknown): string | undefined {
  for (let each = error; each instanceof Error; each = each.cause) {
    const { code } = each as { code?: unknown };
    if (typeof code === 'string') return code;
  }
  return undefined;
}
