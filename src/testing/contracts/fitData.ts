import { compensatedSum } from '../../math/compensatedSum.ts';
import type { Source } from '../../math/random/source.ts';
import type { FitRequest } from '../../policies/classes/fitRequest.ts';
import type { Observations } from '../../policies/data/observations.ts';
import type { RewardPair } from '../../policies/data/rewardPairs.ts';
import type { ExplicitPolicy } from '../../policies/explicitPolicy.ts';

/** One response to one prompt. */
export interface Row {
  readonly prompt: number;
  readonly response: number;
}

/** Up to a dozen responses of the policy, and of any other with probability `stray` each. */
export function rowsOf(policy: ExplicitPolicy, stray: number, from: Source): Row[] {
  return Array.from({ length: from.index(13) }, () => {
    const prompt = from.index(policy.prompts);
    const response = from.uniform() < stray ? from.index(policy.responses) : policy.law(prompt).draw(from);
    return { prompt, response };
  });
}

/** A pair whose gap the policy explains exactly, or one with any gap. */
export function pairOf(
  nature: ExplicitPolicy,
  beta: number,
  from: Source,
  { explained = 0.7 }: { /** With which probability the policy explains it. */ explained?: number } = {},
): RewardPair<number, number> {
  const prompt = from.index(nature.prompts);
  const law = nature.law(prompt);
  const [response, baseline] =
    from.uniform() < 0.9 ? [law.draw(from), law.draw(from)] : [from.index(nature.responses), 0];
  const baseLogRatio = from.index(11) / 5 - 1;
  const gap = beta * (law.logMasses[response]! - law.logMasses[baseline]! - baseLogRatio);
  const rewardGap = from.uniform() < explained && Number.isFinite(gap) ? gap : from.index(9) / 2 - 2;
  return { prompt, response, baseline, rewardGap, baseLogRatio };
}

/** The rows as they are, as counts with zeros among them, and as two responses a prompt; each beside its rows. */
export function shapesOf(
  rows: readonly Row[],
  nature: ExplicitPolicy,
  from: Source,
): { data: Observations<number, number>; repeated: readonly Row[] }[] {
  const columns = (each: readonly Row[]) => ({
    prompts: Int32Array.from(each, ({ prompt }) => prompt),
    perPrompt: 1,
    responses: Int32Array.from(each, ({ response }) => response),
    logLikelihoods: Float64Array.from(each, ({ prompt, response }) => nature.law(prompt).logMasses[response]!),
  });
  const counts = rows.map(() => from.index(4));
  const twice = rows.flatMap((row) => [row, row]);
  return [
    { data: columns(rows), repeated: rows },
    {
      data: { ...columns(rows), counts },
      repeated: rows.flatMap((row, i) => Array.from({ length: counts[i]! }, () => row)),
    },
    { data: { ...columns(twice), prompts: columns(rows).prompts, perPrompt: 2 }, repeated: twice },
  ];
}

/** alpha sum log pi(y' | x) + sum (beta log-ratio - gap)^2; infinite where the member gives a response mass 0. */
export function optimisticLoss(
  member: ExplicitPolicy,
  pairs: readonly RewardPair<number, number>[],
  alpha: number,
  beta: number,
): number {
  const terms = pairs.flatMap(({ prompt, response, baseline, rewardGap, baseLogRatio }) => {
    const { logMasses } = member.law(prompt);
    const [logMass, baselineLogMass] = [logMasses[response]!, logMasses[baseline]!];
    if (logMass === -Infinity || baselineLogMass === -Infinity) return [Infinity];
    const residual = beta * (logMass - baselineLogMass - baseLogRatio) - rewardGap;
    return [alpha * baselineLogMass, residual * residual];
  });
  return compensatedSum(terms);
}

/** What a fit minimises, of a policy; infinite where the policy does not allow the data. */
export function lossOf(policy: ExplicitPolicy, request: FitRequest<number, number>): number {
  if ('pairs' in request) {
    return optimisticLoss(policy, request.pairs.from(0), 'alpha' in request ? request.alpha : 0, request.beta);
  }
  const { prompts, perPrompt, responses, counts } = request.data;
  const terms: number[] = [];
  for (let row = 0; row < responses.length; row++) {
    const count = counts === undefined ? 1 : counts[row]!;
    if (count > 0) terms.push(-count * policy.law(prompts[Math.floor(row / perPrompt)]!).logMasses[responses[row]!]!);
  }
  return compensatedSum(terms);
}
