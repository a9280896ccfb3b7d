import { Command } from 'commander';
import type { Claim, Grid, ModelLaws, MutationOutcome, Verdict } from '../claims/index.ts';
import { count } from '../display/count.ts';
import { jsonLine } from '../display/jsonLine.ts';
import { asUsageErrors } from './asUsageErrors.ts';
import { loadClaims } from './loadClaims.ts';
import { nearest } from './nearest.ts';
import { progressBar } from '../display/progress.ts';
import { table } from '../display/table.ts';
import { UsageError } from './usageError.ts';

interface CheckFlags {
  readonly full?: boolean;
  readonly json?: boolean;
  readonly mutations?: boolean;
  readonly models?: boolean;
  readonly claims?: string;
  readonly mutate?: string;
  readonly list?: boolean;
}

/** `whetstone check`: runs the statements of the paper. */
export function checkCommand(): Command {
  return new Command('check')
    .argument('[ids...]', 'only these statements, e.g. thm-4.1')
    .option('--full', 'the large grid: more and larger cases')
    .option('--json', 'one JSON object a line on stdout, nothing else')
    .option('--models', 'the statements on the laws of an actual transformer as well, the model that ships')
    .option(
      '--claims <module>',
      'statements of your own as well: a module that exports a list `claims`, e.g. ./mine.js',
    )
    .option('--mutations', 'change each bound on purpose, and show which changes the check notices')
    .option('--mutate <id/mutation>', "check one statement with its bound changed, e.g. 'thm-4.1/N for N*'")
    .option(
      '--list',
      'the statements that there are, by id; of those that are named, what is compared; with --mutations the changes of each',
    )
    .addHelpText(
      'after',
      `
A ratio is measured/bound for upper bounds and bound/measured for lower ones: at
most 1 when the statement holds, near 1 where it is tight. What is compared is
said by --list with ids, or with --json. Exit code 1 if any statement is
violated, or cannot be checked for an error. JSON has no infinities: with --json
a ratio or a slack without end is the string "Infinity".

Examples:
  whetstone check                     the quick ledger
  whetstone check --list              the ids
  whetstone check prop-c.1 --list     what a statement compares
  whetstone check prop-c.1 --json     one statement, for a script
  whetstone check --mutations         how sharp is the check itself?
  whetstone check --claims ./mine.js  statements of your own as well`,
    )
    .action((ids: string[], flags: CheckFlags) => asUsageErrors('check', () => check(ids, flags)));
}

async function check(ids: string[], flags: CheckFlags): Promise<void> {
  // The formulas' parser takes most of a second to load: other commands do without it.
  const {
    ledger: explicit,
    checkClaim,
    checkMutation,
    LEDGER_FAILURE,
    modelClaims,
  } = await import('../claims/index.ts');
  const laws = flags.models ? await loadLaws() : undefined;
  if (flags.models && !laws) return;
  const own = flags.claims === undefined ? [] : await loadClaims(flags.claims, explicit);
  const ledger = [...explicit, ...(laws ? modelClaims(laws) : []), ...own];
  const failure = own.reduce((sum, { failureProbability = 0 }) => sum + failureProbability, LEDGER_FAILURE);
  const chosen = choose(ledger, ids);
  if (flags.list) return list(chosen, { ...flags, named: ids.length > 0 });
  const grid: Grid = flags.full ? 'full' : 'quick';
  if (flags.mutate !== undefined) {
    if (ids.length > 0 || flags.mutations) {
      throw new UsageError('check: --mutate names its statement itself; leave out the ids and --mutations');
    }
    const [claim, mutation] = chooseMutation(ledger, flags.mutate);
    report([checkClaim(claim, { grid, bound: claim.bound.withFormula(mutation.formula(1)) })], flags, failure);
    return;
  }
  const bar = progressBar('checking');
  if (flags.mutations) {
    const pairs = chosen.flatMap((claim) => claim.mutations.map((mutation) => ({ claim, mutation })));
    const outcomes = pairs.map(({ claim, mutation }, done) => {
      bar.update(done, pairs.length, `${claim.statement}: ${mutation.name}`);
      return checkMutation(claim, mutation, grid);
    });
    bar.stop();
    reportMutations(outcomes, flags);
    return;
  }
  const verdicts = chosen.map((claim, done) => {
    bar.update(done, chosen.length, claim.statement);
    const onCase = (_result: unknown, cases: number) =>
      bar.update(done, chosen.length, `${claim.statement}, case ${cases}`);
    return checkClaim(claim, { grid, onCase });
  });
  bar.update(chosen.length, chosen.length);
  bar.stop();
  report(verdicts, flags, failure);
}

/** The runtime of the model is loaded only where it is asked for; undefined where Ctrl-C stopped the search. */
async function loadLaws(): Promise<ModelLaws | undefined> {
  const { embeddedLaws } = await import('./checkModels.ts');
  return await embeddedLaws();
}

function choose(ledger: readonly Claim[], ids: readonly string[]): readonly Claim[] {
  const known = ledger.map(({ id }) => id);
  for (const id of ids) {
    if (!known.includes(id)) {
      if (id.endsWith('-on-model')) throw new UsageError(`check: '${id}' speaks of a model; it needs --models`);
      throw new UsageError(`check: no statement '${id}'${suggestion(id, known)}`);
    }
  }
  return ids.length === 0 ? ledger : ledger.filter(({ id }) => ids.includes(id));
}

/** What may have been meant, or where to look. */
function suggestion(id: string, known: readonly string[]): string {
  const near = nearest(id, known);
  return near.length > 0 ? `; near it: ${near.join(', ')}` : '; whetstone check --list shows them';
}

function chooseMutation(ledger: readonly Claim[], text: string) {
  const [id = '', ...rest] = text.split('/');
  const claim = ledger.find((each) => each.id === id);
  const known = ledger.map((each) => each.id);
  if (!claim) throw new UsageError(`check: no mutation '${text}': no statement '${id}'${suggestion(id, known)}`);
  const mutation = claim.mutations.find(({ name }) => name === rest.join('/'));
  if (mutation) return [claim, mutation] as const;
  const names = claim.mutations.map(({ name }) => `  ${claim.id}/${name}`);
  throw new UsageError(`check: no mutation '${text}'; of ${claim.id} there are\n${names.join('\n')}`);
}

function list(claims: readonly Claim[], { json, mutations, named }: CheckFlags & { readonly named: boolean }): void {
  if (json) {
    for (const { id, statement, source, compares, mutations: changes } of claims) {
      const names = changes.map(({ name }) => name);
      console.log(JSON.stringify({ id, statement, source, compares, ...(mutations && { mutations: names }) }));
    }
  } else if (mutations) {
    for (const claim of claims) for (const { name } of claim.mutations) console.log(`${claim.id}/${name}`);
  } else if (named) {
    const rows = claims.map(({ id, statement, compares }) => [id, statement, compares]);
    console.log(table(['id', 'statement', 'compared'], rows));
  } else {
    // A statement a line: what each compares would take several.
    const rows = claims.map(({ id, statement }) => [id, statement]);
    console.log(table(['id', 'statement'], rows));
  }
}

function report(verdicts: readonly Verdict[], { json }: CheckFlags, failureProbability: number): void {
  const having = (kind: Verdict['verdict']) => verdicts.filter(({ verdict }) => verdict === kind);
  const [holding, violated, failed] = [having('holds'), having('violated'), having('failed')];
  if (holding.length < verdicts.length) process.exitCode = 1;
  if (json) {
    for (const verdict of verdicts) console.log(jsonLine(verdict));
    return;
  }
  const rows = verdicts.map(({ statement, cases, ratio, verdict, seconds }) => [
    statement,
    cases,
    verdict === 'failed' ? '' : ratio.toPrecision(4),
    verdict,
    `${seconds.toFixed(1)} s`,
  ]);
  console.log(table(['statement', 'cases', 'ratio', 'verdict', 'time'], rows));
  for (const { statement, tightest, ratio, printedRatio = Infinity } of violated) {
    const why =
      printedRatio > 1
        ? `ratio ${ratio.toPrecision(4)} at ${tightest}`
        : 'the form that the paper prints holds as well';
    console.log(`\n${statement} is violated: ${why}`);
  }
  for (const { statement, error } of failed) console.log(`\n${statement} could not be checked: ${error}`);
  const misprints = verdicts.filter(({ printedRatio = 0 }) => printedRatio > 1);
  if (misprints.length > 0) {
    const list = misprints.map(({ statement, printedRatio }) => `  ${statement}: ${printedRatio!.toPrecision(4)}`);
    console.log(
      `\nForms in print that fail, as they should (docs/deviations.md), and their ratios:\n${list.join('\n')}`,
    );
  }
  console.log(
    `\n${holding.length} of ${count(verdicts.length, 'statement')} ${verdicts.length === 1 ? 'holds' : 'hold'}. Ratio: measured/bound, for lower bounds\n` +
      `bound/measured; at most 1 when the statement holds. Statistical statements are\n` +
      `judged by the end of an interval that favours them: a false alarm anywhere has\n` +
      `probability at most ${failureProbability}.`,
  );
}

function reportMutations(outcomes: readonly MutationOutcome[], { json }: CheckFlags): void {
  const failed = outcomes.filter(({ error }) => error !== undefined);
  const missed = outcomes.filter(({ red, slack = Infinity }) => !red && slack === Infinity);
  if (failed.length > 0 || missed.length > 0) process.exitCode = 1;
  if (json) {
    for (const outcome of outcomes) console.log(jsonLine(outcome));
    return;
  }
  const rows = outcomes.map((outcome) => {
    const { claim, mutation, ratio, slack, error } = outcome;
    const shown = error === undefined ? ratio.toPrecision(4) : '';
    return [
      claim,
      mutation,
      wordFor(outcome),
      shown,
      slack === undefined ? '' : `shows when ${slack.toPrecision(3)} times larger`,
    ];
  });
  console.log(table(['statement', 'change', 'outcome', 'ratio', 'slack'], rows));
  for (const { claim, mutation, error } of failed) console.log(`\n${claim}/${mutation} could not be checked: ${error}`);
}

function wordFor({ red, slack = Infinity, error }: MutationOutcome): string {
  if (error !== undefined) return 'FAILED';
  return red ? 'noticed' : slack === Infinity ? 'MISSED' : 'hidden by slack';
}
