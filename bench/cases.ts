import { AliasTable, bestOfNClass, hardFamily, logLikelihood, run, sftSharpening, Source } from 'whetstone';
import type { RunOptions } from 'whetstone';
import type { PeerCall } from './peer.ts';
import { startUp } from './startUp.ts';

export type Call = () => void;

export interface Case {
  readonly name: string;
  /** Prepares, and returns the call that is timed. */
  readonly ours: () => Call;
  /** What it is compared with: a peer in Python, or another call of ours. */
  readonly peer: PeerCall | (() => Call);
  readonly against: string;
  /** In what a time is given, and how many of them one call does. */
  readonly unit: 'ns' | 'us' | 'ms';
  readonly perCall: number;
  /** The least ratio of the peer's time to ours; without one the row is for information. */
  readonly goal?: number;
}

const shape = { prompts: 32, responses: 32, hardMass: 0.25 };
const n = 4000;

/** Everything that is timed. */
export const cases: readonly Case[] = [...aliasDraws(), ...replications(), ...growthInN(), ...startUp()];

/** Draws from a table that is kept. */
function aliasDraws(): Case[] {
  const draws = 1_000_000;
  return [1e2, 1e4, 1e6].flatMap((K) => {
    const one = {
      name: `one draw of K = ${short(K)}`,
      ours: () => fill(K, draws),
      unit: 'ns',
      perCall: draws,
    } as const;
    const args = { masses: K, draws };
    return [
      { ...one, peer: { name: 'choice', args }, against: 'numpy Generator.choice', goal: K === 100 ? 2.5 : 3 },
      { ...one, peer: { name: 'numbaAlias', args }, against: 'numba, alias table' },
    ];
  });
}

function fill(K: number, draws: number): Call {
  const source = Source.named(`bench/alias/${K}`);
  const masses = new Float64Array(K);
  source.fillUniform(masses);
  const table = new AliasTable(masses);
  const drawn = new Int32Array(draws);
  return () => table.fill(drawn, source);
}

/** One run of SFT-Sharpening on the hard family: draws, the fit, and all that a run keeps account of. */
function replication(N: number, derived: RunOptions['derived'] & string): Call {
  const family = hardFamily(shape);
  const source = Source.named('bench/sft');
  const world = family.instance(source).withClass(bestOfNClass(family, N));
  let i = 0;
  return () => void run(sftSharpening({ n, N, reward: logLikelihood }), world, { source: source.split(i++), derived });
}

function replications(): Case[] {
  const N = 16;
  const args = { ...shape, n, N };
  const counts = { name: 'SFT, as counts', ours: () => replication(N, 'counts'), unit: 'us', perCall: 1 } as const;
  const responses = { ...counts, name: 'SFT, as responses', ours: () => replication(N, 'responses') };
  return [
    { ...counts, peer: { name: 'counts', args }, against: 'numpy, multinomial counts', goal: 3 },
    { ...counts, peer: { name: 'draws', args }, against: 'numpy, all n N draws', goal: 7 },
    { ...counts, peer: { name: 'hardDraws', args }, against: 'numpy, N draws at hard prompts' },
    { ...counts, peer: { name: 'hardResponses', args }, against: 'numpy, a uniform at hard prompts' },
    { ...responses, peer: { name: 'responses', args }, against: 'numpy, a uniform a response', goal: 1 },
  ];
}

function growthInN(): Case[] {
  return (['counts', 'responses'] as const).flatMap((derived) =>
    [160, 1e6, 1e9].map((N) => ({
      name: `SFT, as ${derived}, N = ${short(N)}`,
      ours: () => replication(N, derived),
      peer: () => replication(16, derived),
      against: 'the same, N = 16',
      unit: 'us' as const,
      perCall: 1,
      // That it does not grow, up to noise.
      goal: 0.9,
    })),
  );
}

function short(value: number): string {
  return value < 1e3 ? String(value) : value.toExponential().replace('+', '');
}
