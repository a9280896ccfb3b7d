import type { Interval } from '../../../math/interval.ts';
import { mean } from '../../../math/mean.ts';
import { meanEnds } from './ends.ts';
import { atEach } from './findings.ts';
import type { Findings } from './findings.ts';
import { known } from './known.ts';
import { widenedMass } from './spread/widened.ts';
import { tiesOfMode } from './tiesOfMode.ts';

/** What a search came to. */
export interface SearchSummary {
  /** Prompts whose y*, among what may win, is certified, and stays so at the spread of the model's scores. */
  readonly certified: number;
  /** Prompts whose y* the search certifies, and the spread does not. */
  readonly lost: number;
  /** Of those, the prompts where greedy decoding gives another response; none where nothing was decoded greedily. */
  readonly greedyMisses?: number;
  readonly medianExpansions: number;
  readonly mostExpansions: number;
  /** Mass that is listed at least, at the spread: the least over the prompts, and the mean. */
  readonly leastListed: number;
  readonly meanListed: number;
  /** Mass of responses that are cut at the length limit, the mean of its ends over the prompts. */
  readonly cutMass: Interval;
}

/** Summarises a search; undefined where none was made. */
export function searchSummary(findings: readonly Findings[]): SearchSummary | undefined {
  const searched = atEach(findings, ({ searched }) => searched);
  if (!searched) return undefined;
  const contenders = findings.map((at) => at.contenders!);
  const greedy = atEach(findings, ({ greedy }) => greedy);
  const certified = contenders.map((_, i) => i).filter((i) => findings[i]!.certified);
  const { spread } = findings[0]!;
  const found = contenders.filter(({ mode }) => mode?.certified).length;
  const finds = (i: number): boolean =>
    tiesOfMode(contenders[i]!).some(({ tokens }) => sameTokens(tokens, greedy![i]!.tokens));
  const expansions = searched.map((each) => each.expansions).sort((a, b) => a - b);
  const listed = searched.map(({ law }) => {
    const mass = 1 - law.restMass;
    return widenedMass({ lower: mass, upper: mass }, spread).lower;
  });
  return {
    certified: certified.length,
    lost: found - certified.length,
    ...known({ greedyMisses: greedy && certified.filter((i) => !finds(i)).length }),
    medianExpansions: expansions[Math.floor(expansions.length / 2)]!,
    mostExpansions: expansions.at(-1)!,
    leastListed: listed.reduce((a, b) => Math.min(a, b)),
    meanListed: mean(listed),
    cutMass: meanEnds(searched.map(({ cutMass }) => widenedMass(cutMass, spread))),
  };
}

function sameTokens(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((token, i) => token === b[i]);
}
