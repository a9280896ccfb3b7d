import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bestOfN } from '../../../src/access/queries/bestOfN.ts';
import { promptsInOrder } from '../../../src/access/remote/promptStreams.ts';
import { runAsync } from '../../../src/access/runAsync.ts';
import { Source } from '../../../src/math/random/source.ts';
import { embeddedModel } from '../../../src/models/embedded/embeddedModel.ts';
import { heldOutPrompts } from '../../../src/models/embedded/heldOutPrompts.ts';
import { openEmbedded } from '../../../src/models/embedded/openEmbedded.ts';
import type { Neural } from '../../../src/models/neural.ts';
import { arithmetic } from '../../../src/models/tasks/arithmetic.ts';
import { logLikelihood } from '../../../src/policies/rewards/logLikelihood.ts';
import { requirement } from '../../support/requirement.ts';

const CHROMIUM = process.env.WHETSTONE_CHROMIUM ?? '/usr/bin/chromium';
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const missing = existsSync(CHROMIUM) ? undefined : `there is no ${CHROMIUM}; Debian's package is called chromium`;

/** What a page runs, as a user writes it against the published entries. */
const PAGE = `
  import { bestOfN, logLikelihood, promptsInOrder, runAsync, Source } from 'whetstone';
  import { arithmetic, heldOutPrompts, openEmbedded } from 'whetstone/models/embedded';
  globalThis.choose = async (base64, n, N) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const model = await openEmbedded(bytes, { maxTokens: 48 });
    const prompts = heldOutPrompts().slice(0, n);
    const learner = bestOfN({ n, N, reward: logLikelihood });
    const started = performance.now();
    let shown = 0;
    const counting = setInterval(() => shown++, 50);
    const { result } = await runAsync(learner, model, {
      prompts: promptsInOrder(prompts),
      source: Source.named('in a page'),
    });
    clearInterval(counting);
    const empty = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0);
    const wasm = await WebAssembly.compile(empty).then(() => true, () => false);
    return {
      wasm,
      name: model.name,
      texts: result.responses.map(({ text }) => text),
      logLikelihoods: [...result.logLikelihoods],
      right: result.responses.filter((response, i) => arithmetic.isRight({ prompt: prompts[i] }, response)).length,
      seconds: (performance.now() - started) / 1000,
      shown,
    };
  };`;

interface Chosen {
  /** Whether the page may use WebAssembly. */
  readonly wasm: boolean;
  readonly name: string;
  readonly texts: readonly string[];
  readonly logLikelihoods: readonly number[];
  readonly right: number;
  readonly seconds: number;
  readonly shown: number;
}

requirement('chromium', missing)('the model that ships, in a page without a network', () => {
  const src = (path: string) => fileURLToPath(new URL(`../../../src/${path}`, import.meta.url));
  let script: string;
  let browser: Browser;

  beforeAll(async () => {
    const { outputFiles } = await build({
      stdin: { contents: PAGE, resolveDir: src('') },
      bundle: true,
      write: false,
      format: 'iife',
      platform: 'browser',
      logLevel: 'error',
      // As \`embeddedModel\` is never asked for, a page is not told where it lies.
      define: { 'import.meta.url': '"https://page.invalid/"' },
      alias: { whetstone: src('index.ts'), 'whetstone/models/embedded': src('models/embedded/index.ts') },
    });
    script = outputFiles[0]!.text;
    const { chromium } = await import('playwright-core');
    browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
  });

  /** Best-of-N in a page of its own, which may load nothing, under a security policy for scripts. */
  async function chosenInPage(scripts: string, n: number, N: number): Promise<Chosen> {
    const context = await browser.newContext({ offline: true });
    try {
      const page = await context.newPage();
      const failures: string[] = [];
      page.on('pageerror', (error) => failures.push(error.message));
      const policy = `default-src 'none'; script-src ${scripts}`;
      const html = `<!doctype html><meta http-equiv="Content-Security-Policy" content="${policy}"><script>${script.replaceAll('</script', '<\\\\/script')}</script>`;
      await page.setContent(html);
      const base64 = readFileSync(embeddedModel).toString('base64');
      const chosen = (await page.evaluate(
        ([bytes, prompts, draws]) =>
          (globalThis as unknown as { choose(...of: unknown[]): Promise<unknown> }).choose(bytes, prompts, draws),
        [base64, n, N] as const,
      )) as Chosen;
      expect(failures).toEqual([]);
      return chosen;
    } finally {
      await context.close();
    }
  }

  /** The same in this process. */
  async function chosenHere(n: number, N: number) {
    const model = await openEmbedded(new Uint8Array(readFileSync(embeddedModel)), { maxTokens: 48 });
    const prompts = heldOutPrompts().slice(0, n);
    const source = Source.named('in a page');
    const learner = bestOfN<Neural>({ n, N, reward: logLikelihood });
    const { result } = await runAsync(learner, model, { prompts: promptsInOrder(prompts), source });
    return { ...result, name: model.name, prompts };
  }

  function requireSame(
    chosen: Chosen,
    { name, responses, logLikelihoods }: Awaited<ReturnType<typeof chosenHere>>,
  ): void {
    expect(chosen.name).toBe(name);
    expect(chosen.texts).toEqual(Array.from(responses, ({ text }) => text));
    // A browser may round exponentials otherwise.
    chosen.logLikelihoods.forEach((value, i) => expect(value).toBeCloseTo(logLikelihoods[i]!, 4));
  }

  it(
    'chooses the best of 50 at 20 prompts as Node does, marks them, and lets the page live',
    { timeout: 180_000 },
    async () => {
      const chosen = await chosenInPage("'unsafe-inline' 'wasm-unsafe-eval'", 20, 50);
      const here = await chosenHere(20, 50);
      expect(chosen.wasm).toBe(true);
      requireSame(chosen, here);
      const marked = Array.from(here.responses, (response, i) =>
        arithmetic.isRight({ prompt: here.prompts[i]! }, response),
      );
      expect(chosen.right).toBe(marked.filter(Boolean).length);
      expect(chosen.right).toBeGreaterThan(12);
      expect(chosen.shown).toBeGreaterThan(0);
      process.stderr.write(
        `  in Chromium: best of 50 at 20 prompts in ${chosen.seconds.toFixed(1)} s, ${chosen.right} right\n`,
      );
    },
  );

  it('does so, more slowly, where the page forbids WebAssembly', { timeout: 180_000 }, async () => {
    const chosen = await chosenInPage("'unsafe-inline'", 2, 4);
    expect(chosen.wasm).toBe(false);
    requireSame(chosen, await chosenHere(2, 4));
  });
});
