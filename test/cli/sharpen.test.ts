import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Deliver } from '../../src/access/remote/backend.ts';
import { printSharpening } from '../../src/cli/model/printSharpening.ts';
import { modelCommand } from '../../src/cli/model/index.ts';
import type { OpenModel } from '../../src/models/openedModel.ts';
import { UsageError } from '../../src/cli/usageError.ts';
import { heldOutPrompts } from '../../src/models/embedded/heldOutPrompts.ts';
import { llama } from '../../src/models/llama/llama.ts';
import type { AccuracyRow } from '../../src/models/protocols/sharpening/accuracyRow.ts';
import type { FormReport } from '../../src/models/protocols/sharpening/formReport.ts';
import type { SharpeningReport } from '../../src/models/protocols/sharpening/sharpeningReport.ts';
import { fakeLlama, fakeModelFile } from '../models/fakeLlama.ts';

const root = mkdtempSync(join(tmpdir(), 'whetstone-test-'));
const fake = fakeModelFile();
const LOGS = ['samples.jsonl', 'greedy.jsonl', 'search.jsonl'];

let folders = 0;
const newFolder = (): string => join(root, `run-${folders++}`);

beforeEach(() => vi.stubEnv('WHETSTONE_MODEL', undefined));
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

/** Runs the command, on the model that ships unless another is handed in; what it prints, and its exit code. */
async function run(args: readonly string[], open: OpenModel = llama) {
  const [stdout, stderr]: [string[], string[]] = [[], []];
  vi.restoreAllMocks();
  process.exitCode = undefined;
  vi.spyOn(console, 'log').mockImplementation((line) => void stdout.push(String(line)));
  vi.spyOn(console, 'error').mockImplementation((line) => void stderr.push(String(line)));
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => (stderr.push(String(text).trimEnd()), true));
  Object.defineProperty(process.stderr, 'isTTY', { value: false, configurable: true });
  await modelCommand(open).parseAsync(['sharpen', ...args], { from: 'user' });
  return { stdout: stdout.join('\n'), stderr: stderr.join('\n'), exitCode: process.exitCode ?? 0 };
}

const sizes = (folder: string): number[] => LOGS.map((name) => statSync(join(folder, name)).size);
const small = ['--count', '3', '--samples', '6', '--budget', '400'];
/** Opens a model where Ctrl-C is pressed after so many answers of one kind. */
function pressing(kind: 'sample' | 'nextTokenLaws', count: number, open: OpenModel): OpenModel {
  return async (options) => {
    const model = await open(options);
    let left = count;
    const counting = (deliver: Deliver<unknown>): Deliver<unknown> => {
      return (index, answer) => {
        deliver(index, answer);
        if (--left === 0) process.emit('SIGINT');
      };
    };
    const ask = model[kind] as (requests: unknown, deliver: Deliver<unknown>, signal: unknown) => Promise<void>;
    const wrapped: typeof ask = (requests, deliver, signal) => ask(requests, counting(deliver), signal);
    return { ...model, batchSize: 4, [kind]: wrapped };
  };
}

/** What is written of a run that lacks nothing. */
interface Json extends SharpeningReport {
  readonly rows: readonly (AccuracyRow & Required<Pick<AccuracyRow, 'exact'>>)[];
  readonly all: Required<FormReport>;
  readonly model: string;
  readonly seed: string;
  readonly maxTokens: number;
  readonly mass: number;
  readonly budget: number;
}

describe('whetstone model sharpen, on the model that ships', () => {
  it('prints tables, keeps all answers, the report and a figure, and a second time asks the model for nothing', async () => {
    const folder = newFolder();
    const { stdout, stderr, exitCode } = await run([...small, '--out', folder]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^accuracy of best-of-N on 3 prompts, 6 responses drawn to each\n/);
    // Measured up to 6, exact beyond.
    expect(stdout).toMatch(
      /^ +6 +[01]\.\d{3} +[01]\.\d{3}–[01]\.\d{3} +[01]\.\d{4}\S* +(meet|APART) +[01]\.\d{3} +[01]\.\d{3} +-\d+\.\d\d$/m,
    );
    expect(stdout).toMatch(/^1000000 +[01]\.\d{4}(–[01]\.\d{4})?$/m);
    expect(stdout).toMatch(/^all +3 /m);
    expect(stdout).toMatch(
      /^y\* certified on 3 of 3 prompts at the spread seen; greedy decoding misses it on \d of them\.$/m,
    );
    expect(stdout).toContain(`Figure: ${join(folder, 'accuracy.png')}\nEverything else: ${folder}`);
    expect(stdout).not.toMatch(/NaN|undefined|Infinity/);
    for (const part of ['responses: 18 of 18', 'greedy decoding, prompts: 3 of 3', 'search, prompts: 3 of 3']) {
      expect(stderr).toContain(part);
    }
    expect(readdirSync(folder).sort()).toEqual(
      [...LOGS, 'scores-400-0.5.jsonl', 'accuracy.png', 'accuracy.svg', 'report.json'].sort(),
    );
    expect(readFileSync(join(folder, 'accuracy.png')).subarray(1, 4).toString()).toBe('PNG');
    expect(readFileSync(join(folder, 'accuracy.svg'), 'utf8')).toContain('by log-likelihood, measured');
    expect(readFileSync(join(folder, 'samples.jsonl'), 'utf8').trimEnd().split('\n')).toHaveLength(1 + 18);

    const before = sizes(folder);
    const text = readFileSync(join(folder, 'report.json'), 'utf8');
    const again = await run([...small, '--out', folder]);
    expect(again.stdout).toBe(stdout);
    expect(again.stderr).toMatch(/responses: \d+ of 18, from the log/);
    expect(again.stderr).toContain('search, prompts: 3 of 3');
    expect(sizes(folder)).toEqual(before);
    expect(readFileSync(join(folder, 'report.json'), 'utf8')).toBe(text);
    // A longer list goes on from the shorter one.
    await run([...small, '--budget', '450', '--mass', '0.9', '--out', folder]);
    const after = sizes(folder);
    expect(after.slice(0, 2)).toEqual(before.slice(0, 2));
    expect(after[2]).toBeGreaterThan(before[2]!);
    const lines = readFileSync(join(folder, 'search.jsonl'), 'utf8').trimEnd().split('\n');
    expect(new Set(lines.map((line) => (JSON.parse(line) as { path?: string }).path)).size).toBe(lines.length);
  });

  it('with --json prints the report, which is that of report.json, and nothing else', async () => {
    const folder = newFolder();
    const { stdout } = await run([...small, '--json', '--out', folder, '--seed', 'json']);
    expect(stdout).not.toContain('\n');
    const report = JSON.parse(stdout) as Json;
    expect(JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'))).toEqual(report);
    expect(report).toMatchObject({
      prompts: 3,
      samples: 6,
      failure: 1e-3,
      seed: 'json',
      maxTokens: 48,
      mass: 0.5,
      budget: 400,
    });
    expect(report.model).toContain('embedded.gguf');
    expect(report.rows.map(({ N }) => N)).toEqual([
      1, 2, 3, 5, 6, 7, 10, 15, 25, 35, 50, 100, 250, 1000, 10_000, 100_000, 1_000_000,
    ]);
    for (const { N, exact, logLikelihood, lengthNormalised, majority, meanLogLikelihood } of report.rows) {
      expect(exact.lower).toBeLessThanOrEqual(exact.upper + 1e-12);
      for (const measured of [logLikelihood, lengthNormalised, majority, meanLogLikelihood]) {
        expect(measured !== undefined).toBe(N <= 6);
      }
    }
    // Counted again from the log: plain accuracy by hand.
    expect(heldOutPrompts().slice(0, 3)).toEqual(['2*7+5*8:', '4*5+26-5:', '9*5+25-3:']);
    const values = ['54', '41', '67'];
    const lines = readFileSync(join(folder, 'samples.jsonl'), 'utf8').trimEnd().split('\n').slice(1);
    const right = lines.filter((line) => {
      const { path, answer } = JSON.parse(line) as {
        path: string;
        answer: { response: { text: string; ended: boolean } };
      };
      const { text, ended } = answer.response;
      return ended && text.includes('=') && text.split('=').at(-1) === values[Number(/\[(\d+)\]/.exec(path)![1])];
    });
    expect(report.all.plain).toBeCloseTo(right.length / 18, 13);
    expect(report.rows[0]!.logLikelihood!.mean).toBeCloseTo(right.length / 18, 13);
  });

  it('after Ctrl-C ends as if nothing had happened, up to the rounding of other batches', async () => {
    const { stdout } = await run([...small, '--json', '--out', newFolder()]);
    const args = [...small, '--json', '--out', newFolder()];
    const stopped = await run(args, pressing('nextTokenLaws', 120, llama));
    expect(stopped.exitCode).toBe(130);
    const resumed = await run(args);
    expect(resumed.exitCode).toBe(0);
    const [report, whole] = [resumed.stdout, stdout].map((text) => JSON.parse(text) as Json);
    whole!.rows.forEach(({ logLikelihood, majority, exact, meanLogLikelihood }, i) => {
      const row = report!.rows[i]!;
      // Accuracies count responses, and the responses are the same.
      expect(row.logLikelihood?.mean).toBe(logLikelihood?.mean);
      expect(row.majority?.mean).toBe(majority?.mean);
      // Half precision in the cache is off by up to 0.02 nats a token at worst; a response has some 25.
      expect(Math.abs((row.meanLogLikelihood ?? 0) - (meanLogLikelihood ?? 0))).toBeLessThan(0.5);
      expect(Math.abs(row.exact.lower - exact.lower)).toBeLessThan(1e-3);
      expect(Math.abs(row.exact.upper - exact.upper)).toBeLessThan(1e-3);
    });
    expect(report!.all.mode).toEqual(whole!.all.mode);
  });

  it('says so where likelihood misleads, and where a search has listed nothing', async () => {
    const prompts = join(root, 'misleading.jsonl');
    // Of the form a*b-c+d, which the likeliest response gets wrong.
    writeFileSync(
      prompts,
      ['7*8-6+9:', '5*6-3+8:']
        .map((prompt) => JSON.stringify({ prompt, answer: prompt === '7*8-6+9:' ? 59 : '35' }))
        .join('\n'),
    );
    const args = ['--prompts', prompts, '--samples', '40'];
    const { stdout } = await run([...args, '--out', newFolder(), '--budget', '400']);
    expect(stdout).toMatch(
      /On all prompts \(2\) likelihood misleads: greedy decoding is right on 1\.000,\n {2}best-of-40 by log-likelihood with probability 0\./,
    );
    const early = await run([...args, '--out', newFolder(), '--budget', '1']);
    expect(early.stdout).toMatch(/y\* certified on 0 of 2 prompts at the spread seen; a larger --budget finds it\./);
    expect(early.stdout).not.toMatch(/NaN|undefined|Infinity/);
  });

  it('makes a folder named after the run where none is given', async () => {
    const here = process.cwd();
    const elsewhere = newFolder();
    mkdirSync(elsewhere);
    process.chdir(elsewhere);
    try {
      const tiny = ['--count', '1', '--samples', '1', '--budget', '4'];
      await run(tiny);
      await run([...tiny, '--seed', 'another']);
      await run([...tiny, '--mass', '0.1', '--budget', '5']);
      expect(readdirSync('.whetstone').map((name) => /^sharpen-[0-9a-f]{12}$/.test(name))).toEqual([true, true]);
    } finally {
      process.chdir(here);
    }
  });
});

describe('whetstone model sharpen, on a model of a dozen letters', () => {
  const file = join(root, 'questions.jsonl');
  const open: OpenModel = (options) => llama(options, fakeLlama().load);
  const ask = (args: readonly string[]) => run(['--model', fake, '--max-tokens', '6', ...args], open);

  it('asks the questions of a file, and takes the last word of a response that ended for its answer', async () => {
    writeFileSync(
      file,
      '{"prompt": "abc?", "answer": "a"}\n\n{"prompt": "d: ", "answer": "b"}\r\n{"prompt": "e", "answer": "c"}\n',
    );
    const folder = newFolder();
    const args = ['--prompts', file, '--samples', '300', '--budget', '30', '--out', folder];
    const report = JSON.parse((await ask([...args, '--json'])).stdout) as Json;
    expect(report).toMatchObject({ prompts: 3, maxTokens: 6, forms: [] });
    const answers = ['a', 'b', 'c'];
    const lines = readFileSync(join(folder, 'samples.jsonl'), 'utf8').trimEnd().split('\n').slice(1);
    const right = lines.filter((line) => {
      const { path, answer } = JSON.parse(line) as {
        path: string;
        answer: { response: { text: string; ended: boolean } };
      };
      const { text, ended } = answer.response;
      return ended && text.trimEnd().split(' ').at(-1) === answers[Number(/\[(\d+)\]/.exec(path)![1])];
    });
    expect(right.length).toBeGreaterThan(0);
    expect(report.all.plain).toBeCloseTo(right.length / 900, 13);
    const first = JSON.parse((await ask([...args.slice(0, -1), newFolder(), '--count', '2', '--json'])).stdout) as Json;
    expect(first.prompts).toBe(2);
  });

  it('asks prompts without answers: what is not an accuracy is reported and printed', async () => {
    writeFileSync(file, '{"prompt": "abc?"}\n{"prompt": "d: "}\n');
    const folder = newFolder();
    const args = ['--prompts', file, '--samples', '4', '--budget', '30', '--out', folder];
    const { stdout } = await ask(args);
    expect(stdout).toMatch(/^best-of-N on 2 prompts without answers, 4 responses drawn to each\nN  mean nats\n/);
    expect(stdout).toMatch(/^prompts +count +C_cov$/m);
    expect(stdout).toMatch(/^To see y\* takes [\d.–]+ draws on average \(C_cov\)\.$/m);
    expect(stdout).toMatch(/^y\* certified on \d of 2 prompts/m);
    expect(stdout).toMatch(
      /cut at the length limit\.\n\d+ responses were scored again[^]*\nNo figure: without answers there is no accuracy to draw\nEverything else: /,
    );
    expect(stdout).not.toMatch(/accuracy of|right|NaN|undefined|Intervals/);
    expect(readdirSync(folder).sort()).toEqual([...LOGS, 'scores-30-0.5.jsonl', 'report.json'].sort());
    const report = JSON.parse((await ask([...args, '--json'])).stdout) as SharpeningReport;
    expect(report.rows.map((row) => Object.keys(row))).toEqual([1, 2, 3, 4].map(() => ['N', 'meanLogLikelihood']));
  });

  it('asks a model that shows no next-token laws for samples alone', async () => {
    writeFileSync(file, '{"prompt": "abc?", "answer": "a"}\n{"prompt": "d: ", "answer": "b"}\n');
    const folder = newFolder();
    const args = ['--model', fake, '--max-tokens', '6', '--prompts', file, '--samples', '4', '--out', folder];
    const { stdout } = await run(args, async (options) => {
      const { nextTokenLaws: _laws, ...model } = await open(options);
      return model;
    });
    expect(stdout).toMatch(/^N +log-likelihood +interval +length-norm\. +majority +mean nats$/m);
    expect(stdout).toMatch(/^prompts +count +plain +best of 4$/m);
    expect(stdout).toMatch(/^One response is right on 0\.\d{3} of the prompts, the best of 4 on 0\.\d{3}\.$/m);
    expect(stdout).not.toMatch(/greedy|exact|y\*|C_cov|Search|NaN|undefined/);
    expect(readdirSync(folder).sort()).toEqual([
      'accuracy.png',
      'accuracy.svg',
      'report.json',
      'samples.jsonl',
      'scores-2000-0.5.jsonl',
    ]);
    const drawn = readFileSync(join(folder, 'accuracy.svg'), 'utf8');
    expect(drawn).toContain('majority vote, measured');
    expect(drawn).not.toMatch(/greedy|exact|likeliest/);
    const report = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as SharpeningReport;
    expect(report.rows.map(({ N }) => N)).toEqual([1, 2, 3, 4]);
    expect(report.search).toBeUndefined();
  });

  it('stops at Ctrl-C in any phase, says how to go on, and then ends with what it would have ended with', async () => {
    writeFileSync(
      file,
      ['abc?', 'd: ', 'e', 'bad'].map((prompt) => JSON.stringify({ prompt, answer: 'a' })).join('\n'),
    );
    const args = (out: string): string[] => [
      '--prompts',
      file,
      '--samples',
      '8',
      '--budget',
      '40',
      '--json',
      '--out',
      out,
    ];
    const whole = newFolder();
    const { stdout } = await ask(args(whole));
    const folder = newFolder();
    const kept: number[][] = [];
    for (const [kind, count] of [
      ['sample', 5],
      ['nextTokenLaws', 3],
      ['nextTokenLaws', 60],
    ] as const) {
      const listeners = process.listenerCount('SIGINT');
      const stopped = await run(['--model', fake, '--max-tokens', '6', ...args(folder)], pressing(kind, count, open));
      expect(stopped.exitCode).toBe(130);
      expect(stopped.stdout).toBe('');
      expect(stopped.stderr).toMatch(/^model sharpen: stopped; the same command goes on from \S+$/m);
      expect(stopped.stderr).toContain(folder);
      expect(existsSync(join(folder, 'report.json'))).toBe(false);
      expect(process.listenerCount('SIGINT')).toBe(listeners);
      kept.push(LOGS.map((name) => (existsSync(join(folder, name)) ? statSync(join(folder, name)).size : 0)));
    }
    const [first, second, third] = kept;
    expect(first!.map((size) => size > 0)).toEqual([true, false, false]);
    expect(second!.map((size) => size > 0)).toEqual([true, true, false]);
    expect(third!.map((size) => size > 0)).toEqual([true, true, true]);
    expect(first![0]).toBeLessThan(second![0]!);
    const resumed = await ask(args(folder));
    expect(resumed.exitCode).toBe(0);
    expect(resumed.stdout).toBe(stdout);
    for (const name of LOGS) {
      // The same answers, in whatever order they came.
      const lines = (of: string): string[] => readFileSync(join(of, name), 'utf8').trimEnd().split('\n').toSorted();
      expect(lines(folder)).toEqual(lines(whole));
    }
  });

  it('prints what is not known as not known', async () => {
    writeFileSync(file, '{"prompt": "abc?", "answer": "a"}');
    const { stdout } = await ask([
      '--prompts',
      file,
      '--samples',
      '2',
      '--budget',
      '3',
      '--json',
      '--out',
      newFolder(),
    ]);
    const report = JSON.parse(stdout) as Json;
    const all = { ...report.all, coverage: { lower: 1.25, upper: Infinity }, mode: { lower: 0, upper: 1 } };
    const lines: string[] = [];
    vi.spyOn(console, 'log').mockImplementation((line) => void lines.push(String(line)));
    printSharpening({ ...report, all }, { folder: 'here', drawn: { why: 'no ink' } });
    const row = lines
      .join('\n')
      .split('\n')
      .find((line) => line.startsWith('all'));
    expect(row).toMatch(/0\.000–1\.000 +at least 1\.3$/);
    expect(lines.at(-1)).toContain('No figure: no ink\nEverything else: here');
  });

  it('refuses a folder with the answers of another run, and leaves it as it is', async () => {
    writeFileSync(file, '{"prompt": "abc?", "answer": "a"}\n');
    const folder = newFolder();
    const args = ['--prompts', file, '--samples', '2', '--budget', '3', '--out', folder];
    await ask(args);
    const before = sizes(folder);
    await expect(ask([...args, '--seed', 'another'])).rejects.toThrow(
      /^model sharpen: .*its source is .* but this run's is/,
    );
    await expect(ask([...args, '--max-tokens', '7'])).rejects.toThrow(/its backend is .* but this run's is/);
    writeFileSync(file, '{"prompt": "abd?", "answer": "a"}\n');
    await expect(ask(args)).rejects.toThrow(UsageError);
    writeFileSync(join(folder, 'greedy.jsonl'), 'my notes\n');
    writeFileSync(file, '{"prompt": "abc?", "answer": "a"}\n');
    await expect(ask(args)).rejects.toThrow(
      /^model sharpen: log \S+greedy.jsonl: line 1 is not the beginning of a log/,
    );
    expect(sizes(folder).filter((_, i) => i !== 1)).toEqual(before.filter((_, i) => i !== 1));
  });

  const bad = (name: string, text: string): string[] => {
    const path = join(root, name);
    writeFileSync(path, text);
    return ['--model', fake, '--prompts', path];
  };
  const good = '{"prompt": "abc", "answer": 1}\n';
  const here = ['--model', fake, '--prompts', join(root, 'good.jsonl')];
  writeFileSync(here[3]!, good);
  it.each<[string, string[], RegExp]>([
    [
      'no prompts for another model',
      ['--model', fake],
      /no prompts for this model; give --prompts FILE; each of its lines is \{/,
    ],
    [
      'a model that is not there',
      ['--model', 'none.gguf', '--prompts', here[3]!],
      /cannot open the model "none.gguf": there is no such file/,
    ],
    ['a file of prompts that is not there', ['--prompts', 'none.jsonl'], /cannot read none.jsonl: ENOENT/],
    [
      'a line that is no JSON',
      bad('a.jsonl', `${good}\n\nabc\n`),
      /a\.jsonl:4: must be \{"prompt": "text", "answer": "text or number"\}/,
    ],
    ['a line whose answer is null', bad('b.jsonl', '{"prompt": "abc", "answer": null}'), /b\.jsonl:1: must be/],
    [
      'a line without an answer among others',
      bad('b3.jsonl', `${good}{"prompt": "abd"}`),
      /b3\.jsonl:2: has no answer, but line 1 has one; give all of them one, or none/,
    ],
    ['a line that is null', bad('b2.jsonl', 'null'), /b2\.jsonl:1: must be/],
    ['an empty prompt', bad('c.jsonl', `${good}{"prompt": "", "answer": 1}`), /c\.jsonl:2: must be/],
    ['a prompt that comes twice', bad('d.jsonl', `${good}${good}`), /d\.jsonl:2: this prompt is there already/],
    [
      'an answer of two words',
      bad('e.jsonl', '{"prompt": "a", "answer": "New York"}'),
      /e\.jsonl:1: the answer must be one word .* got "New York"/,
    ],
    [
      'an answer with a full stop',
      bad('f.jsonl', '{"prompt": "a", "answer": "5."}'),
      /f\.jsonl:1: the answer must be one word/,
    ],
    ['an empty answer', bad('g.jsonl', '{"prompt": "a", "answer": ""}'), /g\.jsonl:1: the answer must be one word/],
    ['a file without prompts', bad('h.jsonl', '\n\n'), /h\.jsonl holds no prompts; each of its lines is/],
    ['a prompt that cannot be read', bad('i.jsonl', '{"prompt": "aZz", "answer": 1}'), /it cannot represent "Z" "z"/],
    ['a count beyond the file', [...here, '--count', '2'], /count must be an integer in \[1, 1\], got 2/],
    ['a count beyond the held-out prompts', ['--count', '641'], /count must be an integer in \[1, 640\], got 641/],
    ['--count 0', ['--count', '0'], /count must be an integer in \[1, 640\], got 0/],
    ['--samples 0', ['--samples', '0'], /samples must be an integer at least 1, got 0/],
    ['--samples many', ['--samples', 'many'], /argument 'many' is invalid. It must be a whole number/],
    ['--budget 0', ['--budget', '0'], /budget must be an integer in \[1, 67108864\], got 0/],
    ['--mass 0', ['--mass', '0'], /mass must be a number in \(0, 1\], got 0/],
    ['--mass 2', ['--mass', '2'], /mass must be a number in \(0, 1\], got 2/],
    ['--mass half', ['--mass', 'half'], /argument 'half' is invalid. It must be a number/],
    ['--max-tokens 0', [...here, '--max-tokens', '0'], /maxTokens must be an integer at least 1, got 0/],
    ['--sequences 300', [...here, '--sequences', '300'], /sequences must be an integer in \[1, 256\], got 300/],
    ['an empty seed', [...here, '--seed', ''], /name must be a non-empty string/],
    ['a folder that is a file', [...here, '--out', fake], /cannot make the folder \S+: EEXIST/],
    ['an unknown option', ['--temperature', '2'], /unknown option '--temperature'/],
    ['an argument', ['abc'], /too many arguments/],
  ])('refuses %s in one line, before any work', async (_name, args, message) => {
    const out = newFolder();
    const error: unknown = await run(args.includes('--out') ? args : [...args, '--out', out], open).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(UsageError);
    expect((error as Error).message).toMatch(message);
    expect((error as Error).message).not.toContain('\n');
    expect(existsSync(out)).toBe(false);
  });

  it('shows examples in its help', () => {
    let text = '';
    const help = modelCommand().commands.find((command) => command.name() === 'sharpen')!;
    help.configureOutput({ writeOut: (part) => (text += part) }).outputHelp();
    expect(text).toMatch(/Examples:\n {2}whetstone model sharpen /);
    expect(text).toMatch(/together with probability 0\.999\./);
    expect(text).toMatch(/A response is right where it ended/);
  });
});
