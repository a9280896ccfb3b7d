import { expect, it } from 'vitest';
import { verdictText } from '../../src/cli/model/verdictText.ts';
import type { SharpeningReport } from '../../src/models/protocols/sharpening/sharpeningReport.ts';
import type { KnownAccuracy } from '../../src/models/protocols/sharpening/verdict.ts';

const exact = (lower: number, upper: number): KnownAccuracy => ({ lower, upper, rests: 'exact' });
const measured = (lower: number, upper: number): KnownAccuracy => ({ lower, upper, rests: 'measured' });
const SAMPLES = 'more --samples narrow what was measured';
const SEARCH = 'a larger --budget with a --mass nearer 1 may narrow what is exact, which more --samples do not';

it.each<[what: string, one: KnownAccuracy, best: KnownAccuracy, said: string]>([
  ['both are exact', exact(0.432, 0.643), exact(0.504, 0.505), `on 0.432–0.643, and these overlap; ${SEARCH}.`],
  ['both were measured', measured(0.4, 0.6), measured(0.5, 0.7), `and these overlap; ${SAMPLES}.`],
  ['one of each', exact(0.4, 0.6), measured(0.5, 0.7), `and these overlap; ${SAMPLES}, and ${SEARCH}.`],
  [
    'both are one number',
    exact(0.5, 0.5),
    exact(0.5, 0.5),
    'these are the same; only other prompts can tell them apart.',
  ],
])('a verdict that is open says what can close it: %s', (_what, one, best, said) => {
  const verdict = { finding: 'open', N: 8, one, best };
  const report = { verdict, prompts: 2, samples: 8, failure: 1e-3, drawn: { cut: 0 }, all: {} } as SharpeningReport;
  const text = verdictText(report, 64);
  expect(text).toContain(said);
  expect(text).toMatch(/^Not shown: best-of-N by log-likelihood is right on /);
});
