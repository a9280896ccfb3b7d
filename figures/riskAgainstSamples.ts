/**
 * Risk of SFT-sharpening on one hard family against the number of samples, between the paper's bounds.
 *
 * Writes rows, SVG and PNG beside this file. Each line stands at its best split of m into n prompts and N responses.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { render, riskAgainstSamples } from '../src/experiments/plots/index.ts';
import type { RiskRow } from '../src/experiments/plots/index.ts';
import {
  bestOfNClass,
  clopperPearson,
  hardFamily,
  isSharpenedAt,
  logLikelihood,
  run,
  sftSharpening,
  Source,
} from '../src/index.ts';
import { thm31, thm41InExpectation } from '../src/theory/bounds/index.ts';

const NAME = 'riskAgainstSamples';
const parameters = { prompts: 4, responses: 16, hardMass: 0.5 };
const { prompts: d, responses: M, hardMass: Delta } = parameters;
const delta = 0.5;
const family = hardFamily(parameters);
const { logSize: logClassSize } = family.baseClass;
const { coverage } = family;

/** Four budgets a decade from 10 to 1e8. */
const budgets = Array.from({ length: 29 }, (_, i) => Math.round(10 ** (1 + i / 4)));
/** All intervals of the figure together fail with at most this probability. */
const FAILURE = 1e-3;
const PILOT = 500;
const REPLICATIONS = 20_000;

/** Below this N even pi^BoN_N leaves y* with less than 1 - delta, so that no fit of it is sharpened. */
const leastN = Math.ceil(Math.log(delta) / Math.log1p(-2 / M));

/**
 * How many of so many independent runs fail at a hard prompt that is picked anew in each.
 *
 * Whether a fit fails at a prompt depends on the hidden response there alone, so worlds that hide the same response at
 * every prompt stand for all M^d; there are M of them, and their tables are built once.
 */
function failures(n: number, N: number, replications: number, source: Source): number {
  const policyClass = bestOfNClass(family, N);
  const worlds = hiddenAlike.map((world) => world.withClass(policyClass));
  let failed = 0;
  for (let i = 0; i < replications; i++) {
    const replication = source.split(i);
    const nature = replication.split('nature');
    const world = worlds[nature.index(M)]!;
    const { result } = run(sftSharpening({ n, N, reward: logLikelihood }), world, { source: replication });
    if (!isSharpenedAt(result, world.base, 1 + nature.index(d), { delta })) failed++;
  }
  return failed;
}

const hiddenAlike = Array.from({ length: M }, (_, j) => family.at(Array<number>(d).fill(j)));

/** SFT-sharpening with m samples at the N that did best in a pilot of its own; then measured afresh. */
function measured(m: number): RiskRow {
  const source = Source.named(`figures/${NAME}/m = ${m}`);
  const choices = [1, 1.4, 2, 2.8, 4, 5.6, 8].map((times) => Math.round(leastN * times)).filter((N) => N <= m);
  const pilots = choices.map((N) => ({ N, failed: failures(Math.floor(m / N), N, PILOT, source.split(`pilot ${N}`)) }));
  const { N } = pilots.reduce((best, pilot) => (pilot.failed < best.failed ? pilot : best));
  const n = Math.floor(m / N);
  const failed = failures(n, N, REPLICATIONS, source.split('measure'));
  const { lower, upper } = clopperPearson(failed, REPLICATIONS, FAILURE / budgets.length);
  return {
    line: 'measured',
    m,
    n,
    N,
    risk: (Delta * failed) / REPLICATIONS,
    lower: Delta * lower,
    upper: Delta * upper,
  };
}

/** Thm 4.1' in expectation at the split of m where its derivative along nN = m is zero. */
function upperBound(m: number): RiskRow {
  const values = (N: number) => ({ logClassSize, delta, coverage, n: Math.floor(m / N), N });
  const [byN, byPrompts] = [thm41InExpectation.derivative('N'), thm41InExpectation.derivative('n')];
  let [low, high] = [1, m];
  while (high - low > 1) {
    const N = Math.round((low + high) / 2);
    const at = values(N);
    // N dB/dN - n dB/dn: the slope along nN = m in log N.
    if (N * byN(at) - at.n * byPrompts(at) > 0) high = N;
    else low = N;
  }
  const [best] = [low, high]
    .map((N) => ({ N, n: Math.floor(m / N), value: thm41InExpectation.evaluate(values(N)) }))
    .sort((a, b) => a.value - b.value) as [{ N: number; n: number; value: number }];
  const vacuous = best.value >= Delta;
  return { line: 'upper bound', m, n: best.n, N: best.N, risk: Math.min(Delta, best.value), vacuous };
}

/** Where Thm 4.1' begins to say something: its value falls below Delta. */
function vacuousUpTo(): number {
  let [low, high] = [budgets[0]!, budgets.at(-1)!];
  while (high - low > 1) {
    const m = Math.round((low + high) / 2);
    if (upperBound(m).vacuous) low = m;
    else high = m;
  }
  return high;
}

/** Delta/16 up to the m that Thm 3.1' asks for. */
function lowerBound(): RiskRow[] {
  const most = thm31.evaluate({ prompts: d, responses: M, eps: Delta / 16 });
  return [budgets[0]!, most].map((m) => ({ line: 'lower bound' as const, m, risk: Delta / 16 }));
}

const turn = upperBound(vacuousUpTo());
const upper = [...budgets.map(upperBound), turn, { ...turn, risk: Delta, vacuous: true }].sort((a, b) => a.m - b.m);
const computed = [...upper, ...budgets.map(measured), ...lowerBound()];
const file = (ending: string) => new URL(`${NAME}.${ending}`, import.meta.url);
writeFileSync(file('jsonl'), computed.map((row) => `${JSON.stringify(row)}\n`).join(''));
const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};
const provenance = {
  script: `figures/${NAME}.ts`,
  version,
  parameters,
  delta,
  replications: REPLICATIONS,
  pilot: PILOT,
  failure: FAILURE,
};
writeFileSync(file('provenance.json'), `${JSON.stringify(provenance, null, 2)}\n`);

// The figure is drawn from the rows as they lie on disk.
const rows = readFileSync(file('jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as RiskRow);
const chart = riskAgainstSamples(rows, {
  title: 'SFT-sharpening between the bounds of the theory',
  subtitle: [
    `Hard family: ${d} hard prompts of mass Δ = ${Delta} together, M = ${M} responses to each.`,
    `Sharpened: mass at least 1 − δ = ${1 - delta} on y* (Def 3.1). Each line at its best n and N.`,
    `Intervals hold together with probability ${1 - FAILURE};`,
    `▼ is the upper end where none of ${REPLICATIONS.toLocaleString('en')} runs failed.`,
  ],
  names: {
    'upper bound': "Thm 4.1' in expectation, at most Δ; dotted where vacuous",
    measured: 'SFT-sharpening, measured',
    'lower bound': "Thm 3.1': no learner is below Δ/16 with fewer samples",
  },
});
const { svg, png } = await render(chart);
writeFileSync(file('svg'), svg);
writeFileSync(file('png'), png);
console.log(`wrote figures/${NAME}.svg, .png and .jsonl (${rows.length} rows)`);
