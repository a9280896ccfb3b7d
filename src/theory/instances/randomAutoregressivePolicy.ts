import { requireObject } from '../../math/checks.ts';
import { requireSource } from '../../math/random/source.ts';
import type { Source } from '../../math/random/source.ts';
import { AutoregressivePolicy } from '../../policies/autoregressivePolicy.ts';
import type { AutoregressiveOptions } from '../../policies/autoregressivePolicy.ts';
import { dirichletLaw } from './dirichletLaw.ts';

export interface RandomAutoregressiveOptions extends AutoregressiveOptions {
  /** Of the Dirichlet law of each next-token law, in [1e-300, 1e9]: one number for all tokens, or one for each. */
  readonly concentration: number | ArrayLike<number>;
}

/**
 * A policy whose next-token laws are drawn from Dirichlet's, each from a stream of its own prompt and prefix: nothing
 * is kept, so the tree may be far too large to be listed.
 */
export function randomAutoregressivePolicy(options: RandomAutoregressiveOptions, source: Source): AutoregressivePolicy {
  const where = 'randomAutoregressivePolicy';
  requireObject(where, 'options', options);
  requireSource(where, source);
  const { vocabulary, concentration } = options;
  const policy = new AutoregressivePolicy(options, (prompt, tokens) => {
    const stream = tokens.reduce((above, token) => above.split(token), source.split(prompt));
    return dirichletLaw({ outcomes: vocabulary, concentration }, stream);
  });
  // What is wrong with the concentration shows now.
  policy.nextTokenLaw(0, []);
  return policy;
}
