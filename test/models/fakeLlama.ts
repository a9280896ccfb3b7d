import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Source } from '../../src/math/random/source.ts';
import type {
  ControlledInput,
  ControlledOutput,
  LlamaModel,
  LlamaRuntime,
  LlamaSequence,
  SamplingOptions,
} from '../../src/models/llama/runtime.ts';

export const END = 0;
export const BEGIN = 1;
const LETTERS = 'abcdefgh ?:';

/** log pi(next | last token) of the fake model: it looks back one token. */
export function fakeLogLaw(last: number): Float64Array {
  const stream = Source.named(`fake model after ${last}`);
  const logits = Float64Array.from({ length: LETTERS.length + 2 }, () => 2 * stream.uniform());
  logits[BEGIN] = -100;
  const total = logits.reduce((sum, logit) => sum + Math.exp(logit), 0);
  return logits.map((logit) => logit - Math.log(total));
}

export interface FakeLlamaOptions {
  readonly prependBegin?: boolean;
  /** The chat template of the file. */
  readonly template?: string;
  /** Tokens beyond the letters, which are never drawn, and the logit of each beside the log masses of the letters. */
  readonly others?: { readonly count: number; readonly logit: number };
  /** Called with the number of sequences that evaluate together, at every token. */
  readonly onStep?: (together: number) => void;
}

/** A runtime with a model of a dozen letters, which drops the others as llama.cpp does, and counts what it does. */
export function fakeLlama({
  prependBegin = false,
  template,
  others = { count: 0, logit: 0 },
  onStep = () => {},
}: FakeLlamaOptions = {}) {
  const size = LETTERS.length + 2 + others.count;
  const logitsAfter = (last: number): number[] => {
    return [...fakeLogLaw(last), ...Array.from({ length: others.count }, () => others.logit)];
  };
  const seen = {
    read: 0,
    /** Tokens that are read behind the last one that was asked about, or by a sequence with nothing to do, and forgotten again. */
    filled: 0,
    /** For each batch how many tokens each sequence reads. */
    batches: [] as { sequence: number; rows: number }[][],
    saved: 0,
    loaded: 0,
    contexts: [] as number[],
    disposed: 0,
    seeds: [] as number[],
    steps: [] as number[],
    /** Of each law that was asked for how many of the largest logits, or all, and the text behind which. */
    laws: [] as { shown: number | 'all'; behind: readonly number[] }[],
  };
  const states = new Map<string, number[]>();
  let asked = 0;
  const together = async (): Promise<void> => {
    asked++;
    await new Promise((resolve) => setImmediate(resolve));
    if (asked > 0) {
      seen.steps.push(asked);
      onStep(asked);
      asked = 0;
    }
  };
  const drawn = (last: number, seed: number) => {
    seen.seeds.push(seed);
    const law = fakeLogLaw(last).map(Math.exp);
    let left = Source.named(`seed ${seed}`).uniform();
    const token = Math.max(
      0,
      law.findIndex((mass) => (left -= mass) < 0),
    );
    return { token, confidence: law[token]! };
  };
  let open = false;
  const inBatch = (sequence: number, rows: number): void => {
    if (!open) {
      open = true;
      seen.batches.push([]);
      setImmediate(() => (open = false));
    }
    seen.batches.at(-1)!.push({ sequence, rows });
  };
  const newSequence = (sequence: number, room: number): LlamaSequence => {
    let held: number[] = [];
    const read = (tokens: readonly number[]): void => {
      seen.read += tokens.length;
      held = [...held, ...tokens];
      if (held.length >= room) throw new Error('the context would shift');
    };
    return {
      get contextTokens() {
        return held;
      },
      get nextTokenIndex() {
        return held.length;
      },
      async adaptStateToTokens(tokens) {
        let shared = 0;
        while (shared < held.length && held[shared] === tokens[shared]) shared++;
        held = held.slice(0, shared);
      },
      async controlledEvaluate(input: ControlledInput[]) {
        inBatch(sequence, input.length);
        const asked = input.findLastIndex((item) => typeof item === 'object');
        if (asked >= 0) seen.filled += input.length - 1 - asked;
        else if (input.every((token) => token === BEGIN)) seen.filled += input.length;
        const draws = input.some((item) => typeof item === 'object' && item[1].generateNext?.token);
        if (draws) await together();
        return input.map((item): ControlledOutput | undefined => {
          read([typeof item === 'number' ? item : item[0]]);
          const next = typeof item === 'number' ? undefined : item[1].generateNext;
          if (next?.token) return { next: drawn(held.at(-1)!, (next.options as SamplingOptions).seed) };
          const wanted = next?.logits;
          if (wanted === undefined) return undefined;
          // Shifted, because logits are not normalised.
          const all = logitsAfter(held.at(-1)!).map((logit, token) => [token, logit + 3] as const);
          const largest = all.reduce((most, [, logit]) => Math.max(most, logit), -Infinity);
          const totalLogitWeight = all.reduce((sum, [, logit]) => sum + Math.exp(logit - largest), 0);
          const filter = typeof wanted === 'boolean' ? undefined : wanted.filter;
          if (!filter || filter.includeTop !== undefined)
            seen.laws.push({ shown: filter?.includeTop ?? 'all', behind: held });
          const top = all.toSorted(([, a], [, b]) => b - a).slice(0, filter?.includeTop ?? 1);
          const named = all.filter(([token]) => filter?.tokens.includes(token));
          return { next: { logits: new Map(filter ? [...top, ...named] : all), totalLogitWeight } };
        });
      },
      async saveStateToFile(path) {
        seen.saved++;
        states.set(path, held);
        return { fileSize: held.length };
      },
      async loadStateFromFile(path) {
        seen.loaded++;
        held = states.get(path)!;
      },
    };
  };
  const model: LlamaModel = {
    trainContextSize: 1024,
    fileInfo: { metadata: { tokenizer: template === undefined ? {} : { chat_template: template } } },
    tokens: { bos: BEGIN, shouldPrependBosToken: prependBegin },
    tokenize: (text) =>
      Array.from(text)
        .filter((letter) => LETTERS.includes(letter))
        .map((letter) => LETTERS.indexOf(letter) + 2),
    detokenize: (tokens) => tokens.map((token) => LETTERS[token - 2] ?? '').join(''),
    isEogToken: (token) => token === END,
    iterateAllTokens: () => Array.from({ length: size }, (_, token) => token),
    async createContext({ sequences = 1, contextSize = 0 }) {
      seen.contexts.push(contextSize);
      let left = sequences;
      return {
        contextSize,
        getSequence() {
          if (left-- === 0) throw new Error('no sequences left');
          return newSequence(sequences - left - 1, contextSize);
        },
        dispose: async () => void seen.disposed++,
      };
    },
  };
  const runtime: LlamaRuntime = {
    getLlama: async () => ({
      cpuMathCores: 1,
      loadModel: async () => model,
      dispose: async () => void seen.disposed++,
    }),
  };
  return { load: async () => runtime, model, seen };
}

/** A file that looks like a model from outside. */
export function fakeModelFile(name = 'fake.gguf', content = 'GGUF and no more'): string {
  const path = join(mkdtempSync(join(tmpdir(), 'whetstone-test-')), name);
  writeFileSync(path, content);
  return path;
}
