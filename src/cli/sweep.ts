import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { Command } from 'commander';
import type { AnyExperiment, Sweep } from '../experiments/index.ts';
import { integer } from './integer.ts';
import { count } from '../display/count.ts';
import { progressBar } from '../display/progress.ts';
import { table } from '../display/table.ts';
import { wrap } from '../display/wrap.ts';
import { messageOf } from './asUsageErrors.ts';
import { UsageError } from './usageError.ts';

interface SweepFlags {
  readonly out?: string;
  readonly threads: number;
  readonly experiments?: string;
  readonly replace?: boolean;
  readonly json?: boolean;
  readonly list?: boolean;
}

/** The experiments that a command knows, and the module that exports them to worker threads. */
interface ExperimentRegistry {
  readonly experiments: readonly AnyExperiment[];
  readonly module: string;
}

// Schemas and experiments take a while to load: other commands do without them.
const ofTheCommand = (): Promise<ExperimentRegistry> => import('./registry/experiments.ts');

/** `whetstone sweep`: runs the cases of an experiment. */
export function sweepCommand(load = ofTheCommand): Command {
  return new Command('sweep')
    .argument('[spec]', 'the file, e.g. risk.json')
    .option('--out <file>', 'where the rows go; default: beside the spec, risk.rows.jsonl')
    .option(
      '--threads <count>',
      'worker threads; 0 runs the cases in the process itself',
      integer,
      availableParallelism(),
    )
    .option('--experiments <module>', 'a module of your own that exports a list `experiments`, e.g. ./mine.js')
    .option('--replace', 'replace rows of another spec or another version')
    .option('--json', 'the file of rows on stdout, nothing else')
    .option('--list', 'the experiments that there are, with their parameters')
    .addHelpText(
      'after',
      `
A spec names an experiment, a seed, and cases: a list of them, or a grid of
which every combination is a case.

  {
    "format": "whetstone sweep 1",
    "experiment": "sft-risk",
    "seed": "first try",
    "fixed": {
      "world": {
        "kind": "hard-family", "prompts": 4, "responses": 16, "hardMass": 0.5
      },
      "delta": 0.5,
      "replications": 1000
    },
    "grid": { "n": [100, 1000, 10000], "N": [10, 40] }
  }

A world of your own is written out, a list of masses for each prompt; prompts
are uniform without "promptLaw":

  "world": {
    "kind": "masses", "masses": [[0.5, 0.3, 0.2], [0.4, 0.35, 0.25]],
    "promptLaw": [0.9, 0.1]
  }

Rows do not depend on threads, machine or order; wall times go to a file of
their own, OUT.timing.json. A sweep that was stopped or killed goes on where it
was when the same command is given again.

Examples:
  whetstone sweep risk.json
  whetstone sweep --list
  whetstone sweep coins.json --experiments ./mine.js`,
    )
    .action((path: string | undefined, flags: SweepFlags) => runSpec(path, flags, load));
}

async function runSpec(
  path: string | undefined,
  flags: SweepFlags,
  load: () => Promise<ExperimentRegistry>,
): Promise<void> {
  const registry = await load();
  const { CaseError, inline, parseSpec, SpecError } = await import('../experiments/index.ts');
  const { loadExperiments, OtherSweepError, runSweep, SweepFileError, SweepStoppedError, threads } =
    await import('../experiments/node/index.ts');
  const { LockedError } = await import('../files/lock.ts');
  const { readText, TextFileError } = await import('../files/readText.ts');
  const { DomainError } = await import('../math/domainError.ts');
  const { experiments: own } = flags;
  const known: readonly AnyExperiment[] =
    own === undefined
      ? registry.experiments
      : await loadExperiments(own, registry.experiments).catch((error: unknown) => {
          throw error instanceof DomainError ? new UsageError(`sweep: ${messageOf(error)}`) : error;
        });
  if (flags.list) return list(known, flags);
  if (path === undefined) throw new UsageError('sweep: no spec; give a JSON file, or --list to see the experiments');
  const out = flags.out ?? `${path.replace(/\.json$/, '')}.rows.jsonl`;
  const stop = new AbortController();
  const onInterrupt = (): void => stop.abort();
  const bar = progressBar('cases');
  try {
    const sweep = parseSpec(readText(path), { file: path, experiments: known });
    const executor =
      flags.threads === 0
        ? inline
        : threads(flags.threads, { module: [registry.module, ...(own === undefined ? [] : [own])] });
    const note = noteOf(sweep);
    process.once('SIGINT', onInterrupt);
    const { rows, ran } = await runSweep(sweep, {
      path: out,
      executor,
      replace: flags.replace ?? false,
      signal: stop.signal,
      onProgress: ({ done, total, running }) =>
        bar.update(done, total, running === undefined ? undefined : note(running)),
    });
    bar.stop();
    if (flags.json) process.stdout.write(readFileSync(out));
    else if (ran === 0)
      console.log(
        `${out}: ${rows.length === 1 ? 'the row was' : `all ${count(rows.length, 'row')} were`} there already`,
      );
    else
      console.log(
        `${out}: ${count(rows.length, 'row')}${ran < rows.length ? `, ${rows.length - ran} of them from before` : ''}`,
      );
  } catch (error) {
    bar.stop();
    if (error instanceof SweepStoppedError) {
      console.error(
        `sweep: stopped with ${error.done} of ${error.total} cases finished; the same command goes on from there`,
      );
      process.exitCode = 130;
    } else if (error instanceof CaseError) {
      console.error(`sweep: ${error.message}\nsweep: the cases that were finished are kept in ${out}.journal`);
      process.exitCode = 1;
    } else if (error instanceof OtherSweepError)
      throw new UsageError(`sweep: ${error.message}: --out FILE, or --replace`);
    else if (error instanceof SpecError) throw new UsageError(error.message);
    else if ([SweepFileError, TextFileError, LockedError, DomainError].some((kind) => error instanceof kind))
      throw new UsageError(`sweep: ${messageOf(error as Error)}`);
    else throw error;
  } finally {
    process.off('SIGINT', onInterrupt);
  }
}

/** What tells a case from the others, for the progress bar. */
function noteOf({ cases }: Sweep): (index: number) => string {
  const [first] = cases as readonly Record<string, unknown>[];
  const text = (value: unknown): string => JSON.stringify(value);
  const varying = Object.keys(first!).filter((name) => cases.some((each) => text(each[name]) !== text(first![name])));
  return (index) => `at ${varying.map((name) => `${name} = ${text(cases[index][name])}`).join(', ')}`;
}

async function list(known: readonly AnyExperiment[], { json }: SweepFlags): Promise<void> {
  const { parameterList, parameterSchema } = await import('../experiments/index.ts');
  for (const experiment of known) {
    const { id, describes } = experiment;
    if (json) {
      console.log(JSON.stringify({ id, describes, parameters: parameterSchema(experiment) }));
      continue;
    }
    const rows = parameterList(experiment).map(({ name, meaning, domain }) => [name, domain, meaning]);
    console.log(`${id}\n  ${wrap(describes, 78, '  ')}\n\n${table(['parameter', 'values', 'meaning'], rows)}\n`);
  }
}
