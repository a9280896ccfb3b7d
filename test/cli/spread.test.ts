import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { tokenLaw } from '../../src/access/queries/tokenLaw.ts';
import { modelCommand } from '../../src/cli/model/index.ts';
import { FiniteLaw } from '../../src/laws/finiteLaw.ts';
import { Source } from '../../src/math/random/source.ts';
import type { OpenedModel } from '../../src/models/openedModel.ts';
import type { SharpeningReport } from '../../src/models/protocols/sharpening/sharpeningReport.ts';

const root = mkdtempSync(join(tmpdir(), 'whetstone-test-'));
const file = join(root, 'prompts.jsonl');
writeFileSync(file, '{"prompt": "close"}\n{"prompt": "clear"}\n{"prompt": "sure"}\n');

afterEach(() => vi.restoreAllMocks());

/** The two likeliest of `close` are ln(.42 / .40) = .0488 nats apart. */
const LAWS = new Map(
  Object.entries({ close: [0.42, 0.4, 0.18], clear: [0.45, 0.35, 0.2], sure: [0.52, 0.5 - 0.02, 0] }).map(
    ([prompt, masses]) => [prompt, Array.from(FiniteLaw.fromMasses(masses).logMasses)],
  ),
);

interface Unevenness {
  /** What a score is off by that is not alone in its batch, nats. */
  readonly off: number;
  /** The response that it is of. */
  readonly token: number;
}

/** A model of one token a response, one of whose scores depends on the batch. */
function unevenModel({ off, token: uneven }: Unevenness): OpenedModel {
  const responseOf = (token: number) => ({ text: `r${token}`, tokenCount: 1, ended: true, tokens: [token] });
  return {
    name: 'uneven',
    batchSize: 64,
    async sample(requests, deliver) {
      requests.forEach(({ seed, prompt }, i) => {
        const law = LAWS.get(prompt)!;
        let left = Source.named(`${seed}`).uniform();
        const token = law.findIndex((logMass) => (left -= Math.exp(logMass)) < 0);
        deliver(i, { response: responseOf(token), logLikelihood: law[token]!, tokens: 1 });
      });
    },
    async evaluate(requests, deliver) {
      requests.forEach(({ prompt, response }, i) => {
        const [token] = response.tokens!;
        const shift = requests.length > 1 && token === uneven ? off : 0;
        deliver(i, LAWS.get(prompt)![token!]! + shift);
      });
    },
    async nextTokenLaws(prefixes, deliver) {
      prefixes.forEach(({ prompt, leastLogMass }, i) =>
        deliver(i, tokenLaw(Float64Array.from(LAWS.get(prompt)!), [0, 1, 2], leastLogMass)),
      );
    },
    textOf: (_prompt, tokens) => `r${tokens[0]}`,
    async dispose() {},
  };
}

async function run(args: readonly string[], uneven: Unevenness): Promise<string> {
  vi.restoreAllMocks();
  const lines: string[] = [];
  vi.spyOn(console, 'log').mockImplementation((line) => void lines.push(String(line)));
  vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
  await modelCommand(async () => unevenModel(uneven)).parseAsync(args, { from: 'user' });
  return lines.join('\n');
}

let folders = 0;
const sharpen = (uneven: Unevenness, ...flags: string[]): Promise<string> => {
  const usual = ['--prompts', file, '--samples', '40', '--max-tokens', '1', '--budget', '10', '--mass', '1'];
  return run(['sharpen', ...usual, '--out', join(root, `run-${folders++}`), ...flags], uneven);
};

describe('whetstone model sharpen on a model whose scores depend on the batch', () => {
  const summary = async (uneven: Unevenness) => {
    const { search, spread } = JSON.parse(await sharpen(uneven, '--json')) as Required<SharpeningReport>;
    return { certified: search.certified, lost: search.lost, nats: spread.nats };
  };

  it('loses the certificate of a y* that a rival outscores in one batching, and no other', async () => {
    expect(await summary({ off: 0, token: 1 })).toMatchObject({ certified: 3, lost: 0, nats: 0 });
    const { nats, ...counts } = await summary({ off: 0.06, token: 1 });
    expect(nats).toBeCloseTo(0.06, 12);
    expect(counts).toEqual({ certified: 2, lost: 1 });
  });

  it('loses it where y* itself scores less in one batching', async () => {
    expect(await summary({ off: -0.06, token: 0 })).toMatchObject({ certified: 2, lost: 1 });
  });

  it('keeps it where all batchings order the two alike, and the spread is that of another response', async () => {
    expect(await summary({ off: 0.06, token: 2 })).toMatchObject({ certified: 3, lost: 0 });
    expect(await summary({ off: 0.04, token: 1 })).toMatchObject({ certified: 3, lost: 0 });
  });

  it('says so, with how many responses were compared', async () => {
    const text = (await sharpen({ off: 0.06, token: 1 })).replace(/\s+/g, ' ');
    expect(text).toContain('y* certified on 2 of 3 prompts at the spread seen');
    expect(text).toMatch(
      / 8 responses scored again, alone and in batches: of 4 scores each the largest difference is 0\.06 /,
    );
    expect(text).toContain('On 1 more the search certifies y*, and the spread does not.');
    expect((await sharpen({ off: 0, token: 1 })).replace(/\s+/g, ' ')).not.toContain('the spread does not');
  });
});

describe('whetstone model best-of-n on a model whose scores depend on the batch', () => {
  const bestOfN = (uneven: Unevenness, ...flags: string[]): Promise<string> => {
    const prompts = ['close', 'clear', 'sure'].flatMap((prompt) => ['--prompt', prompt]);
    return run(['best-of-n', ...prompts, '-N', '40', '--max-tokens', '1', ...flags], uneven);
  };
  const ends = async (uneven: Unevenness) => {
    const lines = (await bestOfN(uneven, '--json')).split('\n').map((line) => JSON.parse(line) as Prompt);
    return lines.filter(({ kind }) => kind === 'prompt');
  };
  interface Prompt {
    readonly kind: string;
    readonly peak: { readonly lower: number; readonly upper: number };
    readonly certificate: { readonly certified: boolean; readonly failure: number };
  }

  it('prints the spread, and of how many responses it is', async () => {
    const text = (await bestOfN({ off: 0.06, token: 1 })).replace(/\s+/g, ' ');
    expect(text).toMatch(
      / tokens\/s 8 responses scored again, alone and in batches: of 4 scores each the largest difference is 0\.06 nats \(the spread\)\. So few responses bound no other\.$/,
    );
    const last = (await bestOfN({ off: 0.06, token: 1 }, '--json')).split('\n').at(-1)!;
    const { spread, cost } = JSON.parse(last) as Record<string, Record<string, number>>;
    expect(spread).toMatchObject({ responses: 8, scores: 4 });
    expect(spread!['nats']).toBeCloseTo(0.06, 12);
    expect(cost).toMatchObject({ samples: 120, evaluations: 24 });
  });

  it('certifies no winner that another comes close to, unless it has half of the mass', async () => {
    expect((await ends({ off: 0, token: 1 })).map(({ certificate }) => certificate.certified)).toEqual([
      true,
      true,
      true,
    ]);
    const uneven = { off: 0.06, token: 1 };
    const [close, clear] = await ends(uneven);
    expect([close!.certificate.certified, clear!.certificate.certified]).toEqual([false, true]);
    const text = (await bestOfN(uneven)).replace(/\s+/g, ' ');
    expect(text).toContain('the winner is not certified as the likeliest: another is within twice the spread.');
    expect(text).toContain('the winner is certified as the likeliest at the spread seen.');
    // .52 e^-.03 is above 1/2, and .52 e^-.06 is not.
    expect((await ends({ off: 0.03, token: 1 }))[2]!.certificate.certified).toBe(true);
    expect((await ends(uneven))[2]!.certificate.certified).toBe(false);
  });

  it('widens P* by it', async () => {
    const [, { peak: asFound }] = (await ends({ off: 0, token: 1 })) as [Prompt, Prompt];
    const [, { peak, certificate }] = (await ends({ off: 0.06, token: 1 })) as [Prompt, Prompt];
    expect(asFound).toEqual({ lower: 0.45, upper: 0.45 });
    expect(peak.lower).toBeCloseTo(0.45 * Math.exp(-0.06), 12);
    expect(peak.upper).toBeCloseTo(0.45 * Math.exp(0.06), 12);
    expect(certificate.failure).toBeCloseTo((1 - 0.45 * Math.exp(-0.06)) ** 40, 12);
  });

  it('goes on from a log that holds the scores, and counts responses alone', async () => {
    const log = join(root, 'scores.jsonl');
    const uneven = { off: 0.06, token: 1 };
    const first = (await bestOfN(uneven, '--json', '--log', log)).split('\n');
    const before = readFileSync(log, 'utf8');
    expect(before.trimEnd().split('\n')).toHaveLength(1 + 120 + 24);
    const again = (await bestOfN(uneven, '--json', '--log', log)).split('\n');
    expect(again.slice(0, -1)).toEqual(first.slice(0, -1));
    expect(JSON.parse(again.at(-1)!)).toMatchObject({ replayed: 120 });
    expect(readFileSync(log, 'utf8')).toBe(before);
  });
});
