/**
 * Runs `whetstone model sharpen` at its defaults by both runtimes, one after the other, and writes their reports beside each
 * other: docs/trials/runtimes.jsonl and docs/trials/runtimes.md. Our own runs from the packed package, installed with no optional
 * package in a folder of its own; llama.cpp runs from this repository, which has it. Both are what `npm run build` has made.
 *
 *   npm run runtimes:trial
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { evaluate } from '../src/access/queries/evaluate.ts';
import type { BackendWith } from '../src/access/remote/backend.ts';
import { promptsInOrder } from '../src/access/remote/promptStreams.ts';
import { runAsync } from '../src/access/runAsync.ts';
import { table } from '../src/display/table.ts';
import type { Interval } from '../src/math/interval.ts';
import { Source } from '../src/math/random/source.ts';
import { embeddedModel } from '../src/models/embedded/embeddedModel.ts';
import { embeddedModelBytes } from '../src/models/embedded/embeddedModelBytes.ts';
import { openOnThreads } from '../src/models/embedded/node/openOnThreads.ts';
import { llama } from '../src/models/llama/llama.ts';
import type { Neural } from '../src/models/neural.ts';
import type { SharpeningReport } from '../src/models/protocols/sharpening/sharpeningReport.ts';
import { writeTrial } from './writeTrial.ts';

interface Runtime {
  /** What `--runtime` calls it. */
  readonly name: string;
  open(): Promise<BackendWith<Neural, 'evaluate'> & { dispose(): Promise<void> }>;
}

const own: Runtime = { name: 'whetstone', open: async () => openOnThreads(await embeddedModelBytes()) };
const llamaCpp: Runtime = { name: 'llama', open: () => llama({ path: embeddedModel }) };

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

interface Run {
  readonly runtime: string;
  readonly seconds: number;
  /** Of all cores together. */
  readonly processorSeconds: number;
  /** The most memory that the process held at once, MB. */
  readonly megabytes: number;
  /** The largest difference of the log-likelihood of a response from PyTorch's in double precision, nats. */
  readonly fromPyTorch: number;
  readonly report: SharpeningReport & { readonly model: string };
}

const USED = 'used by this process: ';
const SAY_USED = `process.on('exit', () => console.error('${USED}' + JSON.stringify(process.resourceUsage())))`;

const repository = fileURLToPath(new URL('..', import.meta.url));

/** Installs the packed package, without the optional ones, in the folder of a user. */
function install(folder: string): void {
  writeFileSync(join(folder, 'package.json'), '{ "name": "user", "private": true }');
  // --ignore-scripts: the build is there; to pack would be to build again.
  spoken(folder, ['npm', 'pack', repository, '--ignore-scripts', '--pack-destination', folder]);
  spoken(folder, ['npm', 'install', '--no-audit', '--no-fund', `./whetstone-${version}.tgz`]);
}

/** Runs a command in a folder; what it said. */
function spoken(cwd: string, [command, ...args]: readonly string[]): { stdout: string; stderr: string } {
  const { status, stdout, stderr, error } = spawnSync(command!, args, { cwd, encoding: 'utf8', maxBuffer: 2 ** 28 });
  if (status !== 0) throw new Error(`${command} ended with ${status}: ${stderr?.slice(-2000)}`, { cause: error });
  return { stdout, stderr };
}

/** Runs the package in a folder; its answers are kept in another. */
async function runOf(
  { name, open }: Runtime,
  [folder, whetstone]: readonly [string, string],
  out: string,
): Promise<Run> {
  const flags = ['model', 'sharpen', '--runtime', name, '--json', '--out', join(out, name)];
  process.stderr.write(`whetstone ${flags.slice(0, 5).join(' ')} ...\n`);
  const started = performance.now();
  const { stdout, stderr } = spoken(folder, [
    process.execPath,
    '--import',
    `data:text/javascript,${encodeURIComponent(SAY_USED)}`,
    join(whetstone, 'dist/cli/main.js'),
    ...flags,
  ]);
  const seconds = (performance.now() - started) / 1000;
  const used = JSON.parse(stderr.slice(stderr.lastIndexOf(USED) + USED.length)) as NodeJS.ResourceUsage;
  return {
    runtime: name,
    seconds,
    processorSeconds: (used.userCPUTime + used.systemCPUTime) / 1e6,
    megabytes: used.maxRSS / 1000,
    fromPyTorch: await fromPyTorch(open),
    report: JSON.parse(stdout) as Run['report'],
  };
}

/** Over the golden responses that the model gives of itself. */
async function fromPyTorch(open: Runtime['open']): Promise<number> {
  const golden = new URL('../test/reference/embeddedLogProbabilities.json', import.meta.url);
  const { rows } = JSON.parse(readFileSync(golden, 'utf8')) as {
    rows: { prompt: string; kind: string; response: string; tokens: number[]; logProbabilities: number[] }[];
  };
  const given = rows.filter(({ kind }) => kind === 'its own');
  const prompts = given.map(({ prompt }) => prompt);
  const responses = given.map(({ response: text, tokens }) => {
    return { text, tokens, tokenCount: tokens.length, ended: true };
  });
  const model = await open();
  try {
    const options = { prompts: promptsInOrder(prompts), source: Source.named('runtimes trial') };
    const { result } = await runAsync(evaluate<Neural>(prompts, responses), model, options);
    return Math.max(
      ...given.map(({ logProbabilities }, i) =>
        Math.abs(result[i]! - logProbabilities.reduce((sum, each) => sum + each, 0)),
      ),
    );
  } finally {
    await model.dispose();
  }
}

const ends = ({ lower, upper }: Interval, digits = 4): string =>
  lower.toFixed(digits) === upper.toFixed(digits)
    ? lower.toFixed(digits)
    : `${lower.toFixed(digits)}–${upper.toFixed(digits)}`;

const small = (value: number): string => (value === 0 ? '0' : value.toExponential(1));

/** The larger of the differences of the two ends. */
const apart = (a: Interval, b: Interval): number => Math.max(Math.abs(a.lower - b.lower), Math.abs(a.upper - b.upper));

/** By N: what was measured, from draws of each runtime's own, and what is exact. */
function accuracies(ours: Run, theirs: Run): string {
  const rows = ours.report.rows.map((row, i) => {
    const other = theirs.report.rows[i]!;
    return [
      row.N,
      row.logLikelihood?.mean.toFixed(3) ?? '',
      other.logLikelihood?.mean.toFixed(3) ?? '',
      ends(row.exact!),
      ends(other.exact!),
      small(apart(row.exact!, other.exact!)),
    ];
  });
  return table(['N', 'measured', '  by llama', 'exact', '  by llama', 'apart'], rows);
}

/** What was asked of both, a line each. */
function comparison(runs: readonly Run[]): string {
  const lines: readonly (readonly [name: string, cell: (run: Run) => string])[] = [
    ['time, s', ({ seconds }) => seconds.toFixed(0)],
    ['processor time, s', ({ processorSeconds }) => processorSeconds.toFixed(0)],
    ['peak memory, MB', ({ megabytes }) => megabytes.toFixed(0)],
    ['one response right', ({ report }) => report.all.plain!.toFixed(3)],
    ['greedy decoding right', ({ report }) => report.all.greedy!.toFixed(3)],
    ['y* right', ({ report }) => ends(report.all.mode!, 3)],
    ['y* certified, prompts', ({ report }) => `${report.search!.certified} of ${report.prompts}`],
    ['C_cov', ({ report }) => ends(report.all.coverage!, 3)],
    ['spread, nats', ({ report }) => small(report.spread!.nats)],
    ['from PyTorch, nats a response', (run) => small(run.fromPyTorch)],
  ];
  return table(
    ['', ...runs.map(({ runtime }) => `--runtime ${runtime}`)],
    lines.map(([name, cell]) => [name, ...runs.map(cell)]),
  );
}

/** The largest difference of the exact ends at any N, and of those of C_cov. */
function differencesOf({ report: ours }: Run, { report: theirs }: Run) {
  return {
    exact: Math.max(...ours.rows.map((row, i) => apart(row.exact!, theirs.rows[i]!.exact!))),
    coverage: apart(ours.all.coverage!, theirs.all.coverage!),
  };
}

const load = [loadavg()[0]!];
const folder = mkdtempSync(join(tmpdir(), 'whetstone-runtimes-'));
const runs: Run[] = [];
try {
  install(folder);
  runs.push(await runOf(own, [folder, 'node_modules/whetstone'], folder));
  load.push(loadavg()[0]!);
  runs.push(await runOf(llamaCpp, [repository, '.'], folder));
  load.push(loadavg()[0]!);
} finally {
  rmSync(folder, { recursive: true });
}
const [ours, theirs] = runs as [Run, Run];
const machine = { cpu: cpus()[0]!.model, cores: availableParallelism(), node: process.version, load };
const differences = differencesOf(ours, theirs);
const { prompts, samples } = ours.report;
writeTrial(
  'runtimes',
  [{ format: 'whetstone runtimes trial 1', version, machine, differences }, ...runs],
  `# The model that ships, by both runtimes

Written by \`npm run runtimes:trial\`; the whole reports are in [runtimes.jsonl](runtimes.jsonl). \`whetstone model sharpen\` at its
defaults, ${prompts} prompts and ${samples} responses each, by whetstone's own forward pass (the default) and by llama.cpp, one
after the other. Each draws responses of its own, so what is measured differs by chance. What is exact is between two
ends, which allow for the spread of the scores.

\`\`\`
${comparison(runs)}
\`\`\`

The largest difference of an exact end at any N is ${small(differences.exact)}, of an end of C_cov ${small(differences.coverage)}. Time and
memory are those of the whole command: whetstone's own from the packed package with no optional package installed,
llama.cpp's from the repository, where the figure is drawn too. Both ran on ${machine.cores} cores (${machine.cpu},
Node ${machine.node}) that others used as well: the load was ${load.map((each) => each.toFixed(1)).join(', ')} before, between and after. What was
compared with PyTorch in double precision are the responses in \`test/reference/embeddedLogProbabilities.json\` that the
model gives of itself.

Accuracy of best-of-N by log-likelihood:

\`\`\`
${accuracies(ours, theirs)}
\`\`\`
`,
);
for (const { runtime, seconds, megabytes } of runs) {
  console.log(`${runtime}: ${seconds.toFixed(0)} s, ${megabytes.toFixed(0)} MB`);
}
