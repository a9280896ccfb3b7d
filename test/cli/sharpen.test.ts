import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Deliver } from '../../src/access/remote/backend.ts';
import { printSharpening } from '../../src/cli/model/printSharpening.ts';
import { modelCommand } from '../../src/cli/model/index.ts';
import { takeLock } from '../../src/files/lock.ts';
import type { OpenModel } from '../../src/models/openedModel.ts';
import { UsageError } from '../../src/cli/usageError.ts';
import { heldOutPrompts } from '../../src/models/embedded/heldOutPrompts.ts';
import { llama } from '../../src/models/llama/llama.ts';
import type { AccuracyRow } from '../../src/models/protocols/sharpening/accuracyRow.ts';
import type { ChosenTexts } from '../../src/models/protocols/sharpening/chosenTexts.ts';
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
  it('refuses a folder that another run is at, before it draws anything', async () => {
    const folder = newFolder();
    mkdirSync(folder);
    const lock = takeLock(join(folder, 'report'));
    const call = run([...small, '--out', folder]);
    await expect(call).rejects.toThrow(UsageError);
    await expect(call).rejects.toThrow(
      `model sharpen: ${join(folder, 'report')}: this process (${process.pid}) uses it, as ${join(folder, 'report.lock')} says`,
    );
    lock.release();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('prints tables, keeps all answers, the report and a figure, and a second time asks the model for nothing', async () => {
    const folder = newFolder();
    const { stdout, stderr, exitCode } = await run([...small, '--out', folder]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(
      /^Worth it: best-of-N by log-likelihood is right on 0\.\d{3}\S* of the prompts at\sN\s=\s\d+, /,
    );
    expect(stdout).toMatch(/^accuracy of best-of-N on 3 prompts, 6 responses drawn to each$/m);
    for (const line of stdout.split('\n').slice(0, -2)) expect(line.length).toBeLessThanOrEqual(80);
    // Measured up to 6, exact beyond.
    expect(stdout).toMatch(
      /^ +6 +[01]\.\d{3} +[01]\.\d{3}–[01]\.\d{3} +[01]\.\d{4}\S* +(meet|APART) +[01]\.\d{3} +[01]\.\d{3}$/m,
    );
    expect(stdout).toMatch(/^ +6 +-\d+\.\d\d +0\.000 +0\.000 +0\.\d{3}$/m);
    expect(stdout).toMatch(/^1000000 +[01]\.\d{4}(–[01]\.\d{4})?$/m);
    expect(stdout).toMatch(/^all +3 /m);
    expect(stdout).toMatch(
      /^y\* certified on 3 of 3 prompts at the spread seen; greedy decoding misses it on\s+\d of them\.$/m,
    );
    expect(stdout).toContain(`Figure: ${join(folder, 'accuracy.png')}\nEverything else: ${folder}`);
    expect(stdout).not.toMatch(/NaN|undefined|Infinity/);
    for (const part of ['responses: 18 of 18', 'greedy decoding, prompts: 3 of 3', 'search, prompts: 3 of 3']) {
      expect(stderr).toContain(part);
    }
    expect(readdirSync(folder).sort()).toEqual(
      [...LOGS, 'scores-400-0.5-only.jsonl', 'accuracy.png', 'accuracy.svg', 'report.json'].sort(),
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
    expect(early.stdout).toMatch(
      /y\* certified on 0 of 2 prompts at the spread seen; a larger --budget may find\s+it\./,
    );
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

  it('--ended chooses what may win, in the tables, the report and the exact law alike', async () => {
    writeFileSync(file, '{"prompt": "abc?", "answer": "a"}\n{"prompt": "d: ", "answer": "b"}\n');
    const args = ['--prompts', file, '--samples', '30', '--budget', '60', '--max-tokens', '2', '--out', newFolder()];
    const report = async (...flags: string[]): Promise<Json> =>
      JSON.parse((await ask([...args, '--json', ...flags])).stdout) as Json;
    const [only, all] = [await report(), await report('--ended', 'all')];
    expect(await report('--ended', 'only')).toEqual(only);
    expect([only.ended, all.ended]).toEqual(['only', 'all']);
    expect(only.drawn).toEqual(all.drawn);
    expect(only.rows[0]!.winners!.cut).toBeCloseTo(all.rows[0]!.winners!.cut, 12);
    const at = ({ rows }: Json) => rows.find(({ N }) => N === 3)!;
    expect(at(only).winners!.cut).toBeLessThan(at(all).winners!.cut - 0.05);
    for (const { rows } of [only, all]) for (const { meets } of rows) expect(meets).not.toBe(false);
    expect(at(only).exact).not.toEqual(at(all).exact);
    const { stdout } = await ask(args);
    expect(stdout.replace(/\s+/g, ' ')).toMatch(
      /Of the responses 0\.\d{3} were cut at 2 tokens\. A cut one is no answer: it wins only where all responses to a prompt were cut, on 0 of 2 prompts \(--ended only\)\. A larger --max-tokens cuts fewer; where a model runs on, --stop ends it\. Empty are 0\.\d{3} of the responses, and 1\.000 of the winners\./,
    );
    const other = await ask([...args, '--ended', 'all']);
    expect(other.stdout.replace(/\s+/g, ' ')).toMatch(
      /it may win all the same \(--ended all\), and is \d\.\d{3} of the/,
    );
  });

  it('says that nothing can be said where all was cut, and that --stop mends it, as it does', async () => {
    writeFileSync(file, '{"prompt": "abc?", "answer": "a"}\n');
    const args = ['--prompts', file, '--samples', '3', '--budget', '3', '--max-tokens', '1', '--seed', 'b'];
    const { stdout } = await ask([...args, '--out', newFolder()]);
    expect(stdout).toMatch(
      /^No verdict: every response was cut at 1 token, so none answers; give --stop TEXT\n\(such as --stop '\\n', where a model runs on/,
    );
    const folder = newFolder();
    const letters = Array.from('abcdefgh ?:').flatMap((letter) => ['--stop', letter]);
    const mended = JSON.parse((await ask([...args, ...letters, '--json', '--out', folder])).stdout) as Json;
    expect(mended.drawn.cut).toBe(0);
    expect(mended.verdict.finding).not.toBe('cut');
    expect(mended.model).toContain('stop "a", stop "b"');
    // Another law has other answers.
    await expect(ask([...args, '--json', '--out', folder])).rejects.toThrow(/its backend is .* but this run's is/);
  });

  it("marks by --mark, also by a module of one's own, with answers of several words", async () => {
    writeFileSync(file, '{"prompt": "abc?", "answer": "a b"}\n{"prompt": "d: ", "answer": "b?"}\n');
    const module = join(root, 'mark.mjs');
    writeFileSync(
      module,
      'export const answerOf = ({ text }) => text.slice(-1);\n' +
        'export const isRight = ({ answer }, { text, ended }) => ended && text.includes(answer[0]);\n',
    );
    const folder = newFolder();
    const args = ['--prompts', file, '--samples', '40', '--budget', '10', '--out', folder, '--json'];
    const plain = async (mark: string): Promise<number> =>
      (JSON.parse((await ask([...args, '--mark', mark])).stdout) as Json).all.plain;
    const texts = (): { text: string; ended: boolean; i: number }[] =>
      readFileSync(join(folder, 'samples.jsonl'), 'utf8')
        .trimEnd()
        .split('\n')
        .slice(1)
        .map((line) => {
          const { path, answer } = JSON.parse(line) as {
            path: string;
            answer: { response: { text: string; ended: boolean } };
          };
          return { ...answer.response, i: Number(/\[(\d+)\]/.exec(path)![1]) };
        });
    const share = (right: (text: string, i: number) => boolean): number =>
      texts().filter(({ text, ended, i }) => ended && right(text, i)).length / 80;
    const byModule = await plain(module);
    const common = join(root, 'mark.cjs');
    writeFileSync(
      common,
      'const marks = { isRight: ({ answer }, { text, ended }) => ended && text.includes(answer[0]) };\nmodule.exports = marks;\n',
    );
    expect(await plain(common)).toBe(byModule);
    expect(byModule).toBeCloseTo(
      share((text, i) => text.includes('ab'[i]!)),
      12,
    );
    expect(byModule).toBeGreaterThan(0);
    // What the pattern finds in the answers is a and b.
    expect(await plain('regex:^(a|b)')).toBeCloseTo(
      share((text, i) => text.startsWith('ab'[i]!)),
      12,
    );
    expect(await plain('exact')).toBeCloseTo(
      share((text, i) => text.trim() === ['a b', 'b?'][i]),
      12,
    );
  });

  it('--show-texts shows the best, the likeliest and the greedy response beside each prompt', async () => {
    writeFileSync(file, '{"prompt": "abc?", "answer": "a"}\n{"prompt": "d: ", "answer": "b"}\n');
    const folder = newFolder();
    const args = ['--prompts', file, '--samples', '20', '--budget', '200', '--out', folder];
    const without = await ask(args);
    const { stdout } = await ask([...args, '--show-texts']);
    expect(stdout.startsWith(without.stdout)).toBe(true);
    const number = ' +-\\d+\\.\\d\\d nats (right|wrong)  ".*"( …)?\\n?';
    const block = `\n"d: ", answer "b"\n  best     ${number}  y\\*       ${number}  greedy   ${number}`;
    expect(stdout.slice(without.stdout.length)).toMatch(new RegExp(block));
    const { texts } = JSON.parse((await ask([...args, '--show-texts', '--json'])).stdout) as { texts: ChosenTexts[] };
    expect(texts.map(({ prompt }) => prompt)).toEqual(['abc?', 'd: ']);
    for (const [i, { best, likeliest }] of texts.entries()) {
      const drawn = readFileSync(join(folder, 'samples.jsonl'), 'utf8')
        .trimEnd()
        .split('\n')
        .slice(1)
        .map(
          (line) =>
            JSON.parse(line) as {
              path: string;
              answer: { response: { text: string; ended: boolean }; logLikelihood: number };
            },
        )
        .filter(({ path, answer }) => path.startsWith(`0[${i}]`) && answer.response.ended)
        .sort((a, b) => b.answer.logLikelihood - a.answer.logLikelihood);
      expect(best).toMatchObject({ text: drawn[0]!.answer.response.text, ended: true });
      expect(best.logLikelihood).toBeCloseTo(drawn[0]!.answer.logLikelihood, 12);
      expect(best.right).toBe(best.text.trimEnd().split(' ').at(-1) === ['a', 'b'][i]);
      expect(likeliest!.certified).toBe(true);
      expect(likeliest!.logLikelihood).toBeGreaterThanOrEqual(best.logLikelihood - 1e-9);
    }
  });

  it('asks prompts without answers: what is not an accuracy is reported and printed', async () => {
    writeFileSync(file, '{"prompt": "abc?"}\n{"prompt": "d: "}\n');
    const folder = newFolder();
    const args = ['--prompts', file, '--samples', '4', '--budget', '30', '--out', folder];
    const { stdout } = await ask(args);
    expect(stdout).toMatch(
      /^best-of-N on 2 prompts without answers, 4 responses drawn to each\nN +mean nats +cut +empty +is y\*\n/m,
    );
    expect(stdout).toMatch(
      /^To draw the likeliest response, y\*, takes [\d.–]+ draws on average \(C_cov\);\nbest-of-N returns it in/,
    );
    expect(stdout).toMatch(/^prompts +count +C_cov +cut +empty$/m);
    expect(stdout).toMatch(/^To see y\* takes [\d.–]+ draws on average \(C_cov\)\.$/m);
    expect(stdout).toMatch(/^y\* certified on \d of 2 prompts/m);
    expect(stdout).toMatch(
      /\d+ responses scored again[^]*Shares of what log-likelihood chooses: cut, empty, and y\* itself\.\nNo figure: without answers there is no accuracy to draw\nEverything else: /,
    );
    expect(stdout).not.toMatch(/accuracy of|right on|NaN|undefined|Intervals/);
    expect(readdirSync(folder).sort()).toEqual([...LOGS, 'scores-30-0.5-only.jsonl', 'report.json'].sort());
    const report = JSON.parse((await ask([...args, '--json'])).stdout) as SharpeningReport;
    expect(report.rows.slice(0, 4).map((row) => Object.keys(row))).toEqual(
      [1, 2, 3, 4].map(() => ['N', 'meanLogLikelihood', 'winners', 'findsMode']),
    );
    expect(report.rows.slice(4).map((row) => Object.keys(row))).toEqual(
      report.rows.slice(4).map(() => ['N', 'findsMode']),
    );
  });

  it('asks a model that shows no next-token laws for samples alone', async () => {
    writeFileSync(file, '{"prompt": "abc?", "answer": "a"}\n{"prompt": "d: ", "answer": "b"}\n');
    const folder = newFolder();
    const args = ['--model', fake, '--max-tokens', '6', '--prompts', file, '--samples', '4', '--out', folder];
    const { stdout } = await run(args, async (options) => {
      const { nextTokenLaws: _laws, ...model } = await open(options);
      return model;
    });
    expect(stdout).toMatch(/^N +log-likelihood +interval +per token +majority +mean nats +cut +empty$/m);
    expect(stdout).toMatch(/^prompts +count +plain +best of 4 +cut +empty$/m);
    expect(stdout).toMatch(/^One response is right on 0\.\d{3} of the prompts, the best of 4 on 0\.\d{3}\.$/m);
    expect(stdout).not.toMatch(/greedy|exact|y\*|C_cov|Search|NaN|undefined/);
    expect(readdirSync(folder).sort()).toEqual([
      'accuracy.png',
      'accuracy.svg',
      'report.json',
      'samples.jsonl',
      'scores-2000-0.5-only.jsonl',
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
    const beside = { folder: 'here', drawn: { why: 'no ink' }, texts: undefined, maxTokens: 6, stops: false };
    printSharpening({ ...report, all }, beside);
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
      /^model sharpen: log \S+samples\.jsonl: its source is .* but this run's is .*: it was begun with another --seed; give the same, or give another --out$/,
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
  const idle = join(root, 'idle.mjs');
  writeFileSync(idle, 'export const x = 1;\n');
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
    [
      'a file of prompts that is not there',
      ['--prompts', 'none.jsonl'],
      /none\.jsonl: cannot be read: there is no such file/,
    ],
    [
      'a line that is no JSON',
      bad('a.jsonl', `${good}\n\nabc\n`),
      /a\.jsonl:4:1: not plain JSON: invalid symbol at "abc"; a line must be \{"prompt": "text", "answer": "text or number"\}/,
    ],
    ['a line whose answer is null', bad('b.jsonl', '{"prompt": "abc", "answer": null}'), /b\.jsonl:1: must be/],
    [
      'a line without an answer among others',
      bad('b3.jsonl', `${good}{"prompt": "abd"}`),
      /b3\.jsonl:2: has no answer, but line 1 has one; give all of them one, or none/,
    ],
    ['a line that is null', bad('b2.jsonl', 'null'), /b2\.jsonl:1: must be/],
    [
      'a prompt by another name',
      bad('c2.jsonl', '{"Prompt": "abc", "answer": 1}'),
      /c2\.jsonl:1: must be \{.*\}; it has no "prompt", but "Prompt", "answer"$/,
    ],
    ['an empty prompt', bad('c.jsonl', `${good}{"prompt": "", "answer": 1}`), /c\.jsonl:2: must be/],
    ['a prompt that comes twice', bad('d.jsonl', `${good}${good}`), /d\.jsonl:2: this prompt is there already/],
    [
      'an answer of two words',
      bad('e.jsonl', '{"prompt": "a", "answer": "New York"}'),
      /e\.jsonl:1: the answer must be one word .* got "New York"/,
    ],
    [
      'an unknown way to mark',
      [...here, '--mark', 'nicely'],
      /--mark must be last-word, number, exact, regex:PATTERN, or a/,
    ],
    ['a pattern that is none', [...here, '--mark', 'regex:('], /pattern must be a regular expression/],
    [
      'a module that is not there',
      [...here, '--mark', './none.js'],
      /--mark \.\/none\.js: module must be one that can be imported \(.*none\.js/,
    ],
    ['an empty pattern', [...here, '--mark', 'regex:'], /pattern must be a regular expression that is not empty/],
    [
      'a pattern that finds an empty text in an answer',
      [...bad('r.jsonl', '{"prompt": "a", "answer": "110"}'), '--mark', 'regex:x*'],
      /r\.jsonl:1: the answer must be a text that is not empty, in which the pattern finds nothing empty, got "110"/,
    ],
    [
      '--mark number on prompts without answers',
      [...bad('w.jsonl', '{"prompt": "a"}'), '--mark', 'number'],
      /--mark number has nothing to compare with: the prompts of \S+w\.jsonl have no answers/,
    ],
    ...(
      [
        [
          'promises',
          'isRight = async () => true',
          /what isRight returns at the prompt "abc" must be true or false.*, got a Promise/,
        ],
        [
          'words',
          'isRight = () => "yes"',
          /what isRight returns at the prompt "abc" must be true or false.*, got "yes"/,
        ],
        [
          'numbers',
          'answerOf = () => 5',
          /what answerOf returns of the response \{ text: "1", ended: true \} must be a text, or undefined.*, got 5/,
        ],
        [
          'errors',
          'isRight = () => { throw new TypeError("no key\\nat all") }',
          /isRight throws at the prompt "abc" and the response \{ text: "1", ended: true \}: TypeError: no key$/,
        ],
        [
          'errors of answerOf',
          'answerOf = ({ words }) => words[0]',
          /answerOf throws at the response \{.*\}: TypeError: /,
        ],
        ['no functions', 'isRight = true', /isRight must be a function, got true/],
      ] as const
    ).map(([what, code, message], i): [string, string[], RegExp] => {
      const module = join(root, `wrongMark${i}.mjs`);
      writeFileSync(module, `export const ${code};\n`);
      return [
        `a module that marks by ${what}`,
        [...here, '--mark', module],
        new RegExp(`--mark \\S+${i}\\.mjs: ${message.source}`),
      ];
    }),
    ['a module that marks nothing', [...here, '--mark', idle], /exports neither answerOf\(response\) nor isRight/],
    [
      'a number that is none',
      [...bad('n.jsonl', '{"prompt": "a", "answer": "x"}'), '--mark', 'number'],
      /n\.jsonl:1: the answer must be a text with a number/,
    ],
    ['--chat without a template', [...here, '--chat'], /chat: fake\.gguf \S+ has no chat template/],
    ['--ended maybe', ['--ended', 'maybe'], /Allowed choices are only, all/],
    [
      'an answer with a full stop',
      bad('f.jsonl', '{"prompt": "a", "answer": "5."}'),
      /f\.jsonl:1: the answer must be one word/,
    ],
    ['an empty answer', bad('g.jsonl', '{"prompt": "a", "answer": ""}'), /g\.jsonl:1: the answer must be one word/],
    ['a file without prompts', bad('h.jsonl', '\n\n'), /h\.jsonl holds no prompts; each of its lines is/],
    ['a prompt that cannot be read', bad('i.jsonl', '{"prompt": "aZz", "answer": 1}'), /it cannot represent "Z" "z"/],
    [
      'a count beyond the file',
      [...here, '--count', '2'],
      /^model sharpen: --count must be an integer in \[1, 1\], got 2$/,
    ],
    ['a count beyond the held-out prompts', ['--count', '641'], /count must be an integer in \[1, 640\], got 641/],
    ['--count 0', ['--count', '0'], /--count must be an integer in \[1, 640\], got 0/],
    ['--samples 0', ['--samples', '0'], /^model sharpen: --samples must be an integer at least 1, got 0$/],
    ['--samples many', ['--samples', 'many'], /argument 'many' is invalid. It must be a whole number/],
    ['--budget 0', ['--budget', '0'], /--budget must be an integer in \[1, 67108864\], got 0/],
    ['--mass 0', ['--mass', '0'], /mass must be a number in \(0, 1\], got 0/],
    ['--mass 2', ['--mass', '2'], /mass must be a number in \(0, 1\], got 2/],
    ['--mass half', ['--mass', 'half'], /argument 'half' is invalid. It must be a number/],
    [
      '--max-tokens 0',
      [...here, '--max-tokens', '0'],
      /^model sharpen: --max-tokens must be an integer at least 1, got 0$/,
    ],
    ['--sequences 300', [...here, '--sequences', '300'], /--sequences must be an integer in \[1, 256\], got 300/],
    ['an empty seed', [...here, '--seed', ''], /--seed must be a text that is not empty/],
    [
      'a folder that is a file',
      [...here, '--out', fake],
      /cannot make the folder \S+: there is a file of this name \(EEXIST\)/,
    ],
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
    expect(text).toMatch(/together with\s+probability 0\.999\./);
    expect(text).toMatch(/A response is right where it ended/);
    expect(text).toContain("--stop '\\n'");
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(82);
  });
});
