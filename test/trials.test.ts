import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { embeddedModelBytes } from '../src/models/embedded/embeddedModelBytes.ts';
import { openEmbedded } from '../src/models/embedded/openEmbedded.ts';
import type { SharpeningReport } from '../src/models/protocols/sharpening/sharpeningReport.ts';

interface Run {
  readonly runtime: string;
  readonly megabytes: number;
  readonly fromPyTorch: number;
  readonly report: SharpeningReport & { readonly model: string; readonly maxTokens: number };
}

const lines = readFileSync(new URL('../docs/trials/runtimes.jsonl', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n');
const [ours, theirs] = lines.slice(1).map((line) => JSON.parse(line) as Run) as [Run, Run];

it('the trial of both runtimes is of the model that ships, as the library opens it today', async () => {
  const { maxTokens, model } = ours.report;
  const opened = await openEmbedded(await embeddedModelBytes(), { maxTokens });
  expect(model).toBe(opened.name);
  expect([ours.runtime, theirs.runtime]).toEqual(['whetstone', 'llama']);
  expect(theirs.report.model).toMatch(/^llama\.cpp embedded\.gguf \w+, rows in fours/);
});

it('both runtimes come to the same there, and the one without a native package within its memory', () => {
  expect(ours.report.rows.length).toBeGreaterThan(10);
  ours.report.rows.forEach(({ N, exact }, i) => {
    const other = theirs.report.rows[i]!;
    expect(other.N).toBe(N);
    expect(Math.abs(exact!.lower - other.exact!.lower)).toBeLessThan(1e-3);
    expect(Math.abs(exact!.upper - other.exact!.upper)).toBeLessThan(1e-3);
  });
  expect(theirs.report.search!.certified).toBe(ours.report.search!.certified);
  expect(ours.fromPyTorch).toBeLessThan(theirs.fromPyTorch);
  expect(ours.megabytes).toBeLessThan(400);
});
