import type { Arbitrary } from 'fast-check';
import { fc } from './fastCheck.ts';
import { requireInteger, requireObject } from '../../math/checks.ts';
import type { FiniteLaw } from '../../laws/finiteLaw.ts';
import { Source } from '../../math/random/source.ts';
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
import type { PolicyShape } from './tabularPolicies.ts';

/** Hard families. They shrink to one hard prompt of mass 1 and three responses. */
export function hardFamilies(options: PolicyShape = {}): Arbitrary<HardFamily> {
  requireObject('hardFamilies', 'options', options);
  const { maxPrompts = 4, maxResponses = 9 } = options;
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
export function instances(options: PolicyShape = {}): Arbitrary<ExplicitWorld> {
  requireObject('instances', 'options', options);
  const { maxPrompts = 4, maxResponses = 8 } = options;
  requireInteger('instances', 'maxPrompts', maxPrompts, 1);
  requireInteger('instances', 'maxResponses', maxResponses, 3);
  const prompts = fc.integer({ min: 1, max: maxPrompts });
  const outcomes = fc.integer({ min: 1, max: maxResponses });
  const seed = fc.nat();
  // The law as code beside the law: a counterexample prints what makes it.
  const worldOf = (draw: (outcomes: number, parameter: number) => readonly [(source: Source) => FiniteLaw, string]) =>
    fc
      .record({ prompts, outcomes, parameter: fc.integer({ min: 1, max: 100 }), seed })
      .map(({ prompts, outcomes, parameter, seed }) => {
        const [law, code] = draw(outcomes, parameter);
        return showAs(
          randomWorld({ prompts, law }, sourceOf(seed)),
          () => `randomWorld({ prompts: ${prompts}, law: (source) => ${code} }, ${codeOfSource(seed)})`,
        );
      });
  return fc.oneof(
    worldOf((outcomes, k) => {
      const options = { outcomes, concentration: 1 / k };
      return [(source) => dirichletLaw(options, source), `dirichletLaw(${fc.stringify(options)}, source)`];
    }),
    worldOf((outcomes, k) => {
      const options = { outcomes, exponent: k / 10 };
      return [
        (source) => permutedLaw(zipfLaw(options), source),
        `permutedLaw(zipfLaw(${fc.stringify(options)}), source)`,
      ];
    }),
    worldOf((outcomes, k) => {
      const options = { outcomes, ratio: 1 / k };
      return [
        (source) => permutedLaw(geometricLaw(options), source),
        `permutedLaw(geometricLaw(${fc.stringify(options)}), source)`,
      ];
    }),
    worldOf((outcomes, k) => {
      const options = { outcomes, groups: 1 + ((k - 1) % outcomes), factors: 1 + ((k - 1) % 8) };
      return [(source) => tiedLaw(options, source), `tiedLaw(${fc.stringify(options)}, source)`];
    }),
    fc.record({ prompts, responses: outcomes, share: fc.nat(100), seed }).map(({ share, seed, ...shape }) => {
      const options = { ...shape, coverage: 1 + (shape.responses - 1) * 0.0099 * share };
      return showAs(
        worldWithCoverage(options, sourceOf(seed)),
        () => `worldWithCoverage(${fc.stringify(options)}, ${codeOfSource(seed)})`,
      );
    }),
    fc
      .tuple(hardFamilies({ maxPrompts, maxResponses }), seed)
      .map(([family, seed]) =>
        showAs(family.instance(sourceOf(seed)), () => `${fc.stringify(family)}.instance(${codeOfSource(seed)})`),
      ),
  );
}

function codeOfSource(seed: number): string {
  return `Source.named('instances/${seed}')`;
}

function sourceOf(seed: number): Source {
  return Source.named(`instances/${seed}`);
}
