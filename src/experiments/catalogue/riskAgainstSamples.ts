import { z } from 'zod';
import { Meter } from '../../access/cost.ts';
import type { Source } from '../../math/source.ts';
import { clopperPearson } from '../../statistics/clopperPearson.ts';
import type { thm41InExpectation } from '../../theory/bounds/thm41.ts';
import { hardFamily } from '../../theory/instances/hardFamily.ts';
import { defineExperiment } from '../experiment.ts';
import { hardPromptFailures } from './hardPromptFailures.ts';
import { count, delta, hardFamilyFields, openUnit, replications } from './parameters.ts';

const parameters = z.strictObject({
  family: z
    .strictObject({
      ...hardFamilyFields,
      responses: z.int().min(8).max(8192).describe(hardFamilyFields.responses.description!),
    })
    .describe("the hard family; Thm 3.1' needs M of at least 8"),
  delta,
  m: count('samples, n * N'),
  pilot: count('runs of each N from which the best is picked').max(1e9),
  replications,
  failure: openUnit('probability that the interval misses the risk'),
});
type Parameters = z.infer<typeof parameters>;

/** SFT-sharpening with m samples at its best split into n prompts and N responses, between the bounds of the theory. */
export const riskAgainstSamples = defineExperiment({
  id: 'risk-against-samples',
  describes: "risk of SFT-sharpening on the hard family with m samples, beside Thm 4.1' and Thm 3.1'",
  parameters,
  async run(given, source) {
    // Formulas take most of a second to load: the other experiments do without them.
    const [{ thm31 }, { thm41InExpectation }] = await Promise.all([
      import('../../theory/bounds/thm31.ts'),
      import('../../theory/bounds/thm41.ts'),
    ]);
    const { family, m } = given;
    const { prompts, responses, hardMass } = family;
    const meter = new Meter('risk-against-samples', {});
    const bestSplit = splitOfUpperBound(given, thm41InExpectation);
    const { n, N, value } = bestSplit(m);
    const values = {
      measured: measure(given, source, meter),
      upperBound: { n, N, risk: Math.min(hardMass, value), vacuous: value >= hardMass },
      /** The least m at which Thm 4.1' says more than that the risk is at most Delta. */
      upperBoundFrom: firstWhere((samples) => bestSplit(samples).value < hardMass),
      /** No learner is below this risk with up to so many samples. */
      lowerBound: { risk: hardMass / 16, upTo: thm31.evaluate({ prompts, responses, eps: hardMass / 16 }) },
    };
    return { values, cost: meter.cost };
  },
});

/** The N that does best in a pilot of its own, then measured afresh. */
function measure({ family, delta, m, pilot, replications, failure }: Parameters, source: Source, meter: Meter) {
  const failuresAt = (N: number, runs: number, stream: Source): number => {
    const learner = { kind: 'sft-sharpening', n: Math.floor(m / N), N } as const;
    const { failures, cost } = hardPromptFailures({ family, learner, delta, replications: runs }, stream);
    meter.charge('runs', cost);
    return failures;
  };
  // Below the least N even pi^BoN_N leaves y* with less than 1 - delta, so that no fit of it is sharpened.
  const leastN = Math.ceil(Math.log(delta) / Math.log1p(-2 / family.responses));
  const choices = [1, 1.4, 2, 2.8, 4, 5.6, 8].map((times) => Math.round(leastN * times)).filter((N) => N <= m);
  const pilots = choices.map((N) => ({ N, failures: failuresAt(N, pilot, source.split(`pilot ${N}`)) }));
  const first = { N: 1, failures: Infinity };
  const { N } = pilots.reduce((best, each) => (each.failures < best.failures ? each : best), first);
  const failures = failuresAt(N, replications, source.split('measure'));
  const { lower, upper } = clopperPearson(failures, replications, failure);
  const { hardMass } = family;
  return {
    n: Math.floor(m / N),
    N,
    risk: (hardMass * failures) / replications,
    lower: hardMass * lower,
    upper: hardMass * upper,
  };
}

/** Thm 4.1' in expectation at the split of m where its derivative along nN = m is zero. */
function splitOfUpperBound({ family, delta }: Parameters, bound: typeof thm41InExpectation) {
  const { coverage, baseClass } = hardFamily(family);
  const [byN, byPrompts] = [bound.derivative('N'), bound.derivative('n')];
  return (m: number) => {
    const at = (N: number) => ({ logClassSize: baseClass.logSize, delta, coverage, n: Math.floor(m / N), N });
    let [low, high] = [1, m];
    while (high - low > 1) {
      const N = Math.round((low + high) / 2);
      const here = at(N);
      // N dB/dN - n dB/dn: the slope along nN = m in log N.
      if (N * byN(here) - here.n * byPrompts(here) > 0) high = N;
      else low = N;
    }
    const [left, right] = [low, high].map((N) => ({ n: Math.floor(m / N), N, value: bound.evaluate(at(N)) }));
    return left!.value <= right!.value ? left! : right!;
  };
}

/** The least positive integer where a condition begins to hold for good; null where it is beyond 2^53. */
function firstWhere(holds: (m: number) => boolean): number | null {
  let high = 1;
  while (!holds(high)) {
    high *= 2;
    if (!Number.isSafeInteger(high)) return null;
  }
  let low = Math.floor(high / 2);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return high;
}
