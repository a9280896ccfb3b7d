import { logSumExp } from '../../../math/logSpace.ts';
import { wholePanels } from './kernels/kernel.ts';
import type { Kernel, Numbers } from './kernels/kernel.ts';
import type { LlamaShape } from './llamaShape.ts';
import type { LlamaWeights } from './llamaWeights.ts';
import type { PrefixTree } from './prefixTree.ts';

/** Prefixes that go through the layers together. */
export const ROWS = 32;

/** How many numbers a forward pass keeps in a kernel beside its matrices. */
export function workNumbers({ vocabulary, width, feedForward }: LlamaShape): number {
  return ROWS * (7 * width + 2 * feedForward + wholePanels(vocabulary));
}

/** A prefix to be computed: it and those that it continues, from the first token on. */
export type Path = Int32Array;

/**
 * The forward pass of a Llama, by its formulas. With x_t the state at position t, for each layer in turn
 *
 *   u_t = norm(x_t) ; q_t = rotate_t(W_q u_t), k_t = rotate_t(W_k u_t), v_t = W_v u_t
 *   x_t += W_o sum over s <= t of softmax_s(q_t . k_s / sqrt(headSize)) v_s     head by head
 *   u_t = norm(x_t) ; x_t += W_down (silu(W_gate u_t) * W_up u_t)
 *
 * and log pi(. | t) = log softmax(W_output norm(x_t)). Matrices are multiplied by a kernel; sums of squares, of attention and
 * of the law are taken in double precision and kept in that of the kernel.
 *
 * What is computed of a prefix depends on nothing but its tokens: not on what is computed beside it, nor on what was known
 * before.
 */
export class ForwardPass {
  readonly #shape: LlamaShape;
  readonly #weights: LlamaWeights;
  readonly #kernel: Kernel;
  readonly #tree: PrefixTree<Numbers>;
  // One row for each prefix that is under way.
  readonly #x: Numbers;
  readonly #normed: Numbers;
  readonly #query: Numbers;
  readonly #key: Numbers;
  readonly #value: Numbers;
  readonly #attended: Numbers;
  readonly #change: Numbers;
  readonly #gate: Numbers;
  readonly #up: Numbers;
  readonly #logits: Numbers;
  // Of the row that attends: its query, the weight of each position, and where its keys are.
  readonly #rowQuery: Float64Array;
  readonly #attention: Float64Array;
  readonly #places: Int32Array;
  readonly #cosines: Float64Array;
  readonly #sines: Float64Array;

  constructor(shape: LlamaShape, weights: LlamaWeights, kernel: Kernel, tree: PrefixTree<Numbers>) {
    this.#shape = shape;
    this.#weights = weights;
    this.#kernel = kernel;
    this.#tree = tree;
    const { width, feedForward, vocabulary, headSize, context, ropeBase } = shape;
    const rows = (size: number): Numbers => kernel.numbers(ROWS * size);
    this.#x = rows(width);
    this.#normed = rows(width);
    this.#query = rows(width);
    this.#key = rows(width);
    this.#value = rows(width);
    this.#attended = rows(width);
    this.#change = rows(width);
    this.#gate = rows(feedForward);
    this.#up = rows(feedForward);
    this.#logits = rows(wholePanels(vocabulary));
    this.#rowQuery = new Float64Array(width);
    this.#attention = new Float64Array(context);
    this.#places = new Int32Array(context);
    const pairs = headSize / 2;
    const angle = (i: number): number => Math.floor(i / pairs) * ropeBase ** (-(i % pairs) / pairs);
    this.#cosines = Float64Array.from({ length: context * pairs }, (_, i) => Math.cos(angle(i)));
    this.#sines = Float64Array.from({ length: context * pairs }, (_, i) => Math.sin(angle(i)));
  }

  /** Computes prefixes: of each path the last, whose beginnings are known or stand before it in the list. */
  compute(paths: readonly Path[]): void {
    for (let first = 0; first < paths.length; first += ROWS) this.#computeRows(paths.slice(first, first + ROWS));
  }

  #computeRows(paths: readonly Path[]): void {
    const { width } = this.#shape;
    const { embedding, layers, outputNorm, output } = this.#weights;
    const rows = paths.length;
    paths.forEach((path, row) => {
      const token = this.#tree.tokenOf(path.at(-1)!);
      this.#x.set(embedding.subarray(token * width, (token + 1) * width), row * width);
    });
    layers.forEach((layer, depth) => {
      this.#normalise(layer.attentionNorm, rows);
      this.#kernel.multiply(layer.query, this.#normed, this.#query, rows);
      this.#kernel.multiply(layer.key, this.#normed, this.#key, rows);
      this.#kernel.multiply(layer.value, this.#normed, this.#value, rows);
      paths.forEach((path, row) => {
        this.#rotate(this.#query, row, path.length - 1);
        this.#rotate(this.#key, row, path.length - 1);
        this.#remember(path.at(-1)!, row, depth);
      });
      paths.forEach((path, row) => this.#attend(path, row, depth));
      this.#kernel.multiply(layer.attentionOutput, this.#attended, this.#change, rows);
      this.#add(rows);

      this.#normalise(layer.feedForwardNorm, rows);
      this.#kernel.multiply(layer.gate, this.#normed, this.#gate, rows);
      this.#kernel.multiply(layer.up, this.#normed, this.#up, rows);
      this.#activate(rows);
      this.#kernel.multiply(layer.down, this.#gate, this.#change, rows);
      this.#add(rows);
    });
    this.#normalise(outputNorm, rows);
    this.#kernel.multiply(output, this.#normed, this.#logits, rows);
    paths.forEach((path, row) => this.#writeLaw(path.at(-1)!, row));
  }

  /** normed = x / sqrt(mean of x^2 + epsilon) * weights, row by row. */
  #normalise(weights: Float32Array, rows: number): void {
    const { width, normEpsilon } = this.#shape;
    const [x, normed] = [this.#x, this.#normed];
    for (let row = 0; row < rows; row++) {
      const start = row * width;
      let squares = 0;
      for (let i = start; i < start + width; i++) squares += x[i]! * x[i]!;
      const scale = 1 / Math.sqrt(squares / width + normEpsilon);
      for (let i = 0; i < width; i++) normed[start + i] = x[start + i]! * scale * weights[i]!;
    }
  }

  /** Turns the pairs (2 i, 2 i + 1) of each head by position * base^(-2 i / headSize). */
  #rotate(values: Numbers, row: number, position: number): void {
    const { width, headSize } = this.#shape;
    const pairs = headSize / 2;
    for (let i = 0; i < width; i += 2) {
      const angle = position * pairs + ((i % headSize) >> 1);
      const [cosine, sine] = [this.#cosines[angle]!, this.#sines[angle]!];
      const [a, b] = [values[row * width + i]!, values[row * width + i + 1]!];
      values[row * width + i] = a * cosine - b * sine;
      values[row * width + i + 1] = a * sine + b * cosine;
    }
  }

  /** Keeps the keys and values of a layer: of each prefix keys and values of the first layer, of the second, and so on. */
  #remember(prefix: number, row: number, layer: number): void {
    const { width } = this.#shape;
    const kept = this.#tree.keysAndValues;
    const at = this.#tree.offsetOf(prefix) + 2 * layer * width;
    kept.set(this.#key.subarray(row * width, (row + 1) * width), at);
    kept.set(this.#value.subarray(row * width, (row + 1) * width), at + width);
  }

  /** attended = sum over the path of softmax(query . key / sqrt(headSize)) * value, head by head. */
  #attend(path: Path, row: number, layer: number): void {
    const { width, heads, headSize } = this.#shape;
    const [kept, query, attention, places] = [this.#tree.keysAndValues, this.#rowQuery, this.#attention, this.#places];
    const positions = path.length;
    for (let s = 0; s < positions; s++) places[s] = this.#tree.offsetOf(path[s]!) + 2 * layer * width;
    for (let i = 0; i < width; i++) query[i] = this.#query[row * width + i]! / Math.sqrt(headSize);
    for (let head = 0; head < heads; head++) {
      const [start, end] = [head * headSize, (head + 1) * headSize];
      for (let s = 0; s < positions; s++) {
        const key = places[s]!;
        // Two sums, which the processor adds up side by side.
        let [even, odd] = [0, 0];
        for (let i = start; i < end; i += 2) {
          even += query[i]! * kept[key + i]!;
          odd += query[i + 1]! * kept[key + i + 1]!;
        }
        attention[s] = even + odd;
      }
      softmax(attention.subarray(0, positions));
      for (let i = start; i < end; i += 2) {
        let [even, odd] = [0, 0];
        for (let s = 0; s < positions; s++) {
          const value = places[s]! + width + i;
          even += attention[s]! * kept[value]!;
          odd += attention[s]! * kept[value + 1]!;
        }
        this.#attended[row * width + i] = even;
        this.#attended[row * width + i + 1] = odd;
      }
    }
  }

  /** x += change. */
  #add(rows: number): void {
    const [x, change] = [this.#x, this.#change];
    for (let i = 0; i < rows * this.#shape.width; i++) x[i]! += change[i]!;
  }

  /** gate = silu(gate) * up, with silu(z) = z / (1 + exp(-z)). */
  #activate(rows: number): void {
    const [gate, up] = [this.#gate, this.#up];
    for (let i = 0; i < rows * this.#shape.feedForward; i++) {
      const z = gate[i]!;
      gate[i] = (z / (1 + Math.exp(-z))) * up[i]!;
    }
  }

  /** law = logits - log sum of their exponentials. */
  #writeLaw(prefix: number, row: number): void {
    const { vocabulary } = this.#shape;
    const start = row * wholePanels(vocabulary);
    const logits = this.#logits.subarray(start, start + vocabulary);
    const normaliser = logSumExp(logits);
    const law = this.#tree.law(prefix);
    for (let token = 0; token < vocabulary; token++) law[token] = logits[token]! - normaliser;
    this.#tree.setKnown(prefix);
  }
}

/** exp(score) / sum of exp(score), in place. */
function softmax(scores: Float64Array): void {
  let largest = -Infinity;
  for (let i = 0; i < scores.length; i++) largest = Math.max(largest, scores[i]!);
  let total = 0;
  for (let i = 0; i < scores.length; i++) total += scores[i] = Math.exp(scores[i]! - largest);
  for (let i = 0; i < scores.length; i++) scores[i]! /= total;
}
