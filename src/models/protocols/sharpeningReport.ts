import type { Batch } from '../../access/spaces.ts';
import type { GreedyResponse } from '../../learners/decoding/greedy.ts';
import type { SearchedPrompt } from '../../learners/decoding/bestFirstSearch.ts';
import type { TokenResponse } from '../../learners/decoding/tokenResponse.ts';
import { bestOfNLaw } from '../../laws/transforms/bestOfNLaw.ts';
import { requireInteger, requireLength, requireNumbers, requireOpenUnit } from '../../math/checks.ts';
import { compensatedSum } from '../../math/compensatedSum.ts';
import { DomainError } from '../../math/domainError.ts';
import { FiniteLaw } from '../../laws/finiteLaw.ts';
import type { Interval } from '../../math/interval.ts';
import { mean } from '../../math/mean.ts';
import { mostVotes } from '../../laws/transforms/pluralityShares.ts';
import { bestOfSubset, pluralityOfSubset } from '../../laws/transforms/subsetLaws.ts';
import { tied } from '../../math/tolerance.ts';
import { chernoffInterval } from '../../statistics/chernoffInterval.ts';
import { bestOfNSuccessFromSamples } from '../../theory/coverage/fromSamples/bestOfNSuccessFromSamples.ts';
import { lawPolicy } from '../../theory/coverage/lawWorld.ts';
import { modeCoverage } from '../../theory/coverage/modeCoverage.ts';
import type { Neural } from '../neural.ts';
import { tokenCountOf } from '../tokenCountOf.ts';

/** What was asked of the model, prompt by prompt and in one order. */
export interface SharpeningData {
  readonly prompts: readonly string[];
  /** S responses to each prompt, drawn from the model. */
  readonly pool: Batch<Neural>;
  readonly greedy: readonly GreedyResponse<Neural>[];
  readonly searched: readonly SearchedPrompt<Neural>[];
}

/** How responses are judged. */
export interface Marking {
  /** Text of a response given by its tokens. */
  readonly textOf: (prompt: string, tokens: readonly number[], ended: boolean) => string;
  readonly answerOf: (text: string) => string;
  readonly correct: (prompt: string, text: string, ended: boolean) => boolean;
  /** A name for prompts that are alike, each group being reported by itself. */
  readonly formOf?: (prompt: string) => string;
}

/** An estimate with an interval over the draws, the prompts held fixed. */
export interface Estimate extends Interval {
  readonly mean: number;
}

/** Accuracy of best-of-N at one N. */
export interface AccuracyRow {
  readonly N: number;
  /** By log-likelihood, measured on the pool; none where N is larger than the pool. */
  readonly logLikelihood?: Estimate;
  readonly lengthNormalised?: Estimate;
  /** None as well where the answers are so many that the vote would take minutes. */
  readonly majority?: Estimate;
  /** Mean log-likelihood of the response that log-likelihood chooses, nats. */
  readonly meanLogLikelihood?: number;
  /** By log-likelihood, from the law that the search has found: the ends of what it can be. */
  readonly exact: Interval;
  /** Whether the interval of what was measured meets the exact ends. */
  readonly meets?: boolean;
}

/** One group of prompts, or all of them. */
export interface FormReport {
  readonly form: string;
  readonly prompts: number;
  readonly plain: number;
  readonly greedy: number;
  /** Measured at N = S. */
  readonly bestOfN: number;
  /** Exact at N = S. */
  readonly exact: Interval;
  /** Accuracy of y*, of tied ones the mean; apart where it is not certified everywhere. */
  readonly mode: Interval;
  /** C_cov; the upper end is infinite, null in JSON, where nothing was listed at a prompt. */
  readonly coverage: Interval;
  /** Whether best-of-N by log-likelihood is certain to be less often right than greedy decoding. */
  readonly misleads: boolean;
}

/** What sharpening does to a model on these prompts. Plain JSON. */
export interface SharpeningReport {
  readonly prompts: number;
  readonly samples: number;
  /** All intervals of the report together miss with at most this probability. */
  readonly failure: number;
  readonly rows: readonly AccuracyRow[];
  readonly all: FormReport;
  readonly forms: readonly FormReport[];
  readonly search: {
    /** Prompts whose y* is certified. */
    readonly certified: number;
    /** Of those, the prompts where greedy decoding gives another response. */
    readonly greedyMisses: number;
    readonly medianExpansions: number;
    readonly mostExpansions: number;
    /** Mass that is listed: the least over the prompts, and the mean. */
    readonly leastListed: number;
    readonly meanListed: number;
    /** Mass of responses that are cut at the length limit, the mean of its ends over the prompts. */
    readonly cutMass: Interval;
  };
}

interface Judged {
  readonly logLikelihoods: readonly number[];
  readonly lengths: readonly number[];
  readonly answers: readonly string[];
  readonly correct: readonly boolean[];
}

/**
 * Accuracy against N from one pool of samples, and exactly from the laws that a search has found.
 *
 * A pool of S draws gives the expectation over all subsets of N: unbiased for best-of-N, and a U-statistic, so that its
 * interval is that of floor(S/N) independent groups a prompt. Intervals hold for all N and rewards together.
 *
 * @param Ns numbers of responses, ascending; those above S are answered exactly only
 * @param failure the probability that any interval misses, in (0, 1)
 */
export function sharpeningReport(
  { prompts, pool, greedy, searched }: SharpeningData,
  { textOf, answerOf, correct, formOf = () => 'all' }: Marking,
  Ns: readonly number[],
  failure: number,
): SharpeningReport {
  const where = 'sharpeningReport';
  requireSamePrompts(where, { prompts, pool, greedy, searched });
  requireNumbers(where, 'Ns', Ns);
  Ns.forEach((N, i) => requireInteger(where, `Ns[${i}]`, N, 1));
  requireOpenUnit(where, 'failure', failure);
  const S = pool.perPrompt;
  const judged = prompts.map((prompt, i): Judged => {
    const responses = Array.from({ length: S }, (_, j) => pool.responses[i * S + j]!);
    return {
      logLikelihoods: responses.map((_, j) => pool.logLikelihoods[i * S + j]!),
      lengths: responses.map(tokenCountOf),
      answers: responses.map(({ text }) => answerOf(text)),
      correct: responses.map(({ text, ended }) => correct(prompt, text, ended)),
    };
  });
  const right = (prompt: string, { tokens, ended }: { tokens: readonly number[]; ended: boolean }): boolean =>
    correct(prompt, textOf(prompt, tokens, ended), ended);
  const greedyRight = greedy.map((response, i) => Number(right(prompts[i]!, response)));
  const listedRight = searched.map(({ responses }, i) =>
    responses.map((response) => Number(right(prompts[i]!, response))),
  );
  const exactAt = (i: number, N: number): Interval => {
    const { lower, upper } = bestOfNLaw(searched[i]!.law, N).expectation(listedRight[i]!, { lower: 0, upper: 1 });
    return { lower: unit(lower), upper: unit(upper) };
  };
  const modeAt = (i: number): Interval => {
    const { mode } = searched[i]!;
    if (!mode?.certified) return { lower: 0, upper: 1 };
    // All that ties with a certified y* is listed, and heads the list.
    const right = mean(listedRight[i]!.slice(0, tiesOfMode(searched[i]!).length));
    return { lower: right, upper: right };
  };
  const marks = judged.map(({ correct }) => correct.map(Number));
  const rewards = {
    logLikelihood: judged.map(({ logLikelihoods }) => logLikelihoods),
    lengthNormalised: judged.map(({ logLikelihoods, lengths }) => logLikelihoods.map((log, j) => log / lengths[j]!)),
  };
  const chosenValue = (i: number, N: number, values: readonly number[]): number =>
    weighted(bestOfSubset(rewards.logLikelihood[i]!, N), values);

  const measuredNs = Ns.filter((N) => N <= S);
  const each = failure / (3 * Math.max(1, measuredNs.length));
  const all = prompts.map((_, i) => i);
  const measured = (N: number, reward: keyof typeof rewards): Estimate => {
    const { mean, sampled } = bestOfNSuccessFromSamples(rewards[reward], marks, N, each);
    return { mean: mean!, ...sampled };
  };
  const voted = (N: number): Estimate => {
    const accuracy = unit(mean(judged.map((one) => majorityAccuracy(one, N))));
    return { mean: accuracy, ...chernoffInterval(accuracy, prompts.length * Math.floor(S / N), each) };
  };
  const rows = Ns.map((N): AccuracyRow => {
    const exact = meanInterval(all.map((i) => exactAt(i, N)));
    if (N > S) return { N, exact };
    const logLikelihood = measured(N, 'logLikelihood');
    return {
      N,
      logLikelihood,
      lengthNormalised: measured(N, 'lengthNormalised'),
      ...(judged.every(({ answers }) => N === S || N <= mostVotes(new Set(answers).size)) && { majority: voted(N) }),
      meanLogLikelihood: mean(all.map((i) => chosenValue(i, N, judged[i]!.logLikelihoods))),
      exact,
      meets: logLikelihood.lower <= exact.upper && logLikelihood.upper >= exact.lower,
    };
  });

  const report = (form: string, members: readonly number[]): FormReport => {
    const exact = meanInterval(members.map((i) => exactAt(i, S)));
    const laws = members.map((i) => searched[i]!.law);
    const greedyAccuracy = mean(members.map((i) => greedyRight[i]!));
    return {
      form,
      prompts: members.length,
      plain: mean(members.map((i) => mean(marks[i]!))),
      greedy: greedyAccuracy,
      bestOfN: mean(members.map((i) => chosenValue(i, S, marks[i]!))),
      exact,
      mode: meanInterval(members.map(modeAt)),
      coverage: modeCoverage({ promptLaw: FiniteLaw.uniform(members.length), base: lawPolicy(laws) }),
      misleads: exact.upper < greedyAccuracy && !tied(exact.upper, greedyAccuracy),
    };
  };
  const forms = [...new Set(prompts.map(formOf))];
  const expansions = searched.map((each) => each.expansions).sort((a, b) => a - b);
  const listed = searched.map(({ law }) => 1 - law.restMass);
  const certified = all.filter((i) => searched[i]!.mode?.certified);
  return {
    prompts: prompts.length,
    samples: S,
    failure,
    rows,
    all: report('all', all),
    forms:
      forms.length < 2
        ? []
        : forms.map((form) =>
            report(
              form,
              all.filter((i) => formOf(prompts[i]!) === form),
            ),
          ),
    search: {
      certified: certified.length,
      greedyMisses: certified.filter(
        (i) => !tiesOfMode(searched[i]!).some(({ tokens }) => sameTokens(tokens, greedy[i]!.tokens)),
      ).length,
      medianExpansions: expansions[Math.floor(expansions.length / 2)]!,
      mostExpansions: expansions.at(-1)!,
      leastListed: listed.reduce((a, b) => Math.min(a, b)),
      meanListed: mean(listed),
      cutMass: meanInterval(searched.map(({ cutMass }) => cutMass)),
    },
  };
}

function majorityAccuracy({ answers, correct }: Judged, N: number): number {
  const names = [...new Set(answers)];
  const counts = names.map((name) => answers.filter((answer) => answer === name).length);
  // A response that was cut gives no answer of its own, so responses of one answer may differ in being right.
  const rightShare = names.map((name, a) => {
    const right = correct.filter((is, j) => is && answers[j] === name).length;
    return right / counts[a]!;
  });
  return weighted(pluralityOfSubset(counts, N), rightShare);
}

function weighted(shares: ArrayLike<number>, values: readonly number[]): number {
  return compensatedSum(values.map((value, i) => (shares[i] === 0 ? 0 : shares[i]! * value)));
}

function meanInterval(intervals: readonly Interval[]): Interval {
  return {
    lower: mean(intervals.map(({ lower }) => lower)),
    upper: mean(intervals.map(({ upper }) => upper)),
  };
}

/** What is listed beside the likeliest, and as likely. */
function tiesOfMode({ responses, mode }: SearchedPrompt<Neural>): readonly TokenResponse[] {
  return responses.filter(({ logLikelihood }) => tied(logLikelihood, mode!.logLikelihood));
}

function sameTokens(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((token, i) => token === b[i]);
}

/** A probability that rounding may have put beyond its ends. */
function unit(value: number): number {
  return Math.min(1, Math.max(0, value));
}

function requireSamePrompts(where: string, { prompts, pool, greedy, searched }: SharpeningData): void {
  if (!(Array.isArray(prompts) && prompts.length > 0)) {
    throw new DomainError(where, 'prompts', 'a non-empty list of texts', prompts);
  }
  requireInteger(where, 'pool.perPrompt', pool.perPrompt, 1);
  requireLength(where, 'pool.prompts', pool.prompts, prompts.length);
  requireLength(where, 'pool.responses', pool.responses, prompts.length * pool.perPrompt);
  requireLength(where, 'greedy', greedy, prompts.length);
  requireLength(where, 'searched', searched, prompts.length);
  const lists = { 'pool.prompts': pool.prompts, greedy, searched };
  for (const [name, list] of Object.entries(lists)) {
    prompts.forEach((prompt, i) => {
      const item = list[i]!;
      const theirs = typeof item === 'string' ? item : item.prompt;
      if (theirs !== prompt) throw new DomainError(where, `prompt of ${name}[${i}]`, JSON.stringify(prompt), theirs);
    });
  }
}
