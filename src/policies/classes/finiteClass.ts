import { requireLength } from '../../math/checks.ts';
import { DomainError } from '../../math/domainError.ts';
import type { FiniteLaw } from '../../laws/finiteLaw.ts';
import { sameLaw } from '../../laws/sameLaw.ts';
import { CandidateScores, firstBest } from './candidateScores.ts';
import type { Scores } from './candidateScores.ts';
import { requirePolicy } from '../explicitPolicy.ts';
import type { ExplicitPolicy } from '../explicitPolicy.ts';
import type { Observations } from '../data/observations.ts';
import type { PolicyClass } from './policyClass.ts';
import type { RewardPairs } from '../data/rewardPairs.ts';
import { TransformedPolicy } from '../transforms/transformedPolicy.ts';

/** A class given as a list of policies; fits go through the list. */
export class FiniteClass implements PolicyClass {
  readonly logSize: number;
  readonly prompts: number;
  readonly responses: number;
  readonly members: readonly ExplicitPolicy[];
  readonly #hypotheses: readonly ExplicitPolicy[];
  readonly #scores: CandidateScores;
  readonly #posterior: CandidateScores;

  /**
   * @param members at least one policy, all over the same prompts and responses
   * @param hypotheses for each member the base policy it was made from, where that is another one (see `map`)
   */
  constructor(members: readonly ExplicitPolicy[], hypotheses: readonly ExplicitPolicy[] = members) {
    requirePolicies('members', members, members);
    requirePolicies('hypotheses', hypotheses, members);
    const [{ prompts, responses }] = members as [ExplicitPolicy];
    this.members = members;
    this.#hypotheses = hypotheses;
    this.prompts = prompts;
    this.responses = responses;
    this.logSize = Math.log(members.length);
    const over = (policies: readonly ExplicitPolicy[]): CandidateScores => {
      const laws: (readonly FiniteLaw[])[] = [];
      return new CandidateScores({
        shape: { prompts, responses },
        scores: policies.length,
        offset: () => 0,
        laws: (prompt) => (laws[prompt] ??= policies.map((policy) => policy.law(prompt))),
      });
    };
    this.#scores = over(members);
    this.#posterior = members === hypotheses ? this.#scores : over(hypotheses);
  }

  /** The class of the transformed members, e.g. of pi^BoN_N; it remembers the policies they were made from. */
  map(transform: (law: FiniteLaw) => FiniteLaw): FiniteClass {
    return new FiniteClass(
      this.members.map((member) => new TransformedPolicy(member, transform)),
      this.#hypotheses,
    );
  }

  contains(policy: ExplicitPolicy): boolean {
    return (
      policy.prompts === this.prompts &&
      this.members.some((member) => {
        for (let prompt = 0; prompt < this.prompts; prompt++) {
          if (!sameLaw(member.law(prompt), policy.law(prompt))) return false;
        }
        return true;
      })
    );
  }

  maximumLikelihood(data: Observations<number, number>): ExplicitPolicy {
    return this.#best(this.#scores.logLikelihood(data), 'maximumLikelihood');
  }

  bayesFit(data: Observations<number, number>): ExplicitPolicy {
    return this.#best(this.#posterior.posterior(data), 'bayesFit');
  }

  optimisticFit(pairs: RewardPairs<number, number>, alpha: number, beta: number): ExplicitPolicy {
    return this.#best(this.#scores.optimism(pairs, alpha, beta), 'optimisticFit');
  }

  #best({ values, slack }: Scores, fit: string): ExplicitPolicy {
    return this.members[firstBest(values, 0, values.length, slack, fit)]!;
  }
}

/** Refuses what is not a list of policies, as many as there are members and of the shape of the first member. */
function requirePolicies(
  argument: string,
  policies: readonly ExplicitPolicy[],
  members: readonly ExplicitPolicy[],
): void {
  const where = 'FiniteClass';
  if (!Array.isArray(policies) || policies.length === 0) {
    throw new DomainError(where, argument, 'a non-empty list of policies', policies);
  }
  requireLength(where, argument, policies, members.length);
  // By index: a list with holes has entries that forEach would not see.
  for (let i = 0; i < policies.length; i++) {
    const policy = policies[i]!;
    requirePolicy(where, `${argument}[${i}]`, policy);
    const [shape, expected] = [policy, members[0]!].map(({ prompts, responses }) => `${prompts} x ${responses}`);
    if (shape !== expected)
      throw new DomainError(where, `shape of ${argument}[${i}]`, `${expected}, as members[0]`, shape);
  }
}
