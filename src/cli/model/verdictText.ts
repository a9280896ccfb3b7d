import type { Interval } from '../../math/interval.ts';
import type { SharpeningReport } from '../../models/protocols/sharpening/sharpeningReport.ts';
import type { KnownAccuracy } from '../../models/protocols/sharpening/verdict.ts';
import { plural } from '../plural.ts';

/** The conclusion of a report in two sentences: what it is, and what it rests on. */
export function verdictText(report: SharpeningReport, maxTokens: number): string {
  return `${conclusion(report, maxTokens)} ${grounds(report)}`;
}

function conclusion({ verdict, all, drawn }: SharpeningReport, maxTokens: number): string {
  const { finding, N, one, best, mayAdd, greedyIsEnough } = verdict;
  if (finding === 'cut') {
    return (
      `No verdict: every response was cut at ${plural(maxTokens, 'token')}, so none answers; give --stop TEXT ` +
      "(such as --stop '\\n', where a model runs on after its answer) or a larger --max-tokens."
    );
  }
  if (finding === 'unmarked') {
    const { coverage } = all;
    if (!coverage) return 'No verdict: without answers or next-token laws only likelihoods are known.';
    const draws = coverage.upper === Infinity ? `at least ${coverage.lower.toFixed(1)}` : ends(coverage, 1);
    return (
      `To draw the likeliest response, y*, takes ${draws} draws on average (C_cov)` +
      (N === undefined
        ? ', and no N is known at which best-of-N returns it in nine of ten runs.'
        : `; best-of-N returns it in nine of ten runs from N = ${N} on.`)
    );
  }
  if (finding === 'gain') {
    return (
      `Worth it: best-of-N by log-likelihood is right on ${known(best!)} of the prompts at N = ${N}, one ` +
      `response on ${known(one!)}; ` +
      (mayAdd! > 0 ? `more draws add at most ${mayAdd!.toFixed(3)}` : 'more draws add nothing') +
      (greedyIsEnough ? `, and greedy decoding is right on ${all.greedy!.toFixed(3)} with one.` : '.')
    );
  }
  if (finding === 'loss') {
    return (
      `Not worth it: best-of-N by log-likelihood is right on ${known(best!)} of the prompts at N = ${N}, one ` +
      `response on ${known(one!)}: here what is likelier is less often right.`
    );
  }
  const cut = drawn.cut >= 0.5 ? '; most responses were cut, see below' : '';
  return (
    `Not shown: best-of-N by log-likelihood is right on ${known(best!)} of the prompts at N = ${N}, one response ` +
    `on ${known(one!)}, and these ${isSame(one!, best!) ? 'are the same' : 'overlap'}${cut}; ${whatTells(one!, best!)}.`
  );
}

/** What can take apart accuracies that overlap: of what is exact no draws can. */
function whatTells(one: KnownAccuracy, best: KnownAccuracy): string {
  if (isSame(one, best)) return 'only other prompts can tell them apart';
  const rests = [one, best].map((accuracy) => accuracy.rests);
  const more = [
    ...(rests.includes('measured') ? ['more --samples narrow what was measured'] : []),
    ...(rests.includes('exact')
      ? ['a larger --budget with a --mass nearer 1 may narrow what is exact, which more --samples do not']
      : []),
  ];
  return more.join(', and ');
}

/** Whether both are known to all digits, and equal. */
function isSame(one: KnownAccuracy, best: KnownAccuracy): boolean {
  return (
    one.rests === 'exact' && best.rests === 'exact' && best.upper - one.lower < SAME && one.upper - best.lower < SAME
  );
}

const SAME = 1e-6;

function grounds({ prompts, samples, verdict, search, failure }: SharpeningReport): string {
  const asked = `${plural(prompts, 'prompt')} with ${plural(samples, 'response')} each`;
  const exact = [verdict.one, verdict.best].some((accuracy) => accuracy?.rests === 'exact');
  const measured = [verdict.one, verdict.best].some((accuracy) => accuracy?.rests === 'measured');
  const by = [
    ...(measured ? [`intervals that hold with probability ${1 - failure}`] : []),
    ...(exact || (verdict.finding === 'unmarked' && search) ? ['what the search has listed of each law'] : []),
  ];
  return `It rests on ${asked}${by.length > 0 ? `, on ${by.join(' and ')}` : ''}, and speaks of these prompts alone.`;
}

function known(accuracy: KnownAccuracy): string {
  return ends(accuracy, 3);
}

function ends({ lower, upper }: Interval, digits: number): string {
  const [from, to] = [lower.toFixed(digits), upper.toFixed(digits)];
  return from === to ? from : `${from}–${to}`;
}
