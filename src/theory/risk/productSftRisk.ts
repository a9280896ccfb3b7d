import type { FiniteLaw } from '../../laws/finiteLaw.ts';
import { modes } from '../../laws/levels.ts';
import { requireInteger, requireObject, requireOpenUnit, requirePositive } from '../../math/checks.ts';
import { compensatedSum } from '../../math/compensatedSum.ts';
import { DomainError } from '../../math/domainError.ts';
import { logSumExp } from '../../math/logSpace.ts';
import type { ExplicitPolicy } from '../../policies/explicitPolicy.ts';
import { ExplicitWorld } from '../../policies/explicitWorld.ts';
import { ProductClass } from '../../policies/classes/productClass.ts';
import { adaptiveBestOfNPolicy } from '../../policies/transforms/adaptiveBestOfNPolicy.ts';
import { bestOfNPolicy } from '../../policies/transforms/bestOfNPolicy.ts';
import type { AdaptivePlan } from './adaptiveSftRisk.ts';
import { binomialMasses } from './binomialMasses.ts';
import { fitFailure, joined, tellingFit, termsOf } from './fitFailure.ts';
import type { FitAtPrompt } from './fitFailure.ts';
import { likelyVisits } from './likelyVisits.ts';
import type { SamplePlan } from './minimaxRisk.ts';
import { sharpens } from './threshold.ts';
import type { Threshold } from './threshold.ts';

/** Beyond this many scores the sum would take more than about ten seconds. */
const MOST_TERMS = 5e8;

/**
 * The exact risk E P_x[ pi-hat(y* | x) < 1 - delta ] of SFT-sharpening by log-likelihood on an explicit world whose class is
 * a product over prompts; with `strict` it is <= in place of <, as in the theorems.
 *
 *   risk = sum_x mu(x) E[ failure_x(K) ],  K ~ Binomial(n, mu(x)),
 *
 * failure_x(k) being how likely the fit is wrong at x after k visits: a sum over the counts of the k responses, whose law is
 * multinomial with the masses pi^BoN_N(. | x). Responses that no candidate tells apart count as one, and what is less likely
 * than 1e-46 is left out. The world is this one, not an average over a family: ties go to the candidate listed first.
 *
 * @param world with the class that is fitted in, such as `bestOfNClass({ baseClass }, N)`
 * @throws DomainError naming the argument outside its domain, where at some prompt every law of the class rules out a
 *   response that may be drawn, or where the sum has more than 5e8 terms, with their
 *   number: `risk` of whetstone/experiments then gives an estimate with an interval
 * @see docs/derivations.md, Exact risk on a product class
 */
export function productSftRisk(world: ExplicitWorld, options: SamplePlan & Threshold): number {
  requireObject('productSftRisk', 'options', options);
  requireInteger('productSftRisk', 'N', options.N, 1);
  return riskOf('productSftRisk', world, options, (base) => bestOfNPolicy(base, options.N));
}

/**
 * `productSftRisk` of adaptive SFT-sharpening: the responses have the law pi^AdaBoN_mu.
 *
 * @throws DomainError as `productSftRisk`
 * @see docs/derivations.md, Exact risk on a product class
 */
export function productAdaptiveSftRisk(world: ExplicitWorld, options: AdaptivePlan & Threshold): number {
  requireObject('productAdaptiveSftRisk', 'options', options);
  requirePositive('productAdaptiveSftRisk', 'mu', options.mu);
  return riskOf('productAdaptiveSftRisk', world, options, (base) => adaptiveBestOfNPolicy(base, options.mu));
}

function riskOf(
  where: string,
  world: ExplicitWorld,
  { n, delta, strict = false }: { readonly n: number } & Threshold,
  labelsOf: (base: ExplicitPolicy) => ExplicitPolicy,
): number {
  if (!(world instanceof ExplicitWorld)) throw new DomainError(where, 'world', 'an ExplicitWorld', world);
  requireInteger(where, 'n', n, 1);
  requireOpenUnit(where, 'delta', delta);
  const { promptLaw, base, policyClass } = world;
  if (!(policyClass instanceof ProductClass)) {
    const expected = 'a ProductClass; of other classes risk, of whetstone/experiments, gives an estimate';
    throw new DomainError(where, 'world.policyClass', expected, policyClass);
  }
  const labels = labelsOf(base);
  const prompts = new Map<string, PromptKind>();
  const idOf = numbering();
  for (let prompt = 0; prompt < base.prompts; prompt++) {
    const logMass = promptLaw.logMasses[prompt]!;
    if (logMass === -Infinity) continue;
    const candidates = policyClass.laws(prompt);
    const [baseLaw, labelLaw] = [base.law(prompt), labels.law(prompt)];
    // What prompts share is summed once.
    const key = [idOf(candidates), idOf(baseLaw), idOf(labelLaw), logMass].join();
    const kind = prompts.get(key);
    if (kind) kind.count++;
    else {
      const fit = fitAt(candidates, baseLaw, labelLaw, { delta, strict });
      if (!fit.wrong.some((_, j) => fit.columns.every((column) => column[j]! > -Infinity))) {
        const expected =
          'one with a law that allows all that best-of-N may return, or a run may find no member possible';
        throw new DomainError(where, `world.policyClass at prompt ${prompt}`, expected, `${candidates.length} laws`);
      }
      prompts.set(key, { fit, prompt, mass: Math.exp(logMass), count: 1 });
    }
  }
  const kinds = [...prompts.values()].map((kind) => ({ ...kind, most: visitsOf(where, kind, n) }));
  requireAffordable(where, kinds);
  return compensatedSum(
    kinds.map(({ fit, mass, count, most }) => {
      if (most === undefined) return fit.wrong[0] ? count * mass : 0;
      const failure = fitFailure(fit, most);
      const visits = binomialMasses(n, mass, most);
      return count * mass * compensatedSum(visits.map((chance, k) => chance * failure[k]!));
    }),
  );
}

/** Prompts of one mass, one label law and one list of candidates. */
interface PromptKind {
  readonly fit: FitAtPrompt;
  /** The first of them. */
  readonly prompt: number;
  readonly mass: number;
  count: number;
}

function fitAt(
  candidates: readonly FiniteLaw[],
  baseLaw: FiniteLaw,
  labelLaw: FiniteLaw,
  threshold: Threshold,
): FitAtPrompt {
  const inModes = new Set(modes(baseLaw));
  const wrong = candidates.map(({ logMasses }) => {
    const off = Array.from(logMasses).filter((_, response) => !inModes.has(response));
    return !sharpens(off.length === 0 ? -Infinity : logSumExp(off), threshold);
  });
  const seen = Array.from({ length: labelLaw.size }, (_, i) => i).filter((i) => labelLaw.logMasses[i]! > -Infinity);
  return joined({
    logLabels: seen.map((i) => labelLaw.logMasses[i]!),
    columns: seen.map((i) => candidates.map(({ logMasses }) => logMasses[i]!)),
    wrong,
  });
}

/** The visits that are followed; undefined where every candidate is right, or every one is wrong. */
function visitsOf(where: string, { fit, mass: p }: PromptKind, n: number): number | undefined {
  if (fit.wrong.every((wrong) => wrong === fit.wrong[0])) return undefined;
  return likelyVisits(where, { n, p, telling: tellingFit(fit), most: Infinity, argument: 'N' });
}

function requireAffordable(
  where: string,
  kinds: readonly (PromptKind & { readonly most: number | undefined })[],
): void {
  const terms = kinds.map(({ fit, most }) => (most === undefined ? 0 : termsOf(fit, most)));
  const total = compensatedSum(terms);
  if (total <= MOST_TERMS) return;
  const { prompt, fit, most } = kinds[terms.indexOf(terms.reduce((a, b) => Math.max(a, b)))]!;
  const why = `at prompt ${prompt} up to ${most} visits, ${fit.columns.length} kinds of responses, ${fit.wrong.length} candidates`;
  const instead = 'fewer of them, or an estimate by risk of whetstone/experiments';
  throw new DomainError(
    where,
    'number of terms',
    `at most ${MOST_TERMS} (${why}: ${instead})`,
    Number(total.toPrecision(2)),
  );
}

/** Numbers objects, the same one alike. */
function numbering(): (object: object) => number {
  const numbers = new Map<object, number>();
  return (object) => {
    if (!numbers.has(object)) numbers.set(object, numbers.size);
    return numbers.get(object)!;
  };
}
