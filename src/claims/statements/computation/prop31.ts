import { run } from '../../../access/run.ts';
import type { Explicit } from '../../../access/spaces.ts';
import { greedy } from '../../../learners/decoding/greedy.ts';
import { FiniteLaw } from '../../../laws/finiteLaw.ts';
import { modes } from '../../../laws/levels.ts';
import { massOf } from '../../../laws/massOf.ts';
import { Source } from '../../../math/random/source.ts';
import { AutoregressivePolicy } from '../../../policies/autoregressivePolicy.ts';
import { ExplicitWorld } from '../../../policies/explicitWorld.ts';
import { prop31 } from '../../../theory/bounds/computation/prop31.ts';
import { randomAutoregressivePolicy } from '../../../theory/instances/randomAutoregressivePolicy.ts';
import type { Grid } from '../../claim.ts';
import { claimOf } from '../../claimOf.ts';
import { below } from '../../compare.ts';

const END = 2;

/** Near-extremal: the first token of y* has a little less than half of the mass, and the other splits what it has. */
function trap(gap: number): AutoregressivePolicy {
  return new AutoregressivePolicy({ prompts: 1, vocabulary: 3, end: END, maxTokens: 3 }, (_prompt, tokens) => {
    if (tokens.length === 0) return FiniteLaw.fromMasses([0.5 - gap, 0.5 + gap, 0]);
    if (tokens.length === 1 && tokens[0] === 1) return FiniteLaw.fromMasses([0.5, 0.5, 0]);
    return FiniteLaw.pointMass(3, END);
  });
}

function* policies(grid: Grid): Iterable<{ name: string; policy: AutoregressivePolicy }> {
  for (const gap of [0.1, 1e-3, 1e-6]) yield { name: `half less ${gap} on the way to y*`, policy: trap(gap) };
  const shapes = grid === 'full' ? [3, 5, 8] : [3, 5];
  for (const vocabulary of shapes) {
    for (const concentration of [0.1, 0.5, 1]) {
      const source = Source.named(`claims/prop-3.1/${vocabulary}/${concentration}`);
      const options = { prompts: 20, vocabulary, end: 0, maxTokens: 4, concentration };
      yield {
        name: `20 random prompts, ${vocabulary} tokens, Dirichlet ${concentration}`,
        policy: randomAutoregressivePolicy(options, source),
      };
    }
  }
}

/** Where greedy decoding misses y*, y* has at most half of the mass. */
export const claimProp31 = claimOf(prop31, {
  compares: 'largest pi(y*) where greedy decoding misses y*, with 1/2',
  *cases(bound, grid) {
    for (const { name, policy } of policies(grid)) {
      let largest = 0;
      for (let prompt = 0; prompt < policy.prompts; prompt++) {
        const world = new ExplicitWorld(FiniteLaw.pointMass(policy.prompts, prompt), policy);
        const { maxTokens } = policy;
        const { result } = run(greedy<Explicit>({ n: 1, maxTokens }), world, { source: Source.named('greedy') });
        const law = policy.law(prompt);
        const best = modes(law);
        if (!best.includes(policy.responseOf(result[0]!.tokens))) largest = Math.max(largest, massOf(law, best));
      }
      yield below(name, largest, bound.evaluate({}));
    }
  },
  mutations: [
    { name: '1/2 made 0.49', formula: () => '0.49' },
    { name: '1/2 made 1/3', formula: () => '1 / 3' },
  ],
});
