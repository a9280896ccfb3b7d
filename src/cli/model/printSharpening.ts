import type { Interval } from '../../math/interval.ts';
import type { Estimate, FormReport, SharpeningReport } from '../../models/protocols/sharpeningReport.ts';
import { table } from '../../display/table.ts';

/** Prints a report as a person reads it. */
export function printSharpening(
  { prompts, samples, failure, rows, all, forms, search }: SharpeningReport,
  { folder, drawn }: { folder: string; drawn: { readonly path: string } | { readonly why: string } },
): void {
  const header = ['N', 'log-likelihood', 'interval', 'exact', '', 'length-norm.', 'majority', 'mean nats'];
  const body = rows.map((row) => [
    row.N,
    mean(row.logLikelihood),
    row.logLikelihood ? ends(row.logLikelihood) : '',
    exactEnds(row.exact),
    row.meets === undefined || isOpen(row.exact) ? '' : row.meets ? 'meet' : 'APART',
    mean(row.lengthNormalised),
    mean(row.majority),
    row.meanLogLikelihood === undefined ? '' : row.meanLogLikelihood.toFixed(2),
  ]);
  console.log(
    `accuracy of best-of-N on ${prompts} prompts, ${samples} responses drawn to each\n${table(header, body)}`,
  );
  const groups = [...forms, all].map((form) => [
    form.form,
    form.prompts,
    share(form.plain),
    share(form.greedy),
    share(form.bestOfN),
    exactEnds(form.exact),
    exactEnds(form.mode, 3),
    coverage(form.coverage),
    form.misleads ? 'likelihood misleads' : '',
  ]);
  console.log(
    `\n${table(['prompts', 'count', 'plain', 'greedy', `best of ${samples}`, 'exact', 'y*', 'C_cov', ''], groups)}`,
  );
  for (const form of [...forms, all].filter(({ misleads }) => misleads)) console.log(`\n${misleading(form, samples)}`);
  console.log(
    `\n${summary(all, samples)}\n\n` +
      `y* certified on ${search.certified} of ${prompts} prompts; ${
        search.certified === 0
          ? 'a larger --budget finds it.'
          : `greedy decoding misses it on ${search.greedyMisses} of them.`
      }\n` +
      `Search: ${search.medianExpansions} next-token laws a prompt (median), at most ${search.mostExpansions}. ` +
      `Of the mass ${share(search.meanListed)} is listed on average,\n` +
      `  ${share(search.leastListed)} at least; of what is listed ${share(search.cutMass.lower)} is cut at the length limit.\n` +
      'The interval of what was measured and the exact ends meet, or lie apart.\n' +
      'Intervals are over the draws, the prompts held fixed; they hold for all N and rewards together\n' +
      `  with probability ${1 - failure}.\n` +
      `${'path' in drawn ? `Figure: ${drawn.path}` : `No figure: ${drawn.why}`}\nEverything else: ${folder}`,
  );
}

function misleading({ form, prompts: count, greedy, exact }: FormReport, samples: number): string {
  return (
    `On ${form === 'all' ? 'all prompts' : form} (${count}) likelihood misleads: greedy decoding is right on ` +
    `${share(greedy)},\n  best-of-${samples} by log-likelihood with probability ${exactEnds(exact, 3)}.`
  );
}

/** What it comes to. */
function summary({ plain, greedy, exact, mode, coverage: C }: FormReport, samples: number): string {
  return (
    `One response is right on ${share(plain)} of the prompts, greedy decoding on ${share(greedy)}, ` +
    `the best of ${samples} on ${exactEnds(exact, 3)},\n  y*, which best-of-N tends to, on ${exactEnds(mode, 3)}. ` +
    `To see y* takes ${coverage(C)} draws on average (C_cov).`
  );
}

/** Whether nothing is known. */
function isOpen({ lower, upper }: Interval): boolean {
  return upper - lower > 1 - 1e-9;
}

function mean(estimate: Estimate | undefined): string {
  return estimate === undefined ? '' : share(estimate.mean);
}

function share(value: number): string {
  return value.toFixed(3);
}

function ends({ lower, upper }: Interval): string {
  return `${lower.toFixed(3)}–${upper.toFixed(3)}`;
}

function coverage(ends: Interval): string {
  return ends.upper === Infinity ? `at least ${ends.lower.toFixed(1)}` : exactEnds(ends, 1);
}

/** As many digits as both ends share, or both. */
function exactEnds({ lower, upper }: Interval, digits = 4): string {
  const [from, to] = [lower.toFixed(digits), upper.toFixed(digits)];
  return from === to ? from : `${from}–${to}`;
}
