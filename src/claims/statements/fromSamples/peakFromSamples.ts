import { bestOfNLaw } from '../../../laws/transforms/bestOfNLaw.ts';
import { compensatedSum } from '../../../math/compensatedSum.ts';
import type { ExactLaw } from '../../../laws/exactLaw.ts';
import { cumulate, levelsOf, modes } from '../../../laws/levels.ts';
import { Spectrum } from '../../../laws/spectrum.ts';
import { peakFromSamples } from '../../../theory/coverage/fromSamples/peakFromSamples.ts';
import {
  certificateDraws,
  inversePeakMean,
  peakFromSamplesEnd,
} from '../../../theory/bounds/fromSamples/coverageFromSamples.ts';
import type { Grid } from '../../claim.ts';
import { claimOf } from '../../claimOf.ts';
import { below } from '../../compare.ts';
import { randomLaws } from '../../cases/randomWorlds.ts';

/** One mode of that mass, above others that are lighter by the factor. */
function modeAbove(peak: number, factor: number): Spectrum {
  if (peak === 1) return Spectrum.fromMasses([1], [1]);
  const others = Math.ceil((1 - peak) / (factor * peak));
  return Spectrum.fromMasses([peak, (1 - peak) / others], [1, others]);
}

function logPeakOf(law: ExactLaw): number {
  return Array.from(law.logMasses).reduce((a, b) => Math.max(a, b));
}

function* settings(grid: Grid): Iterable<{ rho: number; N: number }> {
  for (const rho of [0.5, 0.05, 1e-6]) {
    for (const N of grid === 'full' ? [1, 2, 10, 1000, 1e6, 1e9] : [1, 2, 10, 1000, 1e6]) yield { rho, N };
  }
}

/** The chance that P* lies above max(best, min(end, 1 - best)), by the law of the best of N draws. */
function missed(law: ExactLaw, N: number, end: number): number {
  const peak = Math.exp(logPeakOf(law));
  const best = bestOfNLaw(law, N);
  const maximisers = new Set(modes(law));
  const misses = Array.from(law.logMasses, Math.exp).map((likelihood, level) => {
    const missed = !maximisers.has(level) && peak > Math.max(likelihood, Math.min(end, 1 - likelihood));
    return missed ? Math.exp(best.levelLogMasses[level]!) : 0;
  });
  return compensatedSum(misses);
}

/** The upper end for P* fails with probability at most rho. */
export const claimPeakFromSamples = claimOf(peakFromSamplesEnd, {
  compares: 'chance that P* lies above max(best, 1 - rho^(1/N)), exact, with rho',
  *cases(bound, grid) {
    for (const { rho, N } of settings(grid)) {
      const end = bound.evaluate({ rho, N });
      // Near-extremal: a mode that is just heavier than the end, and one that is not; dust, and others hardly lighter.
      for (const times of [1 - 1e-6, 1 + 1e-9, 1.1]) {
        for (const factor of [0.01, 0.99]) {
          const law = modeAbove(Math.min(1, end * times), factor);
          const name = `rho ${rho}, N = ${N}, P* ${times} times the end, others ${factor} of it`;
          yield below(name, missed(law, N, end), rho);
        }
      }
    }
    for (const { name, law } of randomLaws('coverage-peak', grid)) {
      for (const N of [1, 5, 50]) {
        const rho = 0.3;
        yield below(`${name}, N = ${N}`, missed(law, N, bound.evaluate({ rho, N })), rho);
      }
    }
  },
  mutations: [
    { name: 'the constant 1 of rho made 1.01', formula: () => '-expm1(log(1.01 * rho) / N)' },
    { name: 'a factor 0.99', formula: () => '-0.99 * expm1(log(rho) / N)' },
    { name: 'the exponent of rho made 0.99', formula: () => '-expm1(0.99 * log(rho) / N)' },
    { name: 'one draw more', formula: () => '-expm1(log(rho) / (N + 1))' },
    { name: 'log to base 10', formula: () => '-expm1(log(rho, 10) / N)' },
    { name: 'linear in rho', formula: () => '(1 - rho) / N' },
  ],
});

/** The chance to draw until the best is certified, and to end with one that is no maximiser. */
function wronglyCertified(law: ExactLaw, drawsFor: (likelihood: number) => number): number {
  const { order, starts } = levelsOf(law);
  const ordered = Float64Array.from(order, (y) => law.levelLogMasses[y]!);
  const { logLevels, logUpTo } = cumulate(ordered, starts);
  const levels = logLevels.length;
  const stopsAt = Array.from(logLevels, (_, level) => drawsFor(Math.exp(law.logMasses[order[starts[level]!]!]!)));
  /** P[ all of the draws lie in the levels from this one on ]; of infinitely many where that is all there is. */
  const allFrom = (level: number, draws: number): number => {
    if (level === levels) return 0;
    return logUpTo[level] === 0 ? 1 : Math.exp(draws * logUpTo[level]!);
  };
  // Not stopped at k from one level's T to the next: all draws lie in the levels that stop later.
  const waits = stopsAt.map((T, level) =>
    level + 1 === levels
      ? 0
      : (allFrom(level + 1, T) - allFrom(level + 1, stopsAt[level + 1]!)) / -Math.expm1(logUpTo[level + 1]!),
  );
  const chances = stopsAt.map(
    (T, level) =>
      allFrom(level, T) - allFrom(level + 1, T) + Math.exp(logLevels[level]!) * compensatedSum(waits.slice(level)),
  );
  return compensatedSum(chances.slice(1));
}

/** Drawing until the best is certified ends with one that is no maximiser with probability at most rho. */
export const claimCertificate = claimOf(certificateDraws, {
  compares: 'chance that drawing until certified ends off y*, exact, with rho',
  *cases(bound, grid) {
    const drawsFor = (rho: number) => (best: number) => {
      if (best >= 0.5) return 1;
      // More draws than a double holds: nobody stops there.
      if (-Math.log(rho) / Number.MAX_VALUE >= best) return Infinity;
      return Math.max(1, Math.ceil(bound.evaluate({ rho, best })));
    };
    for (const rho of [0.5, 0.05, 1e-6]) {
      // Near-extremal: others that are hardly lighter than the mode, so that they are certified as soon as it would be.
      for (const peak of [0.4, 0.1, 1e-2, 1e-3]) {
        for (const factor of [1 - 1e-9, 0.9, 0.5]) {
          const law = modeAbove(peak, factor);
          yield below(`rho ${rho}, P* ${peak}, others ${factor} of it`, wronglyCertified(law, drawsFor(rho)), rho);
        }
      }
      for (const { name, law } of randomLaws('coverage-certificate', grid)) {
        yield below(`${name}, rho ${rho}`, wronglyCertified(law, drawsFor(rho)), rho);
      }
    }
  },
  mutations: [
    { name: 'the constant 1 made 0.99', formula: () => '0.99 * log(1 / rho) / (-log1p(-best))' },
    { name: 'the log of rho dropped', formula: () => '1 / (-log1p(-best))' },
    { name: 'log to base 10', formula: () => 'log(1 / rho, 10) / (-log1p(-best))' },
    { name: 'the exponent of rho made 0.99', formula: () => 'log(1 / rho^0.99) / (-log1p(-best))' },
    { name: 'the best counted twice', formula: () => 'log(1 / rho) / (-log1p(-min(2 * best, 0.999)))' },
  ],
});

/** The mean of 1 / max(best, min(t, 1 - best)), t being 1 - rho^(1/N). */
function meanInverse(law: ExactLaw, N: number, rho: number): number {
  const best = bestOfNLaw(law, N);
  return compensatedSum(
    Array.from(law.logMasses, (logBest, level) =>
      logBest === -Infinity
        ? 0
        : Math.exp(best.levelLogMasses[level]!) / peakFromSamples({ logBest, draws: N }, rho).upper,
    ),
  );
}

function inversePeakCase(
  name: string,
  law: ExactLaw,
  { rho, N }: { rho: number; N: number },
  bound: typeof inversePeakMean,
) {
  const cutoff = -Math.expm1(Math.log(rho) / N);
  const peak = Math.min(1, Math.exp(logPeakOf(law)));
  return below(`${name}, rho ${rho}, N = ${N}`, meanInverse(law, N, rho), bound.evaluate({ N, cutoff, peak }));
}

/** What stands for 1/P* is on average at most (1 + eta) / P*. */
export const claimInversePeak = claimOf(inversePeakMean, {
  compares: 'E[1 / max(best, min(t, 1 - best))], exact, with (1 + eta) / P*',
  *cases(bound, grid) {
    for (const setting of settings(grid)) {
      // Near-extremal: the mass at which the bias is largest, above dust.
      const cutoff = -Math.expm1(Math.log(setting.rho) / setting.N);
      const peak = (1 + setting.N * cutoff) / (setting.N + 1);
      for (const times of [1, 0.5]) {
        yield inversePeakCase(`P* ${times} of the worst`, modeAbove(times * peak, 1e-3), setting, bound);
      }
    }
    for (const { name, law } of randomLaws('coverage-peak-mean', grid)) {
      for (const N of [1, 5, 50]) yield inversePeakCase(name, law, { rho: 0.5, N }, bound);
    }
  },
  mutations: [
    { name: 'a factor 0.9999', formula: () => `0.9999 * ${inversePeakMean.spec.formula}` },
    { name: 'the bias dropped', formula: () => '1 / peak' },
    {
      name: 'the exponent N + 1 made N + 2',
      formula: () => '(1 + (N / (N + 1))^N * (1 - cutoff)^(N + 2) / ((N + 1) * cutoff)) / peak',
    },
    {
      name: 'N + 1 made N + 2',
      formula: () => '(1 + (N / (N + 1))^N * (1 - cutoff)^(N + 1) / ((N + 2) * cutoff)) / peak',
    },
    {
      name: 'the exponent of N/(N + 1) made N + 1',
      formula: () => '(1 + (N / (N + 1))^(N + 1) * (1 - cutoff)^(N + 1) / ((N + 1) * cutoff)) / peak',
    },
    {
      name: 'the exponent of t made 0.99',
      formula: () => '(1 + (N / (N + 1))^N * (1 - cutoff)^(N + 1) / ((N + 1) * cutoff^0.99)) / peak',
    },
  ],
});
