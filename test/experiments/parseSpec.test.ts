import { describe, expect, it } from 'vitest';
import { parseSpec, SpecError, sweepHash, sweepOf } from '../../src/experiments/index.ts';
import { coin } from '../support/coin.ts';

const { experiment } = coin();
const read = (text: string) => parseSpec(text, { file: 'spec.json', experiments: [experiment] });

/** A spec with these fields after the first three, which take a line each. */
const spec = (fields: string, head = `"experiment": "coin",\n"seed": "s"`): string =>
  `{\n"format": "whetstone sweep 1",\n${head},\n${fields}\n}`;

describe('a spec', () => {
  it('lists cases, with what they share', () => {
    const { cases, seed } = read(
      spec('"fixed": {"bias": 0.5}, "cases": [{"tosses": 3}, {"tosses": 1, "labels": ["a"]}]'),
    );
    expect(seed).toBe('s');
    expect(cases).toEqual([
      { bias: 0.5, tosses: 3 },
      { bias: 0.5, tosses: 1, labels: ['a'] },
    ]);
  });

  it('spans a grid, the parameter named first varying slowest', () => {
    const { cases } = read(spec('"grid": {"tosses": [2, 1], "bias": [0.5, 0.1, 0.9]}'));
    expect(cases.map(({ tosses, bias }) => [tosses, bias])).toEqual([
      [2, 0.5],
      [2, 0.1],
      [2, 0.9],
      [1, 0.5],
      [1, 0.1],
      [1, 0.9],
    ]);
  });

  it('has one hash for the same cases, however they are written, and another for any other', () => {
    const grid = read(spec('"fixed": {"bias": 0.5}, "grid": {"tosses": [1, 2]}'));
    const cases = [
      { tosses: 1, bias: 0.5 },
      { tosses: 2, bias: 0.5 },
    ];
    const hash = sweepHash(grid);
    expect(hash).toMatch(/^[0-9a-f]{32}$/);
    expect(sweepHash(sweepOf(experiment, { seed: 's', cases }))).toBe(hash);
    const others = [
      sweepOf(experiment, { seed: 't', cases }),
      sweepOf(experiment, { seed: 's', cases: cases.toReversed() }),
      sweepOf(experiment, { seed: 's', cases: cases.slice(1) }),
      sweepOf({ ...experiment, id: 'coin2' }, { seed: 's', cases }),
    ].map(sweepHash);
    expect(new Set([hash, ...others]).size).toBe(5);
  });

  it('knows the experiments of the library', () => {
    expect(() => parseSpec(spec('"cases": [{}]', '"experiment": "coin", "seed": "s"'))).toThrow(
      'spec:3:15: experiment is "coin"; there are sft-risk, adaptive-sft-risk, hard-prompt-risk, sandwich, needle-sandwich, winner',
    );
  });
});

const tooMany = `[${Array.from({ length: 1001 }, (_, i) => i).join(',')}]`;

describe('a bad spec is refused, with its place', () => {
  it.each<[name: string, text: string, ...messages: string[]]>([
    ['nothing', '', '1:1: not plain JSON: it is empty'],
    ['a comment', '{ // no\n}', '1:3: not plain JSON: invalid comment token at "// no"'],
    ['a trailing comma', spec('"cases": [{"tosses": 1},]'), '5:25: not plain JSON: value expected at "]"'],
    ['a missing bracket', '{"format": "x"', '1:15: not plain JSON: close brace expected at the end'],
    ['two values', '{}\n{}', '2:1: not plain JSON: end of file expected at "{"'],
    ['a name without quotes', '{\r\n  format: 1}', '2:3: not plain JSON: invalid symbol at "format"'],
    ['a field given twice', spec('"cases": [{"tosses": 1,\n "tosses": 2}]'), '6:2: cases[0].tosses is given twice'],
    ['brackets without end', '['.repeat(200_000), ' is nested too deeply'],
    [
      'another kind of value',
      '[]',
      '1:1: must be an object { format: "whetstone sweep 1", experiment, seed, fixed, cases, grid }, got Array of length 0',
    ],
    [
      'another format',
      '{"format": "whetstone sweep 2", "experiment": "coin", "seed": "s", "cases": [{}]}',
      '1:12: format must be "whetstone sweep 1", got "whetstone sweep 2"',
    ],
    [
      'missing fields',
      '{"format": "whetstone sweep 1"}',
      '1:1: experiment is missing; it must be a string',
      '1:1: seed is missing; it must be a non-empty string',
    ],
    [
      'an unknown field',
      spec('"cases": [{"tosses": 1, "bias": 0.5}],\n "Grid": {}'),
      '6:2: Grid is not known here; there are format, experiment, seed, fixed, cases, grid',
    ],
    [
      'a field that every object has',
      spec('"cases": [{"tosses": 1, "bias": 0.5,\n"__proto__": {"a": 1}}]'),
      '6:1: cases[0].__proto__ cannot be used as a name',
    ],
    [
      'another experiment',
      spec('"cases": [{}]', '"seed": "s",\n"experiment": "dice"'),
      '4:15: experiment is "dice"; there are coin',
    ],
    [
      'an empty seed',
      spec('"cases": [{}]', '"seed": "", "experiment": "coin"'),
      '3:9: seed must be a non-empty string, got ""',
    ],
    ['no cases', spec('"fixed": {}'), '1:1: there must be "cases", a list, or "grid", lists of values'],
    ['an empty list', spec('"cases": []'), '5:10: cases must be a non-empty list of objects, got Array of length 0'],
    [
      'an empty axis',
      spec('"grid": {"tosses": []}'),
      '5:20: grid.tosses must be a non-empty list, got Array of length 0',
    ],
    [
      'both',
      spec('"cases": [{}], "grid": {"tosses": [1]}'),
      '5:24: grid and "cases" exclude each other; leave one of them out',
    ],
    [
      'a parameter under fixed as well',
      spec('"fixed": {"tosses": 1},\n"cases": [{"tosses": 1}]'),
      '6:12: cases[0].tosses is under "fixed" as well; leave one of them out',
    ],
    [
      'a case of the wrong type',
      spec('"cases": [{"tosses": 1, "bias": 0.5},\n 7]'),
      '6:2: cases[1] must be an object, got 7',
    ],
    [
      'parameters of the wrong type',
      spec('"cases": [{"tosses": "3",\n"bias": null}]'),
      '5:22: cases[0].tosses must be an integer in [1, 1000], got "3"',
      '6:9: cases[0].bias must be a number in (0, 1), got null',
    ],
    [
      'parameters outside their domains',
      spec('"cases": [{"tosses": 0.5, "bias": 1},\n {"tosses": 1001, "bias": 9}]'),
      '5:22: cases[0].tosses must be an integer in [1, 1000], got 0.5',
      '5:35: cases[0].bias must be a number in (0, 1), got 1',
      '6:13: cases[1].tosses must be an integer in [1, 1000], got 1001',
      '6:27: cases[1].bias must be a number in (0, 1), got 9',
    ],
    [
      'a parameter that is missing, one that is not known',
      spec('"cases": [\n{"tosses": 1, "Bias": 0.5}]'),
      '6:1: cases[0].bias is missing; it must be a number in (0, 1)',
      '6:15: cases[0].Bias is not known here; there are tosses, bias, side, labels',
    ],
    [
      'a nested one of another kind',
      spec('"cases": [{"tosses": 1, "bias": 0.5, "side": {"kind": "tails"}}]'),
      '5:55: cases[0].side.kind must be one of "heads", "edge", got "tails"',
    ],
    [
      'nested ones that are wrong',
      spec('"cases": [{"tosses": 1, "bias": 0.5, "side": {"kind": "edge", "width": -1, "w": 1}}]'),
      '5:72: cases[0].side.width must be a number at least 0, got -1',
      '5:76: cases[0].side.w is not known here; there are kind, width',
    ],
    [
      'numbers that a program would read as others',
      spec('"cases": [{"tosses": 9007199254740993, "bias": 1e-400},\n {"tosses": 1e400, "bias": 0.5}]'),
      '5:22: cases[0].tosses is 9007199254740993, which would be read as 9007199254740992: beyond 2^53 whole numbers are rounded',
      '5:48: cases[0].bias is 1e-400, which would be read as 0; the smallest number is 4.9e-324',
      '6:13: cases[1].tosses is 1e400, beyond the largest number, 1.8e308',
    ],
    [
      'a character that is not seen',
      '{\u200B"format": 1}',
      '1:2: not plain JSON: invalid symbol at U+200B, a zero-width space',
    ],
    [
      'an entry of a list',
      spec('"cases": [{"tosses": 1, "bias": 0.5, "labels": ["a", 2]}]'),
      '5:54: cases[0].labels[1] must be a string, got 2',
    ],
    [
      'a value of a grid, once however many cases have it',
      spec('"fixed": {"bias": 2}, "grid": {"tosses": [1, -2, 3]}'),
      '5:19: fixed.bias must be a number in (0, 1), got 2',
      '5:46: grid.tosses[1] must be an integer in [1, 1000], got -2',
    ],
    [
      'an axis that is not known',
      spec('"fixed": {"bias": 0.5}, "grid": {"tosses": [1, 2], "q": [1, 2]}'),
      '5:52: grid.q is not known here; there are tosses, bias, side, labels',
    ],
    [
      'a parameter that a grid lacks',
      spec('"grid": {"tosses": [1, 2]}'),
      '5:9: grid.bias is missing; it must be a number in (0, 1)',
    ],
    [
      'a case given twice',
      spec('"cases": [{"tosses": 1, "bias": 0.5}, {"bias": 5e-1, "tosses": 1}]'),
      '5:39: cases[1] gives a case that is there already: {"bias":0.5,"tosses":1}',
    ],
    [
      'a grid beyond all bounds',
      spec(`"grid": {"tosses": ${tooMany}, "bias": ${tooMany}}`),
      '5:9: grid gives more than 1000000 cases',
    ],
  ])('%s', (_name, text, ...messages) => {
    const lines = messages.map((message) => `spec.json:${message}`);
    try {
      read(text);
    } catch (error) {
      expect((error as Error).message).toBe(lines.join('\n'));
      expect(error).toBeInstanceOf(SpecError);
      return;
    }
    expect.fail('was not refused');
  });

  it('shows ten problems and counts the others', () => {
    const bad = Array.from({ length: 25 }, (_, i) => `{"tosses": ${-i - 1}, "bias": 0.5}`).join(',\n');
    const message = `spec.json:14:12: cases[9].tosses must be an integer in [1, 1000], got -10\nspec.json: and 15 more like these`;
    expect(() => read(spec(`"cases": [\n${bad}]`).replace('[\n', '['))).toThrow(message);
  });
});

describe('a sweep made in code', () => {
  type Any = any;

  it('is checked like a file', () => {
    const make = (options: Any) => () => sweepOf(experiment, options);
    const good = { tosses: 1, bias: 0.5 };
    expect(make({ seed: '', cases: [good] })).toThrow('sweepOf: seed must be a non-empty string');
    expect(make({ seed: 's', cases: [] })).toThrow('sweepOf: cases must have at least one case');
    expect(make({ seed: 's', cases: [good, { tosses: NaN, bias: 0.5 }] })).toThrow(
      'sweepOf: cases[1].tosses must be an integer in [1, 1000], got NaN',
    );
    expect(make({ seed: 's', cases: [good, good] })).toThrow('sweepOf: cases[1] gives a case that is there already');
  });
});

it('says why an integer beyond 2^53 is refused where the domain has no end', () => {
  const world = { kind: 'hard-family', prompts: 4, responses: 16, hardMass: 0.5 };
  const spec = { format: 'whetstone sweep 1', experiment: 'sft-risk', seed: 'x', fixed: { world, delta: 0.5, N: 2 } };
  const read = (n: number): unknown => parseSpec(JSON.stringify({ ...spec, grid: { n: [n], replications: [10] } }));
  const wrong = 'grid.n[0] must be an integer at least 1';
  expect(() => read(1e300)).toThrow(`${wrong}, and at most 2^53 - 1, up to which counts are exact, got 1e+300`);
  expect(() => read(1.5)).toThrow(`${wrong}, got 1.5`);
});
