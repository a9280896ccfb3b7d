/**
 * Times XPO on linear softmax policies, |Y| = 10^4, d = 16, T = 1000, beside numpy and, where the bench's Python has it, PyTorch,
 * one thread each. All draw by the same uniform numbers from the same features; the last parameters are compared first.
 *
 *   npm run bench:softmax
 */
import { spawnSync } from 'node:child_process';
import { LinearSoftmaxClass, RewardPairs, Source } from 'whetstone';
import type { ExplicitPolicy } from 'whetstone';
import { pythonVenv } from './pythonVenv.ts';
import { inRepository } from './repository.ts';

const [responses, dimension, rounds, beta, alpha] = [10_000, 16, 1000, 0.2, 1e-3];
const normBound = 1 + 1 / beta;
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

xpoByUniforms(50);
const start = performance.now();
const ours = xpoByUniforms(rounds);
const seconds = (performance.now() - start) / 1e3;
console.log(`whetstone ${seconds.toFixed(2)} s`);

const input = `${JSON.stringify({ features, star, beta, alpha, normBound, rounds, uniforms })}\n`;
const oneThread = { OPENBLAS_NUM_THREADS: '1', OMP_NUM_THREADS: '1', MKL_NUM_THREADS: '1' };
const { stdout, status } = spawnSync(pythonVenv(), [inRepository('bench/linearSoftmax.py')], {
  input,
  encoding: 'utf8',
  env: { ...process.env, ...oneThread },
  stdio: ['pipe', 'pipe', 'inherit'],
  maxBuffer: 2 ** 26,
});
if (status !== 0) throw new Error('bench/linearSoftmax.py failed');
for (const line of stdout.trim().split('\n')) {
  const peer = JSON.parse(line) as { name: string; seconds: number; theta: number[]; value: number };
  const apart = Math.hypot(...peer.theta.map((value, k) => value - ours.theta[k]!));
  if (!(apart < 1e-5 && Math.abs(peer.value - ours.value) < 1e-6)) {
    throw new Error(`${peer.name} ends ${apart} away, with an objective of ${peer.value} where ours is ${ours.value}`);
  }
  console.log(
    `${peer.name} ${peer.seconds.toFixed(2)} s: ${(peer.seconds / seconds).toFixed(2)} times ours; ${apart} apart`,
  );
}
