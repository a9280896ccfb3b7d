import { expect, it } from 'vitest';
import { z } from 'zod';
import { defineExperiment, inline, parseSpec, rowsOf, sweepOf } from '../../src/experiments/index.ts';
import type { FinishedCase } from '../../src/experiments/index.ts';
import { DomainError } from '../../src/math/domainError.ts';
import { coin } from '../support/coin.ts';

type Any = any;

const { experiment } = coin();
const cases = [
  { tosses: 50, bias: 0.5 },
  { tosses: 60, bias: 0.5 },
  { tosses: 50, bias: 0.4 },
];
const rows = [...rowsOf(sweepOf(experiment, { seed: 's', cases }))];

it('gives a row its parameters, values and cost, in the order of the cases', () => {
  expect(rows.map(({ parameters }) => parameters)).toEqual(cases);
  expect(rows.map(({ cost }) => cost.samples)).toEqual([50, 60, 50]);
  for (const { values } of rows) expect(values.heads).toBeGreaterThan(0);
});

it('gives a case the same row in whatever company and order, and however its parameters are ordered', () => {
  const backwards = [...rowsOf(sweepOf(experiment, { seed: 's', cases: cases.toReversed() }))];
  expect(backwards.toReversed()).toEqual(rows);
  const [alone] = rowsOf(sweepOf(experiment, { seed: 's', cases: [{ bias: 0.4, tosses: 50 }] }));
  expect(alone!.values).toEqual(rows[2]!.values);
});

it('gives the same rows where a schema names its parameters in another order', () => {
  const turned = { ...experiment, parameters: z.strictObject({ bias: z.number(), tosses: z.number() }) };
  const again = [...rowsOf(sweepOf(turned, { seed: 's', cases }))];
  expect(again.map(({ values }) => values)).toEqual(rows.map(({ values }) => values));
});

it('gives other cases, seeds and experiments other randomness', () => {
  const firsts = [
    ...rows,
    ...rowsOf(sweepOf(experiment, { seed: 't', cases })),
    ...rowsOf(sweepOf({ ...experiment, id: 'coin2' }, { seed: 's', cases })),
  ].map(({ values }) => values.first);
  expect(new Set(firsts).size).toBe(9);
});

it('runs the cases that it is asked for, and stops where the signal says so', async () => {
  const sweep = sweepOf(experiment, { seed: 's', cases });
  const delivered: FinishedCase[] = [];
  await inline.execute(sweep, [2, 0], (finished) => delivered.push(finished));
  expect(delivered.map(({ index }) => index)).toEqual([2, 0]);
  expect(delivered.map(({ outcome }) => outcome.values)).toEqual([rows[2]!.values, rows[0]!.values]);
  const signal = { aborted: false, addEventListener() {}, removeEventListener() {} };
  const stopped: number[] = [];
  await inline.execute(
    sweep,
    [0, 1, 2],
    ({ index }) => {
      stopped.push(index);
      signal.aborted = true;
    },
    { signal },
  );
  expect(stopped).toEqual([0]);
});

it('lets a signal from outside in between two cases', async () => {
  const slow = defineExperiment({
    ...experiment,
    run(parameters, source) {
      const until = Date.now() + 30;
      while (Date.now() < until);
      return experiment.run(parameters, source);
    },
  });
  const many = Array.from({ length: 20 }, (_, i) => ({ tosses: i + 1, bias: 0.5 }));
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 1);
  let ran = 0;
  const sweep = sweepOf(slow, { seed: 's', cases: many });
  await inline.execute(sweep, [...many.keys()], () => ran++, { signal: stop.signal });
  expect(ran).toBeGreaterThan(0);
  expect(ran).toBeLessThan(10);
});

const cost = { prompts: 0, samples: 0, evaluations: 0, fits: 0, tokens: 0 };

it.each([
  ['NaN', { a: [1, NaN] }, 'odd: values.a[1] must be a finite number, got NaN'],
  ['an infinity', { a: { b: -Infinity } }, 'odd: values.a.b must be a finite number, got -Infinity'],
  ['nothing', { a: undefined }, 'odd: values.a must be plain JSON, got undefined'],
  ['a hole', { a: new Array(1) }, 'odd: values.a[0] must be plain JSON, got undefined'],
  ['a typed array', { a: new Float64Array(2) }, 'odd: values.a must be plain JSON, got Float64Array of length 2'],
  ['a map', { a: new Map() }, 'odd: values.a must be plain JSON, got a Map'],
])('refuses %s among the values, which a file would not keep', async (_name, values, message) => {
  const parameters = z.strictObject({});
  const odd = defineExperiment({ id: 'odd', describes: '', parameters, run: () => ({ values, cost }) });
  const later = defineExperiment({ ...odd, run: () => Promise.resolve({ values, cost }) });
  expect(() => [...rowsOf(sweepOf(odd, { seed: 's', cases: [{}] }))]).toThrow(message);
  await expect(inline.execute(sweepOf(later, { seed: 's', cases: [{}] }), [0], () => {})).rejects.toThrow(
    `odd: case 1 of 1, {}: ${message}`,
  );
});

it('refuses an experiment that would let unknown parameters pass', () => {
  const loose = { id: 'loose', describes: '', run: () => ({ values: {}, cost }) };
  expect(() => defineExperiment({ ...loose, parameters: z.object({}) })).toThrow(
    'loose: parameters must be a z.strictObject',
  );
  expect(() => defineExperiment({ ...loose, parameters: z.looseObject({}) })).toThrow(/strictObject/);
  expect(() => defineExperiment({ ...loose, parameters: z.number() })).toThrow(/strictObject/);
});

it.each<[string, () => unknown, string]>([
  ['sweepOf without an experiment', () => (sweepOf as Any)(), 'sweepOf: experiment must be an object, got undefined'],
  [
    'sweepOf without cases',
    () => (sweepOf as Any)(experiment, { seed: 's' }),
    'sweepOf: cases must be a list, got undefined',
  ],
  ['sweepOf without options', () => (sweepOf as Any)(experiment), 'sweepOf: options must be an object, got undefined'],
  ['no experiment', () => (defineExperiment as Any)(), 'defineExperiment: experiment must be an object, got undefined'],
  [
    'an experiment without an id',
    () => defineExperiment({ ...experiment, id: undefined as Any }),
    'defineExperiment: experiment.id must be a non-empty string, got undefined',
  ],
  [
    'an experiment that does not run',
    () => defineExperiment({ ...experiment, run: undefined as Any }),
    'defineExperiment: experiment.run must be a function of the parameters and a Source, got undefined',
  ],
  ['parseSpec without a text', () => (parseSpec as Any)(), 'parseSpec: text must be the text of a spec, got undefined'],
  [
    'parseSpec of an object',
    () => (parseSpec as Any)({}),
    'parseSpec: text must be the text of a spec, got a plain object',
  ],
  ['parseSpec without options', () => (parseSpec as Any)('{}', null), 'parseSpec: options must be an object, got null'],
  [
    'parseSpec among 3',
    () => (parseSpec as Any)('{}', { experiments: 3 }),
    'parseSpec: experiments must be a list, got 3',
  ],
  [
    'an experiment that gives nothing',
    () => [...rowsOf(sweepOf({ ...experiment, run: () => undefined as Any }, { seed: 's', cases }))],
    'coin: what run returns must be { values, cost }, got undefined',
  ],
])('refuses %s', (_name, call, message) => {
  expect(call).toThrow(DomainError);
  expect(call).toThrow(message);
});

it('refuses a cost that is none, before it is in a row', () => {
  const { experiment } = coin();
  const costing = (cost: unknown) => {
    const changed = { ...experiment, run: () => ({ values: {}, cost }) } as unknown as typeof experiment;
    return () => [...rowsOf(sweepOf(changed, { seed: 'cost', cases: [{ tosses: 1, bias: 0.5 }] }))];
  };
  const cost = { prompts: 1, samples: 1, evaluations: 0, fits: 0, tokens: 0 };
  expect(costing(cost)).not.toThrow();
  expect(costing({ ...cost, samples: -5 })).toThrow('coin: cost.samples must be');
  expect(costing({ samples: 5 })).toThrow('coin: cost.prompts must be');
  expect(costing({ ...cost, tokens: 0.5 })).toThrow('coin: cost.tokens must be');
  expect(costing({ ...cost, wine: 1 })).toThrow(
    'coin: cost must be in prompts, samples, evaluations, fits, tokens, got "wine"',
  );
  expect(costing(undefined)).toThrow('coin: cost must be');
});
