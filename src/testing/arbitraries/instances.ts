import fc from 'fast-check';
import { requireInteger } from '../../math/checks.ts';
import type { FiniteLaw } from '../../math/finiteLaw.ts';
import { Source } from '../../math/source.ts';
import type { ExplicitWorld } from '../../policies/explicitWorld.ts';
import { dirichletLaw } from '../../theory/instances/dirichletLaw.ts';
import { geometricLaw } from '../../theory/instances/geometricLaw.ts';
import { hardFamily } from '../../theory/instances/hardFamily.ts';
import type { HardFamily } from '../../theory/instances/hardFamily.ts';
import { permutedLaw } from '../../theory/instances/permutedLaw.ts';
import { randomWorld } from '../../theory/instances/randomWorld.ts';
import { tiedLaw } from '../../theory/instances/tiedLaw.ts';
import { worldWithCoverage } from '../../theory/instances/worldWithCoverage.ts';
import { zipfLaw } from '../../theory/instances/zipfLaw.ts';
import { showAs } from './showAs.ts';

/** Hard families. They shrink to one hard prompt of mass 1 and three responses. */
export function hardFamilies({ maxPrompts = 4, maxResponses = 9 } = {}): fc.Arbitrary<HardFamily> {
  requireInteger('hardFamilies', 'maxPrompts', maxPrompts, 1);
  requireInteger('hardFamilies', 'maxResponses', maxResponses, 3);
  return fc
    .record({
      prompts: fc.integer({ min: 1, max: maxPrompts }),
      responses: fc.integer({ min: 3, max: maxResponses }),
      hardMass: fc.integer({ min: 1, max: 20 }).map((k) => 1 / k),
    })
    .map((options) => showAs(hardFamily(options), () => `hardFamily(${fc.stringify(options)})`));
}

/**
 * Worlds without a class from every construction: random laws of each kind, a given coverage, members of the hard
 * family. They shrink to one prompt, one response (three in the hard family) and the simplest parameters of their kind.
 */
export function instances({ maxPrompts = 4, maxResponses = 8 } = {}): fc.Arbitrary<ExplicitWorld> {
  requireInteger('instances', 'maxPrompts', maxPrompts, 1);
  requireInteger('instances', 'maxResponses', maxResponses, 3);
  const prompts = fc.integer({ min: 1, max: maxPrompts });
  const outcomes = fc.integer({ min: 1, max: maxResponses });
  const seed = fc.nat();
  const worldOf = (name: string, draw: (outcomes: number, parameter: number, source: Source) => FiniteLaw) =>
    fc
      .record({ prompts, outcomes, parameter: fc.integer({ min: 1, max: 100 }), seed })
      .map((drawn) =>
        showAs(
          randomWorld(
            { prompts: drawn.prompts, law: (source) => draw(drawn.outcomes, drawn.parameter, source) },
            sourceOf(drawn.seed),
          ),
          () => `randomWorld of ${name}: ${fc.stringify(drawn)}`,
        ),
      );
  return fc.oneof(
    worldOf('dirichletLaw', (outcomes, k, source) => dirichletLaw({ outcomes, concentration: 1 / k }, source)),
    worldOf('zipfLaw', (outcomes, k, source) => permutedLaw(zipfLaw({ outcomes, exponent: k / 10 }), source)),
    worldOf('geometricLaw', (outcomes, k, source) => permutedLaw(geometricLaw({ outcomes, ratio: 1 / k }), source)),
    worldOf('tiedLaw', (outcomes, k, source) =>
      tiedLaw({ outcomes, groups: 1 + (k % outcomes), factors: 1 + (k % 8) }, source),
    ),
    fc.record({ prompts, responses: outcomes, share: fc.nat(100), seed }).map(({ share, seed, ...shape }) => {
      const options = { ...shape, coverage: 1 + (shape.responses - 1) * 0.0099 * share };
      return showAs(
        worldWithCoverage(options, sourceOf(seed)),
        () => `worldWithCoverage(${fc.stringify(options)}, Source.named('instances/${seed}'))`,
      );
    }),
    fc
      .tuple(hardFamilies({ maxPrompts, maxResponses }), seed)
      .map(([family, seed]) =>
        showAs(
          family.instance(sourceOf(seed)),
          () => `${fc.stringify(family)}.instance(Source.named('instances/${seed}'))`,
        ),
      ),
  );
}

function sourceOf(seed: number): Source {
  return Source.named(`instances/${seed}`);
}
