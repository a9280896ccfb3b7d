import { requireInteger, requireLength } from '../../math/checks.ts';
import { DomainError } from '../../math/domainError.ts';
import { FiniteLaw } from '../../laws/finiteLaw.ts';
import { sameLaw } from '../../laws/sameLaw.ts';
import { zeros } from '../../math/zeros.ts';
import { bestCandidate, CandidateScores } from './candidateScores.ts';
import type { FitRequest } from './fitRequest.ts';
import type { ExplicitPolicy } from '../explicitPolicy.ts';
import type { PolicyClass } from './policyClass.ts';
import { ProductPolicy } from '../productPolicy.ts';

/**
 * All policies that choose one law among a list at each prompt, independently: |Pi| is the product of the lists'
 * lengths and is never enumerated, because every fit splits into one choice per prompt.
 */
export class ProductClass implements PolicyClass {
  readonly logSize: number;
  readonly prompts: number;
  readonly responses: number;
  readonly #candidates: readonly (readonly FiniteLaw[])[];
  readonly #hypotheses: readonly (readonly FiniteLaw[])[];
  readonly #offsets: Int32Array;
  readonly #scores: CandidateScores;

  /**
   * @param candidates for each prompt the laws to choose among; one list may serve several prompts
   * @param hypotheses for each of them the base law it was made from, where that is another law (see `map`)
   */
  constructor(
    candidates: readonly (readonly FiniteLaw[])[],
    hypotheses: readonly (readonly FiniteLaw[])[] = candidates,
  ) {
    requireCandidates('candidates', candidates, candidates);
    requireCandidates('hypotheses', hypotheses, candidates);
    this.#candidates = candidates;
    this.#hypotheses = hypotheses;
    this.prompts = candidates.length;
    this.responses = candidates[0]![0]!.size;
    this.logSize = candidates.reduce((sum, laws) => sum + Math.log(laws.length), 0);
    this.#offsets = new Int32Array(this.prompts + 1);
    candidates.forEach((laws, prompt) => (this.#offsets[prompt + 1] = this.#offsets[prompt]! + laws.length));
    this.#scores = new CandidateScores({
      shape: { prompts: this.prompts, responses: this.responses },
      scores: this.#offsets[this.prompts]!,
      offset: (prompt) => this.#offsets[prompt]!,
      laws: (prompt) => candidates[prompt]!,
      hypotheses: (prompt) => hypotheses[prompt]!,
    });
  }

  /** The laws that it chooses among at a prompt. */
  laws(prompt: number): readonly FiniteLaw[] {
    requireInteger('ProductClass.laws', 'prompt', prompt, 0, this.prompts - 1);
    return this.#candidates[prompt]!;
  }

  /** The member that chooses law choices[x] at each prompt x. */
  member(choices: ArrayLike<number>): ExplicitPolicy {
    requireLength('ProductClass.member', 'choices', choices, this.prompts);
    for (let prompt = 0; prompt < this.prompts; prompt++) {
      const last = this.#candidates[prompt]!.length - 1;
      requireInteger('ProductClass.member', `choices[${prompt}]`, choices[prompt]!, 0, last);
    }
    return new ProductPolicy(this.#candidates, Int32Array.from(choices));
  }

  /** The class of the transformed members, e.g. of pi^BoN_N; it remembers the laws they were made from. */
  map(transform: (law: FiniteLaw) => FiniteLaw): ProductClass {
    const made = new Map<readonly FiniteLaw[], readonly FiniteLaw[]>();
    const candidates = this.#candidates.map((laws) => {
      if (!made.has(laws)) made.set(laws, laws.map(transform));
      return made.get(laws)!;
    });
    return new ProductClass(candidates, this.#hypotheses);
  }

  contains(policy: ExplicitPolicy): boolean {
    return (
      policy.prompts === this.prompts &&
      this.#candidates.every((laws, prompt) => laws.some((law) => sameLaw(law, policy.law(prompt))))
    );
  }

  fit(request: FitRequest<number, number>): ExplicitPolicy {
    const scores = this.#scores.of(request);
    const choices = zeros(this.prompts);
    for (let prompt = 0; prompt < this.prompts; prompt++) {
      const start = this.#offsets[prompt]!;
      choices[prompt] = bestCandidate(scores, start, this.#offsets[prompt + 1]!, request.kind) - start;
    }
    return new ProductPolicy(this.#candidates, choices);
  }
}

/** Refuses what is not a list of lists of laws, of the lengths that the candidates have. */
function requireCandidates(
  argument: string,
  lists: readonly (readonly FiniteLaw[])[],
  candidates: readonly (readonly FiniteLaw[])[],
): void {
  const where = 'ProductClass';
  if (!Array.isArray(lists) || candidates.length === 0) {
    throw new DomainError(where, argument, 'a non-empty list, one entry per prompt', lists);
  }
  requireLength(where, argument, lists, candidates.length);
  // By index: a list with holes has entries that forEach would not see.
  for (let prompt = 0; prompt < lists.length; prompt++) {
    const laws: unknown = lists[prompt];
    if (!Array.isArray(laws) || laws.length === 0 || !Array.from(laws).every((law) => law instanceof FiniteLaw)) {
      throw new DomainError(where, `${argument}[${prompt}]`, 'a non-empty list of laws', laws);
    }
    requireLength(where, `${argument}[${prompt}]`, laws, candidates[prompt]!.length);
    const { size } = candidates[0]![0]!;
    const odd = (laws as FiniteLaw[]).find((law) => law.size !== size);
    if (odd) throw new DomainError(where, `size of a law at prompt ${prompt}`, `${size}`, odd.size);
  }
}
