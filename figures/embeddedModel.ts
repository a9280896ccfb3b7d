/**
 * Accuracy of best-of-N on the model that ships, drawn from the report of a long search:
 *
 *   npx whetstone model sharpen --mass 0.95 --budget 4000 --out FOLDER
 *
 * takes six minutes of processor time and writes FOLDER/report.json, which lies here as embeddedModel.report.json. This script
 * computes nothing.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { render, sharpeningChart } from '../src/display/charts/index.ts';
import type { SharpeningReport } from '../src/models/index.ts';

const file = (ending: string) => new URL(`embeddedModel.${ending}`, import.meta.url);
const report = JSON.parse(readFileSync(file('report.json'), 'utf8')) as SharpeningReport & { readonly model: string };
const { svg, png } = await render(sharpeningChart(report, report.model)!);
writeFileSync(file('svg'), svg);
writeFileSync(file('png'), png);
console.log(`wrote figures/embeddedModel.svg and .png from ${report.rows.length} rows`);
