import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { render } from '../../../src/display/charts/render.ts';
import { sharpeningChart } from '../../../src/display/charts/sharpening.ts';
import { embeddedModelBytes } from '../../../src/models/embedded/embeddedModelBytes.ts';
import { openOnThreads } from '../../../src/models/embedded/node/openOnThreads.ts';
import type { SharpeningReport } from '../../../src/models/protocols/sharpening/sharpeningReport.ts';

const figure = (ending: string): string =>
  readFileSync(new URL(`../../../figures/embeddedModel.${ending}`, import.meta.url), 'utf8');
const report = JSON.parse(figure('report.json')) as SharpeningReport & {
  readonly model: string;
  readonly maxTokens: number;
};

it('draws the figure of the model that ships, to the byte', async () => {
  const { svg } = await render(sharpeningChart(report, report.model)!);
  expect(svg).toBe(figure('svg'));
});

it('draws a report of the model that ships, as the command opens it by itself', async () => {
  const model = await openOnThreads(await embeddedModelBytes(), { maxTokens: report.maxTokens });
  expect(report.model).toBe(model.name);
  await model.dispose();
});

it('speaks of what is exact only where a search was made', () => {
  const { search: _search, ...measured } = report;
  const titleOf = (of: SharpeningReport) => sharpeningChart(of, 'a model')!['title'];
  expect(titleOf(report)).toMatchObject({ text: 'Best-of-N on a language model: measured, and exact' });
  expect(titleOf(measured)).toEqual({
    text: 'Best-of-N on a language model: measured',
    subtitle: ['a model', '128 prompts, 50 responses each; intervals hold together with probability 0.999.'],
  });
});

it('has nothing to draw without answers', () => {
  const { plain: _plain, ...all } = report.all;
  expect(sharpeningChart({ ...report, all }, 'a model')).toBeUndefined();
});
