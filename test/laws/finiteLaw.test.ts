import { describe, expect, it } from 'vitest';
import { DomainError } from '../../src/math/domainError.ts';
import { FiniteLaw } from '../../src/laws/finiteLaw.ts';
import { sameLaw } from '../../src/laws/sameLaw.ts';
import { Source } from '../../src/math/random/source.ts';

describe('FiniteLaw.fromMasses', () => {
  it('keeps the masses, zero ones as minus infinity', () => {
    const law = FiniteLaw.fromMasses([0.5, 0, 0.25, 0.25]);
    expect(Array.from(law.logMasses)).toEqual([Math.log(0.5), -Infinity, Math.log(0.25), Math.log(0.25)]);
    expect([...law.masses()]).toEqual([0.5, 0, 0.25, 0.25]);
    expect(law.size).toBe(4);
    expect(law.mass(1)).toBe(0);
  });

  it('keeps the smallest double', () => {
    const law = FiniteLaw.fromMasses([1, 5e-324]);
    expect(law.logMasses[1]).toBe(Math.log(5e-324));
    expect(law.mass(1)).toBe(5e-324);
  });

  it('divides out a total that is off by at most 1e-9', () => {
    for (const off of [1 + 0.9e-9, 1 - 0.9e-9]) {
      const law = FiniteLaw.fromMasses([0.75 * off, 0.25 * off]);
      expect(Math.abs(law.mass(0) - 0.75)).toBeLessThanOrEqual(2e-16);
      expect(Math.abs(law.mass(1) - 0.25)).toBeLessThanOrEqual(2e-16);
    }
  });

  it('refuses a total that is off by more', () => {
    expect(() => FiniteLaw.fromMasses([0.5, 0.5 + 1.1e-9])).toThrow(DomainError);
    expect(() => FiniteLaw.fromMasses([0.5, 0.25])).toThrow(
      'FiniteLaw.fromMasses: total of masses must be within 1e-9 of 1 (fromLogWeights normalises), got 0.75',
    );
    expect(() => FiniteLaw.fromMasses([0, 0])).toThrow('total of masses');
    expect(() => FiniteLaw.fromMasses([1, Infinity])).toThrow('got Infinity');
  });

  it('refuses negative masses, what is not a number, and nothing at all', () => {
    expect(() => FiniteLaw.fromMasses([1.5, -0.5])).toThrow(
      new DomainError('FiniteLaw.fromMasses', 'masses[1]', 'at least 0', -0.5),
    );
    expect(() => FiniteLaw.fromMasses([1, NaN])).toThrow('FiniteLaw.fromMasses: masses[1] must be a number, got NaN');
    expect(() => FiniteLaw.fromMasses([])).toThrow(
      'FiniteLaw.fromMasses: masses must be a non-empty list of numbers, got Array of length 0',
    );
    expect(() => FiniteLaw.fromMasses('01' as never)).toThrow(
      'FiniteLaw.fromMasses: masses must be a non-empty list of numbers, got "01"',
    );
  });

  it('does not hold on to the array it was given', () => {
    const masses = [0.5, 0.5];
    const law = FiniteLaw.fromMasses(masses);
    masses[0] = 9;
    law.masses()[1] = 9;
    expect([...law.masses()]).toEqual([0.5, 0.5]);
  });
});

describe('FiniteLaw.fromLogMasses', () => {
  it('keeps masses that no double holds', () => {
    expect(Array.from(FiniteLaw.fromLogMasses([0, -5000, -Infinity]).logMasses)).toEqual([0, -5000, -Infinity]);
  });

  it('divides out a total that is off by at most 1e-9 and refuses more', () => {
    expect(FiniteLaw.fromLogMasses([0.9e-9]).logMasses[0]).toBe(0);
    expect(() => FiniteLaw.fromLogMasses([1.1e-9])).toThrow(
      'FiniteLaw.fromLogMasses: total of masses must be within 1e-9 of 1 (fromLogWeights normalises), got 1.0000000011',
    );
    expect(() => FiniteLaw.fromLogMasses([-Infinity])).toThrow('got 0');
    expect(() => FiniteLaw.fromLogMasses([Infinity, 0])).toThrow('got Infinity');
    expect(() => FiniteLaw.fromLogMasses([0, NaN])).toThrow(
      'FiniteLaw.fromLogMasses: logMasses[1] must be a number, got NaN',
    );
  });
});

describe('FiniteLaw.fromLogWeights', () => {
  it('normalises whatever the size of the weights', () => {
    for (const shift of [-1e5, -1, 0, 700, 1e5]) {
      const law = FiniteLaw.fromLogWeights([shift + Math.log(3), shift, -Infinity]);
      // The weights themselves carry a rounding error of half a unit in the last place of the shift.
      const allowed = 4e-16 * Math.max(1, Math.abs(shift));
      expect(Math.abs(law.mass(0) - 0.75)).toBeLessThanOrEqual(allowed);
      expect(Math.abs(law.mass(1) - 0.25)).toBeLessThanOrEqual(allowed);
      expect(law.mass(2)).toBe(0);
    }
  });

  it('has a total of 1 after weights at both ends of the doubles', () => {
    const law = FiniteLaw.fromLogWeights([1e308, -1e308, 1e308]);
    expect([...law.masses()]).toEqual([0.5, 0, 0.5]);
  });

  it('refuses weights that are all zero, and infinite ones', () => {
    expect(() => FiniteLaw.fromLogWeights([-Infinity, -Infinity])).toThrow(
      'FiniteLaw.fromLogWeights: largest of logWeights must be finite, got -Infinity',
    );
    expect(() => FiniteLaw.fromLogWeights([1, Infinity])).toThrow('got Infinity');
  });
});

describe('FiniteLaw.fromBoth', () => {
  it('gives the masses that it was given, and draws by them', () => {
    const masses = Float64Array.of(0.25, 0.75);
    const law = FiniteLaw.fromBoth(masses.map(Math.log), masses);
    expect(law.masses()).toEqual(masses);
    expect(law.masses()).not.toBe(masses);
    expect(law.sampler.masses).toBe(masses);
    expect(law.mass(1)).toBeCloseTo(0.75, 15);
  });

  it('refuses masses of another number or another total', () => {
    const logs = Float64Array.of(0, -Infinity);
    expect(() => FiniteLaw.fromBoth(logs, Float64Array.of(1))).toThrow(/^FiniteLaw.fromBoth: masses .* of length 2/);
    expect(() => FiniteLaw.fromBoth(logs, Float64Array.of(1, 1e-6))).toThrow(/^FiniteLaw.fromBoth: /);
  });
});

describe('the other laws', () => {
  it('are a point mass and a uniform law', () => {
    expect([...FiniteLaw.pointMass(3, 1).masses()]).toEqual([0, 1, 0]);
    const uniform = FiniteLaw.uniform(7);
    expect(uniform.size).toBe(7);
    expect(uniform.logMasses[3]).toBe(-Math.log(7));
    expect(FiniteLaw.uniform(1).mass(0)).toBe(1);
  });

  it('name what is out of range', () => {
    expect(() => FiniteLaw.pointMass(3, 3)).toThrow('FiniteLaw.pointMass: outcome must be an integer in [0, 2], got 3');
    expect(() => FiniteLaw.pointMass(0, 0)).toThrow('FiniteLaw.pointMass: size must be an integer');
    expect(() => FiniteLaw.uniform(1.5)).toThrow('FiniteLaw.uniform: size must be an integer');
    expect(() => FiniteLaw.uniform(2).mass(2)).toThrow('FiniteLaw.mass: outcome must be an integer in [0, 1], got 2');
    expect(() => FiniteLaw.uniform(2).mass(-1)).toThrow('got -1');
  });
});

describe('a law that was drawn from', () => {
  it('gives what its sampler gives', () => {
    const law = FiniteLaw.fromMasses([0.2, 0.5, 0.3]);
    const [a, b] = [Source.named('math/finiteLaw/draw'), Source.named('math/finiteLaw/draw')];
    const drawn = Array.from({ length: 50 }, () => law.draw(a));
    const filled = new Int32Array(50);
    law.sampler.fill(filled, b);
    expect(drawn).toEqual([...filled]);
    expect(law.sampler).toBe(law.sampler);
  });
});

describe('sameLaw', () => {
  const law = FiniteLaw.fromMasses([0.6, 0.4, 0]);

  it('holds for laws equal up to a relative 1e-12', () => {
    expect(sameLaw(law, law)).toBe(true);
    expect(sameLaw(law, FiniteLaw.fromMasses([0.6 * (1 + 5e-13), 0.4 - 0.6 * 5e-13, 0]))).toBe(true);
    const tiny = (logMass: number) => FiniteLaw.fromLogMasses([0, logMass]);
    expect(sameLaw(tiny(-1000), tiny(-1000 - 5e-10))).toBe(true);
    expect(sameLaw(tiny(-1000), tiny(-1000 - 5e-9))).toBe(false);
  });

  it('fails for other masses, another support and another size', () => {
    expect(sameLaw(law, FiniteLaw.fromMasses([0.6 + 1e-11, 0.4 - 1e-11, 0]))).toBe(false);
    expect(sameLaw(law, FiniteLaw.fromMasses([0.6, 0.4 - 1e-15, 1e-15]))).toBe(false);
    expect(sameLaw(FiniteLaw.fromMasses([0.6, 0.4 - 1e-15, 1e-15]), law)).toBe(false);
    expect(sameLaw(law, FiniteLaw.fromMasses([0.6, 0.4]))).toBe(false);
    expect(sameLaw(law, FiniteLaw.fromMasses([0.4, 0.6, 0]))).toBe(false);
  });
});
