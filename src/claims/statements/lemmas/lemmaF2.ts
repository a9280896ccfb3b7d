import { drawNormal } from '../../../math/random/normal.ts';
import { Source } from '../../../math/random/source.ts';
import { Bound } from '../../../theory/bounds/bound.ts';
import { lemmaF2, lemmaF2Sharp } from '../../../theory/bounds/lemmas/lemmaF2.ts';
import type { CaseResult, Grid } from '../../claim.ts';
import { claimOf } from '../../claimOf.ts';
import { below } from '../../compare.ts';
import { whereAssumed } from '../../whereAssumed.ts';
import { ellipticPotential } from '../../cases/ellipticPotential.ts';

/** The matrix A_t as vectors u with A_t = sum of u u^T and Tr A_t = K. */
type Round = (t: number, dimension: number, source: Source) => readonly Float64Array[];

const SEQUENCES: Readonly<Record<string, Round>> = {
  'one direction': (_t, dimension) => [unit(dimension, 0)],
  'basis in turn': (t, dimension) => [unit(dimension, t % dimension)],
  'random directions': (_t, dimension, source) => [random(dimension, source)],
  'random of rank 2': (_t, dimension, source) => {
    const share = source.uniform();
    const scaled = (u: Float64Array, mass: number) => u.map((x) => Math.sqrt(mass) * x);
    return [scaled(random(dimension, source), share), scaled(random(dimension, source), 1 - share)];
  },
};

function unit(dimension: number, at: number): Float64Array {
  return Float64Array.from({ length: dimension }, (_, i) => +(i === at));
}

function random(dimension: number, source: Source): Float64Array {
  const u = Float64Array.from({ length: dimension }, () => drawNormal(source));
  const norm = Math.hypot(...u);
  return u.map((x) => x / norm);
}

/** A sequence of matrices with its potential, the sum that is bounded. */
interface Potential {
  readonly name: string;
  readonly measured: number;
  readonly values: {
    readonly dimension: number;
    readonly rounds: number;
    readonly trace: number;
    readonly lambda: number;
  };
}

function* potentials(grid: Grid): Iterable<Potential> {
  const lambda = 0.5;
  // Near-extremal: K = lambda, one round and one dimension; equality. Below it, what the assumption excludes.
  for (const ratio of [0.75, 0.9, 1, 2, 10, 1000]) {
    for (const dimension of grid === 'full' ? [1, 2, 5, 20] : [1, 2, 5]) {
      for (const rounds of grid === 'full' ? [1, 2, 5, 20, 200, 2000] : [1, 2, 5, 20, 200]) {
        for (const [name, round] of Object.entries(SEQUENCES)) {
          const source = Source.named(`claims/lemma-f.2/${name}/${dimension}`);
          const trace = ratio * lambda;
          const matrices = Array.from({ length: rounds }, (_, t) =>
            round(t, dimension, source).map((u) => u.map((x) => Math.sqrt(trace) * x)),
          );
          yield {
            name: `${name}, d = ${dimension}, T = ${rounds}, K = ${ratio} lambda`,
            measured: ellipticPotential(lambda, matrices),
            values: { dimension, rounds, trace, lambda },
          };
        }
      }
    }
  }
}

function* cases(bound: typeof lemmaF2, grid: Grid): Iterable<CaseResult> {
  for (const { name, measured, values } of potentials(grid)) {
    yield* whereAssumed(bound, values, (most) => below(name, measured, most));
  }
}

/** Lemma F.2; without its assumption, K >= lambda, it fails. */
export const claimLemmaF2 = claimOf(lemmaF2, {
  compares: 'sum of Tr(Gamma_{t-1}^-1 A_t), with the bound',
  printed: new Bound({ ...lemmaF2.spec, assumptions: [] }),
  cases,
  mutations: [
    { name: 'the constant 1 made 0.99', formula: () => `0.99 * ${lemmaF2.spec.formula}` },
    { name: 'd dropped', formula: () => lemmaF2.formulaWithout('dimension') },
    { name: 'K dropped', formula: () => lemmaF2.formulaWith('dimension * trace', 'dimension') },
    { name: 'T + 1 made T', formula: () => lemmaF2.formulaWith('rounds + 1', 'rounds') },
    {
      name: 'K/lambda in the log dropped',
      formula: () => lemmaF2.formulaWith('(rounds + 1) * trace / lambda', 'rounds + 1'),
    },
    {
      name: '1/lambda dropped',
      formula: () => lemmaF2.formulaWith('lambda * log(1 + trace / lambda)', 'log(1 + trace / lambda)'),
    },
    {
      name: 'log(1 + K/lambda) dropped',
      formula: () => lemmaF2.formulaWithout('log(1 + trace / lambda)'),
    },
  ],
});

/** The sharper form, also for K below lambda. */
export const claimLemmaF2Sharp = claimOf(lemmaF2Sharp, {
  compares: 'sum of Tr(Gamma_{t-1}^-1 A_t), also for K below lambda, with the bound',
  cases,
  mutations: [
    { name: 'the constant 1 made 0.99', formula: () => `0.99 * ${lemmaF2Sharp.spec.formula}` },
    { name: 'the first d dropped', formula: () => lemmaF2Sharp.formulaWith('dimension * trace', 'trace') },
    { name: 'K dropped', formula: () => lemmaF2Sharp.formulaWith('dimension * trace', 'dimension') },
    { name: 'T dropped', formula: () => lemmaF2Sharp.formulaWithout('rounds') },
    {
      name: 'K/lambda in the log dropped',
      formula: () => lemmaF2Sharp.formulaWith('rounds * trace / (dimension * lambda)', 'rounds / dimension'),
    },
    {
      name: '1 + in the log dropped',
      formula: () =>
        lemmaF2Sharp.formulaWith('1 + rounds * trace / (dimension * lambda)', 'rounds * trace / (dimension * lambda)'),
    },
    {
      name: '1/lambda dropped',
      formula: () => lemmaF2Sharp.formulaWith('lambda * log(1 + trace / lambda)', 'log(1 + trace / lambda)'),
    },
    { name: 'log(1 + K/lambda) dropped', formula: () => lemmaF2Sharp.formulaWithout('log(1 + trace / lambda)') },
  ],
});
