import { DomainError } from '../math/domainError.ts';
import type { FiniteLaw } from '../math/finiteLaw.ts';
import { sameLaw } from '../math/sameLaw.ts';
import { CandidateScores, firstBest } from './candidateScores.ts';
import type { ExplicitPolicy } from './explicitPolicy.ts';
import type { Observations } from './observations.ts';
import type { PolicyClass } from './policyClass.ts';
import type { RewardPairs } from './rewardPairs.ts';
import { TransformedPolicy } from './transformedPolicy.ts';

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
    if (!Array.isArray(members) || members.length === 0) {
      throw new DomainError('FiniteClass', 'members', 'a non-empty list of policies', members);
    }
    const [{ prompts, responses }] = members as [ExplicitPolicy];
    members.forEach((member: ExplicitPolicy, i) => {
      if (member.prompts !== prompts || member.responses !== responses) {
        const shape = `${member.prompts} x ${member.responses}`;
        throw new DomainError('FiniteClass', `shape of members[${i}]`, `${prompts} x ${responses}, as members[0]`, shape);
      }
    });
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

  #best(scores: Float64Array, fit: string): ExplicitPolicy {
    return this.members[firstBest(scores, 0, scores.length, fit)]!;
  }
}
