/** Instructions of WebAssembly, as bytes. */
export type Code = readonly number[];

/** One instruction after another. */
export const code = (...parts: Code[]): Code => parts.flat();

/** The types of values that are used. */
export const i32 = 0x7f;
export const v128 = 0x7b;

/** The instructions that are used, by their names in the specification. */
export const op = {
  localGet: (local: number): Code => [0x20, ...unsigned(local)],
  localSet: (local: number): Code => [0x21, ...unsigned(local)],
  i32Const: (value: number): Code => [0x41, ...signed(value)],
  i32Add: [0x6a] as Code,
  i32Mul: [0x6c] as Code,
  i32LtU: [0x49] as Code,
  i32Eq: [0x46] as Code,
  i32GeU: [0x4f] as Code,
  /** Runs the body again wherever it branches to depth 0. */
  loop: (...body: Code[]): Code => [0x03, 0x40, ...body.flat(), 0x0b],
  if: (...body: Code[]): Code => [0x04, 0x40, ...body.flat(), 0x0b],
  brIf: (depth: number): Code => [0x0d, ...unsigned(depth)],
  v128Load: (offset: number): Code => [0xfd, 0x00, 2, ...unsigned(offset)],
  /** One number, in all four lanes. */
  v128Load32Splat: (offset: number): Code => [0xfd, 0x09, 2, ...unsigned(offset)],
  v128Load64Splat: (offset: number): Code => [0xfd, 0x0a, 3, ...unsigned(offset)],
  v128Store: (offset: number): Code => [0xfd, 0x0b, 2, ...unsigned(offset)],
  v128Zero: [0xfd, 0x0c, ...new Array<number>(16).fill(0)] as Code,
  f32x4Add: [0xfd, 0xe4, 0x01] as Code,
  f32x4Mul: [0xfd, 0xe6, 0x01] as Code,
  f64x2Add: [0xfd, 0xf0, 0x01] as Code,
  f64x2Sub: [0xfd, 0xf1, 0x01] as Code,
  f64x2Mul: [0xfd, 0xf2, 0x01] as Code,
  f64x2Div: [0xfd, 0xf3, 0x01] as Code,
  /** Of a and b: b where a < b, else a. */
  f64x2Pmax: [0xfd, 0xf7, 0x01] as Code,
  /** All bits of a lane where a >= b, else none. */
  f64x2Ge: [0xfd, 0x4c] as Code,
  v128And: [0xfd, 0x4e] as Code,
  /** Shifts the bits of both lanes to the left. */
  i64x2Shl: [0xfd, 0xcb, 0x01] as Code,
  i64x2Add: [0xfd, 0xce, 0x01] as Code,
} as const;

const MAGIC_AND_VERSION = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];

/** A function of a module: its parameters are its first locals. */
export interface WasmFunction {
  readonly name: string;
  readonly parameters: readonly number[];
  readonly locals: readonly number[];
  readonly body: Code;
}

/** The bytes of a module with functions that return nothing and work on the imported memory `env.memory`. */
export function wasmModule(...functions: readonly WasmFunction[]): Uint8Array<ArrayBuffer> {
  const section = (id: number, content: Code): Code => [id, ...list(content)];
  const each = (of: (one: WasmFunction, i: number) => Code): Code => [functions.length, ...code(...functions.map(of))];
  return Uint8Array.from([
    ...MAGIC_AND_VERSION,
    ...section(
      1,
      each(({ parameters }) => [0x60, ...list(parameters), 0]),
    ),
    ...section(2, [1, ...text('env'), ...text('memory'), 0x02, 0x00, 1]),
    ...section(
      3,
      each((_, i) => [i]),
    ),
    ...section(
      7,
      each(({ name }, i) => [...text(name), 0x00, i]),
    ),
    ...section(
      10,
      each(({ locals, body }) => {
        const declared = locals.flatMap((type) => [1, type]);
        return list([...unsigned(locals.length), ...declared, ...body, 0x0b]);
      }),
    ),
  ]);
}

/** Bytes behind their number. */
function list(bytes: Code): Code {
  return [...unsigned(bytes.length), ...bytes];
}

function text(ascii: string): Code {
  return list(Array.from(ascii, (letter) => letter.charCodeAt(0)));
}

/** LEB128: seven bits a byte, the lowest first, the upper bit set where more follow. */
function unsigned(value: number): Code {
  return value < 128 ? [value] : [(value & 127) | 128, ...unsigned(value >>> 7)];
}

function signed(value: number): Code {
  const bits = value & 127;
  const rest = value >> 7;
  const sign = (bits & 64) !== 0;
  return (rest === 0 && !sign) || (rest === -1 && sign) ? [bits] : [bits | 128, ...signed(rest)];
}
