import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { DomainError } from '../../../src/math/domainError.ts';
import { embeddedModel } from '../../../src/models/embedded/embeddedModel.ts';
import { embeddedModelBytes } from '../../../src/models/embedded/embeddedModelBytes.ts';
import { expressionForms, formOf, misleadingForm, valueOf } from '../../../src/models/embedded/expression.ts';
import { heldOutPrompts } from '../../../src/models/embedded/heldOutPrompts.ts';
import { ModelError } from '../../../src/models/modelError.ts';
import { arithmetic } from '../../../src/models/tasks/arithmetic.ts';

interface Interval {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

interface Figures {
  readonly prompts: number;
  readonly coverage: Interval;
  readonly mostLikelyIsRight: Interval;
  readonly greedyIsRight: Interval;
  readonly bestOfNIsRight: Record<string, { atLeast: number; atMost: number; sampled: Interval }>;
}

const readBeside = (name: string): string => readFileSync(new URL(name, embeddedModel), 'utf8');

describe('expressions', () => {
  it.each([
    ['7*8+6*9:', 'a*b+c*d', 110],
    ['7*8-6*9:', 'a*b-c*d', 2],
    ['7*8+29-9:', 'a*b+c-d', 76],
    ['29+7*8-9:', 'c+a*b-d', 76],
    ['7*8-19+9:', 'a*b-c+d', 46],
    ['2*2-3*3:', 'a*b-c*d', -5],
    ['0*999+999*999:', 'a*b+c*d', 998001],
  ] as const)('%s', (prompt, form, value) => {
    expect(formOf(prompt)).toBe(form);
    expect(valueOf(prompt)).toBe(value);
  });

  it.each(['', '7*8+6*9', '7*8:', '7+8+6*9:', '7*8+6*1000:', '07*8+6*9:', ' 7*8+6*9:', '7*8+6*-9:', '7*8+6*9:\n'])(
    'refuses %j',
    (prompt) => {
      expect(() => formOf(prompt)).toThrow(DomainError);
      expect(() => valueOf(prompt)).toThrow(/^valueOf: prompt must be a\*b\+c\*d, .*, got "/);
      expect(() => arithmetic.isRight({ prompt }, { text: '=1', ended: true })).toThrow(DomainError);
    },
  );
});

describe('the held-out prompts', () => {
  const prompts = heldOutPrompts();
  const shares = (list: readonly string[]): number[] =>
    expressionForms.map((form) => list.filter((prompt) => formOf(prompt) === form).length);

  it('are 640 different ones, 150 of each form and 40 of the misleading one', () => {
    expect(new Set(prompts).size).toBe(640);
    expect(shares(prompts)).toEqual([150, 150, 150, 150, 40]);
    expect(misleadingForm).toBe(expressionForms[4]);
  });

  it('mix the forms in any beginning', () => {
    for (const share of shares(prompts.slice(0, 128)).slice(0, 4)) expect(share).toBeGreaterThan(18);
    expect(shares(prompts.slice(0, 128))[4]).toBeGreaterThan(3);
  });

  it('are held out by their hash', () => {
    const hash = (text: string): number => createHash('sha256').update(text).digest().readUInt32BE(0);
    expect(prompts.filter((prompt) => hash(prompt) % 10 !== 0)).toEqual([]);
  });

  it('have values from 0', () => {
    expect(prompts.filter((prompt) => valueOf(prompt) < 0)).toEqual([]);
  });
});

describe('the file', () => {
  it('is a GGUF file of at most 4 MB', () => {
    expect(statSync(embeddedModel).size).toBeLessThan(4e6);
    expect(readFileSync(embeddedModel).toString('latin1', 0, 4)).toBe('GGUF');
  });

  it('is the one of the card', () => {
    const digest = createHash('sha256').update(readFileSync(embeddedModel)).digest('hex');
    expect(readBeside('card.md')).toContain(digest);
  });
});

describe('the bytes', () => {
  afterEach(() => void vi.unstubAllGlobals());

  it('are those of the file', async () => {
    expect(Buffer.from(await embeddedModelBytes()).equals(readFileSync(embeddedModel))).toBe(true);
  });

  it('are fetched where the file is not one of this machine, and where nothing can read files', async () => {
    const asked: string[] = [];
    vi.stubGlobal('fetch', (url: string) => {
      asked.push(url);
      return Promise.resolve(new Response(new Uint8Array([71, 71])));
    });
    const elsewhere = new URL('https://example.org/embedded.gguf');
    expect(await embeddedModelBytes(elsewhere)).toEqual(new Uint8Array([71, 71]));
    vi.stubGlobal('process', undefined);
    const here = await embeddedModelBytes();
    vi.unstubAllGlobals();
    expect(here).toEqual(new Uint8Array([71, 71]));
    expect(asked).toEqual([elsewhere.href, embeddedModel.href]);
  });

  it('that cannot be read are named', async () => {
    const missing = new URL('none.gguf', embeddedModel);
    await expect(embeddedModelBytes(missing)).rejects.toThrow(ModelError);
    await expect(embeddedModelBytes(missing)).rejects.toThrow(
      /^embeddedModelBytes: cannot read file:.*none\.gguf: ENOENT/,
    );
    vi.stubGlobal('fetch', () => Promise.resolve(new Response('', { status: 404 })));
    await expect(embeddedModelBytes(new URL('https://example.org/a.gguf'))).rejects.toThrow(
      'embeddedModelBytes: cannot read https://example.org/a.gguf: the answer is 404',
    );
  });
});

describe('the figures', () => {
  const { figures } = JSON.parse(readBeside('figures.json')) as { figures: Record<string, Figures> };
  const [all, faithful, misled] = [figures['all']!, figures['all but the misleading form']!, figures[misleadingForm]!];

  it('are in the table of the card', () => {
    const rows = readBeside('card.md')
      .split('\n')
      .filter((line) => line.startsWith('|'))
      .map((line) => line.replace(/\s+/g, ' '));
    const interval = ({ mean, low, high }: Interval, digits: number): string =>
      `${mean.toFixed(digits)} [${low.toFixed(digits)}, ${high.toFixed(digits)}]`;
    for (const [form, each] of Object.entries(figures)) {
      const shown = ['1', '5', '10', '25', '50'].map((N) => {
        const { atLeast, atMost, sampled } = each.bestOfNIsRight[N]!;
        return atMost - atLeast < 0.002 ? atLeast.toFixed(3) : `~${sampled.mean.toFixed(3)}`;
      });
      const cells = [interval(each.coverage, 1), interval(each.mostLikelyIsRight, 3), interval(each.greedyIsRight, 3)];
      const name = form.startsWith('all') ? form : `\`${form}\``;
      expect(rows).toContain(`| ${[name, ...cells, ...shown].join(' | ')} |`);
    }
  });

  it('are what the model was made for', () => {
    expect(all.prompts).toBe(heldOutPrompts().length);
    expect(all.coverage.low).toBeGreaterThan(15);
    expect(all.coverage.high).toBeLessThan(60);
    expect(all.bestOfNIsRight['1']!.sampled.mean).toBeLessThan(0.45);
    expect(all.bestOfNIsRight['50']!.atLeast).toBeGreaterThan(0.9);
    expect(all.greedyIsRight.high).toBeLessThan(all.bestOfNIsRight['50']!.sampled.low);
    expect(faithful.greedyIsRight.high).toBeLessThan(faithful.bestOfNIsRight['50']!.sampled.low);
    expect(misled.greedyIsRight.low).toBeGreaterThan(misled.bestOfNIsRight['50']!.sampled.high);
  });

  it('have exact brackets that hold what was sampled', () => {
    for (const { atLeast, atMost, sampled } of Object.values(all.bestOfNIsRight)) {
      expect(atLeast).toBeLessThanOrEqual(atMost);
      // 640 prompts with 50 samples each: the standard error of the mean is below 0.012 at every N.
      expect(sampled.mean).toBeGreaterThan(atLeast - 0.04);
      expect(sampled.mean).toBeLessThan(atMost + 0.04);
    }
  });
});
