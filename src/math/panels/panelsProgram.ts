import { code, i32, op, v128, wasmModule } from '../wasm.ts';
import type { Code, WasmFunction } from '../wasm.ts';
import { EXPONENTIAL } from './exponential.ts';
import { COLUMNS, PANEL } from './panelKernel.ts';

const NUMBER = 8;
const VECTOR = 16;
const PANEL_BYTES = PANEL * NUMBER;
/** A panel of one column is so many vectors. */
const VECTORS = PANEL / 2;
/** Columns that are worked on before a loop turns. */
const UNROLLED = COLUMNS;
/** Of the columns on the left as many are multiplied at once, with COLUMNS on the right: so many sums fit the registers. */
export const ROWS_AT_ONCE = 2;

const { localGet: get, localSet: set } = op;
const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
const each = (count: number, body: (i: number) => Code): Code => code(...range(count).map(body));
const advance = (local: number, by: Code): Code => code(get(local), by, op.i32Add, set(local));
const forward = (local: number, bytes: number): Code => advance(local, op.i32Const(bytes));
const load = (local: number, offset = 0): Code => code(get(local), op.v128Load(offset));
/** local += left * right. */
const grow = (local: number, left: Code, right: Code): Code =>
  code(get(local), left, right, op.f64x2Mul, op.f64x2Add, set(local));
const whileBelow = (local: number, end: number): Code => code(get(local), get(end), op.i32LtU, op.brIf(0));

/** A function of addresses in bytes, with addresses and vectors of its own. */
function program(
  name: string,
  parameters: number,
  addresses: number,
  vectors: number,
  body: (first: { address: number; vector: number }) => Code,
): WasmFunction {
  const locals = [...range(addresses).map(() => i32), ...range(vectors).map(() => v128)];
  const parts = body({ address: parameters, vector: parameters + addresses });
  return { name, parameters: range(parameters).map(() => i32), locals, body: parts };
}

/** `combine(table, factors, factorsEnd, out, outEnd, largest)`: the vector at `largest` grows to the largest of each lane. */
const combine = (): WasmFunction =>
  program('combine', 6, 1, VECTORS + 2, ({ address: FACTOR, vector }) => {
    const [TABLE, FACTORS, FACTORS_END, OUT, OUT_END, LARGEST] = [0, 1, 2, 3, 4, 5];
    const [factor, largest] = [vector + VECTORS, vector + VECTORS + 1];
    return code(
      code(load(LARGEST), set(largest)),
      op.loop(
        each(VECTORS, (v) => code(op.v128Zero, set(vector + v))),
        code(get(FACTORS), set(FACTOR)),
        op.loop(
          each(UNROLLED, (k) =>
            code(
              code(get(FACTOR), op.v128Load64Splat(k * NUMBER), set(factor)),
              each(VECTORS, (v) => grow(vector + v, get(factor), load(TABLE, k * PANEL_BYTES + v * VECTOR))),
            ),
          ),
          forward(TABLE, UNROLLED * PANEL_BYTES),
          forward(FACTOR, UNROLLED * NUMBER),
          whileBelow(FACTOR, FACTORS_END),
        ),
        each(VECTORS, (v) =>
          code(
            code(get(OUT), get(vector + v), op.v128Store(v * VECTOR)),
            code(get(largest), get(vector + v), op.f64x2Pmax, set(largest)),
          ),
        ),
        forward(OUT, PANEL_BYTES),
        whileBelow(OUT, OUT_END),
      ),
      code(get(LARGEST), get(largest), op.v128Store(0)),
    );
  });

/** What `exponentials` reads beside its values: the shift, then these. */
const constants = Object.keys(EXPONENTIAL) as (keyof typeof EXPONENTIAL)[];
export const exponentialTable: readonly number[] = constants.map((name) => EXPONENTIAL[name]);

/** `exponentials(values, shiftAndTable, out, outEnd, sum)`: the vector at `sum` grows by the sums of each lane. */
const exponentials = (): WasmFunction =>
  program('exponentials', 5, 0, 6, ({ vector }) => {
    const [VALUES, TABLE, OUT, OUT_END, SUM] = [0, 1, 2, 3, 4];
    const [x, exponent, rest, square] = [vector, vector + 1, vector + 2, vector + 3];
    const [upper, sum] = [vector + 4, vector + 5];
    const entry = (i: number): Code => code(get(TABLE), op.v128Load64Splat(i * NUMBER));
    const constant = (name: keyof typeof EXPONENTIAL): Code => entry(1 + constants.indexOf(name));
    const times = (left: Code, right: Code): Code => code(left, right, op.f64x2Mul);
    const plus = (left: Code, right: Code): Code => code(left, right, op.f64x2Add);
    const less = (left: Code, right: Code): Code => code(left, right, op.f64x2Sub);
    /** A polynomial in the square, the highest power first. */
    const inSquare = (first: Code, ...others: Code[]): Code =>
      others.reduce((value, next) => plus(times(value, get(square)), next), first);
    const whole = less(get(exponent), constant('magic'));
    const P = inSquare(constant('p0'), constant('p1'), constant('p2'));
    const Q = inSquare(constant('q0'), constant('q1'), constant('q2'), constant('q3'));
    return code(
      code(load(SUM), set(sum)),
      op.loop(
        each(VECTORS, (v) =>
          code(
            code(less(load(VALUES, v * VECTOR), entry(0)), set(x)),
            // It stands in the lowest bits; less the magic number it is a number again.
            code(plus(times(get(x), constant('log2e')), constant('magic')), set(exponent)),
            code(less(less(get(x), times(whole, constant('ln2High'))), times(whole, constant('ln2Low'))), set(rest)),
            code(times(get(rest), get(rest)), set(square)),
            code(times(get(rest), P), set(upper)),
            code(get(upper), less(Q, get(upper)), op.f64x2Div, set(upper)),
            plus(plus(get(upper), get(upper)), constant('one')),
            // Added to the exponent of the value: all but the lowest bits are shifted out.
            code(get(exponent), op.i32Const(52), op.i64x2Shl, op.i64x2Add),
            code(get(x), constant('least'), op.f64x2Ge, op.v128And, set(upper)),
            code(get(OUT), get(upper), op.v128Store(v * VECTOR)),
            code(plus(get(sum), get(upper)), set(sum)),
          ),
        ),
        forward(VALUES, PANEL_BYTES),
        forward(OUT, PANEL_BYTES),
        whileBelow(OUT, OUT_END),
      ),
      code(get(SUM), get(sum), op.v128Store(0)),
    );
  });

/** `weigh(table, weights, weightsEnd, sums, sumsEnd)`. */
const weigh = (): WasmFunction =>
  program('weigh', 5, 1, VECTORS + 1, ({ address: SUM, vector }) => {
    const [TABLE, WEIGHTS, WEIGHTS_END, SUMS, SUMS_END] = [0, 1, 2, 3, 4];
    const sum = vector + VECTORS;
    return op.loop(
      each(VECTORS, (v) => code(load(WEIGHTS, v * VECTOR), set(vector + v))),
      code(get(SUMS), set(SUM)),
      op.loop(
        each(UNROLLED, (k) =>
          code(
            code(load(SUM, k * VECTOR), set(sum)),
            each(VECTORS, (v) => grow(sum, get(vector + v), load(TABLE, k * PANEL_BYTES + v * VECTOR))),
            code(get(SUM), get(sum), op.v128Store(k * VECTOR)),
          ),
        ),
        forward(TABLE, UNROLLED * PANEL_BYTES),
        forward(SUM, UNROLLED * VECTOR),
        whileBelow(SUM, SUMS_END),
      ),
      forward(WEIGHTS, PANEL_BYTES),
      whileBelow(WEIGHTS, WEIGHTS_END),
    );
  });

/** `scale(table, weights, weightsEnd, out, panelBytes)`: the table with each row times its weight. */
const scale = (): WasmFunction =>
  program('scale', 5, 1, VECTORS, ({ address: END, vector }) => {
    const [TABLE, WEIGHTS, WEIGHTS_END, OUT, PANEL_STEP] = [0, 1, 2, 3, 4];
    return op.loop(
      each(VECTORS, (v) => code(load(WEIGHTS, v * VECTOR), set(vector + v))),
      code(get(TABLE), get(PANEL_STEP), op.i32Add, set(END)),
      op.loop(
        each(VECTORS, (v) =>
          code(get(OUT), get(vector + v), load(TABLE, v * VECTOR), op.f64x2Mul, op.v128Store(v * VECTOR)),
        ),
        forward(TABLE, PANEL_BYTES),
        forward(OUT, PANEL_BYTES),
        whileBelow(TABLE, END),
      ),
      forward(WEIGHTS, PANEL_BYTES),
      whileBelow(WEIGHTS, WEIGHTS_END),
    );
  });

/** `products(left, right, rightEnd, panelBytes, sums, rowBytes)`: of two columns from `left` on with four from `right` on. */
const products = (): WasmFunction =>
  program('products', 6, 0, ROWS_AT_ONCE * COLUMNS + ROWS_AT_ONCE + 1, ({ vector }) => {
    const [LEFT, RIGHT, RIGHT_END, PANEL_STEP, SUMS, ROW_STEP] = [0, 1, 2, 3, 4, 5];
    const sum = (i: number, j: number): number => vector + i * COLUMNS + j;
    const left = (i: number): number => vector + ROWS_AT_ONCE * COLUMNS + i;
    const right = vector + ROWS_AT_ONCE * COLUMNS + ROWS_AT_ONCE;
    return code(
      each(ROWS_AT_ONCE * COLUMNS, (i) => code(op.v128Zero, set(vector + i))),
      op.loop(
        each(VECTORS, (v) =>
          code(
            each(ROWS_AT_ONCE, (i) => code(load(LEFT, i * PANEL_BYTES + v * VECTOR), set(left(i)))),
            each(COLUMNS, (j) =>
              code(
                code(load(RIGHT, j * PANEL_BYTES + v * VECTOR), set(right)),
                each(ROWS_AT_ONCE, (i) => grow(sum(i, j), get(left(i)), get(right))),
              ),
            ),
          ),
        ),
        advance(LEFT, get(PANEL_STEP)),
        advance(RIGHT, get(PANEL_STEP)),
        whileBelow(RIGHT, RIGHT_END),
      ),
      each(ROWS_AT_ONCE, (i) =>
        code(
          each(COLUMNS, (j) =>
            code(get(SUMS), load(SUMS, j * VECTOR), get(sum(i, j)), op.f64x2Add, op.v128Store(j * VECTOR)),
          ),
          advance(SUMS, get(ROW_STEP)),
        ),
      ),
    );
  });

/** WebAssembly for the loops of `PanelKernel`, two lanes at once. */
export function panelsProgram(): Uint8Array<ArrayBuffer> {
  return wasmModule(combine(), exponentials(), weigh(), scale(), products());
}
