import type { EncodedPrompt } from './encodePrompt.ts';
import { evaluateInFours, inFours } from './inFours.ts';
import type { Reading } from './inFours.ts';
import { PromptStates } from './promptStates.ts';
import type { ControlledOutput, LlamaContext, LlamaModel, LlamaSequence } from './runtime.ts';

/**
 * A prompt and the tokens of a response so far. A sequence is to stand behind all of them but the last, which is the next
 * to evaluate; or before that, where the prompt is short.
 */
export interface EncodedPrefix {
  readonly prompt: EncodedPrompt;
  readonly rest?: readonly number[];
}

/** Tokens that are evaluated at once. */
const BATCH = 512;
/** So few tokens are read faster, with what comes next, than their state is loaded. */
const SHORT_PROMPT = 16;
/** llama.cpp rounds the room of a sequence up to this. */
const ROOM_STEP = 256;
/** Tokens beyond the text that a batch may fill up with. */
const SLACK = 8;

/** The sequences of a model, each of which reads one text at a time. All evaluate together. */
export class Seats {
  readonly count: number;
  readonly #model: LlamaModel;
  readonly #threads: number;
  readonly #mostTokens: number;
  readonly #states = new PromptStates();
  #context: LlamaContext | undefined;
  /** All of them, in the order of their numbers; some may be there only to fill up a batch. */
  #sequences: LlamaSequence[] = [];
  #free: LlamaSequence[] = [];

  constructor(model: LlamaModel, options: { sequences: number; threads: number; mostTokens: number }) {
    this.#model = model;
    this.count = options.sequences;
    this.#threads = options.threads;
    this.#mostTokens = options.mostTokens;
  }

  get free(): number {
    return this.#free.length;
  }

  /** Makes room for that many tokens in every sequence; nobody may be seated. */
  async makeRoom(tokens: number): Promise<void> {
    const held = this.#context?.contextSize ?? 0;
    if (tokens + SLACK <= held) return;
    await this.#context?.dispose();
    const wanted = Math.ceil(Math.max(tokens + SLACK, 2 * held) / ROOM_STEP) * ROOM_STEP;
    const context = await this.#model.createContext({
      sequences: inFours(this.count),
      contextSize: Math.min(wanted, this.#mostTokens + SLACK),
      batchSize: Math.max(BATCH, inFours(this.count)),
      threads: this.#threads,
      // Without it attention depends on the shape of the batch too.
      flashAttention: true,
      // Models with a sliding window could not go back to the end of their prompt otherwise.
      swaFullCache: true,
    });
    this.#context = context;
    this.#sequences = Array.from({ length: inFours(this.count) }, () => context.getSequence());
    this.#free = this.#sequences.slice(0, this.count);
  }

  /** Evaluates on sequences that were taken, all together. */
  evaluate(readings: readonly Reading[]): Promise<readonly (readonly (ControlledOutput | undefined)[])[]> {
    const { contextSize } = this.#context!;
    const batchSize = Math.max(BATCH, this.#sequences.length);
    return evaluateInFours({ sequences: this.#sequences, contextSize, batchSize }, readings);
  }

  /**
   * A sequence for each prefix, standing there: at most `free` of them. A prompt is read once, but a short one is left to
   * whoever goes on from there.
   */
  async take(prefixes: readonly EncodedPrefix[]): Promise<LlamaSequence[]> {
    const taken = prefixes.map((prefix) => ({ ...prefix, sequence: this.#nearest(prefix) }));
    try {
      const readers = new Map<string, (typeof taken)[number]>();
      const waiting: typeof taken = [];
      for (const each of taken) {
        const { prompt, rest = [], sequence } = each;
        await sequence.adaptStateToTokens([...prompt.tokens, ...rest].slice(0, -1), false);
        const short = prompt.tokens.length <= SHORT_PROMPT;
        if (short || isBehind(sequence, prompt) || (await this.#states.load(prompt.text, sequence))) continue;
        if (readers.has(prompt.text)) waiting.push(each);
        else readers.set(prompt.text, each);
      }
      await this.read([...readers.values()]);
      for (const [text, { sequence }] of readers) await this.#states.save(text, sequence);
      const unknown: typeof taken = [];
      for (const each of waiting) {
        if (!(await this.#states.load(each.prompt.text, each.sequence))) unknown.push(each);
      }
      await this.read(unknown);
    } catch (error) {
      for (const { sequence } of taken) this.giveBack(sequence);
      throw error;
    }
    return taken.map(({ sequence }) => sequence);
  }

  /** Puts each sequence behind its prompt, before the last token. */
  async read(readers: readonly { readonly sequence: LlamaSequence; readonly prompt: EncodedPrompt }[]): Promise<void> {
    const readings = readers
      .map(({ sequence, prompt }) => ({ sequence, input: prompt.tokens.slice(sequence.nextTokenIndex, -1) }))
      .filter(({ input }) => input.length > 0);
    if (readings.length > 0) await this.evaluate(readings);
  }

  giveBack(sequence: LlamaSequence): void {
    this.#free.push(sequence);
  }

  dispose(): void {
    this.#states.dispose();
  }

  /** Takes the free sequence that has read most of the prefix already. */
  #nearest({ prompt, rest = [] }: EncodedPrefix): LlamaSequence {
    const tokens = [...prompt.tokens, ...rest];
    let [best, longest] = [0, -1];
    this.#free.forEach(({ contextTokens }, seat) => {
      let shared = 0;
      while (shared < tokens.length && contextTokens[shared] === tokens[shared]) shared++;
      if (shared > longest) [best, longest] = [seat, shared];
    });
    return this.#free.splice(best, 1)[0]!;
  }
}

function isBehind(sequence: LlamaSequence, prompt: EncodedPrompt): boolean {
  return sequence.nextTokenIndex >= prompt.tokens.length - 1;
}
