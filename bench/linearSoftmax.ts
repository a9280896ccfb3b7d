/**
 * Times XPO on linear softmax policies, |Y| = 10^4, d = 16, T = 1000, beside numpy and, where the bench's Python has it, PyTorch,
 * one thread each. All draw by the same uniform numbers from the same features, and search alike; the last parameters and the
 * objectives are compared first. Printed are medians and whole ranges, and the medians of the ratios.
 *
 *   npm run bench:softmax
 */
import { spawn } from 'node:child_process';
import { loadavg } from 'node:os';
import { createInterface } from 'node:readline';
import { LinearSoftmaxClass, RewardPairs, Source } from 'whetstone';
import type { ExplicitPolicy } from 'whetstone';
import { pythonVenv } from './pythonVenv.ts';
import { inRepository } from './repository.ts';

const [responses, dimension, rounds, beta, alpha] = [10_000, 16, 1000, 0.2, 1e-3];
const normBound = 1 + 1 / beta;
const REPEATS = 7;
const source = Source.named('bench/linearSoftmax');
const normal = (): number => Math.sqrt(-2 * Math.log1p(-source.uniform())) * Math.cos(2 * Math.PI * source.uniform());
const features = Array.from({ length: responses }, () => {
  const phi = Array.from({ length: dimension }, normal);
  const norm = Math.hypot(...phi);
  return phi.map((value) => value / norm);
});
// As in Example J.1: the base policy is proportional to exp<phi(y), y*>.
const star = features[0]!;
const uniforms = Array.from({ length: 2 * rounds }, () => source.uniform());

/** Alg. 1: the last parameter, and the largest objective of an iterate. */
function xpoByUniforms(rounds: number): { theta: number[]; value: number } {
  const policyClass = new LinearSoftmaxClass({ features: [features], normBound });
  const base = policyClass.at(star);
  const baseLog = base.law(0).logMasses;
  const baseCumulative = new Float64Array(responses);
  accumulate(base, baseCumulative);
  const cumulative = Float64Array.from(baseCumulative);
  const pairs = new RewardPairs<number, number>();
  let policy = base;
  let best = -Infinity;
  for (let t = 0; t < rounds; t++) {
    const y = search(cumulative, uniforms[2 * t]! * cumulative[responses - 1]!);
    const z = search(baseCumulative, uniforms[2 * t + 1]! * baseCumulative[responses - 1]!);
    const gap = baseLog[y]! - baseLog[z]!;
    pairs.append({ prompt: 0, response: y, baseline: z, rewardGap: gap, baseLogRatio: gap });
    policy = policyClass.fit({ kind: 'optimisticFit', pairs, alpha, beta });
    best = Math.max(best, accumulate(policy, cumulative, baseLog));
  }
  return { theta: Array.from(policy.parameter), value: best };
}

/** Writes the cumulative masses; returns J_beta where the base policy's log masses are given. */
function accumulate(policy: ExplicitPolicy, cumulative: Float64Array, baseLog?: ArrayLike<number>): number {
  const law = policy.law(0);
  const { logMasses } = law;
  const { masses } = law.sampler;
  let total = 0;
  let objective = 0;
  for (let y = 0; y < responses; y++) {
    const mass = masses[y]!;
    total += mass;
    cumulative[y] = total;
    if (baseLog) objective += mass * (baseLog[y]! - beta * (logMasses[y]! - baseLog[y]!));
  }
  return objective;
}

/** The first place that reaches a value. */
function search(cumulative: Float64Array, value: number): number {
  let [low, high] = [0, cumulative.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (cumulative[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

interface Run {
  /** Of the clock. */
  readonly seconds: number;
  /** Of the processor: what other programs take meanwhile counts for nobody. */
  readonly busy: number;
  readonly theta: readonly number[];
  readonly value: number;
}

function ours(): Run {
  const [start, before] = [performance.now(), process.cpuUsage()];
  const result = xpoByUniforms(rounds);
  const { user, system } = process.cpuUsage(before);
  return { seconds: (performance.now() - start) / 1e3, busy: (user + system) / 1e6, ...result };
}

const oneThread = { OPENBLAS_NUM_THREADS: '1', OMP_NUM_THREADS: '1', MKL_NUM_THREADS: '1' };
const peers = spawn(pythonVenv(), [inRepository('bench/linearSoftmax.py')], {
  env: { ...process.env, ...oneThread },
  stdio: ['pipe', 'pipe', 'inherit'],
});
const answers = createInterface({ input: peers.stdout })[Symbol.asyncIterator]();
async function ask<T>(line: string): Promise<T> {
  peers.stdin.write(`${line}\n`);
  const { value, done } = await answers.next();
  if (done) throw new Error('bench/linearSoftmax.py ended before it answered');
  return JSON.parse(value) as T;
}

const problem = { features, star, beta, alpha, normBound, rounds, uniforms };
const versions = await ask<Record<string, string>>(JSON.stringify(problem));
const names = Object.keys(versions);
if (!names.includes('PyTorch')) console.log('PyTorch is not there: .venv-bench/bin/pip install torch has it timed too');
console.log(`${responses} responses, d = ${dimension}, ${rounds} rounds; one thread, load ${loadavg()[0]!.toFixed(1)}`);
// In turn, so that all meet the same load of the machine; the first runs warm up, and are where agreement is checked.
const runs: Record<string, Run[]> = Object.fromEntries(['whetstone', ...names].map((name) => [name, []]));
for (let repeat = 0; repeat <= REPEATS; repeat++) {
  const mine = ours();
  if (repeat > 0) runs.whetstone!.push(mine);
  for (const name of names) {
    const theirs = await ask<Run>(name);
    if (repeat > 0) runs[name]!.push(theirs);
    const apart = Math.hypot(...theirs.theta.map((value, k) => value - mine.theta[k]!));
    if (!(apart < 1e-5 && Math.abs(theirs.value - mine.value) < 1e-6)) {
      throw new Error(`${name} ends ${apart} away, with an objective of ${theirs.value} where ours is ${mine.value}`);
    }
    if (repeat === 0) console.log(`${name} ${versions[name]} ends ${apart.toExponential(1)} away`);
  }
}
peers.stdin.end();

for (const [name, each] of Object.entries(runs)) {
  const told = (['busy', 'seconds'] as const).map((clock) => {
    const taken = each.map((run) => run[clock]).sort((a, b) => a - b);
    const ratios = each.map((run, i) => run[clock] / runs.whetstone![i]![clock]).sort((a, b) => a - b);
    const spread = (values: number[]): string =>
      `${middle(values).toFixed(2)} [${values[0]!.toFixed(2)}, ${values.at(-1)!.toFixed(2)}]`;
    const beside = name === 'whetstone' ? '' : `, ${spread(ratios)} times ours`;
    const round = ((middle(taken) / rounds) * 1e3).toFixed(2);
    return `${spread(taken)} s of the ${clock === 'busy' ? 'processor' : 'clock'} (${round} ms a round)${beside}`;
  });
  console.log(`${name}: ${told.join('; ')}`);
}

function middle(sorted: readonly number[]): number {
  return sorted[sorted.length >> 1]!;
}
