import type { Arbitrary } from 'fast-check';
import { fc } from './fastCheck.ts';
import { requireInteger, requireObject } from '../../math/checks.ts';
import { ExplicitWorld } from '../../policies/explicitWorld.ts';
import { finiteClassesAround, productClassesAround } from './policyClasses.ts';
import { showAs } from './showAs.ts';
import { policyOf, rowsOfWeights } from './tabularPolicies.ts';
import type { PolicyShape } from './tabularPolicies.ts';
import { codeOfLaw, fitTo, lawOf, weightsUpTo } from './weights.ts';

/** Worlds without a class, their base policies those of `tabularPolicies`. Prompts too may tie or be impossible. */
export function worlds(shape: PolicyShape = {}): Arbitrary<ExplicitWorld> {
  const rowsDrawn = rowsOfWeights('worlds', shape);
  return fc.tuple(rowsDrawn, weightsUpTo(shape.maxPrompts ?? 3)).map(([rows, drawn]) => {
    const prompts = fitTo(drawn, rows.length);
    const base = policyOf(rows);
    return showAs(
      new ExplicitWorld(lawOf(prompts), base),
      () => `new ExplicitWorld(${codeOfLaw(prompts)}, ${fc.stringify(base)})`,
    );
  });
}

export interface RealizableShape extends PolicyShape {
  /** Of a class given as a list; 5 by default. */
  readonly maxMembers?: number;
  /** Of a product class, at one prompt; 3 by default. */
  readonly maxCandidates?: number;
}

/** Worlds with a class, finite or product, that holds the base policy. They shrink to a class of nothing else. */
export function realizableWorlds(shape: RealizableShape = {}): Arbitrary<ExplicitWorld> {
  requireObject('realizableWorlds', 'shape', shape);
  const { maxMembers = 5, maxCandidates = 3 } = shape;
  requireInteger('realizableWorlds', 'maxMembers', maxMembers, 1);
  requireInteger('realizableWorlds', 'maxCandidates', maxCandidates, 1);
  return fc
    .tuple(worlds(shape), fc.oneof(finiteClassesAround(maxMembers), productClassesAround(maxCandidates)))
    .map(([world, around]) => {
      const policyClass = around(world.base);
      return showAs(world.withClass(policyClass), () => `${fc.stringify(world)} with ${fc.stringify(policyClass)}`);
    });
}
