import { z } from 'zod';
import { Meter } from '../../access/cost.ts';
import type { Source } from '../../math/random/source.ts';
import { clopperPearson } from '../../statistics/clopperPearson.ts';
import type { HardFamilyParameters } from '../../theory/risk/hardFamilyParameters.ts';
import { coverageFamilies } from '../../theory/sandwich/coverageFamilies.ts';
import { DELTA } from '../../theory/sandwich/delta.ts';
import { lineIds } from '../../theory/sandwich/lineIds.ts';
import type { WorstPoint } from '../../theory/sandwich/worstCase.ts';
import { defineExperiment } from '../experiment.ts';
import { hardPromptFailures } from './hardPromptFailures.ts';
import type { LearnerChoice } from './hardPromptFailures.ts';
import { count, hardFamilyFields, hardFamilyWorld, openUnit, replications } from './parameters.ts';

/** A simulation lists a law for each hidden response: beyond this they would take more than half a gigabyte. */
const MOST_SIMULATED = 4096;

const simulation = z.strictObject({
  replications,
  failure: openUnit('probability that the interval of a simulated risk misses it'),
});

const parameters = z.strictObject({
  over: z
    .discriminatedUnion('kind', [
      hardFamilyWorld,
      z.strictObject({
        kind: z.literal('coverage'),
        prompts: hardFamilyFields.prompts,
        coverage: z.number().min(4).max(1e4).describe('C_cov of all the hard families, of which the worst counts'),
        mostResponses: z.int().max(65_536).describe('the largest M of these families, at least 2 C_cov'),
      }),
    ])
    .describe('one hard family, or the worst of those that have one coverage; masses of your own go into sft-risk'),
  lines: z
    .array(z.enum(lineIds))
    .min(1)
    .refine((ids) => new Set(ids).size === ids.length, 'names a line twice')
    .describe('the lines of the sandwich, by id'),
  m: count('samples').max(1e12),
  simulated: simulation
    .nullable()
    .describe('how learners are simulated beside their lines, where a run is likely to fail; null where not at all'),
});

/** The lines of the sandwich with m samples, and learners simulated at the plan of their line. */
export const sandwich = defineExperiment({
  id: 'sandwich',
  describes: 'lower bounds, exact risks and upper bounds with m samples on the hard family, at delta = 1/2',
  parameters,
  async run({ over, lines: ids, m, simulated }, source) {
    // Formulas take most of a second to load: the other experiments do without them.
    const [{ lines }, { worstCase }] = await Promise.all([
      import('../../theory/sandwich/lines.ts'),
      import('../../theory/sandwich/worstCase.ts'),
    ]);
    const families = over.kind === 'coverage' ? coverageFamilies(over) : [familyOf(over)];
    const meter = new Meter('sandwich', {});
    const points = ids.map((id) => {
      const point = worstCase(lines[id], families, m);
      const measured = simulated && measure(point, simulated, source.split(id), meter);
      return { ...point, ...(measured && { measured }) };
    });
    return { values: { points }, cost: meter.cost };
  },
});

function familyOf({ prompts, responses, hardMass }: HardFamilyParameters): HardFamilyParameters {
  return { prompts, responses, hardMass };
}

/** The learner of a line, simulated at the line's plan and in its worst family. */
function measure(
  point: WorstPoint,
  { replications, failure }: z.infer<typeof simulation>,
  source: Source,
  meter: Meter,
) {
  const { worst: family } = point;
  const learner = learnerOf(point);
  // Nothing is to be seen where not one run is likely to fail.
  const unseen = point.risk * replications < family.hardMass;
  if (!learner || unseen || family.responses > MOST_SIMULATED) return undefined;
  const { failures, cost } = hardPromptFailures({ family, learner, delta: DELTA, replications }, source);
  meter.charge('runs', cost);
  const { lower, upper } = clopperPearson(failures, replications, failure);
  const { hardMass } = family;
  return { risk: (hardMass * failures) / replications, lower: hardMass * lower, upper: hardMass * upper };
}

function learnerOf({ id, n, N, mu }: WorstPoint): LearnerChoice | undefined {
  if (n === undefined) return undefined;
  if (id === 'sft' && N !== undefined) return { kind: 'sft-sharpening', n, N };
  if (id === 'adaptive-sft' && mu !== undefined) return { kind: 'adaptive-sft-sharpening', n, mu };
  return undefined;
}
