import { z } from 'zod';
import type { Source } from '../../math/random/source.ts';
import { FiniteLaw } from '../../laws/finiteLaw.ts';
import { FiniteClass } from '../../policies/classes/finiteClass.ts';
import { ExplicitWorld } from '../../policies/explicitWorld.ts';
import { TabularPolicy } from '../../policies/tabularPolicy.ts';
import { modeCoverage } from '../../theory/coverage/modeCoverage.ts';
import { permutedLaw } from '../../theory/instances/permutedLaw.ts';
import { separateNeedles } from '../../theory/instances/separateNeedles.ts';
import { sharedNeedle } from '../../theory/instances/sharedNeedle.ts';
import { zipfLaw } from '../../theory/instances/zipfLaw.ts';
import { predictWinner } from '../../theory/sandwich/winner/predictWinner.ts';
import type { Contender } from '../../theory/sandwich/winner/predictWinner.ts';
import { winnerCoefficients } from '../../theory/sandwich/winner/winnerCoefficients.ts';
import { defineExperiment } from '../experiment.ts';
import { measuredSamples } from './measuredSamples.ts';
import type { MeasuredSamples, WinnerFamily } from './measuredSamples.ts';
import { count, delta, openUnit, replications } from './parameters.ts';

const responses = z.int().min(2).max(2048).describe('S, responses');
const hypotheses = z.int().min(2).max(2048).describe('K, policies that a prompt may have');
const needles = {
  prompts: count('d, prompts').max(100),
  responses,
  hypotheses,
  bonus: z.number().gt(0).max(1e9).describe('h, how much heavier y* is than another response'),
};
const sharedFamily = z.strictObject({ kind: z.literal('shared-needle'), ...needles });
const separateFamily = z.strictObject({ kind: z.literal('separate-needles'), ...needles });
const permutedFamily = z.strictObject({
  kind: z.literal('permuted-zipf'),
  responses,
  hypotheses,
  exponent: z.number().gt(0).max(10).describe('of the Zipf law'),
});
type Family = z.infer<typeof sharedFamily> | z.infer<typeof separateFamily> | z.infer<typeof permutedFamily>;

const parameters = z.strictObject({
  family: z
    .discriminatedUnion('kind', [
      sharedFamily,
      separateFamily,
      permutedFamily,
      z.strictObject({ kind: z.literal('random') }),
    ])
    .describe('worlds that nature picks from; a random one is drawn from the source of the case'),
  place: count('tells cases apart that are the same but for their random numbers'),
  beta: z.number().gt(0).describe('weight of the divergence from the base policy'),
  epsilon: z.number().min(0).lt(1).describe('share of prompts that need not be sharpened'),
  delta,
  failure: openUnit('share of the runs that may fail'),
  replications: replications.max(1e5),
  most: count('responses drawn at most: more are not tried').max(1e6),
});

/** A prediction is good enough where who was predicted needs at most so many times what the winner needs. */
const CLOSE = 1.25;

/** Which of three algorithms draws the fewest responses until it returns a sharpened policy, measured and predicted. */
export const winner = defineExperiment({
  id: 'winner',
  describes:
    'responses that SFT-sharpening, reward regression and XPO draw until they end sharpened, measured and predicted',
  parameters,
  run(given, source) {
    const { family: asked, place: _place, ...measuring } = given;
    const options = asked.kind === 'random' ? randomFamily(source.split('family')) : asked;
    const family = familyOf(options, source.split('class'));
    const { samples, cost } = measuredSamples(measuring, family, source.split('runs'));
    const world = family.instance(source.split('world')).withClass(family.baseClass);
    const predicted = predictWinner(winnerCoefficients(world, given.beta), measuring);
    const measured = winnerOf(samples);
    const of = samples[predicted.winner];
    const close = measured !== null && of !== null && of <= CLOSE * samples[measured]!;
    return {
      values: {
        family: options,
        coverage: family.coverage,
        samples,
        winner: measured,
        predicted: {
          winner: predicted.winner,
          // JSON has no infinities.
          samples: Object.fromEntries(
            Object.entries(predicted.samples).map(([name, value]) => [name, Number.isFinite(value) ? value : null]),
          ) as MeasuredSamples['samples'],
        },
        right: measured === predicted.winner,
        close,
      },
      cost,
    };
  },
});

/** Who needed the fewest; of equal ones the first. */
function winnerOf(samples: MeasuredSamples['samples']): Contender | null {
  let best: Contender | null = null;
  for (const [name, value] of Object.entries(samples) as [Contender, number | null][]) {
    if (value !== null && (best === null || value < samples[best]!)) best = name;
  }
  return best;
}

function familyOf(options: Family, source: Source): WinnerFamily {
  if (options.kind === 'shared-needle') return sharedNeedle(withoutKind(options));
  if (options.kind === 'separate-needles') return separateNeedles(withoutKind(options));
  const law = zipfLaw({ outcomes: options.responses, exponent: options.exponent });
  const members = Array.from(
    { length: options.hypotheses },
    (_, i) => new TabularPolicy([permutedLaw(law, source.split(i))]),
  );
  const one = FiniteLaw.uniform(1);
  const worlds = members.map((member) => new ExplicitWorld(one, member));
  return {
    baseClass: new FiniteClass(members),
    coverage: modeCoverage(worlds[0]!),
    instance: (from) => worlds[from.index(worlds.length)]!,
  };
}

function withoutKind<F extends { readonly kind: string }>({ kind: _kind, ...rest }: F): Omit<F, 'kind'> {
  return rest;
}

/** Between two numbers, as likely in each octave. */
function logUniform(from: number, to: number, source: Source): number {
  return from * (to / from) ** source.uniform();
}

/** Families so different that each of the algorithms wins on many of them. */
function randomFamily(source: Source): Family {
  const size = Math.round(logUniform(8, 128, source));
  const listed = Math.max(2, Math.round(size ** (0.3 + 0.7 * source.uniform())));
  const form = source.uniform();
  if (form < 0.15) {
    return {
      kind: 'permuted-zipf',
      responses: size,
      hypotheses: listed,
      exponent: logUniform(0.3, 3, source),
    };
  }
  const bonus = logUniform(0.2, 8, source);
  return form < 0.5
    ? { kind: 'shared-needle', prompts: 1 + source.index(4), responses: size, hypotheses: listed, bonus }
    : { kind: 'separate-needles', prompts: 2 + source.index(3), responses: size, hypotheses: listed, bonus };
}
