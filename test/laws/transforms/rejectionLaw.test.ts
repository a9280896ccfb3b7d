import { describe, expect, it } from 'vitest';
import { FiniteLaw, power, rejectionLaw, tilt, totalVariation } from '../../../src/index.ts';
import { relative } from '../../support/relative.ts';

const law = FiniteLaw.fromMasses([0.5, 0.3, 0.15, 0.05]);
const massesOf = ({ logMasses }: FiniteLaw): number[] => Array.from(logMasses, Math.exp);

describe('rejectionLaw', () => {
  it('has the values of a trial in Python: p = (.5, .3, .15, .05), r = (0, 1, 2, 3), beta = 1, N = 4', () => {
    const { law: returned, acceptance } = rejectionLaw(law, [0, 1, 2, 3], 1, 3, 4);
    expect(acceptance).toBeCloseTo(0.1706760353, 10);
    expect(massesOf(returned)).toEqual(
      [0.3133780696, 0.2672657007, 0.2413296255, 0.1780266042].map((mass) => expect.closeTo(mass, 10)),
    );
  });

  it('has those of p^2 with the ceilings log .5 and 0', () => {
    const [near, far] = [Math.log(0.5), 0].map((ceiling) => rejectionLaw(law, law.logMasses, 1, ceiling, 4));
    expect([near!.acceptance, far!.acceptance]).toEqual([expect.closeTo(0.73, 14), expect.closeTo(0.365, 14)]);
    expect(massesOf(near!.law)[0]).toBeCloseTo(0.683948705, 10);
    expect(massesOf(far!.law)[0]).toBeCloseTo(0.6548634191, 10);
    expect(massesOf(near!.accepted)).toEqual(massesOf(power(law, 2)).map((mass) => expect.closeTo(mass, 14)));
  });

  it('is what all courses of up to four tries sum up to, and costs what they cost', () => {
    const [rewards, beta, ceiling, N] = [[0, 1, 2, 3], 0.7, 3.5, 4];
    const taken = rewards.map((reward) => Math.exp((reward - ceiling) / beta));
    const found = [0, 0, 0, 0];
    let samples = 0;
    let open = 1;
    for (let tries = 1; tries <= N; tries++) {
      massesOf(law).forEach((mass, y) => {
        found[y]! += open * mass * taken[y]!;
        samples += open * mass * taken[y]! * tries;
      });
      open *= massesOf(law).reduce((sum, mass, y) => sum + mass * (1 - taken[y]!), 0);
    }
    massesOf(law).forEach((mass, y) => (found[y]! += open * mass));
    samples += open * (N + 1);
    const exact = rejectionLaw(law, rewards, beta, ceiling, N);
    expect(massesOf(exact.law)).toEqual(found.map((mass) => expect.closeTo(mass, 14)));
    expect(exact.samples).toBeCloseTo(samples, 12);
    expect(exact.missed).toBeCloseTo(open, 14);
  });

  it('lies off the target by the chance that nothing was accepted, exactly', () => {
    for (const N of [1, 5, 50, 500]) {
      const { law: returned, accepted, missed } = rejectionLaw(law, law.logMasses, 0.2, 0, N);
      expect(relative(totalVariation(returned, accepted), missed * totalVariation(law, accepted))).toBeLessThan(1e-9);
    }
  });

  it('keeps its digits where hardly anything, or everything, is accepted', () => {
    const seldom = rejectionLaw(law, [0, 0, 0, 0], 1, 60, 10);
    expect(relative(seldom.acceptance, Math.exp(-60))).toBeLessThan(1e-14);
    expect(relative(seldom.samples, 11)).toBeLessThan(1e-14);
    const never = rejectionLaw(law, [0, 0, 0, 0], 1e-3, 60, 10);
    expect(never).toMatchObject({ acceptance: 0, logAcceptance: -60_000, missed: 1, samples: 11 });
    expect(massesOf(never.law)).toEqual(massesOf(law));
    const always = rejectionLaw(law, [2, 2, 2, 2], 1, 2, 10);
    expect(always).toMatchObject({ acceptance: 1, missed: 0, samples: 1 });
    const excluded = rejectionLaw(law, [-Infinity, 0, 0, 0], 1, 0, 2);
    expect(massesOf(excluded.accepted)).toEqual(massesOf(tilt(law, [-Infinity, 0, 0, 0], 1)));
    expect(massesOf(excluded.law)[0]).toBeCloseTo(0.5 ** 2 * 0.5, 14);
  });
});
