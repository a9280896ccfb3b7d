import type { AliasTable } from '../../math/aliasTable.ts';
import { requireInteger } from '../../math/checks.ts';
import type { CountRows } from '../../math/lawSampler.ts';
import { bestOfNPolicy } from '../../policies/bestOfNPolicy.ts';
import type { ExplicitPolicy } from '../../policies/explicitPolicy.ts';
import type { ExplicitWorld } from '../../policies/explicitWorld.ts';
import type { Source } from '../../math/source.ts';
import type { BestOfN } from '../queries/bestOfN.ts';
import type { Batch, Explicit } from '../world.ts';
import { MOST_ROWS } from './session.ts';
import type { Session } from './session.ts';

/**
 * Answers `bestOfN` from the exact law pi^BoN_N: the cost in time does not grow with N.
 *
 * A set-wise reward has no such law here: the definition is run.
 */
export function bestOfNByLaw(query: BestOfN<Explicit>, session: Session): Batch<Explicit> | undefined {
  const { n, N, reward, countsWelcome } = query;
  if (session.derived === 'definition' || reward.kind === 'setwise') return undefined;
  session.takePlan('bestOfN', n, N);
  const { world, source } = session;
  const policy = bestOfNPolicy(world.base, N, reward);
  return countsWelcome && session.derived === 'counts'
    ? drawCounts(world, policy, n, source)
    : drawResponses(world, policy, n, source);
}

/** One row per prompt, one uniform per response. */
function drawResponses(world: ExplicitWorld, policy: ExplicitPolicy, n: number, source: Source): Batch<Explicit> {
  requireInteger('bestOfN', 'n', n, 1, MOST_ROWS);
  const prompts = new Int32Array(n);
  const responses = new Int32Array(n);
  const logLikelihoods = new Float64Array(n);
  const tables: AliasTable[] = [];
  const likelihoods: ArrayLike<number>[] = [];
  world.promptLaw.sampler.fill(prompts, source);
  const uniforms = new Float64Array(Math.min(n, 1024));
  for (let i = 0; i < n; i++) {
    if (i % uniforms.length === 0) source.fillUniform(uniforms);
    const prompt = prompts[i]!;
    const table = (tables[prompt] ??= policy.law(prompt).sampler.table);
    const response = table.pick(uniforms[i % uniforms.length]!);
    responses[i] = response;
    logLikelihoods[i] = (likelihoods[prompt] ??= world.base.law(prompt).logMasses)[response]!;
  }
  return { prompts, perPrompt: 1, responses, logLikelihoods };
}

/** One row per prompt and response that came up, with how often: multinomial counts. */
function drawCounts(world: ExplicitWorld, policy: ExplicitPolicy, n: number, source: Source): Batch<Explicit> {
  const { base, promptLaw } = world;
  const visits = scratchRows(visitScratch, base.prompts);
  const visited = promptLaw.sampler.fillCounts(n, source, visits, 0);
  const rows = scratchRows(rowScratch, visited * base.responses);
  const ends = new Int32Array(visited);
  let end = 0;
  for (let i = 0; i < visited; i++) {
    end = policy.law(visits.outcomes[i]!).sampler.fillCounts(visits.counts[i]!, source, rows, end);
    ends[i] = end;
  }
  const prompts = new Int32Array(end);
  const logLikelihoods = new Float64Array(end);
  for (let i = 0, row = 0; i < visited; i++) {
    const prompt = visits.outcomes[i]!;
    const { logMasses } = base.law(prompt);
    for (; row < ends[i]!; row++) {
      prompts[row] = prompt;
      logLikelihoods[row] = logMasses[rows.outcomes[row]!]!;
    }
  }
  const [responses, counts] = [rows.outcomes.slice(0, end), rows.counts.slice(0, end)];
  return { prompts, perPrompt: 1, responses, logLikelihoods, counts };
}

// To allocate a typed array costs as much as to draw a hundred responses, so the parts that do not leave are kept.
const visitScratch = { outcomes: new Int32Array(0), counts: new Float64Array(0) };
const rowScratch = { outcomes: new Int32Array(0), counts: new Float64Array(0) };

function scratchRows(scratch: { outcomes: Int32Array; counts: Float64Array }, size: number): CountRows {
  if (scratch.counts.length < size) {
    scratch.outcomes = new Int32Array(size);
    scratch.counts = new Float64Array(size);
  }
  return scratch;
}
