import { FiniteLaw } from '../../laws/finiteLaw.ts';
import { Source } from '../../math/random/source.ts';
import type { ExplicitWorld } from '../../policies/explicitWorld.ts';
import { dirichletLaw } from '../../theory/instances/dirichletLaw.ts';
import { geometricLaw } from '../../theory/instances/geometricLaw.ts';
import { permutedLaw } from '../../theory/instances/permutedLaw.ts';
import { randomWorld } from '../../theory/instances/randomWorld.ts';
import { tiedLaw } from '../../theory/instances/tiedLaw.ts';
import { zipfLaw } from '../../theory/instances/zipfLaw.ts';
import type { Grid } from '../claim.ts';

const KINDS: Readonly<Record<string, (source: Source, outcomes: number) => FiniteLaw>> = {
  'Dirichlet 0.1': (source, outcomes) => dirichletLaw({ outcomes, concentration: 0.1 }, source),
  'Dirichlet 1': (source, outcomes) => dirichletLaw({ outcomes, concentration: 1 }, source),
  'Zipf 1.5': (source, outcomes) => permutedLaw(zipfLaw({ outcomes, exponent: 1.5 }), source),
  geometric: (source, outcomes) => permutedLaw(geometricLaw({ outcomes, ratio: 0.7 }), source),
  ties: (source, outcomes) => tiedLaw({ outcomes, groups: Math.ceil(outcomes / 4), factors: 5 }, source),
};

/** Worlds of every shape that the exact claims are held against, beside their near-extremal ones. */
export function* randomWorlds(claim: string, grid: Grid): Iterable<{ name: string; world: ExplicitWorld }> {
  const sizes = grid === 'full' ? [3, 12, 50, 400, 3000] : [3, 12, 50];
  for (const [kind, law] of Object.entries(KINDS)) {
    for (const outcomes of sizes) {
      const source = Source.named(`claims/${claim}/${kind}/${outcomes}`);
      const world = randomWorld({ prompts: 4, law: (stream) => law(stream, outcomes) }, source);
      yield { name: `${kind}, ${outcomes} responses`, world };
    }
  }
}

/** Worlds of two prompts that are so small that every sample can be listed. */
export function* smallWorlds(claim: string, grid: Grid): Iterable<{ name: string; world: ExplicitWorld }> {
  for (const [kind, law] of Object.entries(KINDS)) {
    for (const outcomes of grid === 'full' ? [2, 3, 4] : [3]) {
      const source = Source.named(`claims/${claim}/${kind}/${outcomes}`);
      const world = randomWorld({ prompts: 2, law: (stream) => law(stream, outcomes) }, source);
      yield { name: `${kind}, ${outcomes} responses`, world };
    }
  }
}

/** The first law of each of the worlds of every shape. */
export function* randomLaws(claim: string, grid: Grid): Iterable<{ name: string; law: FiniteLaw }> {
  for (const { name, world } of randomWorlds(claim, grid)) yield { name, law: world.base.law(0) };
}

/** Modes of mass `peak` each, above others of mass about `other`. */
export function lightModes(count: number, peak: number, other: number): FiniteLaw {
  const others = Math.ceil((1 - count * peak) / other);
  return FiniteLaw.fromMasses([
    ...Array<number>(count).fill(peak),
    ...Array<number>(others).fill((1 - count * peak) / others),
  ]);
}
