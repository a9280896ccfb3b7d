import { drawNormal } from '../../src/math/random/normal.ts';
import { RewardPairs } from '../../src/index.ts';
import type { ExplicitPolicy, Source } from '../../src/index.ts';

/** Features of norm at most 1, drawn from the normal law and shortened. */
export function randomFeatures(
  { prompts, responses, dimension }: { prompts: number; responses: number; dimension: number },
  source: Source,
): number[][][] {
  return Array.from({ length: prompts }, () =>
    Array.from({ length: responses }, () => {
      const phi = Array.from({ length: dimension }, () => drawNormal(source));
      const norm = Math.hypot(...phi);
      return phi.map((value) => value / Math.max(1, norm));
    }),
  );
}

/** A parameter of the ball, one time in four on its border. */
export function parameterIn(dimension: number, normBound: number, source: Source): Float64Array {
  const direction = Float64Array.from({ length: dimension }, () => drawNormal(source));
  const radius = normBound * (source.uniform() < 0.25 ? 1 : source.uniform() ** (1 / dimension));
  const norm = Math.hypot(...direction);
  return direction.map((value) => (value * radius) / norm);
}

/** Features of norm at most 1 of each prefix, drawn when it is first asked for. */
export function randomPrefixFeatures(
  dimension: number,
  source: Source,
): (prompt: number, tokens: readonly number[]) => number[] {
  return (prompt, tokens) => {
    const from = source.split(`${prompt}: ${tokens.join(' ')}`);
    return randomFeatures({ prompts: 1, responses: 1, dimension }, from)[0]![0]!;
  };
}

/** A parameter of several balls, one after the other. */
export function parameterInBalls(balls: number, dimension: number, normBound: number, source: Source): Float64Array {
  const parameter = new Float64Array(balls * dimension);
  for (let h = 0; h < balls; h++) parameter.set(parameterIn(dimension, normBound, source), h * dimension);
  return parameter;
}

/** Pairs of any response and one of nature's, whose gaps nature explains but for some. */
export function randomPairs(
  nature: ExplicitPolicy,
  beta: number,
  count: number,
  source: Source,
): RewardPairs<number, number> {
  const pairs = new RewardPairs<number, number>();
  for (let i = 0; i < count; i++) {
    const prompt = source.index(nature.prompts);
    const law = nature.law(prompt);
    const [response, baseline] = [source.index(law.size), law.draw(source)];
    const baseLogRatio = source.uniform() - 0.5;
    const explained = beta * (law.logMasses[response]! - law.logMasses[baseline]! - baseLogRatio);
    const rewardGap = explained + (source.uniform() < 0.3 ? source.uniform() : 0);
    pairs.append({ prompt, response, baseline, rewardGap, baseLogRatio });
  }
  return pairs;
}
