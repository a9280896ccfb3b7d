import {
  adaptiveBestOfNLaw,
  bestOfNLaw,
  dirichletLaw,
  FiniteLaw,
  geometricLaw,
  independentTokens,
  permutedLaw,
  Source,
  Spectrum,
  spectrumOf,
  tiedLaw,
  zipfLaw,
} from '../../src/index.ts';
import { lawContract } from '../../src/testing/index.ts';
import type { LawContractOptions } from '../../src/testing/index.ts';
import { runContract } from './runContract.ts';

const three = FiniteLaw.fromMasses([0.5, 0.3, 0.2]);

const laws: Record<string, Omit<LawContractOptions, 'source'>> = {
  'FiniteLaw.fromMasses': { law: () => FiniteLaw.fromMasses([0.5, 0, 0.5]), masses: [0.5, 0, 0.5] },
  'FiniteLaw.fromLogMasses': {
    law: () => FiniteLaw.fromLogMasses([Math.log(0.25), Math.log(0.75)]),
    masses: [0.25, 0.75],
  },
  'FiniteLaw.fromLogWeights': { law: () => FiniteLaw.fromLogWeights([0, -Math.log(3)]), masses: [0.75, 0.25] },
  'FiniteLaw.pointMass': { law: () => FiniteLaw.pointMass(3, 1), masses: [0, 1, 0] },
  'FiniteLaw.uniform': { law: () => FiniteLaw.uniform(5), masses: [0.2, 0.2, 0.2, 0.2, 0.2] },
  'Spectrum.fromMasses': { law: () => Spectrum.fromMasses([0.25, 0.0625], [2, 8]), masses: [0.5, 0.5] },
  spectrumOf: { law: () => spectrumOf(FiniteLaw.fromMasses([0.2, 0.4, 0.4])), masses: [0.8, 0.2] },
  'independentTokens of a fair coin': {
    law: () => independentTokens(FiniteLaw.fromMasses([0.5, 0.5]), 10),
    masses: [1],
  },
  'bestOfNLaw, N = 2': { law: () => bestOfNLaw(three, 2), masses: [0.75, 0.21, 0.04] },
  adaptiveBestOfNLaw: { law: () => adaptiveBestOfNLaw(three, 2).law },
  zipfLaw: { law: () => zipfLaw({ outcomes: 3, exponent: 1 }), masses: [6 / 11, 3 / 11, 2 / 11] },
  geometricLaw: { law: () => geometricLaw({ outcomes: 3, ratio: 0.5 }), masses: [4 / 7, 2 / 7, 1 / 7] },
  dirichletLaw: { law: (source) => dirichletLaw({ outcomes: 6, concentration: 0.5 }, source) },
  'dirichletLaw of tiny concentration': { law: (source) => dirichletLaw({ outcomes: 6, concentration: 0.01 }, source) },
  tiedLaw: { law: (source) => tiedLaw({ outcomes: 9, groups: 3, factors: 4 }, source) },
  permutedLaw: { law: (source) => permutedLaw(three, source) },
};

for (const [name, options] of Object.entries(laws)) {
  runContract(name, lawContract({ ...options, source: Source.named(`contracts/laws/${name}`) }));
}
