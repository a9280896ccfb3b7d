import { tokenLaw } from '../../access/queries/tokenLaw.ts';
import type { BackendWith, Deliver, Sample, SampleRequest, StopSignal } from '../../access/remote/backend.ts';
import { requireInteger, requireObject } from '../../math/checks.ts';
import { compensatedSum } from '../../math/compensatedSum.ts';
import { DomainError } from '../../math/domainError.ts';
import { Source } from '../../math/random/source.ts';
import { baseOnly } from '../baseOnly.ts';
import { endsAt, requirePrefix, requireResponse, requireStop, stopsBehind, textOfResponse } from '../endRule.ts';
import type { EndRule, ReadTokens } from '../endRule.ts';
import type { Neural } from '../neural.ts';
import { requireNeuralSample } from '../requireNeuralSample.ts';
import { tokenIdsOf } from '../tokenIdsOf.ts';
import { characters } from './forward/characters.ts';
import { drawToken } from './forward/drawToken.ts';
import { fingerprint } from './forward/fingerprint.ts';
import { ForwardPass, workNumbers } from './forward/forwardPass.ts';
import { readGguf } from './forward/gguf.ts';
import { plainDouble, plainSingle } from './forward/kernels/plain.ts';
import type { Kernel } from './forward/kernels/kernel.ts';
import { simdKernel } from './forward/kernels/simd.ts';
import { llamaShape } from './forward/llamaShape.ts';
import type { LlamaShape } from './forward/llamaShape.ts';
import { llamaWeights, matrixNumbers } from './forward/llamaWeights.ts';
import { PrefixLaws } from './forward/prefixLaws.ts';
import { PrefixTree } from './forward/prefixTree.ts';
import { readPrompt, textOf } from './forward/readPrompt.ts';
import { turns } from './forward/turns.ts';

export interface EmbeddedOptions {
  /** What the bytes are called in messages and in the backend's name; `embedded.gguf` by default. */
  readonly name?: string;
  /** The most tokens of a response, its end token included; a longer one is cut there. 64 by default. */
  readonly maxTokens?: number;
  /** Texts at which a response ends, see `EndRule`; none by default. */
  readonly stop?: readonly string[];
  /** In what it computes; `float32` by default. `float64` is the reference by which others are judged, and takes longer. */
  readonly precision?: 'float32' | 'float64';
  /** How many texts are worked on at once, 1 to 256; 32 by default. It changes the speed and nothing else. */
  readonly sequences?: number;
  /** The most bytes of keys and values that are kept of texts gone by; 64 MB by default. */
  readonly cacheBytes?: number;
  /**
   * What multiplies matrices in `float32`: by default WebAssembly with vectors, and plain TypeScript where there is none.
   * Both give the same numbers.
   */
  readonly kernel?: 'simd' | 'plain';
}

/** A model in this process. */
export interface EmbeddedBackend extends BackendWith<Neural, 'evaluate' | 'nextTokenLaws' | 'checkPrompt'> {
  checkPrompt(prompt: string): void;
  /** What a response that begins after the prompt reads as; an end token is left out. */
  textOf(prompt: string, tokens: readonly number[]): string;
  /** Throws where this is not the beginning of a response that goes on. */
  requirePrefix(tokens: readonly number[]): void;
  /** Throws where this is no response of the model. */
  requireResponse(response: Neural['Response']): void;
  dispose(): Promise<void>;
}

/** Requests a call, for each text that is worked on at once. */
const CALLS_PER_SEQUENCE = 8;
export const CACHE_BYTES = 64e6;
/** Every response has a stream of its own below this one. */
const STREAMS = Source.named('whetstone/models/embedded');

/**
 * A small Llama in a GGUF file, such as the model that ships with this package, run by a forward pass in TypeScript: no
 * native package, in Node and in a browser.
 *
 * It reads files of architecture `llama` with F16 or F32 weights and one character a token. Prompts are continued as they
 * are. Responses are drawn at temperature 1 from the whole vocabulary, each from a stream of its seed, and their
 * log-likelihoods, nats, count the end token. What is answered to a request depends on the request alone: not on what is
 * asked beside it or was asked before, nor on `sequences`, `cacheBytes`, `kernel` or threads.
 *
 * On responses of the model that ships, a token's log-probability is within 1e-5 nats of PyTorch in double precision with
 * `float64`, and within 1e-4 with `float32`.
 *
 * @throws ModelError where the file is of another kind; DomainError
 */
export async function openEmbedded(bytes: Uint8Array, options: EmbeddedOptions = {}): Promise<EmbeddedBackend> {
  const where = 'openEmbedded';
  if (!(bytes instanceof Uint8Array)) throw new DomainError(where, 'bytes', 'the bytes of a GGUF file', bytes);
  requireObject(where, 'options', options);
  const { name = 'embedded.gguf', maxTokens = 64, precision = 'float32', sequences = 32, stop = [] } = options;
  requireOneOf('precision', precision, ['float32', 'float64']);
  requireInteger(where, 'sequences', sequences, 1, 256);
  requireInteger(where, 'cacheBytes', options.cacheBytes ?? CACHE_BYTES, 0);
  requireStop(where, stop);
  const gguf = readGguf(bytes, name);
  const shape = llamaShape(gguf, name);
  requireInteger(where, 'maxTokens', maxTokens, 1, shape.context - 1);
  const vocabulary = characters(gguf, name);
  const { end } = vocabulary;
  const kernel = await kernelFor(shape, precision, options.kernel);
  const keysAndValues = 2 * shape.layers * shape.width;
  const tree = new PrefixTree({
    size: keysAndValues,
    vocabulary: shape.vocabulary,
    most: Math.floor((options.cacheBytes ?? CACHE_BYTES) / (keysAndValues * (precision === 'float32' ? 4 : 8))),
    make: (length) => (precision === 'float32' ? new Float32Array(length) : new Float64Array(length)),
  });
  const pass = new ForwardPass(shape, llamaWeights(gguf, shape, kernel, name), kernel, tree);
  const laws = new PrefixLaws(tree, pass);

  const encode = (prompt: string): readonly number[] => readPrompt(vocabulary, prompt, shape.context - maxTokens);
  const rule: EndRule = { isEnd: (token) => token === end, stop };
  const read: ReadTokens = (tokens) => textOf(vocabulary, tokens);
  const known = (at: string, tokens: readonly number[]): void => {
    for (const token of tokens) requireInteger(at, 'token', token, 0, shape.vocabulary - 1);
  };
  const requireOwnResponse = (response: Neural['Response']): void => {
    requireResponse(rule, response, maxTokens, read);
    known('evaluate', tokenIdsOf('evaluate', response));
  };
  const requireOwnPrefix = (tokens: readonly number[]): void => {
    requirePrefix(rule, tokens, maxTokens, read);
    known('nextTokenLaw', tokens);
  };
  /** So many at a time: their prefixes are in memory together. */
  const inGroups = async <T>(list: readonly T[], signal: StopSignal | undefined, answer: (group: T[]) => void) => {
    const turn = turns(signal);
    for (let first = 0; first < list.length; first += sequences) {
      await turn();
      answer(list.slice(first, first + sequences));
    }
  };
  return {
    name: [
      `whetstone ${name} ${fingerprint(bytes)}`,
      precision,
      `at most ${maxTokens} tokens`,
      ...stop.map((text) => `stop ${JSON.stringify(text)}`),
    ].join(', '),
    settings: { temperature: 1, vocabulary: 'whole', maxTokens, stop, precision },
    refusals: baseOnly('the forward pass of whetstone'),
    batchSize: CALLS_PER_SEQUENCE * sequences,
    checkPrompt: (prompt) => void encode(prompt),
    checkSample: (where, sample) => requireNeuralSample(where, sample, maxTokens),
    requirePrefix: requireOwnPrefix,
    requireResponse: requireOwnResponse,
    textOf(prompt, tokens) {
      encode(prompt);
      return textOfResponse(rule, tokens, read);
    },
    sample: (requests, deliver, signal) =>
      sampleTogether({ laws, maxTokens, sequences, encode, rule, read }, requests, deliver, signal),
    async evaluate(requests, deliver, signal) {
      const asked = requests.map(({ prompt, response }, index) => {
        requireOwnResponse(response);
        return { index, prompt: encode(prompt), tokens: tokenIdsOf('evaluate', response) };
      });
      await inGroups(asked, signal, (group) => {
        const paths = laws.paths(group.map(({ prompt, tokens }) => [...prompt, ...tokens.slice(0, -1)]));
        group.forEach(({ index, prompt, tokens }, i) => {
          const after = paths[i]!.subarray(prompt.length - 1);
          deliver(index, compensatedSum(tokens.map((token, k) => laws.law(after[k]!)[token]!)));
        });
      });
    },
    async nextTokenLaws(prefixes, deliver, signal) {
      const asked = prefixes.map(({ prompt, tokens, leastLogMass }, index) => {
        requireOwnPrefix(tokens);
        return { index, tokens, text: [...encode(prompt), ...tokens], leastLogMass };
      });
      await inGroups(asked, signal, (group) => {
        const paths = laws.paths(group.map(({ text }) => text));
        group.forEach(({ index, tokens, leastLogMass }, i) => {
          const law = tokenLaw(laws.law(paths[i]!.at(-1)!), [end], leastLogMass);
          deliver(index, { ...law, ends: [end, ...stopsBehind(rule, tokens, law.tokens, read)] });
        });
      });
    },
    dispose: async () => {},
  };
}

/** What the drawing of responses needs of an open model. */
interface Drawing {
  readonly laws: PrefixLaws;
  readonly maxTokens: number;
  readonly sequences: number;
  encode(prompt: string): readonly number[];
  readonly rule: EndRule;
  readonly read: ReadTokens;
}

/** A response under way. */
interface Writing {
  readonly index: number;
  readonly prompt: readonly number[];
  readonly stream: Source;
  readonly tokens: number[];
  readonly logProbabilities: number[];
}

/** Draws a response for each request, some at once one token at a time; where one ends the next begins. */
async function sampleTogether(
  { laws, maxTokens, sequences, encode, rule, read }: Drawing,
  requests: readonly SampleRequest<Neural>[],
  deliver: Deliver<Sample<Neural>>,
  signal?: StopSignal,
): Promise<void> {
  const prompts = requests.map(({ prompt }) => encode(prompt));
  const turn = turns(signal);
  let next = 0;
  let writing: Writing[] = [];
  for (;;) {
    for (; writing.length < sequences && next < requests.length; next++) {
      const stream = STREAMS.split(requests[next]!.seed);
      writing.push({ index: next, prompt: prompts[next]!, stream, tokens: [], logProbabilities: [] });
    }
    if (writing.length === 0) return;
    await turn();
    const paths = laws.paths(writing.map(({ prompt, tokens }) => [...prompt, ...tokens]));
    writing = writing.filter(({ index, stream, tokens, logProbabilities }, i) => {
      const law = laws.law(paths[i]!.at(-1)!);
      const token = drawToken(law, stream);
      tokens.push(token);
      logProbabilities.push(law[token]!);
      const ended = endsAt(rule, tokens, read);
      if (!ended && tokens.length < maxTokens) return true;
      deliver(index, {
        response: { text: textOfResponse(rule, tokens, read), tokenCount: tokens.length, ended, tokens },
        logLikelihood: compensatedSum(logProbabilities),
        tokens: tokens.length,
      });
      return false;
    });
  }
}

async function kernelFor(
  shape: LlamaShape,
  precision: 'float32' | 'float64',
  kernel: 'simd' | 'plain' | undefined,
): Promise<Kernel> {
  if (kernel !== undefined) requireOneOf('kernel', kernel, ['simd', 'plain']);
  if (precision === 'float64') {
    if (kernel === 'simd')
      throw new DomainError('openEmbedded', 'kernel', "'plain' where precision is 'float64'", kernel);
    return plainDouble;
  }
  const simd = kernel === 'plain' ? undefined : await simdKernel(matrixNumbers(shape) + workNumbers(shape));
  if (kernel === 'simd' && !simd) {
    throw new DomainError('openEmbedded', 'kernel', "'plain' where there is no WebAssembly with vectors", kernel);
  }
  return simd ?? plainSingle;
}

function requireOneOf(argument: string, value: string, allowed: readonly string[]): void {
  if (allowed.includes(value)) return;
  throw new DomainError('openEmbedded', argument, allowed.map((each) => `'${each}'`).join(' or '), value);
}
