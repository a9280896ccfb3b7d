import { afterEach, describe, expect, it, vi } from 'vitest';
import { Source } from '../../../src/index.ts';
import * as simd from '../../../src/math/panels/simdPanels.ts';
import { FeatureTable } from '../../../src/policies/softmax/featureTable.ts';
import { parameterIn, randomFeatures } from '../../support/softmax.ts';

const source = Source.named('test/policies/softmax/featureTable');

afterEach(() => void vi.unstubAllGlobals());

/** All that a table says of a law. */
function told(table: FeatureTable, prompt: number, theta: Float64Array) {
  const d = table.dimension;
  const [mean, covariance] = [new Float64Array(d), new Float64Array(d * d)];
  const logPartition = table.logPartition(prompt, theta);
  table.logPartition(prompt, theta, { mean });
  table.logPartition(prompt, theta, { covariance });
  // Its sums take the place of those of the law, which has to make them again.
  const furthest = table.furthest(
    prompt,
    theta.map((value) => -value),
  );
  const law = table.law(prompt, theta);
  const masses = law.masses();
  return { logPartition, mean: [...mean], covariance: [...covariance], furthest, masses, logMasses: law.logMasses };
}

describe('a table of features', () => {
  it.each([
    [1, 1, 1, 1],
    [2, 7, 3, 5],
    [1, 129, 5, 40],
    // Large enough for WebAssembly.
    [2, 3001, 6, 2],
    [1, 2500, 7, 1500],
  ])(
    'of %i x %i responses in R^%i says of |theta| = %i what the formulas say',
    (prompts, responses, dimension, norm) => {
      const shape = { prompts, responses, dimension };
      const features = randomFeatures(shape, source.split(responses));
      const table = new FeatureTable('test', features);
      const theta = parameterIn(dimension, 1, source.split(`theta ${responses}`));
      const scale = norm / Math.hypot(...theta);
      for (let k = 0; k < dimension; k++) theta[k] = theta[k]! * scale;
      for (let x = prompts - 1; x >= 0; x--) {
        const here = told(table, x, theta);
        const phi = features[x]!;
        const logits = phi.map((each) => each.reduce((sum, value, k) => sum + value * theta[k]!, 0));
        const largest = Math.max(...logits);
        const total = logits.reduce((sum, logit) => sum + Math.exp(logit - largest), 0);
        expect(here.furthest).toEqual([logits.indexOf(Math.min(...logits)), logits.indexOf(largest)]);
        expect(Math.abs(here.logPartition - largest - Math.log(total))).toBeLessThan(1e-13 * (1 + norm));
        const mass = logits.map((logit) => Math.exp(logit - largest) / total);
        logits.forEach((logit, y) => {
          expect(Math.abs(here.logMasses[y]! - (logit - largest - Math.log(total)))).toBeLessThan(1e-13 * (1 + norm));
          expect(Math.abs(here.masses[y]! - mass[y]!)).toBeLessThan(1e-12 * (1 + norm) * mass[y]! + 1e-300);
        });
        const mean = theta.map((_, k) => mass.reduce((sum, share, y) => sum + share * phi[y]![k]!, 0));
        for (let i = 0; i < dimension; i++) {
          expect(Math.abs(here.mean[i]! - mean[i]!)).toBeLessThan(1e-13 * (1 + norm));
          for (let j = 0; j < dimension; j++) {
            const square = mass.reduce((sum, share, y) => sum + share * phi[y]![i]! * phi[y]![j]!, 0);
            const exact = square - mean[i]! * mean[j]!;
            expect(Math.abs(here.covariance[i * dimension + j]! - exact)).toBeLessThan(1e-12 * (1 + norm));
          }
        }
      }
    },
  );

  it('is not misled by what fills it up where all responses lie against the parameter', () => {
    const features = [Array.from({ length: 9 }, (_, y) => [-1 - y])];
    const table = new FeatureTable('test', features);
    expect(table.furthest(0, [2])).toEqual([0, 8]);
    expect(table.logPartition(0, [800])).toBe(-800);
  });

  it('keeps covariances within a factor of 2 where the parameter moves by log(2) / (2 F)', () => {
    let least = 1;
    for (let trial = 0; trial < 200; trial++) {
      const from = source.split('nearby').split(trial);
      const shape = { prompts: 1, responses: 2 + from.index(10), dimension: 1 + from.index(3) };
      const table = new FeatureTable('test', randomFeatures(shape, from));
      const d = shape.dimension;
      const variance = (theta: Float64Array, along: Float64Array): number => {
        const covariance = new Float64Array(d * d);
        table.logPartition(0, theta, { covariance });
        return covariance.reduce((sum, entry, i) => sum + entry * along[Math.floor(i / d)]! * along[i % d]!, 0);
      };
      const theta = parameterIn(d, 10, from);
      const [step, along] = [parameterIn(d, 1, from), parameterIn(d, 1, from)];
      const size = Math.LN2 / 2 / table.largestNorm / Math.hypot(...step);
      const moved = theta.map((value, k) => value + size * step[k]!);
      const factor = variance(moved, along) / variance(theta, along);
      expect(factor).toBeGreaterThan(0.5 - 1e-6);
      expect(factor).toBeLessThan(2 + 1e-6);
      least = Math.min(least, factor, 1 / factor);
    }
    // It is said of cases that come near it.
    expect(least).toBeLessThan(0.7);
  });

  it('says the same, bit for bit, where there is no WebAssembly', () => {
    const features = randomFeatures({ prompts: 1, responses: 3001, dimension: 6 }, source.split('same'));
    const theta = parameterIn(6, 9, source.split('same theta'));
    const byKernel = vi.spyOn(simd, 'simdPanels');
    const fast = told(new FeatureTable('test', features), 0, theta);
    expect(byKernel.mock.results[0]?.value).toBeDefined();
    vi.stubGlobal('WebAssembly', undefined);
    const plain = told(new FeatureTable('test', features), 0, theta);
    expect(byKernel.mock.results[1]).toMatchObject({ type: 'return', value: undefined });
    expect(plain).toEqual(fast);
  });
});
