import { describe, expect, it } from 'vitest';
import {
  bestOfNSuccessFromSamples,
  coverageProfileFromSamples,
  drawsForCoverage,
  drawsForCoverageFromSamples,
  FiniteLaw,
  lawPolicy,
  modeCertificate,
  modeCoverageFromSamples,
  modeMassFromSamples,
  modeSuccessFromSamples,
  peakCoverageFromSamples,
  peakFromSamples,
  peakProfileFromSamples,
  poolsOf,
} from '../../../../src/index.ts';
import { logs } from './pools.ts';

type Any = any;
const pools = [logs(0.5, 0.2), logs(0.1, 0.1)];
const marks = [
  [0, 1],
  [1, 1],
];
const asked = { tau: 0.1, eps: 0.1 };
const world: Any = { promptLaw: FiniteLaw.uniform(1), base: lawPolicy([FiniteLaw.uniform(2)]) };
const onPools: Record<string, (pools: Any, rho?: Any, gamma?: Any) => unknown> = {
  peakCoverageFromSamples: (bad, rho = 0.1) => peakCoverageFromSamples(bad, rho),
  modeCoverageFromSamples: (bad, rho = 0.1, gamma = 0) => modeCoverageFromSamples(bad, rho, { gamma }),
  peakProfileFromSamples: (bad, rho = 0.1) => peakProfileFromSamples(bad, [2], rho),
  coverageProfileFromSamples: (bad, rho = 0.1, gamma = 0) => coverageProfileFromSamples(bad, [2], rho, { gamma }),
  drawsForCoverageFromSamples: (bad, rho = 0.1, gamma = 0) =>
    drawsForCoverageFromSamples(bad, { ...asked, gamma }, rho),
  modeSuccessFromSamples: (bad, rho = 0.1, gamma = 0) => modeSuccessFromSamples(bad, 2, rho, { gamma }),
};

describe('bad input is refused by name', () => {
  it.each(Object.entries(onPools))('%s', (name, call) => {
    const refuses = (act: () => unknown, message: string): void => expect(act).toThrow(`${name}: ${message}`);
    refuses(() => call([]), 'pools must be a non-empty list of lists, one for each prompt, got Array of length 0');
    refuses(() => call(undefined), 'pools must be a non-empty list of lists, one for each prompt, got undefined');
    refuses(() => call([[-1], []]), 'pools[1] must be a non-empty list of numbers, got Array of length 0');
    refuses(() => call([-1, -2]), 'pools[0] must be a list, got -1');
    refuses(() => call([[-1], [-1, -2]]), 'pools[1] must be of length 1, as pools[0], got Array of length 2');
    refuses(() => call([[-1], [NaN]]), 'pools[1][0] must be a number, got NaN');
    const drawn = 'must be the log-likelihood of a response that was drawn, finite and at most 0';
    refuses(() => call([[-1, 0.5]]), `pools[0][1] ${drawn}, got 0.5`);
    refuses(() => call([[-Infinity]]), `pools[0][0] ${drawn}, got -Infinity`);
    for (const rho of [0, 1, NaN, -1, '0.5', null]) {
      refuses(() => call(pools, rho), 'rho must be a number in (0, 1)');
    }
    if (call.length > 2) refuses(() => call(pools, 0.1, 1), 'gamma must be a number in [0, 1), got 1');
  });

  it.each<[string, () => unknown]>([
    [
      'peakFromSamples: pool must be a non-empty list of numbers, got Array of length 0',
      () => peakFromSamples([], 0.1),
    ],
    ['peakFromSamples: pool must be a non-empty list of numbers, got null', () => peakFromSamples(null as Any, 0.1)],
    ['peakFromSamples: pool[1] must be the log-likelihood of a response', () => peakFromSamples([-1, 1], 0.1)],
    ['peakFromSamples: rho must be a number in (0, 1), got 0', () => peakFromSamples([-1], 0)],
    [
      'peakFromSamples: pool.draws must be an integer at least 1, got 0',
      () => peakFromSamples({ logBest: -1, draws: 0 }, 0.1),
    ],
    [
      'peakFromSamples: pool.logBest must be the log-likelihood of a response that was drawn, finite and at most 0, got "x"',
      () => peakFromSamples({ logBest: 'x' as Any, draws: 1 }, 0.1),
    ],
    ['modeCertificate: pool must be a non-empty list of numbers', () => modeCertificate([], 0.1)],
    ['modeCertificate: rho must be a number in (0, 1), got 1', () => modeCertificate([-1], 1)],
    ['modeMassFromSamples: pool must be a non-empty list of numbers', () => modeMassFromSamples([], 0.1)],
    [
      'modeMassFromSamples: pool must be a non-empty list',
      () => modeMassFromSamples({ logBest: -1, draws: 3 } as Any, 0.1),
    ],
    ['modeMassFromSamples: options must be an object, got null', () => modeMassFromSamples([-1], 0.1, null as Any)],
    [
      'modeMassFromSamples: gamma must be a number in [0, 1), got -1',
      () => modeMassFromSamples([-1], 0.1, { gamma: -1 }),
    ],
    ['peakProfileFromSamples: Ks must be a non-empty list of numbers', () => peakProfileFromSamples(pools, [], 0.1)],
    [
      'peakProfileFromSamples: Ks[1] must be a finite number at least 1, got 0.5',
      () => peakProfileFromSamples(pools, [2, 0.5], 0.1),
    ],
    [
      'coverageProfileFromSamples: Ks[0] must be a finite number at least 1, got Infinity',
      () => coverageProfileFromSamples(pools, [Infinity], 0.1),
    ],
    ['drawsForCoverage: tau must be a number in (0, 1), got 0', () => drawsForCoverage(world, { tau: 0, eps: 0 })],
    ['drawsForCoverage: eps must be a number in [0, 1), got 1', () => drawsForCoverage(world, { tau: 0.1, eps: 1 })],
    ['drawsForCoverage: gamma must be', () => drawsForCoverage(world, { ...asked, gamma: 2 })],
    ['drawsForCoverage: options must be an object, got undefined', () => drawsForCoverage(world, undefined as Any)],
    ['drawsForCoverage: world must be an object', () => drawsForCoverage(undefined as Any, asked)],
    [
      'drawsForCoverageFromSamples: eps must be a number in (0, 1), got 0',
      () => drawsForCoverageFromSamples(pools, { tau: 0.1, eps: 0 }, 0.1),
    ],
    [
      'drawsForCoverageFromSamples: options must be an object',
      () => drawsForCoverageFromSamples(pools, undefined as Any, 0.1),
    ],
    ['modeSuccessFromSamples: N must be an integer at least 1, got 0', () => modeSuccessFromSamples(pools, 0, 0.1)],
    [
      'bestOfNSuccessFromSamples: N must be an integer at least 1, got 0',
      () => bestOfNSuccessFromSamples(pools, marks, 0, 0.1),
    ],
    ['bestOfNSuccessFromSamples: rho must be', () => bestOfNSuccessFromSamples(pools, marks, 1, NaN)],
    ['bestOfNSuccessFromSamples: rewards must be', () => bestOfNSuccessFromSamples([], marks, 1, 0.1)],
    [
      'bestOfNSuccessFromSamples: rewards[1] must be of length 2, as rewards[0], got Array of length 1',
      () => bestOfNSuccessFromSamples([[1, 2], [1]], marks, 1, 0.1),
    ],
    [
      'bestOfNSuccessFromSamples: rewards[0][1] must be a number, got NaN',
      () => bestOfNSuccessFromSamples([[1, NaN]], [[0, 1]], 1, 0.1),
    ],
    [
      'bestOfNSuccessFromSamples: marks must be of length 2, as rewards, got Array of length 1',
      () => bestOfNSuccessFromSamples(pools, [[0, 1]], 1, 0.1),
    ],
    [
      'bestOfNSuccessFromSamples: marks[0] must be of length 2, as rewards[0], got Array of length 1',
      () => bestOfNSuccessFromSamples(pools, [[0], [1]], 1, 0.1),
    ],
    [
      'bestOfNSuccessFromSamples: marks[1][0] must be a number in [0, 1], got 2',
      () =>
        bestOfNSuccessFromSamples(
          pools,
          [
            [0, 1],
            [2, 1],
          ],
          1,
          0.1,
        ),
    ],
    ['poolsOf: batch must be an object, got undefined', () => poolsOf(undefined as Any)],
    [
      'poolsOf: batch.counts must be left out: a pool is a row of draws, got Array of length 1',
      () => poolsOf({ prompts: [0], perPrompt: 1, responses: [0], logLikelihoods: [-1], counts: [2] }),
    ],
    [
      'poolsOf: batch.logLikelihoods must be of length 4, got Array of length 3',
      () => poolsOf({ prompts: [0, 1], perPrompt: 2, responses: [0, 0, 0, 0], logLikelihoods: [-1, -1, -1] }),
    ],
    [
      'poolsOf: batch.perPrompt must be an integer at least 1, got 0',
      () => poolsOf({ prompts: [0], perPrompt: 0, responses: [], logLikelihoods: [] }),
    ],
  ])('%s', (message, call) => {
    expect(call).toThrow(message);
  });
});
