import { requireInteger, requireObject, requirePositive } from '../../math/checks.ts';
import { DomainError } from '../../math/domainError.ts';
import { drawNormal } from '../../math/random/normal.ts';
import { requireSource } from '../../math/random/source.ts';
import type { Source } from '../../math/random/source.ts';
import { FiniteLaw } from '../../laws/finiteLaw.ts';
import { ExplicitWorld } from '../../policies/explicitWorld.ts';
import { LinearSoftmaxClass } from '../../policies/softmax/linearSoftmaxClass.ts';

export interface SpherePackingOptions {
  /** d, an integer in [2, 16]. */
  readonly dimension: number;
  /** The least distance of two points, in (0, 2); the paper's is 1/4. */
  readonly distance: number;
  /** How many points in a row may be too near before it ends, an integer at least 1; 1000 by default. */
  readonly attempts?: number;
  /** The most points, an integer at least 2; 2^16 by default. */
  readonly mostPoints?: number;
}

/** Worlds of one prompt, whose responses are points of the sphere; nature picks which is y*. */
export interface SpherePacking {
  /** |Y|: how many points there are. */
  readonly responses: number;
  /** For the one prompt, phi(y) = y: the points, of norm 1. */
  readonly features: readonly (readonly Float64Array[])[];
  /** The world whose base policy is proportional to exp<phi(y), y*>, y* being the point `mode`. */
  at(mode: number): ExplicitWorld;
  /** A y* picked uniformly. */
  instance(source: Source): ExplicitWorld;
  /** The linear softmax policies with |theta| <= 1 + 1/beta, the norm of every pi*_beta's parameter. */
  softmaxClass(beta: number): LinearSoftmaxClass;
}

/**
 * Responses that lie apart on the unit sphere of R^d: points are drawn uniformly, and kept where none is nearer than `distance`.
 *
 * At distance 1/4 the margin is at least e^(1/32) - 1, as |y - y*|^2 / 2 = 1 - <y, y*>, and C_cov grows with |Y|, which is
 * exponential in d, while what is to be learned are d numbers. Seen with distance 1/4: |Y| about 130 for d = 3, 730 for d = 4,
 * 3,600 for d = 5; more dimensions take a wider distance.
 *
 * @see Huang et al. 2024, Example J.1
 */
export function spherePacking(options: SpherePackingOptions, source: Source): SpherePacking {
  const where = 'spherePacking';
  requireObject(where, 'options', options);
  const { dimension, distance, attempts = 1000, mostPoints = 2 ** 16 } = options;
  requireInteger(where, 'dimension', dimension, 2, 16);
  requirePositive(where, 'distance', distance);
  if (!(distance < 2)) throw new DomainError(where, 'distance', 'below 2, the diameter of the sphere', distance);
  requireInteger(where, 'attempts', attempts, 1);
  requireInteger(where, 'mostPoints', mostPoints, 2);
  requireSource(where, source);

  const points: Float64Array[] = [];
  const nearest = 1 - (distance * distance) / 2;
  const candidate = new Float64Array(dimension);
  for (let refused = 0; refused < attempts && points.length < mostPoints; refused++) {
    drawDirection(candidate, source);
    if (points.some((point) => inner(point, candidate) > nearest)) continue;
    points.push(Float64Array.from(candidate));
    refused = -1;
  }
  const features = [points];
  const bases = new LinearSoftmaxClass({ features, normBound: 1 });
  const at = (mode: number): ExplicitWorld => {
    requireInteger('spherePacking.at', 'mode', mode, 0, points.length - 1);
    return new ExplicitWorld(FiniteLaw.uniform(1), bases.at(points[mode]!));
  };
  return {
    responses: points.length,
    features,
    at,
    instance(from) {
      requireSource('spherePacking.instance', from);
      return at(from.index(points.length));
    },
    softmaxClass(beta) {
      requirePositive('spherePacking.softmaxClass', 'beta', beta);
      return new LinearSoftmaxClass({ features, normBound: 1 + 1 / beta });
    },
  };
}

/** Writes a uniform point of the sphere. */
function drawDirection(point: Float64Array, source: Source): void {
  for (let k = 0; k < point.length; k++) point[k] = drawNormal(source);
  const norm = Math.sqrt(inner(point, point));
  for (let k = 0; k < point.length; k++) point[k] = point[k]! / norm;
}

function inner(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k]! * b[k]!;
  return sum;
}
