import { code, i32, op, v128, wasmModule } from '../../../../math/wasm.ts';
import type { Code } from '../../../../math/wasm.ts';
import { PANEL } from './kernel.ts';

/** Rows that are worked on together: with two sums each, as many as fit the registers. */
const TILE = 4;
/** Inputs that are worked on before the loop turns: their number must be a multiple of it. */
const UNROLLED = 4;
const FLOAT = 4;
const VECTOR = 16;

// The parameters of the function, which are its first locals: addresses in bytes, and counts.
const PANELS = 0;
const INPUT = 1;
const OUTPUT = 2;
/** Bytes of a row of inputs, and of one of outputs. */
const INPUT_BYTES = 3;
const OUTPUT_BYTES = 4;
const ROWS = 5;
/** How many panels are left. */
const LEFT = 6;
// Its own locals.
const ROWS_LEFT = 7;
const X = 8;
const Y = 9;
const WEIGHTS = 10;
const WEIGHTS_END = 11;
const FIRST_ROW = 12;
const FIRST_VECTOR = FIRST_ROW + TILE;
const rowAddress = (row: number): number => FIRST_ROW + row;
const weight = (half: number): number => FIRST_VECTOR + half;
const sum = (row: number, half: number): number => FIRST_VECTOR + 2 + 2 * row + half;
const VALUE = FIRST_VECTOR + 2 + 2 * TILE;

const { localGet: get, localSet: set } = op;
const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
const each = (count: number, body: (i: number) => Code): Code => code(...range(count).map(body));
const advance = (local: number, by: Code): Code => code(get(local), by, op.i32Add, set(local));
/** A panel is two vectors. */
const HALVES = PANEL / 4;

/**
 * WebAssembly for `Kernel.multiply` in single precision, four lanes at once: `multiply(panels, input, output, inputBytes,
 * outputBytes, rows, panelCount)`.
 *
 * For each panel, and for each tile of up to four rows: every lane of `sum` is one output of one row, and takes its products
 * in the order of the inputs.
 */
export function multiplyProgram(): Uint8Array<ArrayBuffer> {
  const body = op.loop(
    code(get(INPUT), set(X), get(OUTPUT), set(Y), get(ROWS), set(ROWS_LEFT)),
    op.loop(
      code(get(ROWS_LEFT), op.i32Const(TILE), op.i32GeU, op.if(tile(TILE))),
      // Below a whole tile only at the end.
      each(TILE - 1, (i) => code(get(ROWS_LEFT), op.i32Const(TILE - 1 - i), op.i32Eq, op.if(tile(TILE - 1 - i)))),
      code(get(ROWS_LEFT), op.brIf(0)),
    ),
    // The next panel: its weights follow, its outputs are beside those of this one.
    code(get(WEIGHTS_END), set(PANELS)),
    advance(OUTPUT, op.i32Const(PANEL * FLOAT)),
    advance(LEFT, op.i32Const(-1)),
    code(get(LEFT), op.brIf(0)),
  );
  return wasmModule({
    name: 'multiply',
    parameters: range(ROWS_LEFT).map(() => i32),
    locals: [...range(FIRST_VECTOR - ROWS_LEFT).map(() => i32), ...range(VALUE + 1 - FIRST_VECTOR).map(() => v128)],
    body,
  });
}

/** The products of one panel with so many rows from X on, into Y; then X, Y and ROWS_LEFT go on to the next rows. */
function tile(rows: number): Code {
  const bytesOf = (count: number): Code => code(get(INPUT_BYTES), op.i32Const(count), op.i32Mul);
  return code(
    each(rows, (row) => code(get(X), bytesOf(row), op.i32Add, set(rowAddress(row)))),
    each(rows, (row) => each(HALVES, (half) => code(op.v128Zero, set(sum(row, half))))),
    code(get(PANELS), set(WEIGHTS)),
    // PANEL weights for each input.
    code(get(PANELS), bytesOf(PANEL), op.i32Add, set(WEIGHTS_END)),
    op.loop(
      each(UNROLLED, (input) => products(rows, input)),
      each(rows, (row) => advance(rowAddress(row), op.i32Const(UNROLLED * FLOAT))),
      advance(WEIGHTS, op.i32Const(UNROLLED * PANEL * FLOAT)),
      code(get(WEIGHTS), get(WEIGHTS_END), op.i32LtU, op.brIf(0)),
    ),
    each(rows, (row) =>
      code(
        each(HALVES, (half) => code(get(Y), get(sum(row, half)), op.v128Store(half * VECTOR))),
        advance(Y, get(OUTPUT_BYTES)),
      ),
    ),
    advance(X, bytesOf(rows)),
    advance(ROWS_LEFT, op.i32Const(-rows)),
  );
}

/** sum[row] += x[row] * weights, for one input. */
function products(rows: number, input: number): Code {
  const weights = each(HALVES, (half) =>
    code(get(WEIGHTS), op.v128Load(input * PANEL * FLOAT + half * VECTOR), set(weight(half))),
  );
  const sums = each(rows, (row) =>
    code(
      code(get(rowAddress(row)), op.v128Load32Splat(input * FLOAT), set(VALUE)),
      each(HALVES, (half) =>
        code(get(sum(row, half)), get(VALUE), get(weight(half)), op.f32x4Mul, op.f32x4Add, set(sum(row, half))),
      ),
    ),
  );
  return code(weights, sums);
}
