import { FiniteLaw } from '../../../laws/finiteLaw.ts';
import { exampleJ1Coverage, exampleJ1Margin } from '../../../theory/bounds/rlhf/exampleJ1.ts';
import { lawPolicy } from '../../../theory/coverage/lawWorld.ts';
import { margin } from '../../../theory/coverage/margin.ts';
import { modeCoverage } from '../../../theory/coverage/modeCoverage.ts';
import { drawNormal } from '../../../math/random/normal.ts';
import { Source } from '../../../math/random/source.ts';
import type { Grid } from '../../claim.ts';
import { claimInSettings } from '../../claimOf.ts';
import { above } from '../../compare.ts';
import { computedOnce } from '../../computedOnce.ts';

/** Points of the unit sphere that are so far apart, the first of them y*. */
interface Packing {
  readonly name: string;
  readonly points: readonly (readonly number[])[];
  readonly distance: number;
}

const onCircle = (angle: number): number[] => [Math.cos(angle), Math.sin(angle)];
const apart = (a: readonly number[], b: readonly number[]): number => Math.hypot(...a.map((x, i) => x - b[i]!));

/** Random points of the sphere, each kept where it is far enough from all before it. */
function greedy(dimension: number, distance: number, tries: number): Packing {
  const source = Source.named(`claims/example-j.1/${dimension}/${distance}`);
  const points: number[][] = [];
  for (let i = 0; i < tries; i++) {
    const u = Array.from({ length: dimension }, () => drawNormal(source));
    const point = u.map((x) => x / Math.hypot(...u));
    if (points.every((other) => apart(other, point) >= distance)) points.push(point);
  }
  return { name: `${points.length} points in dimension ${dimension}, ${distance} apart`, points, distance };
}

const packings = computedOnce((grid: Grid): Packing[] => {
  const all: Packing[] = [];
  // Near-extremal for the margin: neighbours on a circle, just so far apart.
  for (const count of [3, 12, 25]) {
    const points = Array.from({ length: count }, (_, i) => onCircle((2 * Math.PI * i) / count));
    all.push({ name: `${count} points on a circle`, points, distance: 2 * Math.sin(Math.PI / count) });
  }
  // Near-extremal for coverage: all others opposite to y*.
  for (const [count, step] of [
    [200, 1e-4],
    [20, 0.01],
  ] as const) {
    const others = Array.from({ length: count }, (_, i) => onCircle(Math.PI + step * (i - count / 2)));
    all.push({
      name: `${count} points opposite to y*`,
      points: [onCircle(0), ...others],
      distance: 2 * Math.sin(step / 2),
    });
  }
  for (const dimension of grid === 'full' ? [3, 4, 5] : [3])
    all.push(greedy(dimension, 0.25, grid === 'full' ? 3000 : 600));
  return all;
});

/** pi_base proportional to exp <y, y*>. */
const worldOf = ({ points }: Packing) => ({
  promptLaw: FiniteLaw.uniform(1),
  base: lawPolicy([FiniteLaw.fromLogWeights(points.map((y) => y.reduce((sum, x, i) => sum + x * points[0]![i]!, 0)))]),
});

/** The margin of a packing. */
export const claimExampleJ1Margin = claimInSettings(
  exampleJ1Margin,
  packings,
  (packing, bound) =>
    above(packing.name, margin(worldOf(packing)), bound.evaluate({ distance: packing.distance * (1 - 1e-12) })),
  {
    compares: 'gamma_margin of packings of the sphere, with exp(s^2/2) - 1',
    mutations: [
      { name: 'the 2 made 1.9', formula: () => 'expm1(distance^2 / 1.9)' },
      { name: 'the exponent of s made 1', formula: () => 'expm1(distance / 2)' },
    ],
  },
);

/** The coverage of a packing. */
export const claimExampleJ1Coverage = claimInSettings(
  exampleJ1Coverage,
  packings,
  (packing, bound) =>
    above(packing.name, modeCoverage(worldOf(packing)), bound.evaluate({ support: packing.points.length })),
  {
    compares: 'C_cov of packings of the sphere, with 1 + (|Y| - 1) / e^2',
    mutations: [
      { name: 'e^-2 made 1.01 e^-2', formula: () => '1 + (support - 1) * 1.01 * exp(-2)' },
      { name: 'the 1 made 1.1', formula: () => '1.1 + (support - 1) * exp(-2)' },
    ],
  },
);
