import { describe, expect, test } from 'vitest';
import { margin, modeCoverage, powerPolicy, Source, spherePacking } from '../../../src/index.ts';

const source = Source.named('test/theory/instances/spherePacking');

describe('spherePacking', () => {
  test.each([
    [3, 0.25, 110, 140],
    [4, 0.25, 650, 906],
    [3, 0.5, 25, 40],
    [5, 0.5, 200, 300],
  ])('has points of norm 1 that lie apart, d = %i at %d', (dimension, distance, fewest, most) => {
    const packing = spherePacking({ dimension, distance }, source.split(dimension));
    const points = packing.features[0]!;
    expect(packing.responses).toBe(points.length);
    expect(points.length).toBeGreaterThan(fewest);
    expect(points.length).toBeLessThan(most);
    for (const [i, point] of points.entries()) {
      expect(Math.hypot(...point)).toBeCloseTo(1, 14);
      for (let j = 0; j < i; j++) {
        expect(Math.hypot(...point.map((value, k) => value - points[j]![k]!))).toBeGreaterThan(distance * (1 - 1e-12));
      }
    }
  });

  test('has the margin and the coverage of Example J.1, and pi*_beta in its class', () => {
    const packing = spherePacking({ dimension: 3, distance: 0.25 }, source.split('example'));
    const world = packing.at(5);
    expect(margin(world)).toBeGreaterThan(Math.expm1(1 / 32));
    // exp<y, y*> lies between 1/e and e, so that C_cov does between |Y| / e^2 and |Y|.
    expect(modeCoverage(world)).toBeGreaterThan(packing.responses * Math.exp(-2));
    expect(modeCoverage(world)).toBeLessThan(packing.responses);
    expect(packing.softmaxClass(0.2).contains(powerPolicy(world.base, 6))).toBe(true);
    expect(packing.softmaxClass(0.21).contains(powerPolicy(world.base, 6))).toBe(false);
  });

  test('stops at the number of points that it is given', () => {
    expect(spherePacking({ dimension: 5, distance: 0.25, mostPoints: 10 }, source).responses).toBe(10);
    expect(spherePacking({ dimension: 3, distance: 1.9, attempts: 1 }, source).responses).toBeGreaterThan(0);
  });
});
