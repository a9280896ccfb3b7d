import { describe, expect, it } from 'vitest';
import { basePolicy } from '../../src/access/queries/basePolicy.ts';
import { eachPrompt } from '../../src/access/queries/eachPrompt.ts';
import { evaluate } from '../../src/access/queries/evaluate.ts';
import { maximumLikelihood } from '../../src/access/queries/maximumLikelihood.ts';
import { nextTokenLaw } from '../../src/access/queries/nextTokenLaw.ts';
import { plan } from '../../src/access/queries/plan.ts';
import { release } from '../../src/access/queries/release.ts';
import { sampleFrom } from '../../src/access/queries/sampleFrom.ts';
import { LineLog } from '../../src/access/remote/answerLog.ts';
import type { BackendSettings } from '../../src/access/remote/backend.ts';
import { withoutModel } from '../../src/access/remote/withoutModel.ts';
import { runAsync } from '../../src/access/runAsync.ts';
import { FiniteLaw } from '../../src/laws/finiteLaw.ts';
import { Source } from '../../src/math/random/source.ts';
import { FiniteClass } from '../../src/policies/classes/finiteClass.ts';
import { ExplicitWorld } from '../../src/policies/explicitWorld.ts';
import { powerPolicy } from '../../src/policies/transforms/powerPolicy.ts';
import { randomAutoregressivePolicy } from '../../src/theory/instances/randomAutoregressivePolicy.ts';
import { fakeRemote } from '../support/fakeRemote.ts';
import type { Wire } from '../support/fakeRemote.ts';
import { unsealed } from '../support/resealed.ts';

const source = Source.named('test/access/changedLogs');
const shape = { prompts: 2, vocabulary: 3, end: 0, maxTokens: 2, concentration: 2 };
const base = randomAutoregressivePolicy(shape, source.split('base'));
const world = new ExplicitWorld(FiniteLaw.uniform(2), base, new FiniteClass([base, powerPolicy(base, 2)]));
const prompts = [0, 1];
type Any = any;

/** Asks a question of every kind, and uses what it is told. */
function* asking(): Any {
  const pool: Any = yield* plan<Wire>({ n: 2, N: 2 });
  const fitted: Any = yield* maximumLikelihood<Wire>({ ...pool });
  const drawn: Any = yield* sampleFrom<Wire>(fitted, [0], 1);
  const base: Any = yield* basePolicy<Wire>();
  const more: Any = yield* sampleFrom<Wire>(base, [1], 1);
  const scores: Any = yield* evaluate<Wire>([0], [1]);
  const laws: Any = yield* eachPrompt<Wire, Any, Any>(1, function* (prompt: Any): Any {
    return yield* nextTokenLaw<Wire>([{ prompt, tokens: [] }]);
  });
  yield* release<Wire>(fitted);
  return { pool, fitted, drawn, base, more, scores: [...scores], laws };
}

async function run(log: LineLog, settings?: BackendSettings) {
  const backend = { ...fakeRemote(world).backend, ...(settings && { settings }) };
  return await runAsync(asking(), backend as Any, { source, prompts, log });
}

const log = new LineLog();
const expected = await run(log);

/** Every place of a value that is no object itself. */
function leaves(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([name, field]) => leaves(field, [...path, name]));
}

function changed(line: string, path: readonly string[], to: unknown): string {
  const entry: Any = JSON.parse(line);
  const last = path.at(-1)!;
  const owner = path.slice(0, -1).reduce<Any>((at, name) => at[name], entry);
  if (to === undefined) delete owner[last];
  else owner[last] = to;
  return JSON.stringify(entry);
}

const WRONG = [5, 1e300, -0.5, NaN, 0.25, '', 'x', null, true, [], {}, undefined];

describe('a log in which one field was changed by hand', () => {
  const lines = log.lines.map((line, i) => ({ line, i }));

  it('was of every kind of answer', () => {
    const kinds = log.lines.join('\n');
    for (const word of ['"logMasses"', '"baseLogLikelihood"', '"released"', '"policy"', '"maximumLikelihood"']) {
      expect(kinds).toContain(word);
    }
  });

  it.each(lines)('is refused by its line: $i', ({ line, i }) => {
    for (const path of leaves(JSON.parse(line))) {
      for (const to of WRONG) {
        const after = changed(line, path, to);
        if (after === line) continue;
        const forged = log.lines.map((each, k) => (k === i ? after : each));
        expect(() => new LineLog(forged), `${path.join('.')} = ${String(to)}`).toThrow(
          i === 0 || path[0] === 'sum' ? /^log: / : new RegExp(`^log: line ${i + 1} `),
        );
      }
    }
  });

  /** What an old log is believed, as nothing in it says otherwise: what was drawn, how long it was, and names of tokens and policies. */
  const believed = (path: readonly string[], line: string): boolean =>
    ['tokens', 'ends', 'response'].includes(path[1]!) || /"path":"policy/.test(line);

  it.each(lines.slice(1))('of the format before checksums is refused, or does no harm: $i', async ({ line, i }) => {
    for (const path of leaves(JSON.parse(unsealed(line)))) {
      for (const to of WRONG) {
        const old = log.lines.map((each, k) => {
          const plain = unsealed(each);
          if (k === 0) return plain.replace('answers 3', 'answers 2');
          return k === i ? changed(plain, path, to) : plain;
        });
        let result: unknown;
        try {
          result = await run(new LineLog(old));
        } catch {
          continue;
        }
        if (believed(path, line) || isPlausible(path, to)) continue;
        expect(result, `line ${i + 1}: ${path.join('.')} = ${String(to)}`).toEqual(expected);
      }
    }
  });
});

describe('a line of a log of the format before checksums', () => {
  const line = log.lines.findIndex((each) => each.includes('"logLikelihood"'));
  /** The log with that line written in another way. */
  const forged = (rewrite: (line: string) => string): string[] =>
    log.lines.map((each, k) => {
      const plain = unsealed(each).replace('whetstone answers 3', 'whetstone answers 2');
      return k === line ? rewrite(plain) : plain;
    });

  it('is refused where a field is given twice, as programs would read it differently', () => {
    const twice = forged((plain) => plain.replace('"tokens":', '"tokens":7,"tokens":'));
    expect(twice[line]).toContain('"tokens":7,"tokens":');
    expect(() => new LineLog(twice)).toThrow(
      `log: line ${line + 1} is not to be believed: answer.tokens is given twice; start another log`,
    );
  });

  it.each([
    [
      'a likelihood that no draw has',
      /"logLikelihood":[^,}]*/,
      '"logLikelihood":-1e+308',
      /logLikelihood must be at least -\d+: a lighter .*, got -1e\+308; correct it, or start another log$/,
    ],
    [
      'no response',
      /"response":[^,}]*,/,
      '',
      /response must be there, as plain JSON, got undefined; correct it, or start another log$/,
    ],
  ])('is refused by its number where it has %s, before anything is drawn', async (_what, from, to, message) => {
    const lines = forged((plain) => plain.replace(from, to));
    const kept = new LineLog(lines.slice(0, -1));
    await expect(run(kept)).rejects.toThrow(message);
    await expect(run(kept)).rejects.toThrow(new RegExp(`^log: line ${line + 1}: `));
    expect(kept.lines).toHaveLength(lines.length - 1);
  });
});

/** A likelihood or a ceiling that could be one: an old log is believed in these. */
function isPlausible(path: readonly string[], to: unknown): boolean {
  return path[0] === 'answer' && /[lL]ogLikelihood|^answer$|Ceiling$/.test(path.join(' ')) && to === -0.5;
}

describe('how a backend samples', () => {
  const settings = { temperature: 1, vocabulary: 'whole', stop: ['\n'] };

  it('is in the header of its log, and compared where that is gone on with', async () => {
    const kept = new LineLog();
    await run(kept, settings);
    expect(kept.header).toMatchObject({ settings });
    expect(await run(new LineLog(kept.lines), { ...settings })).toEqual(expected);
    for (const [other, message] of [
      [{ ...settings, temperature: 0.7 }, "log: its settings.temperature is 1, but this run's is 0.7; resume"],
      [{ ...settings, stop: [] }, 'log: its settings.stop is ["\\n"], but this run\'s is []; resume'],
      [{ ...settings, precision: 'f16' }, 'log: its settings.precision is not said, but this run\'s is "f16"; resume'],
      [
        { temperature: 1, stop: ['\n'] },
        'log: its settings.vocabulary is "whole", but this run\'s is not said; resume',
      ],
    ] as const) {
      await expect(run(new LineLog(kept.lines), other)).rejects.toThrow(message);
    }
  });

  it('is not asked where the log or the backend does not say it', async () => {
    const [without, kept] = [new LineLog(), new LineLog()];
    await run(without);
    await run(kept, settings);
    expect(without.header).not.toHaveProperty('settings');
    expect(await run(new LineLog(without.lines), settings)).toEqual(expected);
    expect(await run(new LineLog(kept.lines))).toEqual(expected);
    const { name } = fakeRemote(world).backend;
    const replay = runAsync(asking(), withoutModel<Wire>(name) as Any, {
      source,
      prompts,
      log: new LineLog(kept.lines),
    });
    expect(await replay).toEqual(expected);
  });

  it('must be plain JSON', async () => {
    await expect(run(new LineLog(), { temperature: NaN })).rejects.toThrow(
      'runAsync: backend.settings.temperature must be a finite number, got NaN',
    );
    await expect(run(new LineLog(), 7 as Any)).rejects.toThrow('runAsync: backend.settings must be an object, got 7');
  });
});
